"""The words in front of a number: what is counted there, the verb of the doer, a change and what it is measured by."""

from __future__ import annotations

import re

from govnews.finding.clauses import CLAUSE_END, JOINS, LIST_MARKS, MEASURED, OF, SHARES, Phrase, plain, trimmed
from govnews.finding.dealing import dealt_to, members_of
from govnews.finding.quantities import SPACES, Quantity, unit_at
from govnews.finding.roles import roles
from govnews.models import Change
from govnews.reference import UnitKind
from govnews.spans import Span
from govnews.words import WordsBefore, word_classes

_NOMINAL = frozenset("nga?q")
_LINKS = frozenset("了过着成出到至为各则")
_CHANGE_LEAD = re.compile(
    r"(?P<basis>同比|环比|[比较][^，,。；;、：:“”]{0,8}?[多常历]年(?:同期)?平均(?:值|水平)?|(?:(?<![同环占])比(?![例重率值])|(?<!比)较)[^，,。；;、：:“”]{1,16}?(?:相比)?|与[^，,。；;、：:“”]{1,16}?相比)?"
    r"(?:分别|平均|名义|实际|微|小幅|略|多|少|扣除[^，,。；;、扣]{1,6}(?:因素|影响)后?|[两三四五]年平均|每[^，。；]{1,3}|仅|又|再|已|将|实现|累计|大幅|稳步|逐年|预计|(?<![人户亩村日月年次校店])均|共|合计|年均|总体|进一步|可|能|也|由[^由，。；]{1,12})*\Z"
)
# Adjectives that tell a change where a comparison stands in front of them (产量比上年高5个百分点), not in 坝高5米.
_COMPARED = {
    **dict.fromkeys(("高", "多", "快"), Change.INCREASE),
    **dict.fromkeys(("低", "少", "慢"), Change.DECREASE),
}
_FROM = re.compile("[由从][^，,。；;由从、]{1,8}的\\Z")
# What a share is above or below is not what has it: 增速快于城区2.1个百分点.
_BESIDE = re.compile("[高快优多大低慢少小]于|高出|领先|落后")
_LEADING_BASIS = re.compile("同比|环比")
_COMPARISON = re.compile("((?:比|较)[^，,。；;、]{1,16})的\\Z")

_PER = re.compile("每[^，,。；;、每0-9]{1,3}\\Z")
_SCORE = ("∶", ":", "：", "-", "—")
_HEAD = 6  # characters behind a number among which the noun stands that it counts
_RATE = 4  # characters of a rate that an adverb stands in front of: 按时|办结率
_ORDER = re.compile("第[一二三四五六七八九十0-9]+[批期轮次届季]\\Z")
_AGE = re.compile("[0-9一二三四五六七八九十]{1,3}周?岁及?以[上下]\\Z")
_SIZE = re.compile("(?:[年总]?投资|[年总]?产值|营收)?[十百千万亿]+元及?以上的?\\Z")
_PER_ONE = (UnitKind.VOLUME, UnitKind.MASS, UnitKind.ENERGY)
_AMOUNTS = (*MEASURED, *SHARES)
_STOPS = frozenset((*CLAUSE_END, "", "、", "和"))  # behind the last share of a row: 公路的12%，航空的4%
_THINGS = (UnitKind.THING, UnitKind.ORGANISATION, UnitKind.GROUP, UnitKind.DOCUMENT)
_PART_OF = ("占比", "比例", "比重", "人数")


class InFront:
    """The words in front of a number, read from the number outwards: word 0 is next to it."""

    def __init__(self, text: str, start: int, quantity: Quantity) -> None:
        self.text, self.start = text, start
        self.roles = roles()
        place = quantity.hull.start
        if place > start and text[place - 1] in SPACES and _is_spaced(text, quantity):
            place -= 1
        self.words = WordsBefore(text, start, place)
        self.kinds, self.printed = self.words.kinds, self.words.printed
        self.at = 0  # the words before this one are links, which have been read
        self.change: Change | None = None
        self.basis: str | None = None
        self._own: Span | None = None
        """The verb that says itself what rises or falls: 增收, 减排."""
        self.shares = self._described = False
        self.kind = quantity.kind
        self._qualifier = text[quantity.hull.start : quantity.span.start]
        self._end = quantity.hull.end
        self._unit = quantity.unit
        self.turns = quantity.unit in self.roles.turn
        # 增加30个车位, 下调价格16项: done by somebody; 增加3%, 增加1698亿元: a change
        counted = quantity.kind not in SHARES and quantity.kind not in MEASURED
        self._counted = counted
        self._strip()

    @property
    def may_act(self) -> bool:
        """Whether the verb of change in front of the number may be what a doer did."""
        return self._counted and self.basis is None and self.at == 1 and self.printed[0] in self.roles.done_change

    def _is_done(self, i: int) -> bool:
        """Whether word `i` is a verb of what a doer does."""
        if self._is_made(i):
            return False
        return self.kinds[i] in "AB" or (self._counted and self.printed[i] in self.roles.done_change)

    def _is_made(self, i: int) -> bool:
        """Whether a suffix makes a noun of word `i`: 管理|型公司."""
        end = self.words.end(i)
        return self.text[end : end + 1] in self.roles.noun_making and end < self.words.place

    def _has(self, i: int, kinds: str) -> bool:
        """Whether there is a word `i` of one of these classes."""
        return self.words.reaches(i) and self.kinds[i] in kinds

    def _strip(self) -> None:
        """Step over what links a thing and its number, and note a verb of rising or falling."""
        if self.kind is UnitKind.POINT:
            beside = max(_BESIDE.finditer(self.text, self.start, self.words.place), key=re.Match.start, default=None)
            if beside is not None and self.words.place - beside.end() > 1:
                self.words.restart(0, beside.start())
                while self._has(self.at, "ID"):
                    self.at += 1  # 增速快于
        if self.kind is UnitKind.MONEY:
            self._strip_per()
        while self.words.reaches(i := self.at):
            kind, printed = self.kinds[i], self.printed[i]
            if printed.startswith("分别"):
                self.shares = True
            if self.change is None and printed in self.roles.own_object and self.kind in _AMOUNTS:
                self._own = Span(self.words.starts[i], self.words.end(i))
                self.change = Change.INCREASE if printed[0] == "增" else Change.DECREASE
                self._strip_basis(self.words.starts[i])
                break
            if self.change is None:
                if kind == "I" or kind == "D":
                    self.change = Change.INCREASE if kind == "I" else Change.DECREASE
                elif printed in self.roles.shrink and self.kind in SHARES:
                    self.change = Change.DECREASE
                elif printed in self.roles.grow and self.kind in SHARES:
                    self.change = Change.INCREASE
                elif printed in _COMPARED and self._compares(self.words.starts[i]):
                    self.change = _COMPARED[printed]
                if self.change is not None:
                    if self.words.reaches(i + 1) and self.printed[i + 1] in self.roles.fall:
                        self.at += 1
                        break  # 降幅收窄2.3个百分点: the fall gets smaller, not what falls
                    self.at += 1
                    self._strip_basis(self.words.starts[i])
                    continue
            if i == 0 and self.kind in MEASURED and printed in self.roles.one_of and self._is_described():
                self._described = True
                self.words.restart(0, self.words.place - 2)  # 建一座|500吨的冷库
                continue
            if printed == "地" and self.words.reaches(i + 1):
                self.at += 2  # 历史性地站上800万户
                continue
            if printed == OF and (match := _FROM.search(self.text, self.start, self.words.end(i))):
                self.words.restart(i, match.start())  # 成功率由去年的92.1%上升到95.7%
                continue
            if self.kind not in SHARES and self.words.reaches(i + 1) and self.printed[i + 1] == "每":
                self.at += 2  # 均价回落到每公斤3.6元
                continue
            if printed == OF and self.kind in SHARES:
                if linked := self._linked(i + 1):
                    self.at = linked  # 成本仅为铁路的50%, 收入占全部收入的30%
                    continue
                if self.text[self._end : self._end + 1] not in _STOPS and self._opens_clause(i + 1):
                    self.at += 1  # 收益的70%用于维修
                    break
            if self.kind in _PER_ONE and len(printed) == 2 and printed[0] == "每" and self._has(i + 1, "n"):
                self.at += 1  # 用水量每亩约20立方米
                continue
            if self.kind is UnitKind.MONEY and len(printed) == 2 and printed[0] == "每" and self._is_price(i + 1):
                self.at += 1  # 补贴标准为每人每月150元
                continue
            if (
                kind in "Ld"
                or printed in self.roles.mean
                or printed in _LINKS
                or (printed in self.roles.extreme and self._has(i + 1, "ngB?"))
                or (kind == "p" and printed in self.roles.change_end)
                or (kind == "b" and self.words.reaches(i + 1))
                or (
                    printed == "将"
                    and (self.change is not None or (i and self.printed[i - 1] in self.roles.change_end))
                )
                or self._directs(i)
            ):
                self.at += 1
                continue
            break

    def _strip_per(self) -> None:
        """Step over what a price is paid for: 收购价每公斤24元, 工资每人每月3000元."""
        place = self.words.place
        while (per := _PER.search(self.text, self.start, place)) is not None:
            unit = unit_at(self.text, per.start() + 1)
            if per.start() == self.start or unit is None or per.start() + 1 + len(unit[0]) != place:
                break
            place = per.start()
        if place < self.words.place and place > self.start:
            self.words.restart(0, place)

    def _is_described(self) -> bool:
        """Whether 一 and a measure word in front of the number count what it only describes: 一座500吨的冷库."""
        return self.text[self.words.place - 2] == "一" and self.text.startswith(OF, self._end)

    def _linked(self, i: int) -> int:
        """Which word links a share to its thing, past the whole that it is a share of; 0 if none does."""
        first = i
        while self.words.reaches(i) and (self.kinds[i] in "nga?qvABt" or self.printed[i] in (*LIST_MARKS, "全部")):
            i += 1
        linked = self.words.reaches(i) and (self.printed[i] in self.roles.share_link or self.kinds[i] in "ID")
        return i if i > first and linked else 0  # 收入占全部收入的30%, 时间缩短到规定时间的50%

    def _is_price(self, i: int) -> bool:
        """Whether word `i` links a price to its thing, past the units that it is paid for: 为每人|每月, 工资达每天."""
        while self.words.reaches(i) and self.printed[i][0] == "每":
            i += 1
        return self.words.reaches(i) and (
            self.kinds[i] in "ID"
            or self.printed[i] in self.roles.reached
            or self.printed[i].endswith(self.roles.attribute)
        )

    def _opens_clause(self, i: int) -> bool:
        """Whether nothing but a noun phrase stands between the start of the clause and word `i - 1`."""
        first = i
        while self._has(i, "nga?"):
            i += 1
        return i > first and not self.words.reaches(i)

    def _compares(self, upto: int) -> bool:
        match = _CHANGE_LEAD.search(self.text, self.start, upto)
        return match is not None and bool(match["basis"])

    def _strip_basis(self, upto: int) -> None:
        match = _CHANGE_LEAD.search(self.text, self.start, upto)
        if match is None or not match[0]:
            return
        if match["basis"]:
            self.basis = match["basis"]
        if "分别" in match[0]:
            self.shares = True
        self.words.restart(self.at, match.start())

    @property
    def has_noun(self) -> bool:
        """Whether a noun stands next to the number, with nothing but links between."""
        return not self._described and self._has(self.at, "ng?q") and self.printed[self.at] != "其中"

    @property
    def has_measure(self) -> bool:
        """Whether the verb next to the number is the end of a measure's name: 单体投资超10亿元的项目."""
        return self._has(self.at, "B") and self._has(self.at + 1, "a")

    @property
    def has_attribute(self) -> bool:
        """Whether the noun next to the number is one that has a measure: 面积, 收入, 总投资."""
        return self.has_noun and (
            self.kinds[self.at] == "g" or bool(self.printed[self.at].endswith(self.roles.attribute))
        )

    @property
    def has_weight(self) -> bool:
        """Whether the word next to the number only says that it is a weight: 重达9吨的石碑."""
        return self.words.reaches(self.at) and self.printed[self.at] == "重"

    @property
    def includes(self) -> bool:
        """Whether the noun next to the number holds what is counted: 名单涵盖86家率先签约的企业."""
        return any(printed in self.roles.holding for printed in self.printed[: self.at])

    @property
    def has_place(self) -> bool:
        """Whether the noun next to the number is a place: 全县百万亩的竹林."""
        return self.has_noun and self.printed[self.at][-1] in "省市县区镇乡村"

    @property
    def takes(self) -> bool:
        """Whether the clause says with 将 or 把 what something is done to."""
        self.words.all()
        return "将" in self.printed or "把" in self.printed

    def verb_next(self) -> Span | None:
        """The verb right in front of the number, links aside: 聘请56名, 安装了22个."""
        i = self.at
        while self.words.reaches(i) and self.printed[i] in self.roles.determiner:
            i += 1  # 打理这50亩, 执行其余5项
        if self.words.reaches(i) and (self.printed[i] == "等" or "等" in self.printed[: self.at]):
            # 发布碳核算、绿色工厂等8项标准: the verb stands before the members
            members = i
            while self.words.reaches(i) and self._is_member(i):
                i += 1
            if not self._has(i, "AB"):
                return self._first_verb(members)
            if self._lists_doings(i):
                return None
            if self._has(i + 1, "AB") and self._rules(i + 1):
                i += 1
        if self._has(i, "AB"):
            return self._bare_verb(i)
        if self.words.reaches(i) and self.printed[i] == OF and self._counted and self._has(i + 1, "AB"):
            return self._bare_verb(i + 1)  # 警方侦破的96起诈骗案件
        for k in range(self.at):
            if self._is_done(k):
                return self._bare_verb(k)
        return None

    def other_verb(self) -> Span | None:
        """A verb in front of the number that verbs.csv does not know, and a noun stands behind: 举起3块牌子."""
        if not self._counted or not self._has(self.at, "v") or self.printed[self.at] in self.roles.helping:
            return None
        return self._bare_verb(self.at) if len(self.printed[self.at]) == 2 or self._is_done_once(self.at) else None

    def _is_member(self, i: int) -> bool:
        """Whether word `i` belongs to the members of a list: 家政服务、托育等5个项目."""
        if self.kinds[i] in "nga?qb" or self.printed[i] in ("、", "等", "和", "及", "以及"):
            return True
        return self.kinds[i] in "AB" and self._is_inside_list(i)

    def phrase(self) -> Phrase:
        """Item and action where both stand in front of the number."""
        if self._own is not None:
            return Phrase(
                action=self._own.of(self.text), action_span=self._own, change=self.change, basis=self.basis, own=True
            )
        starts = self.words.starts
        i = self.at
        while self.words.reaches(i) and self._is_nominal(i):
            i += 1
        if (
            i > self.at
            and self.text[starts[i - 1] - 1] in "上的"
            and (size := _SIZE.search(self.text, self.start, starts[i - 1]))
        ):
            self.words.restart(i, size.start())  # 招引亿元以上项目86个
        if self._counted and i - self.at > 1 and self.words.reaches(i) and self._is_short_verb(i - 1):
            i -= 1  # 再建便民点15个
            self.kinds[i] = "A"
        if self.change is not None and self._has(i, "B") and starts[i] == self.start:
            i += 1  # 服务贸易增长10%: nobody serves
        item = Span(starts[i - 1], self.words.end(self.at)) if i > self.at else self._achieved(i)
        if item is not None and self._counted and self._unit != "个" and self.includes and self.has_place:
            return Phrase()  # 横溪镇已有56家: where, and not what; but 特色小镇已有5个
        if self._unit == "折" and self._has(self.at, "?") and self.printed[self.at] == "打":
            return Phrase()  # 打八折
        if self.change is not None and self.basis is None and self.kind in SHARES:
            leading = _LEADING_BASIS.match(self.text, self.start)
            self.basis = leading[0] if leading else None  # 同比事故起数下降6%
        dimension = self._dimension()
        if dimension is not None:
            return Phrase(item=dimension.of(self.text), item_span=dimension)
        action = None if self.kind in SHARES else self._action(i)
        if item is None and self.turns and self.change is None and (done := action or self._happening()):
            item, action = done, None  # 累计开放47次: it is the doing that is counted
        if action is None and "等" in self.printed[self.at : i]:
            action = self._first_verb(i)
        if item is None and action is not None and self._is_flow(action):
            item, action = action, None
        name = self._with_lead(trimmed(self.text, item)) if item else None
        items: tuple[str, ...] = ()
        if name is not None and self.shares:
            items = dealt_to(self.text, self.start, name.end, self._end)
            if not items:
                name = self._with_all_members(name)
                items = members_of(name.of(self.text))
        return Phrase(
            item=(items[0] if items else plain(name.of(self.text))) if name else None,
            item_span=name,
            items=items,
            dealt=items if len(items) > 1 else (),
            dealing=self.shares,
            action=action.of(self.text) if action else None,
            action_span=action,
            change=self.change,
            basis=self.basis,
            compared=self._comparison() if name is None else None,
            bare=name is None and action is None and self._only_reaches(),
        )

    def _is_short_verb(self, i: int) -> bool:
        """Whether word `i` is a verb of one character in front of a noun of several: 再|建|便民点."""
        return (
            self.kinds[i] == "?"
            and word_classes().get(self.printed[i]) == "A"
            and self.printed[i + 1] in self.roles.before_action
            and self.kinds[i - 1] in "nag"
            and len(self.printed[i - 1]) > 1
        )

    def _is_flow(self, verb: Span) -> bool:
        """Whether a verb alone in front of a sum is the name of what it sums up: 其中，出口2.9亿元."""
        printed = verb.of(self.text)
        return self.kind is UnitKind.MONEY and verb.start == self.start and printed in self.roles.flow

    def _with_lead(self, name: Span | None) -> Span | None:
        """The name with what belongs to it in front of its first word, or without what only counts it."""
        if name is None:
            return None
        text, start = self.text, name.start
        if start > self.start and text[start - 1] == "不":
            return Span(start - 1, name.end)  # 不合格27批次
        if start > self.start and text[start - 1] == "每" and text[start] in "十百千万":
            return Span(start - 1, name.end)  # 每千人口托位数
        if text[start].isdigit() and text[start - 1 : start] in _SCORE:
            return None  # 以16∶25落后9分
        if text[start] == "第" and _ORDER.match(text, start, name.end):
            return None  # 第二批18个
        if self.kind is UnitKind.TIME and text[name.end - 1] == "里":
            return None  # 他来村里两年多
        if text.startswith(_PART_OF, start) and (age := _AGE.search(text, self.start, start)):
            return Span(age.start(), name.end)  # 35岁以下占比
        return name

    def _is_reached(self) -> bool:
        """Whether the words between the thing and its number say that the number was reached."""
        return self._qualifier in self.roles.reached or any(
            printed in self.roles.reached for printed in self.printed[: self.at]
        )

    def _is_state(self) -> bool:
        """Whether the words between the thing and its number say how many there are: 达到, 由, but not 超."""
        return any(
            printed in self.roles.stating or printed in self.roles.change_end for printed in self.printed[: self.at]
        )

    def _is_said(self) -> bool:
        """Whether the clause only says what a measure is, which nobody does: 搬迁补助为2万元."""
        return self.kind in MEASURED and "为" in self.printed[: self.at]

    def _only_reaches(self) -> bool:
        """Whether the clause says nothing but that the number was reached."""
        return self._is_reached() and self.kind is not UnitKind.TIME and not self.words.reaches(self.at)

    def _comparison(self) -> str | None:
        match = _COMPARISON.search(self.text, self.start, self.words.place)
        return match[1] if match else None

    def _with_all_members(self, name: Span) -> Span:
        """The list that 分别 deals out to its first member, with members that are verbs: 新闻服务、内容创作等行业."""
        i = self.at
        while self.words.reaches(i) and (
            self.words.starts[i] >= name.start or self.kinds[i] in "nga?qbBSv" or self.printed[i] in JOINS
        ):
            i += 1
        start = self.words.starts[i - 1]
        return Span(start, name.end) if "、" in self.text[start : name.start] else name

    def _happening(self) -> Span | None:
        """The verb in front of the number of what happens: 船闸运行5400闸次."""
        if not self._has(self.at, "Sv") or len(self.printed[self.at]) < 2 or self.printed[self.at] in self.roles.light:
            return None
        return Span(self.words.starts[self.at], self.words.end(self.at))

    def _dimension(self) -> Span | None:
        """长, 宽, 距离 and their like in front of a length are what is measured: 大桥长1200米, 距离车站约500米."""
        if self.kind is not UnitKind.LENGTH or not self.words.reaches(self.at):
            return None
        if self.printed[self.at] in self.roles.dimension:
            return Span(self.words.starts[self.at], self.words.end(self.at))
        i = self.at
        while self._has(i, "nga?q") and self.printed[i] != "距离":
            i += 1
        if self.words.reaches(i) and self.printed[i] in ("距离", "距"):
            return Span(self.words.starts[i], self.words.end(i))
        return None

    def _achieved(self, i: int) -> Span | None:
        """What stands in front of a verb that only says that a figure was reached: 工业投资完成46亿元."""
        if not self.words.reaches(i) or self.printed[i] not in ("完成", "实现"):
            return None
        first = k = i + 1
        if self._has(k, "B") and self._has(k + 1, "nga?"):
            k += 1
        while self._has(k, "nga?q"):
            k += 1
        return Span(self.words.starts[k - 1], self.words.end(first)) if k > first else None

    def _is_nominal(self, i: int) -> bool:
        """Whether word `i` belongs to the noun phrase in front of the number."""
        kinds = self.kinds
        kind = kinds[i]
        if kind in _NOMINAL:
            return not self._directs(i)
        printed = self.printed[i]
        last = i == self.at
        if printed in self.roles.fall and self.change is not None:
            return True
        if printed in self.roles.mean and not last:
            # 日均客流1.5万人次, 户均建筑面积; but 户均|大棚超过两个
            return printed == "人均" or self.kind not in _THINGS or self.printed[self.at].endswith(self.roles.attribute)
        if kind == "b":
            return not last
        if printed in JOINS:
            # members of one list: 体育公园、健身园等1100余处; not 走访群众、收集问题
            if last or not self.words.reaches(i + 1):
                return False
            if kinds[i - 1] == "B" and self._following(i).endswith(self.roles.event):
                return kinds[i + 1] in "nga?qB"
            return kinds[i + 1] in "nga?qb" and kinds[i - 1] not in "ABv"
        if printed == "等":
            return self.words.reaches(i + 1)
        if not last and printed in self.roles.in_rate:
            following = self._following(i)
            return following.endswith("率") and len(following) <= _RATE  # 按时办结率
        if printed == "占" and not last and self.kind in SHARES:
            # 增加值占GDP比重
            return self._has(i + 1, "nga?q") and self._following(i).endswith(("比重", "比例"))
        if kind not in "ABvSID":
            return False
        if last:
            # 适老化改造2056户: behind a noun it is what is counted; 投资150万元: alone it is what was done
            if kind in "Bv" and self._has(i + 1, "v") and self._has(i + 2, "AB"):
                return True  # 办理结婚登记
            if kind == "v" and len(printed) == 2 and self._has(i + 1, "AB") and self._counted:
                return printed not in self.roles.helping  # 接待来访188人次
            if printed in self.roles.paying and self._has(i + 1, "n"):
                return not self.printed[i + 1].endswith(self.roles.payer)  # 民间投资5亿元, but 合作社出资27万元
            return kind == "B" and self._has(i + 1, "nga?qAB") and not self._is_where(i + 1)
        if kind in "ABv" and self._is_made(i):
            return True
        following = self._following(i)
        if self._is_second(i, following):
            return False  # 开工改造老旧校舍
        if printed in self.roles.taking_part and following.endswith(self.roles.taking_part_noun):
            return True  # 注册用户突破12万
        if kind in "AB" and following.endswith(self.roles.described) and self._is_governed(i):
            return True
        if kind in "AB" and following.endswith(self.roles.object) and self._governs(i + 1):
            return True  # 出动抢修人员
        states = following.endswith(self.roles.described) and self._is_state()
        describes = states and (self._has(i + 1, "nga?q") or not self.words.reaches(i + 1))
        if kind == "B" and (self.kind in SHARES or describes or self._is_said()):
            return True  # 收购进度过九成, 研发创新平台达30个: a state, which nobody does
        if kind == "B" and self._has_verb_before(i, following):
            return True  # 建成就业帮扶车间, 取消收费服务事项: the verb of the doer stands further left
        if kind == "A":
            return self.kind in SHARES and following.endswith(self.roles.attribute) and self._has(i + 1, "nga?")
        if kind in "vS" and len(printed) == 2 and self._governs(i + 1) and printed not in self.roles.helping:
            return True  # 受理信访事项, 举办促销活动, 救出被困群众
        # 播种面积, 受威胁群众: a verb in front of the noun that it describes
        if following.endswith(self.roles.attribute):
            return kind != "B" or len(following) <= 4 or self._has(i + 1, "nga?B")
        return kind == "v" and len(printed) == 1 and self.words.reaches(i + 1) and kinds[i + 1] != "w"

    def _is_second(self, i: int, following: str) -> bool:
        """Whether word `i` is what was done too, with the verb in front of it: 开工|改造, but not 取消|收费事项."""
        return (
            self.printed[i] in self.roles.second
            and self.kinds[i] in "AB"
            and self._has(i + 1, "AB")
            and len(self.printed[i + 1]) > 1
            and not self._rules(i + 1)
            and not following.endswith((*self.roles.described, *self.roles.object, *self.roles.event))
        )

    def _is_where(self, i: int) -> bool:
        """Whether the noun phrase that ends with word `i` says where or for what something is done: 在各地|推广."""
        while self.words.reaches(i) and (self.kinds[i] in "nga?qB" or self.printed[i] in (*JOINS, "等")):
            i += 1
        return self.words.reaches(i) and self.printed[i] in self.roles.toward

    def _governs(self, i: int) -> bool:
        """Whether word `i` is a verb of what a doer does, and nothing else, with what ends it: 拦|了, 清|走."""
        if self.words.reaches(i) and (self.printed[i] == "了" or self._directs(i)):
            i += 1
        return self.words.reaches(i) and (self.kinds[i] == "A" or (self.kinds[i] in "ID" and self._is_done(i)))

    def _following(self, i: int) -> str:
        """What of the noun phrase stands behind word `i`."""
        return self.text[self.words.end(i) : self.words.end(self.at)]

    def _is_governed(self, i: int) -> bool:
        """Whether a verb further left has the noun phrase as its object in which word `i` stands."""
        k = i + 1
        while self._has(k, "nga?q"):
            k += 1
        return self._has(k, "ABI") and (k > i + 1 or self.printed[k] in self.roles.governing)

    def _has_verb_before(self, i: int, following: str) -> bool:
        """Whether nothing but parts of a noun phrase stands between word `i` and a verb of the doer on its left."""
        k = i + 1
        if following.endswith(self.roles.event):
            # 开展禁毒宣传、急救演练活动: the verbs only say what kind of activity it is
            while self.words.reaches(k) and (self.kinds[k] in "nga?qB" or self.printed[k] in LIST_MARKS):
                k += 1
            return self._has(k, "A")
        while self._has(k, "nga?q"):
            k += 1
        if self._has(k, "A" if k == i + 1 else "AB"):
            return True
        while self._has(k, "nga?qB"):
            k += 1
        return self._has(k, "A") or (self._has(k, "ID") and self._is_done(k))  # 实施古镇保护修复项目, 减少审批环节

    def _action(self, i: int) -> Span | None:
        """The verb in front of the noun phrase that ends before word `i`."""
        relative = described = False
        while self.words.reaches(i):
            kind, printed = self.kinds[i], self.printed[i]
            if self._is_done(i):
                if relative and not described and (self._is_reached() or self.has_attribute):
                    return None  # 参加晨跑的居民超过9万人: the verb only describes who is counted
                if relative:
                    self.words.all()
                    i = max(k for k in range(i, len(self.kinds)) if self._is_done(k))
                return self._with_partner(i)
            if kind == "v" and not relative and self._counted and self._is_done_once(i):
                return Span(self.words.starts[i], self.words.end(i))
            if printed == OF:
                relative = True
            elif printed == "等":
                return self._first_verb(i)
            elif relative and kind == "v":
                described = True  # 追回被挪用的资金680万元
            elif not relative and kind not in "dLu" and printed not in self.roles.passed_over and not self._directs(i):
                return None
            i += 1
        return None

    def _is_done_once(self, i: int) -> bool:
        """Whether word `i` is a verb of one character that no table lists, and 了 says that it was done: 包了4座棚."""
        printed, end = self.printed[i], self.words.end(i)
        return len(printed) == 1 and self.text[end : end + 1] == "了" and printed not in self.roles.befalling

    def _directs(self, i: int) -> bool:
        """Whether word `i` says where a verb of one character in front of it leads: 租|下380亩, 清|走树木45棵."""
        return self.printed[i] in self.roles.direction and self._has(i + 1, "A") and len(self.printed[i + 1]) == 1

    def _first_verb(self, i: int) -> Span | None:
        """The verb that governs a list whose last member is word `i`: 开展“…”为老义卖等各类活动."""
        self.words.all()
        verbs = [k for k in range(i, len(self.kinds)) if self.kinds[k] in "AB" and not self._is_inside_list(k)]
        first = max((k for k in verbs if self.printed[k] not in self.roles.manner), default=max(verbs, default=-1))
        if first < 0 or self._lists_doings(first):
            return None
        while first > i and self.kinds[first - 1] in "AB" and self.kinds[first] == "A" and not self._rules(first):
            first -= 1
        return self._with_partner(first)

    def _rules(self, i: int) -> bool:
        """Whether the object of verb `i` may begin with a verb: 实施|修建蓄水池等5项工程, but not 统筹|建设."""
        return self.printed[i] in self.roles.governing and self.printed[i] not in self.roles.manner

    def _is_inside_list(self, i: int) -> bool:
        """Whether verb `i` belongs to a member of a list: 村道修缮、校舍改造等17件实事, 果苗补植等12项任务."""
        if not self.words.reaches(i + 1):
            return False
        if self.printed[i + 1] in JOINS:
            return True
        behind = self.text[self.words.end(i)]
        if behind == "等":
            return self.kinds[i + 1] in "nga?dv"  # 加强日常巡查等6个方面
        if self.kinds[i] != "B" or self.kinds[i + 1] not in "nga?":
            return False  # 区里修订、废止文件
        if behind in "、和及":
            return True
        self.words.all()
        marks = [k for k in range(self.at, len(self.kinds)) if self.printed[k] in JOINS]
        return bool(marks) and min(marks) > i  # 粮油、果品加工集团等6家企业

    def _lists_doings(self, i: int) -> bool:
        """Whether verb `i` begins the first of several things to do: 改进服务、修订规程等5个方面."""
        end = self.words.end(self.at)
        head = self.text[end : self.words.place] + self.text[self._end : self._end + _HEAD]
        if not any(word in head for word in self.roles.doing_list):
            return False
        return not self._rules(i) and any(
            self.printed[k + 1] in JOINS and self.kinds[k] in "ABIDv" for k in range(self.at, i)
        )

    def _with_partner(self, i: int) -> Span:
        """A verb with the verbs of the doer that stand in one row with it: 修订、废止."""
        k = i
        while self._has(k + 2, "AB") and self.printed[k + 1] == "、":
            k += 2
        return Span(self.words.starts[k], self.words.end(i)) if k > i else self._bare_verb(i)

    def _pairs(self, i: int) -> bool:
        """Whether the verbs `i + 1` and `i` are what was done, both: 改造提升, but not 开展|调查, 统筹|建设."""
        first = self.printed[i + 1]
        if self._is_second(i, self._following(i)) and first not in self.roles.manner:
            return True
        alone = not self.words.reaches(i + 2) or self.kinds[i + 2] in "dwLtcp"
        if self.kinds[i] == "A" and self.kinds[i + 1] == "A":
            return alone and first not in self.roles.manner  # 建立完善制度
        if self.kinds[i] == "B" and self._following(i).endswith(self.roles.object + self.roles.event):
            return False  # 出动抢修人员, 举办促销活动
        return (
            self.kinds[i + 1] == "A" and alone and first not in self.roles.governing and first not in self.roles.manner
        )

    def _bare_verb(self, i: int) -> Span:
        """The verb without its complement: 种上 is 种, 卖到 is 卖; 建成 and 办好 are words of their own."""
        printed, end = self.printed[i], self.words.end(i)
        if self._has(i + 1, "AB") and len(printed) == len(self.printed[i + 1]) == 2 and self._pairs(i):
            return Span(self.words.starts[i + 1], end)  # 改造提升, 培育建设
        if len(printed) == 2 and printed[1] in "上到起下" and printed[0] in self.roles.complement:
            end -= 1
        return Span(self.words.starts[i], end)


def _is_spaced(text: str, quantity: Quantity) -> bool:
    """Whether the space in front of a number only sets it off: 换热站 213 座, and not that behind a heading."""
    printed = quantity.span.of(text)
    return any(space in printed for space in SPACES) or text[quantity.hull.end : quantity.hull.end + 1] in CLAUSE_END
