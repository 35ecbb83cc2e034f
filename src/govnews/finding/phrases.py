"""What stands around a number: the thing counted, the verb of the doer, the direction of a change and its basis."""

from __future__ import annotations

import re

from attrs import define

from govnews.finding.quantities import Quantity
from govnews.models import Change
from govnews.reference import UnitKind
from govnews.spans import Span
from govnews.words import WordsBefore, WordsBehind, word_classes

REACH = 48
"""How many characters to either side of a number are read at most."""

CLAUSE_END = "，,。；;：:！？!?\n\f…"
_NOMINAL = frozenset("nga?q")
_VERB_ENDS = ("", *CLAUSE_END, "、", "以", "和")
_EVENT = re.compile("(?:活动|行动|培训|演练|讲座|课程|比赛|赛事|展览|仪式)\\Z")
_LIST_MARKS = frozenset("、和及")
_OTHERS = ("其他", "其它", "各类", "各种")
_JOINS = ("、", "和", "及", "与", "以及")
_ENDS_OF_CHANGE = ("由", "从", "到", "至", "按", "按照", "以")
# Heads that a verb in front of them only describes: 播种面积, 办结率, 服务时长.
_ATTRIBUTE = re.compile(
    "(?:率|量|额|值|数|比重|面积|规模|时长|时间|时限|时速|长度|高度|总长|里程|收入|支出|产值|价格|费用|资金|能力|"
    "比例|指数|幅度|密度|人数|件数|次数|户数|数量|水平|得分|评分|金额|总数|余额|寿命|成本|强度|标准|度)\\Z"
)
_LEAD = re.compile(
    "^(?:全[市区省县镇街村国校院]|我[市区省县国院校]|本[市区省县]|各|该|其余|其中|其|等|这些|这|所有|剩余|的|共有|共|了)+"
)
_TAIL = frozenset("等共的内中上均总各约已又也则再还")
_CHANGE_LEAD = re.compile(
    r"(?P<basis>同比|环比|(?:比(?![例重率值])|较)[^，,。；;、：:“”]{1,16}?(?:相比)?|与[^，,。；;、：:“”]{1,16}?相比)?"
    r"(?:分别|平均|仅|又|再|已|将|实现|累计|大幅|稳步|逐年|预计|均|共|合计|年均|总体|进一步|可|能|也|由[^，。；]{1,12})*\Z"
)
# Adjectives that tell a change where a comparison stands in front of them (产量比上年高5个百分点), not in 坝高5米.
_COMPARED = {"高": Change.INCREASE, "多": Change.INCREASE, "低": Change.DECREASE, "少": Change.DECREASE}
_MEASURED = frozenset(
    (
        UnitKind.MONEY, UnitKind.AREA, UnitKind.LENGTH, UnitKind.MASS, UnitKind.VOLUME, UnitKind.TIME, UnitKind.POWER,
        UnitKind.ENERGY, UnitKind.RATE,
    )
)  # fmt: skip
_SHARES = (UnitKind.RATIO, UnitKind.POINT)
_DETERMINERS = frozenset(
    (
        "这",
        "那",
        "其余",
        "其他",
        "剩余",
        "全部",
        "这些",
        "各",
        "首批",
        "第二批",
        "新一批",
        "一批",
        "首届",
        "周边",
        "全国",
    )
) | {"全省", "全市", "全区", "全县", "全镇", "全街", "全乡", "全村"}
# Nouns that a verb in front only describes, if another verb governs them: 办理行政处罚案件, 实施减免优惠.
_DESCRIBED = re.compile(
    "(?:案件|资金|车间|优惠|项目|工程|设施|政策|措施|基地|中心|队伍|人员|学位|床位|岗位|站点|专线)\\Z"
)
_GOVERNING = frozenset(
    (
        "实施",
        "落实",
        "开展",
        "推进",
        "办理",
        "享受",
        "兑现",
        "发放",
        "建成",
        "建立",
        "设立",
        "启动",
        "安排",
        "争取",
        "完善",
        "新增",
    )
)
_LIGHT = frozenset(("完成", "实施", "进行", "开展", "推进", "启动", "实现", "做好", "做到"))
_WITH_COMPLEMENT = frozenset("种卖建搬装买挂穿吃用收接搭栽铺修盖换养")
_PASSED_OVER = frozenset(("成", "出", "上", "好", "各类", "各种", "多种", "系列", "一系列", "各项", "多项"))
_CLOSES = re.compile("[，,。；;：！？!?\\n\\f…]")
_OPENS = re.compile("[“‘「《（(]")
_BRACKET_AT_END = re.compile(r"[（(][^（）()]*[）)]\Z")
_RELATIVE = "的"


@define
class Phrase:
    """What stands around a number; the spans are of what was found."""

    item: str | None = None
    item_span: Span | None = None
    items: tuple[str, ...] = ()
    """The members that 分别 deals its numbers to."""
    action: str | None = None
    action_span: Span | None = None
    change: Change | None = None
    basis: str | None = None
    behind: bool = False
    """Whether the item stands behind the number."""


def clause_start(text: str, position: int, floor: int) -> int:
    """Where the clause that holds `position` begins; brackets and quotations are not broken open."""
    start = max(floor, position - REACH)
    at = position - 1
    while at >= start:
        char = text[at]
        if char in CLAUSE_END and not (
            char in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        ):
            return at + 1
        if char in "）)":
            opening = max(text.rfind("（", start, at), text.rfind("(", start, at))
            if opening < 0:
                return at + 1
            at = opening
        elif char in "（(" or (char == "—" and text[at - 1 : at] == "—"):
            return at + 1
        at -= 1
    return start


def describe(text: str, quantity: Quantity, floor: int, ceiling: int) -> Phrase:
    """The phrase around `quantity`, looking no further than `floor` and `ceiling`."""
    start = clause_start(text, quantity.hull.start, floor)
    left = _Left(text, start, quantity)
    right = None
    looked = left.change is None and not (quantity.kind in _SHARES and left.has_noun)
    if looked:
        right = _behind(text, quantity, ceiling)
        if right is not None and _takes_noun_behind(quantity, left, right[0]):
            item, verb = right
            name = _trimmed(text, item)
            if name is not None:
                action = left.verb_next()
                if verb is not None and (action is None or action.of(text) in _LIGHT):
                    action = verb
                if action is None and left.takes:
                    action = _last_verb(text, item.end)
                return Phrase(
                    item=_plain(name.of(text)),
                    item_span=name,
                    action=action.of(text) if action else None,
                    action_span=action,
                    behind=True,
                )
    phrase = left.phrase()
    if phrase.item is None and phrase.change is None:
        if not looked:
            right = _behind(text, quantity, ceiling)
        name = _trimmed(text, right[0]) if right else None
        if name is not None:
            phrase.item, phrase.item_span, phrase.behind = _plain(name.of(text)), name, True
    return phrase


def _takes_noun_behind(quantity: Quantity, left: _Left, right: Span) -> bool:
    """Whether the noun behind the number is what it counts, and not the one in front.

    A measure word takes the noun behind it; of a measure it depends: 2000平方米荒地, but 建筑面积500平方米.
    """
    if quantity.kind in _SHARES:
        return not left.has_noun
    if quantity.kind in _MEASURED:
        return not left.has_noun or (right.start == quantity.hull.end and not left.has_attribute)
    return True


def _plain(name: str) -> str:
    """The item without quotation marks around the whole and without a bracket at its end."""
    if name[-1] in "）)":
        name = _BRACKET_AT_END.sub("", name)
    if len(name) > 2 and name[0] in "“‘" and name[-1] in "”’" and not re.search("[“”‘’]", name[1:-1]):
        name = name[1:-1]
    return name


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without the words that only lead to a noun phrase or follow it (全区, 等, 内)."""
    name = span.of(text)
    lead = _LEAD.match(name)
    start = span.start + (lead.end() if lead else 0)
    end = span.end
    while end > start and text[end - 1] in _TAIL and text[end - 2 : end] not in word_classes():
        end -= 1  # 活动共, but not 合约
    while end > start and text[end - 1] in "、和及与，":
        end -= 1
    while start < end and text[start] in "、和及与":
        start += 1
    return Span(start, end) if end > start else None


class _Left:
    """The words in front of a number, read from the number outwards: word 0 is next to it."""

    def __init__(self, text: str, start: int, quantity: Quantity) -> None:
        self.text, self.start = text, start
        self.words = WordsBefore(text, start, quantity.hull.start)
        self.kinds, self.printed = self.words.kinds, self.words.printed
        self.at = 0  # the words before this one are links, which have been read
        self.change: Change | None = None
        self.basis: str | None = None
        self.shares = False
        self._strip()

    def _has(self, i: int, kinds: str) -> bool:
        """Whether there is a word `i` of one of these classes."""
        return self.words.reaches(i) and self.kinds[i] in kinds

    def _strip(self) -> None:
        """Step over what links a thing and its number, and note a verb of rising or falling."""
        while self.words.reaches(i := self.at):
            kind, printed = self.kinds[i], self.printed[i]
            if printed == "分别":
                self.shares = True
            if self.change is None:
                if kind == "I" or kind == "D":
                    self.change = Change.INCREASE if kind == "I" else Change.DECREASE
                elif printed in _COMPARED and self._compares(self.words.starts[i]):
                    self.change = _COMPARED[printed]
                if self.change is not None:
                    self.at += 1
                    self._strip_basis(self.words.starts[i])
                    continue
            if (
                kind in "Ld"
                or printed in "了过着成出到至为各"
                or (kind == "p" and printed in _ENDS_OF_CHANGE)
                or (kind == "b" and self.words.reaches(i + 1))
            ):
                self.at += 1
                continue
            break

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
        return self._has(self.at, "ng?q") and self.printed[self.at] != "其中"

    @property
    def has_attribute(self) -> bool:
        """Whether the noun next to the number is one that has a measure: 面积, 收入, 总投资."""
        return self.has_noun and (self.kinds[self.at] == "g" or bool(_ATTRIBUTE.search(self.printed[self.at])))

    @property
    def takes(self) -> bool:
        """Whether the clause says with 将 or 把 what something is done to."""
        self.words.all()
        return "将" in self.printed or "把" in self.printed

    def verb_next(self) -> Span | None:
        """The verb right in front of the number, links aside: 聘请56名, 安装了22个."""
        i = self.at
        while self.words.reaches(i) and self.printed[i] in _DETERMINERS:
            i += 1  # 打理这50亩, 执行其余5项
        if self.words.reaches(i) and (self.printed[i] == "等" or "等" in self.printed[: self.at]):
            # 发布碳核算、绿色工厂等8项标准: the verb stands before the members
            members = i
            while self.words.reaches(i) and self._is_member(i):
                i += 1
            if not self._has(i, "AB"):
                return self._first_verb(members)
        if self._has(i, "AB"):
            return self._bare_verb(i)
        for k in range(self.at):
            if self.kinds[k] in "AB":
                return self._bare_verb(k)
        return None

    def _is_member(self, i: int) -> bool:
        """Whether word `i` belongs to the members of a list: 家政服务、托育等5个项目."""
        if self.kinds[i] in "nga?qb" or self.printed[i] in ("、", "等", "和", "及", "以及"):
            return True
        end = self.words.end(i)
        behind = self.text[end : end + 1]
        return self.kinds[i] == "B" and behind in ("等", "、") and self._has(i + 1, "nga?")

    def phrase(self) -> Phrase:
        """Item and action where both stand in front of the number."""
        starts = self.words.starts
        i = self.at
        while self.words.reaches(i) and self._is_nominal(i):
            i += 1
        if self.change is not None and self._has(i, "B") and starts[i] == self.start:
            i += 1  # 服务贸易增长10%: nobody serves
        item = Span(starts[i - 1], self.words.end(self.at)) if i > self.at else self._achieved(i)
        action = self._action(i)
        if action is None and "等" in self.printed[self.at : i]:
            action = self._first_verb(i)
        name = _trimmed(self.text, item) if item else None
        items: tuple[str, ...] = ()
        if name is not None and self.shares:
            items = _members(name.of(self.text))
        return Phrase(
            item=(items[0] if items else _plain(name.of(self.text))) if name else None,
            item_span=name,
            items=items,
            action=action.of(self.text) if action else None,
            action_span=action,
            change=self.change,
            basis=self.basis,
        )

    def _achieved(self, i: int) -> Span | None:
        """What stands in front of a verb that only says that a figure was reached: 固定资产投资完成246亿元."""
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
            return True
        printed = self.printed[i]
        last = i == self.at
        if printed == "人均" and not last:
            return True
        if kind == "b":
            return not last
        if printed in _JOINS:
            # members of one list: 体育公园、健身园等1100余处; not 走访群众、收集问题
            if last or not self.words.reaches(i + 1):
                return False
            if kinds[i - 1] == "B" and _EVENT.search(self._following(i)):
                return kinds[i + 1] in "nga?qB"
            return kinds[i + 1] in "nga?qb" and kinds[i - 1] not in "ABv"
        if printed == "等":
            return self.words.reaches(i + 1)
        if kind not in "ABvSID":
            return False
        if last:
            # 适老化改造2056户: behind a noun it is what is counted; 投资150万元: alone it is what was done
            return kind == "B" and self._has(i + 1, "nga?qAB")
        following = self._following(i)
        if kind in "AB" and _DESCRIBED.search(following) and self._is_governed(i):
            return True
        if kind == "B" and self._has_verb_before(i, following):
            return True  # 建成就业帮扶车间, 取消计费服务项目: the verb of the doer stands further left
        if kind == "A":
            return False
        # 播种面积, 受威胁群众: a verb in front of the noun that it describes
        if _ATTRIBUTE.search(following):
            return kind != "B" or len(following) <= 4 or self._has(i + 1, "nga?B")
        return kind == "v" and len(printed) == 1 and self.words.reaches(i + 1) and kinds[i + 1] != "w"

    def _following(self, i: int) -> str:
        """What of the noun phrase stands behind word `i`."""
        return self.text[self.words.end(i) : self.words.end(self.at)]

    def _is_governed(self, i: int) -> bool:
        """Whether a verb further left has the noun phrase as its object in which word `i` stands."""
        k = i + 1
        while self._has(k, "nga?q"):
            k += 1
        return self._has(k, "ABI") and (k > i + 1 or self.printed[k] in _GOVERNING)

    def _has_verb_before(self, i: int, following: str) -> bool:
        """Whether nothing but parts of a noun phrase stands between word `i` and a verb of the doer on its left."""
        k = i + 1
        if _EVENT.search(following):
            # 开展消防安全宣传、疏散演练活动: the verbs only say what kind of activity it is
            while self.words.reaches(k) and (self.kinds[k] in "nga?qB" or self.printed[k] in _LIST_MARKS):
                k += 1
            return self._has(k, "A")
        while self._has(k, "nga?q"):
            k += 1
        return self._has(k, "A" if k == i + 1 else "AB")

    def _action(self, i: int) -> Span | None:
        """The verb in front of the noun phrase that ends before word `i`."""
        relative = False
        while self.words.reaches(i):
            kind, printed = self.kinds[i], self.printed[i]
            if kind in "AB":
                if relative:
                    self.words.all()
                    i = max(k for k in range(i, len(self.kinds)) if self.kinds[k] in "AB")
                return self._with_partner(i)
            if printed == _RELATIVE:
                relative = True
            elif printed == "等":
                return self._first_verb(i)
            elif not relative and kind not in "dLu" and printed not in _PASSED_OVER:
                return None
            i += 1
        return None

    def _first_verb(self, i: int) -> Span | None:
        """The verb that governs a list whose last member is word `i`: 开展“…”为老义卖等各类活动."""
        self.words.all()
        first = max((k for k in range(i, len(self.kinds)) if self.kinds[k] in "AB"), default=None)
        if first is None:
            return None
        while first > i and self.kinds[first - 1] in "AB" and self.kinds[first] == "A":
            first -= 1
        return self._with_partner(first)

    def _with_partner(self, i: int) -> Span:
        """A verb with the verbs of the doer that stand in one row with it: 修订、废止."""
        k = i
        while self._has(k + 2, "AB") and self.printed[k + 1] == "、":
            k += 2
        return Span(self.words.starts[k], self.words.end(i))

    def _bare_verb(self, i: int) -> Span:
        """The verb without its complement: 种上 is 种, 卖到 is 卖; 建成 and 办好 are words of their own."""
        printed, end = self.printed[i], self.words.end(i)
        if len(printed) == 2 and printed[1] in "上到起下" and printed[0] in _WITH_COMPLEMENT:
            end -= 1
        return Span(self.words.starts[i], end)


def _members(name: str) -> tuple[str, ...]:
    """The members of a list that 分别 deals its numbers to, each with the head that they share."""
    parts = [part for part in re.split("[、和及与]|以及", name) if part]
    if len(parts) < 2:
        return (name,)
    last = parts[-1]
    whole = []
    for part in parts:
        if len(part) < len(last) and not _ATTRIBUTE.search(part):
            # 城镇、农村居民收入: what follows the part's counterpart in the last member is common to all
            part += last[len(part) :]
        whole.append(part)
    return tuple(whole)


def _behind(text: str, quantity: Quantity, ceiling: int) -> tuple[Span, Span | None] | None:
    """The noun phrase behind a number, and a verb that ends the clause behind it (2部电梯加装)."""
    at = quantity.hull.end
    stop = min(len(text), at + REACH, ceiling)
    while at < stop and text[at] in " 　":
        at += 1
    if at >= stop or text[at] in CLAUSE_END:
        return None
    close = _CLOSES.search(text, at, stop)
    if close is not None and not _OPENS.search(text, at, close.start()):
        stop = close.start() + 1  # the mark shows that the clause ends there
    of = text[at] == "的"
    found = WordsBehind(text, at + of, stop)
    starts, kinds, prints, reaches = found.starts, found.kinds, found.printed, found.reaches
    start = last = None
    verb: Span | None = None
    n = -1
    while reaches(n := n + 1):
        kind, printed = kinds[n], prints[n]
        if (kind in "ng?q" or (kind == "a" and last is None)) or (kind == "b" and last is not None):
            if kind == "?" and printed[0].isdigit():
                break
            if kind == "q" and last is not None and word_classes().get(printed[1:-1], "") in ("A", "B", "v"):
                break  # 与1596个网格“绑定”
            start = starts[n] if start is None else start
            last = n
            continue
        follower = kinds[n + 1] if reaches(n + 1) else None
        if printed in _LIST_MARKS:
            if last is None or follower is None:
                break
            after = kinds[n + 2] if reaches(n + 2) else None
            if follower in "vSB" and after is not None and after in "ng":
                continue  # 党员、离休教师: a member that begins with a verb
            if prints[n + 1] in _OTHERS:
                n += 1  # 民生及其他领域项目
                continue
            if follower not in "na?qg" or (follower == "?" and text[starts[n + 1]].isdigit()):
                break
            if follower == "g" and (after is None or after not in "ng"):
                break
            continue
        if printed == "等" and last is not None:
            if follower is not None and follower in "nga?":
                continue
            break
        if kind in "vSB" and last is not None and n and prints[n - 1] in _LIST_MARKS:
            continue
        if kind == "a" and last is not None:
            if follower is None or follower not in "ng?":
                break
            continue
        if kind in "ABvS" and last is None and n == 0 and len(printed) > 1:
            if follower is not None and follower in "nga?AB" and not of:
                start = starts[n]  # 执业律师, 帮办代办事项: a verb in front of its noun
                continue
            break
        if kind in "AB" and last is None and n == 1 and start is not None:
            continue
        if kind == "B" and last is not None and follower is not None and follower in "ng":
            continue  # 老人助餐服务点: a noun made of a verb inside the name
        if kind in "ABv" and last is not None and text[found.end(n) : found.end(n) + 1] in _VERB_ENDS:
            verb = Span(starts[n], found.end(n))
        break
    if start is None or last is None:
        return None
    return Span(start, found.end(last)), verb


def _last_verb(text: str, position: int) -> Span | None:
    """The verb that ends a 将- or 把-clause: 将260个警格与1596个网格绑定, 将67个部门纳入统筹系统."""
    stop = position
    limit = min(len(text), position + REACH)
    while stop < limit and text[stop] not in CLAUSE_END:
        stop += 1
    found = WordsBehind(text, position, stop)
    i = -1
    while found.reaches(i := i + 1):
        start, end, kind, printed = found.starts[i], found.end(i), found.kinds[i], found.printed[i]
        if kind == "q" and word_classes().get(printed[1:-1]) in ("A", "B"):
            return Span(start + 1, end - 1)
        if kind in "AB":
            return Span(start, end)
    return None


def same_series(text: str, previous: Quantity, quantity: Quantity) -> bool:
    """Whether two numbers stand in one row: 3.1%、5.1%; 4%和6%."""
    between = text[previous.hull.end : quantity.hull.start]
    return between in ("、", "和", "及", "与", "，", ",")
