"""What stands around a number: the thing counted, the verb of the doer, the direction of a change and its basis."""

from __future__ import annotations

import re

from attrs import define

from govnews.finding.quantities import Quantity
from govnews.models import Change
from govnews.reference import UnitKind
from govnews.spans import Span
from govnews.words import WordsBefore, WordsBehind, word_classes, words

REACH = 48
"""How many characters to either side of a number are read at most."""

CLAUSE_END = "，,。；;：:！？!?\n\f…"
_NOMINAL = frozenset("nga?q")
_VERB_ENDS = ("", *CLAUSE_END, "、", "以", "和")
_EVENT = re.compile("(?:活动|行动|培训|演练|讲座|课程|比赛|赛事|展览|仪式)\\Z")
_LIST_MARKS = frozenset(("、", "和", "及", "及其他"))
_OTHERS = ("其他", "其它", "各类", "各种")
_QUOTES = {"”": "“", "’": "‘"}
_JOINS = ("、", "和", "及", "与", "以及", "及其他")
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
_TURNS = ("次", "闸次", "趟", "回", "遍")
_EXTREMES = ("最高", "最低", "最多", "最少", "首", "第一次")
_LINKS_OF_SHARES = ("为", "是", "占", "仅为", "仅占", "约为", "约占", "达", "达到", "相当于", "不足", "超", "超过")
# What a doer does to a number of things, or what a measure does by itself: 减少环节12个, but 成本减少12%.
_DONE_CHANGES = frozenset(
    ("增加", "减少", "下调", "上调", "提高", "降低", "压缩", "压减", "缩减", "削减", "精简", "扩大", "缩短", "裁减")
)
# Verbs that say how or for whom something is done that the next verb names.
_MANNERS = frozenset(
    (
        "统筹",
        "协商",
        "延伸",
        "推动",
        "推进",
        "支持",
        "组织",
        "引导",
        "带动",
        "协调",
        "参与",
        "帮助",
        "指导",
        "加快",
        "投资",
        "协助",
    )
)
# Links that a clause may consist of with its number: 进口继续扩大，突破3000亿美元.
_REACHED = (
    "达到",
    "达到了",
    "达",
    "突破",
    "超过",
    "超过了",
    "超",
    "逾",
    "为",
    "分别为",
    "是",
    "升至",
    "降至",
    "增至",
    "减至",
    "高达",
)
_SHRINKS = ("精简", "压缩", "压减", "缩减", "裁减", "削减", "缩短")
# Verbs that need another one, or that say nothing of what was done.
_HELPING = frozenset(
    (
        "可能",
        "才能",
        "不得",
        "加快",
        "需要",
        "可以",
        "应该",
        "进行",
        "相关",
        "得到",
        "考虑",
        "满足",
        "显示",
        "面对",
        "对手",
        "有着",
        "成为",
        "作为",
    )
)
_DIMENSIONS = ("长", "宽", "高", "深", "厚", "距离")
_COMPARISON = re.compile("((?:比|较)[^，,。；;、]{1,16})的\\Z")
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
_WITH_COMPLEMENT = frozenset("种卖建搬装买挂穿吃用接搭栽铺修盖换养")
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
    compared: str | None = None
    """比去年, where the number is what another one is measured against: 比去年的30人多5人."""
    bare: bool = False
    """Whether its clause says nothing but the number: 收入稳步增长，达到300亿元."""


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
        elif char in _QUOTES:
            opening = text.rfind(_QUOTES[char], start, at)
            at = opening if opening >= 0 else at
        elif char in "（(" or (char == "—" and text[at - 1 : at] == "—"):
            return at + 1
        at -= 1
    return start


def describe(text: str, quantity: Quantity, floor: int, ceiling: int) -> Phrase:
    """The phrase around `quantity`, looking no further than `floor` and `ceiling`."""
    start = clause_start(text, quantity.hull.start, floor)
    left = _Left(text, start, quantity)
    right = None
    shares = quantity.kind in _SHARES
    looked = not (shares and left.has_noun) and (left.change is None or left.may_act)
    if looked:
        right = _behind(text, quantity, ceiling, has_noun=left.has_noun)
        if right is not None and left.change is not None and right[0].start != quantity.hull.end:
            right = None
        if right is not None and _takes_noun_behind(quantity, left, right[0]):
            item, verb = right
            name = _trimmed(text, item)
            if name is not None:
                action = left.verb_next()
                if verb is not None and (action is None or action.of(text) in _LIGHT):
                    action = verb
                if action is None and left.takes:
                    action = _last_verb(text, item.end)
                action = action or left.other_verb()
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
            right = _behind(text, quantity, ceiling, has_noun=left.has_noun)
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
        self.kind = quantity.kind
        self.turns = quantity.unit in _TURNS
        # 增加30个车位, 下调价格16项: done by somebody; 增加3%, 增加1698亿元: a change
        counted = quantity.kind not in _SHARES and quantity.kind not in _MEASURED
        self._counted = counted
        self._strip()

    @property
    def may_act(self) -> bool:
        """Whether the verb of change in front of the number may be what a doer did."""
        return self._counted and self.basis is None and self.at == 1 and self.printed[0] in _DONE_CHANGES

    def _is_done(self, i: int) -> bool:
        """Whether word `i` is a verb of what a doer does."""
        return self.kinds[i] in "AB" or (self._counted and self.printed[i] in _DONE_CHANGES)

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
                elif printed in _SHRINKS and self.kind in _SHARES:
                    self.change = Change.DECREASE
                elif printed in _COMPARED and self._compares(self.words.starts[i]):
                    self.change = _COMPARED[printed]
                if self.change is not None:
                    self.at += 1
                    self._strip_basis(self.words.starts[i])
                    continue
            if printed == "地" and self.words.reaches(i + 1):
                self.at += 2  # 历史性地跃上5000万户
                continue
            if printed == "的" and self.kind in _SHARES and (linked := self._linked(i + 1)):
                self.at = linked  # 成本仅为铁路的50%, 收入占全部收入的30%
                continue
            if (
                kind in "Ld"
                or printed in "了过着成出到至为各则"
                or (printed in _EXTREMES and self._has(i + 1, "ngB?"))
                or (kind == "p" and printed in _ENDS_OF_CHANGE)
                or (kind == "b" and self.words.reaches(i + 1))
            ):
                self.at += 1
                continue
            break

    def _linked(self, i: int) -> int:
        """Which word links a share to its thing, past the whole that it is a share of; 0 if none does."""
        first = i
        while self.words.reaches(i) and (self.kinds[i] in "nga?qvB" or self.printed[i] in (*_LIST_MARKS, "全部")):
            i += 1
        return i if i > first and self.words.reaches(i) and self.printed[i] in _LINKS_OF_SHARES else 0

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
            if self._is_done(k):
                return self._bare_verb(k)
        return None

    def other_verb(self) -> Span | None:
        """A verb in front of the number that verbs.csv does not know, and a noun stands behind: 举起3块牌子."""
        if not self._counted or not self._has(self.at, "v") or self.printed[self.at] in _HELPING:
            return None
        return self._bare_verb(self.at) if len(self.printed[self.at]) == 2 else None

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
        dimension = self._dimension()
        if dimension is not None:
            return Phrase(item=dimension.of(self.text), item_span=dimension)
        action = None if self.kind in _SHARES else self._action(i)
        if item is None and self.turns and self.change is None and (done := action or self._happening()):
            item, action = done, None  # 累计开放47次: it is the doing that is counted
        if action is None and "等" in self.printed[self.at : i]:
            action = self._first_verb(i)
        name = _trimmed(self.text, item) if item else None
        items: tuple[str, ...] = ()
        if name is not None and self.shares:
            name = self._with_all_members(name)
            items = _members(name.of(self.text))
        return Phrase(
            item=(items[0] if items else _plain(name.of(self.text))) if name else None,
            item_span=name,
            items=items,
            action=action.of(self.text) if action else None,
            action_span=action,
            change=self.change,
            basis=self.basis,
            compared=self._comparison() if name is None else None,
            bare=name is None and action is None and self._only_reaches(),
        )

    def _is_reached(self) -> bool:
        """Whether the words between the thing and its number say that the number was reached."""
        return any(printed in _REACHED for printed in self.printed[: self.at])

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
            self.words.starts[i] >= name.start or self.kinds[i] in "nga?qbBSv" or self.printed[i] in _JOINS
        ):
            i += 1
        start = self.words.starts[i - 1]
        return Span(start, name.end) if "、" in self.text[start : name.start] else name

    def _happening(self) -> Span | None:
        """The verb in front of the number of what happens: 船闸运行5400闸次."""
        if not self._has(self.at, "Sv") or len(self.printed[self.at]) < 2 or self.printed[self.at] in _LIGHT:
            return None
        return Span(self.words.starts[self.at], self.words.end(self.at))

    def _dimension(self) -> Span | None:
        """长, 宽, 距离 and their like in front of a length are what is measured: 大桥长1200米, 距离车站约500米."""
        if self.kind is not UnitKind.LENGTH or not self.words.reaches(self.at):
            return None
        if self.printed[self.at] in _DIMENSIONS:
            return Span(self.words.starts[self.at], self.words.end(self.at))
        i = self.at
        while self._has(i, "nga?q") and self.printed[i] != "距离":
            i += 1
        if self.words.reaches(i) and self.printed[i] in ("距离", "距"):
            return Span(self.words.starts[i], self.words.end(i))
        return None

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
        if kind == "B" and (self.kind in _SHARES or (self._is_reached() and self._has(i + 1, "nga?q"))):
            return True  # 收购进度过九成, 科技创新平台达到30个: a state, which nobody does
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
        if self._has(k, "A" if k == i + 1 else "AB"):
            return True
        while self._has(k, "nga?qB"):
            k += 1
        return self._has(k, "A")  # 实施湿地保护修复项目

    def _action(self, i: int) -> Span | None:
        """The verb in front of the noun phrase that ends before word `i`."""
        relative = False
        while self.words.reaches(i):
            kind, printed = self.kinds[i], self.printed[i]
            if self._is_done(i):
                if relative and self._is_reached():
                    return None  # 参加运动的群众超过10万人: the verb only describes who is counted
                if relative:
                    self.words.all()
                    i = max(k for k in range(i, len(self.kinds)) if self._is_done(k))
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
        return Span(self.words.starts[k], self.words.end(i)) if k > i else self._bare_verb(i)

    def _pairs(self, i: int) -> bool:
        """Whether the verbs `i + 1` and `i` are what was done, both: 改造提升, but not 开展|调查, 统筹|建设."""
        first = self.printed[i + 1]
        alone = not self.words.reaches(i + 2) or self.kinds[i + 2] in "dwLtcp"
        return self.kinds[i + 1] == "A" and alone and first not in _GOVERNING and first not in _MANNERS

    def _bare_verb(self, i: int) -> Span:
        """The verb without its complement: 种上 is 种, 卖到 is 卖; 建成 and 办好 are words of their own."""
        printed, end = self.printed[i], self.words.end(i)
        if self._has(i + 1, "AB") and len(printed) == len(self.printed[i + 1]) == 2 and self._pairs(i):
            return Span(self.words.starts[i + 1], end)  # 改造提升, 培育建设
        if len(printed) == 2 and printed[1] in "上到起下" and printed[0] in _WITH_COMPLEMENT:
            end -= 1
        return Span(self.words.starts[i], end)


def _members(name: str) -> tuple[str, ...]:
    """The members of a list that 分别 deals its numbers to, each with the head that they share."""
    listed = re.fullmatch("(.+?)等(.+)", name)
    if listed:
        # 新闻服务、内容创作等行业收入: each member has the head behind 等
        return tuple(part + listed[2] for part in re.split("[、和及与]|以及", listed[1]) if part)
    parts = [part for part in re.split("[、和及与]|以及", name) if part]
    if len(parts) < 2:
        return (name,)
    last = parts[-1]
    whole = []
    for part in parts:
        if len(part) < len(last) and not _ATTRIBUTE.search(part):
            # 城镇、农村居民收入: what follows the part's counterpart in the last member is common to all
            part += last[min(words(last, 0, len(last)).ends, key=lambda end: abs(end - len(part))) :]
        whole.append(part)
    return tuple(whole)


def _behind(text: str, quantity: Quantity, ceiling: int, *, has_noun: bool) -> tuple[Span, Span | None] | None:
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
            if (
                follower is not None
                and follower in "nga?AB"
                and not of
                and (kind == "B" or quantity.kind is not UnitKind.MONEY)
            ):
                start = starts[n]  # 执业律师, 帮办代办事项: a verb in front of its noun
                continue
            break
        if kind in "AB" and last is None and n == 1 and start is not None:
            continue
        if kind == "v" and n and kinds[n - 1] == "a" and follower is not None and follower in "ng":
            continue  # 自动搬运小车
        if kind == "B" and last is not None and follower is not None and follower in "ng" and printed not in _LIGHT:
            continue  # 老人助餐服务点: a noun made of a verb inside the name
        if kind in "ABv" and last is not None and text[found.end(n) : found.end(n) + 1] in _VERB_ENDS:
            verb = Span(starts[n], found.end(n))
        break
    if start is None or last is None:
        bare = quantity.kind in (*_SHARES, *_MEASURED, UnitKind.PEOPLE)
        described = None if bare or has_noun else _described(text, at, stop)
        return (described, None) if described else None
    end = found.end(last)
    if end == ceiling and "、" in text[start:end]:
        end = text.rfind("、", start, end)  # 9个项目、金额8亿元: the last member belongs to the next number
    return Span(start, end), verb


def _described(text: str, start: int, stop: int) -> Span | None:
    """The noun phrase behind the 的 that ends the description of what is counted: 206家率先签约的参展企业."""
    of = text.find(_RELATIVE, start, stop)
    if of < 0 or _CLOSES.search(text, start, of):
        return None
    found = WordsBehind(text, of + 1, stop)
    n = 0
    while found.reaches(n) and (found.kinds[n] in "nga?q" or (found.printed[n] in _LIST_MARKS and n)):
        n += 1
    return Span(of + 1, found.end(n - 1)) if n else None


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


def subject(text: str, start: int, end: int) -> Span | None:
    """What the clause `text[start:end]` speaks of: the noun phrase in front of its first verb."""
    found = WordsBehind(text, start, end)
    first = last = None
    i = -1
    while found.reaches(i := i + 1):
        kind = found.kinds[i]
        if kind in "nga?q" or (kind == "B" and found.reaches(i + 1) and found.kinds[i + 1] in "ng"):
            first, last = (i if first is None else first), i
        elif first is not None and found.printed[i] not in _JOINS:
            if found.printed[i] != _RELATIVE:
                break
            first = None  # 由此产生的贸易逆差: what stands in front only describes it
    if first is None or last is None or found.end(last) - found.starts[first] < 2:
        return None
    return Span(found.starts[first], found.end(last))


def same_series(text: str, previous: Quantity, quantity: Quantity) -> bool:
    """Whether two numbers stand in one row: 3.1%、5.1%; 4%和6%."""
    between = text[previous.hull.end : quantity.hull.start]
    return between in ("、", "和", "及", "与", "，", ",")
