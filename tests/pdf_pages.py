"""Newspaper pages as PDF files whose truth is known: articles set in one, two or four columns by a fixed seed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from random import Random

from attrs import define, field, frozen
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from strategies import NEUTRAL, NO_STATISTICS

_FONT = "STSong-Light"
_WIDTH, _HEIGHT, _MARGIN = 780.0, 1000.0, 50.0
_CANNOT_BEGIN = frozenset("，。、；：！？”’）)》%—～-·.〕")
_CANNOT_END = frozenset("“‘（(《〔")

_PLACES = ("北辰区", "海曙区", "余杭区", "天河区", "江夏区", "雁塔区", "历下区", "思明区")
_UNITS = ("海棠街道", "青石镇", "桥东社区", "柳林村", "区民政局", "区水务局", "高铁新城管委会", "红枫里社区")
_PEOPLE = (
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
    "孙悦",
    "马千里",
)
_SENTENCES = (
    "{place}{unit}今年以来累计走访群众{n}户，解决问题{m}件，群众满意率达到{p}%。",
    "据{unit}负责人{who}介绍，项目总投资{d}亿元，建成后可服务周边居民{n}余人。",
    "“以前下雨天出门要蹚水，现在路平了、灯亮了，心里别提多高兴。”家住{unit}的居民{who}说。",
    "{month}月{day}日，{place}召开基层治理现场推进会，{unit}等{m}家单位作了交流发言。",
    "截至目前，{unit}已安装路灯{n}盏、充电桩{m}台，修建健身步道{d}公里。",
    "活动现场，志愿者为老人理发、测量血压、讲解防诈骗知识，共发放宣传册{n}份。",
    "{unit}坚持把群众呼声作为第一信号，推动服务资源下沉，让“小网格”发挥“大作用”。",
    "去年，{place}一般公共预算收入同比增长{d}%，粮食产量达到{d}万吨。",
    "下一步，{unit}将继续聚焦“一老一小”，完善配套设施，不断提升居民的获得感、幸福感、安全感。",
    "{who}是{unit}的一名网格员，每天上门入户、排查隐患，笔记本上密密麻麻记着{m}件民生小事。",
    "老旧小区改造启动后，{unit}先后召开{m}次协商会，收集意见建议{n}条，采纳率超过{p}%。",
    "清晨，{unit}的早市人声鼎沸，蔬菜、水果、熟食一应俱全，摊主们忙着招呼客人。",
    *NEUTRAL,
    *NO_STATISTICS[:8],
)
_FIRST = ("党建引领", "网格赋能", "志愿同行", "巧解难题", "精细治理", "数字助力", "邻里守望", "旧楼加梯", "暖心服务")
_SECOND = ("聚合力", "促和谐", "惠民生", "添活力", "解民忧", "暖人心", "启新程", "展新颜", "见实效", "优环境")
_HEADINGS = ("用心用情办实事", "精细治理提品质", "绿色发展添动能", "一张清单管到底")


@frozen
class Article:
    """An article as it was written."""

    title: str
    byline: str
    paragraphs: tuple[str, ...]
    heading: str | None
    """Stands above the second paragraph."""


@frozen
class Printed:
    """A PDF and what it prints."""

    data: bytes
    articles: tuple[Article, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of all articles."""
        return tuple(text for article in self.articles for text in article.paragraphs)


@frozen
class Style:
    """How a newspaper sets its pages."""

    columns: int
    boxed: bool
    """Whether each article has a stretch of the page of its own, its title above all of its columns."""
    indent: int
    """The letters by which paragraphs begin further in."""
    letter: float
    leading: float
    between: float
    """The white between two paragraphs, in letters."""
    gutter: float
    """The white between two columns, in letters."""
    centred: bool
    """Whether titles and bylines stand in the middle."""

    @property
    def width(self) -> float:
        """The width of a column in points."""
        return (_WIDTH - 2 * _MARGIN - (self.columns - 1) * self.gutter * self.letter) / self.columns


def _sentence(random: Random) -> str:
    return random.choice(_SENTENCES).format(
        place=random.choice(_PLACES),
        unit=random.choice(_UNITS),
        who=random.choice(_PEOPLE),
        n=random.randint(100, 9000),
        m=random.randint(2, 90),
        p=random.randint(80, 99),
        d=f"{random.randint(2, 60)}.{random.randint(1, 9)}",
        month=random.randint(1, 12),
        day=random.randint(1, 28),
    )


def articles(random: Random, count: int, most: int) -> tuple[Article, ...]:
    """So many articles with titles of their own, of two to `most` paragraphs."""
    titles = [f"{a}{b}" for a in _FIRST for b in _SECOND]
    return tuple(
        Article(
            title=title,
            byline=random.choice(
                (
                    f"■ 通讯员 {random.choice(_PEOPLE)}",
                    f"■ 记者 {random.choice(_PEOPLE)} 通讯员 {random.choice(_PEOPLE)}",
                )
            ),
            paragraphs=tuple(
                "".join(_sentence(random) for _ in range(random.randint(2, 4))) for _ in range(random.randint(2, most))
            ),
            heading=random.choice((None, None, *_HEADINGS)),
        )
        for title in random.sample(titles, count)
    )


def style(random: Random, columns: int) -> Style:
    """A way of setting pages in so many columns."""
    letter = random.choice((9.0, 9.5, 10.5))
    indent = random.choice((2, 2, 2, 0))
    return Style(
        columns=columns,
        boxed=columns > 1 and random.random() < 0.5,
        indent=indent,
        letter=letter,
        leading=letter * random.choice((1.3, 1.45, 1.6)),
        between=0.8 if indent == 0 else random.choice((0.0, 0.0, 0.5)),
        gutter=random.choice((1.2, 1.5, 2.0)),
        centred=random.random() < 0.5,
    )


def printed(seed: int, columns: int, *, count: int = 4, most: int = 5) -> Printed:
    """The PDF of a few articles, the same for the same seed."""
    random = Random(f"{seed} {columns}")
    found = articles(random, count, most)
    return Printed(_Press(style(random, columns)).print(found), found)


# ---------------------------------------------------------------------------------------------------------
# Setting


@frozen
class _Line:
    text: str
    size: float
    indent: float
    """Points from the column's edge."""
    spacing: float
    """Points between two letters, so that the line fills its column."""
    above: float
    """The white above it beside the leading."""


def _broken(text: str, size: float, width: float, indent: float) -> Iterator[tuple[str, bool]]:
    """The lines of a paragraph and whether each is full."""
    at, room = 0, width - indent
    while at < len(text):
        end = at + 1
        while end < len(text) and _wide(text[at : end + 1], size) <= room:
            end += 1
        while end < len(text) and end - 1 > at and _is_bad_break(text, end):
            end -= 1
        yield text[at:end], end < len(text)
        at, room = end, width


def _is_bad_break(text: str, at: int) -> bool:
    inside = text[at - 1 : at + 1]
    return text[at] in _CANNOT_BEGIN or text[at - 1] in _CANNOT_END or (inside.isascii() and inside.isalnum())


def _wide(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _FONT, size))


@define
class _Press:
    """Sets articles on pages."""

    style: Style
    buffer: io.BytesIO = field(factory=io.BytesIO)
    page: int = 0

    def print(self, found: tuple[Article, ...]) -> bytes:
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        canvas = Canvas(self.buffer, pagesize=(_WIDTH, _HEIGHT), invariant=True)
        if self.style.boxed:
            self._boxes(canvas, found)
        else:
            self._flow(canvas, [line for article in found for line in self._lines(article, titled=True)])
        canvas.save()
        return self.buffer.getvalue()

    def _lines(self, article: Article, *, titled: bool) -> list[_Line]:
        letter, width = self.style.letter, self.style.width
        lines = self._head(article, width) if titled else []
        for n, text in enumerate(article.paragraphs):
            if n == 1 and article.heading:
                lines.append(_Line(article.heading, letter * 1.2, 2 * letter, 0.0, 0.8 * letter))
            above = self.style.between * letter if n else (0.9 * letter if titled else 0.0)
            indent = self.style.indent * letter
            for part, full in _broken(text, letter, width, indent):
                free = width - indent - _wide(part, letter)
                lines.append(
                    _Line(part, letter, indent, free / (len(part) - 1) if full and len(part) > 1 else 0, above)
                )
                above = indent = 0.0
        return lines

    def _head(self, article: Article, width: float) -> list[_Line]:
        """Title and byline over `width`."""
        lines = []
        size = self.style.letter * 2
        for n, (part, _) in enumerate(_broken(article.title, size, width, 0)):
            lines.append(_Line(part, size, self._side(part, size, width), 0, 0 if n else 1.8 * self.style.letter))
        letter = self.style.letter
        side = self._side(article.byline, letter, width)
        return [*lines, _Line(article.byline, letter, side, 0, 0.6 * letter)]

    def _side(self, text: str, size: float, width: float) -> float:
        return max(0.0, (width - _wide(text, size)) / 2) if self.style.centred else 0.0

    def _turn(self, canvas: Canvas) -> None:
        """The running head and the page number of a new page."""
        if self.page:
            canvas.showPage()
        self.page += 1
        self._draw(canvas, _Line(f"第 {self.page:02} 版", self.style.letter, 0, 0, 0), _MARGIN, 35)
        self._draw(canvas, _Line("2024年3月8日 星期五", self.style.letter, 0, 0, 0), _WIDTH - _MARGIN - 110, 35)
        self._draw(canvas, _Line(f"— {self.page} —", self.style.letter, 0, 0, 0), _WIDTH / 2 - 10, _HEIGHT - 22)

    def _draw(self, canvas: Canvas, line: _Line, left: float, base: float) -> None:
        text = canvas.beginText(left + line.indent, _HEIGHT - base)
        text.setFont(_FONT, line.size)
        text.setCharSpace(line.spacing)
        text.textOut(line.text)
        canvas.drawText(text)

    def _step(self, line: _Line) -> float:
        return max(self.style.leading, line.size * 1.3) + line.above

    def _left(self, column: int) -> float:
        return _MARGIN + column * (self.style.width + self.style.gutter * self.style.letter)

    def _flow(self, canvas: Canvas, lines: list[_Line]) -> None:
        """Columns filled one after the other, titles in them."""
        column, at = self.style.columns, 0.0
        for n, line in enumerate(lines):
            follows = lines[n : n + 4] if line.size > self.style.letter else [line]  # no title alone at the foot
            if column == self.style.columns or at + sum(map(self._step, follows)) > _HEIGHT - 50:
                column += 1
                if column >= self.style.columns:
                    self._turn(canvas)
                    column = 0
                at = 60.0
                at += max(self.style.leading, line.size * 1.3)
            else:
                at += self._step(line)
            self._draw(canvas, line, self._left(column), at)

    def _boxes(self, canvas: Canvas, found: tuple[Article, ...]) -> None:
        """Articles one below the other, each in columns of about one length."""
        at = _HEIGHT
        whole = _WIDTH - 2 * _MARGIN
        for article in found:
            head, lines = self._head(article, whole), self._lines(article, titled=False)
            tallest = self._balanced(lines)
            high = sum(map(self._step, head)) + tallest + 2 * self.style.letter
            if at + high > _HEIGHT - 50:
                self._turn(canvas)
                at = 60.0
            for line in head:
                at += self._step(line)
                self._draw(canvas, line, _MARGIN, at)
            top = at + 0.8 * self.style.letter
            column, down = 0, 0.0
            for line in lines:
                if down and down + self._step(line) > tallest + 0.01:
                    column, down = column + 1, 0.0
                down += self._step(line) if down else self.style.leading
                self._draw(canvas, line, self._left(column), top + down)
            at = top + tallest + 0.6 * self.style.letter

    def _balanced(self, lines: list[_Line]) -> float:
        """The least height of columns that hold all lines."""
        high = sum(map(self._step, lines)) / self.style.columns
        while True:
            column, down = 0, 0.0
            for line in lines:
                if down and down + self._step(line) > high + 0.01:
                    column, down = column + 1, 0.0
                down += self._step(line) if down else self.style.leading
            if column < self.style.columns:
                return high
            high += self.style.leading / 2
