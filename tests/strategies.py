"""Hypothesis strategies: newspaper pages whose truth is known, and text that no newspaper would print."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from attrs import evolve, frozen
from hypothesis import strategies as st

from govnews.models import Qualifier, Role

# ---------------------------------------------------------------------------------------------------------
# The truth


@frozen
class TrueStatistic:
    """A figure as whoever wrote the sentence meant it."""

    value: Decimal | None
    unit: str | None
    qualifier: Qualifier
    item: str | None
    low: Decimal | None = None
    high: Decimal | None = None


@frozen
class TrueByline:
    """Who wrote an article."""

    role: Role
    label: str
    names: tuple[str, ...]
    affiliation: str | None = None


@frozen
class Sentence:
    """A sentence with the figures that it reports, in order."""

    text: str
    statistics: tuple[TrueStatistic, ...] = ()


@frozen
class TrueArticle:
    """An article as it was written."""

    title: str
    bylines: tuple[TrueByline, ...]
    byline_text: str
    dateline: str
    """What stands in front of the first paragraph's text; `""` where the byline has a line of its own."""
    column: str | None
    paragraphs: tuple[str, ...]
    headings: tuple[str | None, ...]
    """For each paragraph the heading above it."""
    statistics: tuple[TrueStatistic, ...]


@frozen
class Layout:
    """How a page is set."""

    between: str
    """What stands between two lines of an article."""
    apart: str
    """What stands between two articles."""
    indent: str
    """What stands in front of a paragraph."""


@frozen
class Page:
    """A page with everything that is true of it."""

    text: str
    clean: str
    """The text before it was broken, swapped and widened."""
    articles: tuple[TrueArticle, ...]
    heads: tuple[str, ...] = ()
    """The running heads that were put in."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles in order."""
        return tuple(article.title for article in self.articles)

    @property
    def bylines(self) -> tuple[tuple[TrueByline, ...], ...]:
        """The bylines of each article."""
        return tuple(article.bylines for article in self.articles)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The characters of every paragraph, in order."""
        return tuple(text for article in self.articles for text in article.paragraphs)

    @property
    def statistics(self) -> tuple[TrueStatistic, ...]:
        """The statistics of all articles, in order."""
        return tuple(found for article in self.articles for found in article.statistics)


# ---------------------------------------------------------------------------------------------------------
# Numbers

_HAN = "零一二三四五六七八九"
_MEASURES = frozenset(("元", "亩", "公里", "吨", "平方米", "米", "公顷"))


@frozen
class Printed:
    """A number as it is printed and what it is worth."""

    text: str
    value: Decimal
    round: bool
    """Whether 余 may stand behind it."""


def _han(value: int) -> str:
    """A number below ten thousand whose last two digits are zero, in Chinese numerals."""
    thousands, rest = divmod(value, 1000)
    hundreds = rest // 100
    return (f"{_HAN[thousands]}千" if thousands else "") + (f"{_HAN[hundreds]}百" if hundreds else "")


@st.composite
def printed_numbers(draw: st.DrawFn, unit: str) -> Printed:
    """A number that can stand in front of `unit`: plain, with commas, with a scale, in Chinese numerals."""
    kinds = ["plain", "plain", "scaled", "comma", "han", "round"]
    if unit in _MEASURES:
        kinds += ["decimal"]
    kind = draw(st.sampled_from(kinds))
    if kind == "plain":
        whole = draw(st.integers(2, 9999))
        return Printed(str(whole), Decimal(whole), round=whole % 10 == 0 and whole >= 20)
    if kind == "round":
        whole = draw(st.integers(2, 90)) * 10
        return Printed(str(whole), Decimal(whole), round=True)
    if kind == "comma":
        whole = draw(st.integers(1000, 9_999_999))
        return Printed(f"{whole:,}", Decimal(whole), round=False)
    if kind == "han":
        whole = draw(st.integers(2, 99)) * 100
        return Printed(_han(whole), Decimal(whole), round=True)
    whole, tenth = draw(st.integers(2, 999)), draw(st.integers(0, 9))
    printed = f"{whole}.{tenth}" if tenth else str(whole)
    if kind == "decimal":
        return Printed(printed, Decimal(printed), round=False)
    scale, power = draw(
        st.sampled_from([("万", 4), ("万", 4), ("亿", 8), ("千", 3)] if tenth == 0 else [("万", 4), ("亿", 8)])
    )
    return Printed(printed + scale, (Decimal(printed) * 10**power).quantize(Decimal(1)), round=True)


# ---------------------------------------------------------------------------------------------------------
# Sentences that report

_OBJECT_FIRST = (  # 走访群众39.6万人次
    ("走访", "群众", "人次"), ("发放", "补贴", "元"), ("新增", "车位", "个"), ("培训", "网格员", "名"),
    ("改造", "老旧小区", "个"), ("栽植", "苗木", "株"), ("化解", "矛盾纠纷", "件"), ("铺设", "供水管网", "公里"),
    ("办理", "民生事项", "件"), ("排查", "安全隐患", "处"), ("种植", "黄桃", "亩"), ("收割", "小麦", "亩"),
    ("清运", "生活垃圾", "吨"), ("新建", "充电桩", "台"), ("接待", "游客", "人次"), ("发放", "宣传册", "份"),
    ("修缮", "农房", "间"), ("安装", "路灯", "盏"), ("新增", "绿地", "平方米"), ("慰问", "困难群众", "户"),
)  # fmt: skip
_NUMBER_FIRST = (  # 组织12名志愿者
    ("组织", "名", "志愿者"), ("聘请", "名", "监督员"), ("建成", "座", "公厕"), ("开展", "场", "文艺演出"),
    ("解决", "件", "民生实事"), ("征集", "条", "意见建议"), ("惠及", "户", "居民"), ("吸引", "名", "游客"),
    ("邀请", "位", "老党员"), ("打造", "个", "示范点"), ("维修", "盏", "路灯"), ("更换", "部", "电梯"),
    ("出动", "辆", "环卫车"), ("安装", "个", "充电桩"), ("完成", "亩", "高标准农田"), ("清理", "吨", "垃圾"),
)  # fmt: skip
_GROWING = (
    "地区生产总值", "固定资产投资", "社会消费品零售总额", "一般公共预算收入", "规模以上工业增加值", "进出口总额",
    "村集体收入", "粮食产量",
)  # fmt: skip
_RATES = ("群众满意率", "按时办结率", "森林覆盖率", "自来水普及率")
_MEASURED = (("占地", "亩"), ("总投资", "元"), ("建筑面积", "平方米"), ("总长度", "公里"))
# What these rows count is not yet found everywhere; test_laws.py asks for each of them by itself.
HARD_ITEMS = frozenset(
    ("补贴", "车位", "苗木", "生活垃圾", "意见建议", "电梯", "规模以上工业增加值", "按时办结率", "总长度")
)
_SUBJECTS = ("全区", "全镇", "海棠街道", "青石镇", "该社区", "区民政局", "街道", "志愿服务队")
_ADVERBS = ("", "", "累计", "共", "先后", "已")
OPENERS = ("", "", "今年以来，", "2023年，", "截至目前，", "上半年，", "近年来，", "去年，")

# Word in front, mark between number and unit, word behind, and what they say.
_ROUND_ONLY = (("", "余", "", Qualifier.MORE_THAN),)
_ANYWHERE = (
    ("", "", "", Qualifier.EXACT), ("", "", "", Qualifier.EXACT), ("近", "", "", Qualifier.NEARLY),
    ("超", "", "", Qualifier.MORE_THAN), ("超过", "", "", Qualifier.MORE_THAN), ("逾", "", "", Qualifier.MORE_THAN),
    ("约", "", "", Qualifier.ABOUT), ("至少", "", "", Qualifier.AT_LEAST), ("", "", "以上", Qualifier.AT_LEAST),
)  # fmt: skip
_AT_CLAUSE_END = (
    ("不足", "", "", Qualifier.LESS_THAN), ("突破", "", "", Qualifier.MORE_THAN), ("", "", "左右", Qualifier.ABOUT),
    ("不少于", "", "", Qualifier.AT_LEAST), ("将近", "", "", Qualifier.NEARLY), ("", "", "以内", Qualifier.AT_MOST),
    ("不超过", "", "", Qualifier.AT_MOST),
)  # fmt: skip


@st.composite
def _quantities(draw: st.DrawFn, unit: str, *, at_clause_end: bool) -> tuple[str, Decimal, Qualifier]:
    """Number and unit with the words that qualify them, the value, and the qualifier."""
    number = draw(printed_numbers(unit))
    choices = [*_ANYWHERE, *(_AT_CLAUSE_END if at_clause_end else ()), *(_ROUND_ONLY * 3 if number.round else ())]
    before, inside, behind, qualifier = draw(st.sampled_from(choices))
    return f"{before}{number.text}{inside}{unit}{behind}", number.value, qualifier


@st.composite
def _object_first(draw: st.DrawFn) -> Sentence:
    verb, item, unit = draw(st.sampled_from([row for row in _OBJECT_FIRST if row[1] not in HARD_ITEMS]))
    text, value, qualifier = draw(_quantities(unit, at_clause_end=True))
    link = draw(st.sampled_from(("", "", "共", "达"))) if qualifier is Qualifier.EXACT else ""
    return Sentence(f"{verb}{item}{link}{text}", (TrueStatistic(value, unit, qualifier, item),))


@st.composite
def _number_first(draw: st.DrawFn) -> Sentence:
    verb, unit, item = draw(st.sampled_from([row for row in _NUMBER_FIRST if row[2] not in HARD_ITEMS]))
    text, value, qualifier = draw(_quantities(unit, at_clause_end=False))
    return Sentence(f"{verb}{text}{item}", (TrueStatistic(value, unit, qualifier, item),))


@st.composite
def _ranges(draw: st.DrawFn) -> Sentence:
    """3至5名, 几百户, 上万名: numbers that are written as bounds or as a scale alone."""
    countable = [row for row in _NUMBER_FIRST if row[1] not in _MEASURES and row[2] not in HARD_ITEMS]
    verb, unit, item = draw(st.sampled_from(countable))
    if draw(st.booleans()):
        low = draw(st.integers(2, 80))
        high = low + draw(st.integers(1, 40))
        link = draw(st.sampled_from(("至", "到", "—", "-", "～")))
        found = TrueStatistic(None, unit, Qualifier.EXACT, item, Decimal(low), Decimal(high))
        return Sentence(f"{verb}{low}{link}{high}{unit}{item}", (found,))
    vague: dict[str, tuple[int | None, Qualifier, int | None, int | None]] = {
        "几百": (None, Qualifier.EXACT, 100, 999), "数千": (None, Qualifier.EXACT, 1000, 9999),
        "几十": (None, Qualifier.EXACT, 10, 99), "数十万": (None, Qualifier.EXACT, 100_000, 990_000),
        "十几": (None, Qualifier.EXACT, 11, 19), "上万": (10_000, Qualifier.AT_LEAST, None, None),
        "近千": (1000, Qualifier.NEARLY, None, None), "120多万": (1_200_000, Qualifier.MORE_THAN, None, None),
    }  # fmt: skip
    text = draw(st.sampled_from(sorted(vague)))
    value, qualifier, lowest, highest = vague[text]
    found = TrueStatistic(_decimal(value), unit, qualifier, item, _decimal(lowest), _decimal(highest))
    return Sentence(f"{verb}{text}{unit}{item}", (found,))


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


_TWO_THINGS = (
    ("安装", "路灯", "盏", "充电桩", "台"),
    ("发放", "慰问品", "份", "宣传册", "本"),
    ("修建", "健身步道", "公里", "凉亭", "座"),
)


@st.composite
def _shared_verb(draw: st.DrawFn) -> Sentence:
    """安装路灯120盏、充电桩35台: two things under one verb."""
    first, second = draw(st.integers(2, 900)), draw(st.integers(2, 900))
    verb, one, unit, other, measure = draw(st.sampled_from(_TWO_THINGS))
    return Sentence(
        f"{verb}{one}{first}{unit}、{other}{second}{measure}",
        (
            TrueStatistic(Decimal(first), unit, Qualifier.EXACT, one),
            TrueStatistic(Decimal(second), measure, Qualifier.EXACT, other),
        ),
    )


@st.composite
def _percentages(draw: st.DrawFn) -> tuple[str, Decimal]:
    whole, tenth = draw(st.integers(2, 99)), draw(st.integers(0, 9))
    printed = f"{whole}.{tenth}" if tenth else str(whole)
    return printed + "%", Decimal(printed)


@st.composite
def _growth(draw: st.DrawFn) -> Sentence:
    """固定资产投资同比增长5.8%."""
    item = draw(st.sampled_from([item for item in _GROWING if item not in HARD_ITEMS]))
    verb = draw(st.sampled_from(("同比增长", "同比下降", "增长", "比上年增长", "环比增长")))
    text, value = draw(st.one_of(_percentages(), st.sampled_from((("三成", Decimal(30)), ("百分之十五", Decimal(15))))))
    before, qualifier = draw(
        st.sampled_from(
            (("", Qualifier.EXACT), ("", Qualifier.EXACT), ("近", Qualifier.NEARLY), ("超", Qualifier.MORE_THAN))
        )
    )
    return Sentence(f"{item}{verb}{before}{text}", (TrueStatistic(value, "%", qualifier, item),))


@st.composite
def _rates(draw: st.DrawFn) -> Sentence:
    item = draw(st.sampled_from([item for item in _RATES if item not in HARD_ITEMS]))
    text, value = draw(_percentages())
    link = draw(st.sampled_from(("达", "为", "达到", "保持在")))
    behind, qualifier = draw(
        st.sampled_from((("", Qualifier.EXACT), ("", Qualifier.EXACT), ("以上", Qualifier.AT_LEAST)))
    )
    return Sentence(f"{item}{link}{text}{behind}", (TrueStatistic(value, "%", qualifier, item),))


@st.composite
def _measured(draw: st.DrawFn) -> Sentence:
    """总投资3.2亿元: the measure itself is what is counted."""
    item, unit = draw(st.sampled_from([row for row in _MEASURED if row[0] not in HARD_ITEMS]))
    text, value, qualifier = draw(_quantities(unit, at_clause_end=True))
    return Sentence(f"{item}{text}", (TrueStatistic(value, unit, qualifier, item),))


@st.composite
def reports(draw: st.DrawFn) -> Sentence:
    """A sentence that reports one to three figures."""
    opener = draw(st.sampled_from(OPENERS))
    kind = draw(st.sampled_from(("work", "work", "work", "growth", "rate", "measure")))
    if kind == "work":
        clauses = draw(
            st.lists(st.one_of(_object_first(), _number_first(), _ranges(), _shared_verb()), min_size=1, max_size=3)
        )
        start = f"{opener}{draw(st.sampled_from(_SUBJECTS))}{draw(st.sampled_from(_ADVERBS))}"
    elif kind == "growth":
        clauses = draw(st.lists(_growth(), min_size=1, max_size=3))
        start = f"{opener}全区"
    elif kind == "rate":
        clauses = [draw(_rates())]
        start = f"{opener}全镇服务水平不断提高，"
    else:
        clauses = draw(
            st.lists(_measured(), min_size=1, max_size=2, unique_by=lambda clause: clause.statistics[0].item)
        )
        start = "项目位于高铁新城，"
    return Sentence(
        start + "，".join(clause.text for clause in clauses) + "。", tuple(s for c in clauses for s in c.statistics)
    )


# ---------------------------------------------------------------------------------------------------------
# Sentences that report nothing

NO_STATISTICS = (
    "第三批入选名单已经在官方网站公布。",
    "“1+10”方案正式印发，各项任务加快落实。",
    "居民可以随时拨打12345热线反映身边问题。",
    "3月5日，区里召开重点工作推进会。",
    "揭牌仪式于09:28在文化广场准时开始。",
    "党的二十大精神在基层深入人心。",
    "园区二期工程近日开工，首批企业即将入驻。",
    "服务站设在解放路118号，方便居民就近办事。",
    "大家一致认为，要统一思想、进一步形成合力。",
    "社区打通服务群众“最后一公里”，把温暖送进千家万户。",
    "一是强化组织领导，二是压实各方责任。",
    "街道健全三级网格体系，深化七改工程建设。",
    "三号楼的居民李四说，十分满意现在的环境。",
    "该区综合考核位居全市第二，受到通报表扬。",
    "国办发〔2017〕47号文件对此作出明确规定。",
    "90后青年返乡创业，带动乡亲共同致富。",
)
NEUTRAL = (
    "会议要求，要加强组织领导，健全工作机制，压紧压实各方责任，抓好任务分解落实。",
    "清晨的河岸绿树成荫，不少居民在步道上散步健身。",
    "工作人员耐心讲解政策，现场气氛热烈。",
    "下一步，街道将继续优化服务流程，让居民少跑腿、好办事。",
    "“家门口的变化看得见、摸得着，心里特别敞亮。”居民高兴地说。",
    "近日，区文化馆的排练厅里歌声悠扬，欢声笑语不断。",
    "网格员主动上门了解需求，及时把问题反映给相关部门。",
    "经过整治，背街小巷变得干净整洁，环境面貌焕然一新。",
)
# Characters that are traditional elsewhere and right here.
KEPT = (
    "乾安县的王乾老师向居民推荐了这部著名作品。",
    "於潜镇的老街给返乡的人带来心灵的慰藉。",
    "饼干和干果摆满柜台，瞭望塔下人头攒动。",
)

_sentences = st.one_of(
    reports(), reports(), st.sampled_from(NO_STATISTICS).map(Sentence), st.sampled_from(NEUTRAL + KEPT).map(Sentence)
)

# ---------------------------------------------------------------------------------------------------------
# Articles

_TITLES = (
    "绿色通道添活力", "老街焕新展新颜", "小区添绿居民添笑", "办好民生实事", "全区重点工作推进会召开",
    "以生动实践 交出为民答卷",
    "邻里守望 共建家园", "打通服务群众“最后一公里”", "家门口的幸福食堂", "网格员用心守护万家灯火", "志愿红扮靓文明城",
    "党建引领聚合力 基层治理谱新篇",
)  # fmt: skip
_COLUMNS = ("民生在线", "基层动态", "社区故事", "一线传真", "文明新风")
_HEADINGS = ("党建引领聚合力", "用心用情办实事", "精细治理提品质", "绿色发展添动能")
_NAMES = (
    "万彤",
    "李晓明",
    "王建国",
    "张丽",
    "陈思远",
    "周文静",
    "吴桐",
    "郑海涛",
    "赵一鸣",
    "冯万里",
    "马千里",
    "孙悦",
)


@st.composite
def _bylines(draw: st.DrawFn) -> tuple[tuple[TrueByline, ...], str, str]:
    """Bylines, the line that prints them (or `""`), and the dateline that does (or `""`)."""
    names = draw(st.lists(st.sampled_from(_NAMES), min_size=3, max_size=3, unique=True))
    few = tuple(names[: draw(st.integers(1, 2))])
    correspondent = TrueByline(Role.CORRESPONDENT, "通讯员", (names[2],))
    reporter = TrueByline(Role.REPORTER, "记者", few)
    kind = draw(st.sampled_from(("correspondent", "own", "both", "dateline", "dateline-both", "spaced")))
    if kind == "correspondent":
        return (evolve(correspondent, names=few),), f"■ 通讯员 {' '.join(few)}", ""
    if kind == "own":
        return (evolve(reporter, affiliation="本报"),), f"□ 本报记者 {' '.join(few)}", ""
    if kind == "both":
        return (reporter, correspondent), f"■ 记者 {'、'.join(few)} 通讯员 {names[2]}", ""
    if kind == "dateline":
        return (reporter,), "", f"本报讯（记者 {' '.join(few)}）"
    if kind == "dateline-both":
        return (reporter, correspondent), "", f"本报讯(记者 {' '.join(few)} 通讯员 {names[2]})"
    short = draw(st.sampled_from([name for name in _NAMES if len(name) == 2]))
    return (evolve(correspondent, names=(short,)),), f"■ 通讯员 {short[0]}　{short[1]}", ""


@st.composite
def articles(draw: st.DrawFn) -> TrueArticle:
    """An article of one to four paragraphs."""
    bylines, line, dateline = draw(_bylines())
    paragraphs = draw(st.lists(st.lists(_sentences, min_size=2, max_size=5), min_size=1, max_size=4))
    headings: list[str | None] = [None]
    for _ in paragraphs[1:]:
        headings.append(draw(st.sampled_from((None, None, None, *_HEADINGS))))
    return TrueArticle(
        title=draw(st.sampled_from(_TITLES)),
        bylines=bylines,
        byline_text=line,
        dateline=dateline,
        column=draw(st.sampled_from((None, None, *_COLUMNS))),
        paragraphs=tuple("".join(sentence.text for sentence in sentences) for sentences in paragraphs),
        headings=tuple(headings),
        statistics=tuple(found for sentences in paragraphs for sentence in sentences for found in sentence.statistics),
    )


# ---------------------------------------------------------------------------------------------------------
# Pages

RUNNING_HEADS = ("第 03 版", "4  民生  2024年3月8日", "本版责编：张三 李四", "2024年3月8日 星期五 第2版")
# Only characters that no simplified text holds.
TRADITIONAL = dict(
    zip(
        "区实乡业务动会医园员项积长县这进运连门间关难电党队际阳时问题",
        "區實鄉業務動會醫園員項積長縣這進運連門間關難電黨隊際陽時問題",
        strict=True,
    )
)
_UNSURE = "乾著於藉瞭"
_RUN = re.compile("[^，。；：！？、“”（）()\n 　]+")
_CANNOT_BEGIN = "，。、；：！？”’）)%》—～-·.〕"
_CANNOT_END = "“‘（(《〔"
_SENTENCE_END = "。！？"
SHORTEST_CUT = 44
"""Before so many characters a paragraph is not cut: what is shorter may be a line of its own."""


def _widened(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(ord("0"), ord("9") + 1)})


def _swapped(text: str, characters: frozenset[str]) -> str:
    """The text with some characters traditional, but not beside one whose reading this would decide."""

    def swap(match: re.Match[str]) -> str:
        run = match[0]
        if any(char in _UNSURE for char in run):
            return run
        return "".join(TRADITIONAL[char] if char in characters else char for char in run)

    return _RUN.sub(swap, text)


def _may_break(text: str, at: int) -> bool:
    """Whether a line may end before `at`, in mid-sentence."""
    return (
        0 < at < len(text)
        and text[at] not in _CANNOT_BEGIN
        and text[at - 1] not in _CANNOT_END + "；：—”"
        and text[at - 1] not in _SENTENCE_END
    )


def _columns(text: str) -> int:
    """The width of a text as it is printed: what is not ASCII takes two columns."""
    return sum(1 if char.isascii() else 2 for char in text)


def _wrapped(text: str, width: int, indent: str) -> list[str] | None:
    """The lines of a paragraph at a width in columns; `None` where nothing tells an inner line from a last one."""
    lines = []
    at, room = 0, width - _columns(indent)
    while at < len(text):
        end = at + 1
        while end < len(text) and _columns(text[at : end + 1]) <= room:
            end += 1
        while end < len(text) and text[end] in _CANNOT_BEGIN:
            end += 1
        while at + 1 < end < len(text) and text[end - 1] in _CANNOT_END:
            end -= 1
        if end < len(text) and not indent and text[end - 1] in _SENTENCE_END + "”":
            return None
        lines.append(text[at:end])
        at, room = end, width
    return lines


@frozen
class _Breaks:
    """How paragraphs are broken: at a width, or cut by `mark` at most `most` times a page."""

    width: int | None
    marks: tuple[str, ...]


def _lines(article: TrueArticle, layout: Layout, paragraph: Callable[[str, str], str]) -> str:
    """The article's text, each paragraph (what stands in front of it, its characters) set by `paragraph`."""
    pieces = [piece for piece in (article.column, article.title, article.byline_text) if piece]
    for n, text in enumerate(article.paragraphs):
        heading = article.headings[n]
        if heading is not None:
            pieces.append(heading)
        pieces.append(paragraph(layout.indent, (article.dateline if n == 0 else "") + text))
    return layout.between.join(pieces)


layouts = st.sampled_from(
    (
        Layout("\n", "\n\n", ""),
        Layout("\n", "\n\n\n", "　　"),
        Layout("\n\n", "\n\n", ""),
        Layout("\n\n", "\n\n\n", ""),
        Layout("\n\n", "\n\n\n", "　　"),
        Layout("\n", "\n\n", "  "),
    )
)


@st.composite
def clean_pages(draw: st.DrawFn, *, most: int = 3) -> Page:
    """A page as it was written: simplified, unbroken, without furniture."""
    found = tuple(draw(st.lists(articles(), min_size=1, max_size=most, unique_by=lambda article: article.title)))
    layout = draw(layouts)
    text = layout.apart.join(_lines(article, layout, lambda indent, text: indent + text) for article in found)
    return Page(text, text, found)


@st.composite
def pages(draw: st.DrawFn, *, most: int = 3, heads: bool = True, wraps: bool = True, hard: bool = False) -> Page:
    """A page as it comes out of a copy, an extraction or a scan.

    Pages that were broken at a width may be `hard`: with full-width digits, with inner lines that end a sentence, with
    titles and bylines as wide as the lines; and `hard` pages are cut nearer to the beginning of a paragraph.
    """
    found = tuple(draw(st.lists(articles(), min_size=1, max_size=most, unique_by=lambda article: article.title)))
    layout = draw(layouts)
    clean = layout.apart.join(_lines(article, layout, lambda indent, text: indent + text) for article in found)
    printed_heads: list[str] = []
    how = draw(st.sampled_from(("wrapped", "wrapped", "cut") if hard else ("whole", "cut", "cut", "wrapped")))
    width = draw(st.integers(14, 30)) * 2
    wide_digits = draw(st.booleans()) and (hard or how != "wrapped")
    shortest = 28 if hard else SHORTEST_CUT
    with_heads = heads and draw(st.booleans())
    is_wrapped = wraps and how == "wrapped" and _can_be_wrapped(found, layout, width, widened=wide_digits, hard=hard)

    def paragraph(indent: str, text: str) -> str:
        if is_wrapped:
            lines = _wrapped(_widened(text) if wide_digits else text, width, indent)
            assert lines is not None
            return indent + "\n".join(lines)
        places = [at for at in range(shortest, len(text) - 15) if _may_break(text, at)] if how == "cut" else []
        if not places or not draw(st.booleans()):
            return indent + text
        at = draw(st.sampled_from(places))
        mark = "\n\n" if layout.between == "\n\n" else draw(st.sampled_from(("\n", "\n\n")))
        if with_heads and draw(st.booleans()):
            printed_heads.append(draw(st.sampled_from(RUNNING_HEADS)))
            mark = f"{mark}{printed_heads[-1]}{mark}"
        return indent + text[:at] + mark + text[at:]

    pieces = []
    for article in found:
        if with_heads and draw(st.booleans()):
            printed_heads.append(draw(st.sampled_from(RUNNING_HEADS)))
            pieces.append(printed_heads[-1])
        pieces.append(_lines(article, layout, paragraph))
    text = layout.apart.join(pieces)
    if draw(st.booleans()):
        text = _swapped(text, draw(st.frozensets(st.sampled_from(sorted(TRADITIONAL)), max_size=12)))
    if wide_digits:
        text = _widened(text)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return Page(text, clean, found, tuple(printed_heads))


def _can_be_wrapped(found: Sequence[TrueArticle], layout: Layout, width: int, *, widened: bool, hard: bool) -> bool:
    """Whether so many lines are full that a reader sees the width."""
    full = others = 0
    for article in found:
        if not hard and any(_columns(line) > width - 10 for line in (article.title, article.byline_text)):
            return False
        for n, paragraph in enumerate(article.paragraphs):
            text = (article.dateline if n == 0 else "") + paragraph
            lines = _wrapped(_widened(text) if widened else text, width, layout.indent)
            if lines is None:
                return False
            if not hard and any(line[-1] in _SENTENCE_END + "”" for line in lines[:-1]):
                return False
            full += max(0, len(lines) - 2)
            others += min(2, len(lines))
    return full >= 6 and full > others


# ---------------------------------------------------------------------------------------------------------
# Any text

_TOKENS = (
    *"019一两三十百千万亿半几数多余来点零廿年月日第至—-~/:：+＋个名户元亩成番倍分％%‰",
    *"“”‘’《》（）()。；！，,.．、■图楼号岁版期中著於乾區實鄉王",
    "12", "39.6", "2023", "１２", "3,456", "12345", "第3版", "3月5日", "09:28", "“1+10”",
    "人次", "平方米", "百分之", "百分点", "千瓦时", "分之", "同比", "增长", "今年以来", "截至目前",
    "通讯员", "记者", "本报讯", "（记者 丁一）", "来源：", "主办单位：", "当前位置：", "（下转第3版）", "编者按", "——",
    "走访", "群众", "分别", "组织", "志愿者", "行动", "工程", "，全区召开会议研究部署重点工作",
    " ", "  ", "　", "\n", "\n\n", "\r\n", "\r", "\f", "\t", "\v", "\x00", "\x1c", "\x1f", "\x85", "\u2028", "\xa0",
    "\u200b", "\ufeff", "\ud800", "\udfff", "𠮷", "a", "B", "kg", "hello-",
)  # fmt: skip


@st.composite
def _composed(draw: st.DrawFn) -> str:
    """Pieces of news in no order, some of them repeated many times."""
    pieces = draw(
        st.lists(st.tuples(st.sampled_from(_TOKENS), st.sampled_from((1, 1, 1, 1, 1, 2, 3, 40))), max_size=40)
    )
    return "".join(token * times for token, times in pieces)


def any_text() -> st.SearchStrategy[str]:
    """Any string: every code point, lone surrogates and control characters too, and shuffled pieces of news."""
    return st.one_of(
        st.text(st.characters()),
        st.text(st.characters(categories=["Cs", "Cc", "Nd", "Zs", "Zl"])),
        _composed(),
        _composed(),
    )


def any_page() -> st.SearchStrategy[str]:
    """The text of a page, or any string."""
    return st.one_of(pages().map(lambda page: page.text), any_text())
