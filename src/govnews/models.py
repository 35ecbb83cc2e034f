"""What a parsed page is made of: frozen values without parsing and without JSON.

How they look to a reader is written in `govnews.output.view`, which the methods for it load when they are called:
no module below the output knows it, and a program that shows nothing never loads it.

Every `span` here indexes `document.text`, the repaired text; `document.raw_span(span)`
leads back to the characters that came in. The names are those of the written record.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from govnews.spans import AlignedText, Edit, Span
from govnews.version import CODE, DATA, SCHEMA


def _short(text: str | None, most: int = 24) -> str:
    """A text for a `repr`: quoted, cut where it is long."""
    return repr(text if text is None or len(text) <= most else text[: most - 1] + "…")


class DocumentKind(StrEnum):
    """What a document is."""

    NEWSPAPER_PAGE = "newspaper_page"
    WEB_PAGE = "web_page"
    ARTICLE = "article"


class ArticleKind(StrEnum):
    """What an article is; a photo has a caption and no story."""

    STORY = "story"
    PHOTO = "photo"
    NOTICE = "notice"
    ADVERTISEMENT = "advertisement"


class Role(StrEnum):
    """What a person or organ did for an article."""

    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    INTERN = "intern"
    PHOTOGRAPHER = "photographer"
    AUTHOR = "author"
    EDITOR = "editor"
    RESPONSIBLE_EDITOR = "responsible_editor"
    PROOFREADER = "proofreader"
    REVIEWER = "reviewer"
    SOURCE_ORGAN = "source_organ"


class BlockKind(StrEnum):
    """What a block of text is: the parts of an article's head, of its body, and furniture around it."""

    COLUMN = "column"
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    EDITOR_NOTE = "editor_note"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    LIST_ITEM = "list_item"
    TABLE = "table"
    NAVIGATION = "navigation"
    BREADCRUMB = "breadcrumb"
    METADATA = "metadata"
    PAGE_HEAD = "page_head"
    FOOTER = "footer"
    LINKS = "links"
    SHARE = "share"
    OTHER = "other"


BODY_KINDS = frozenset(
    (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION, BlockKind.LIST_ITEM, BlockKind.TABLE)
)
"""The kinds of block that an article's `body` is made of."""

FURNITURE_KINDS = frozenset(
    (
        BlockKind.NAVIGATION,
        BlockKind.BREADCRUMB,
        BlockKind.METADATA,
        BlockKind.PAGE_HEAD,
        BlockKind.FOOTER,
        BlockKind.LINKS,
        BlockKind.SHARE,
        BlockKind.OTHER,
    )
)
"""The kinds of block that `document.furniture` is made of."""


class Qualifier(StrEnum):
    """How exact a number is said to be."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


class Status(StrEnum):
    """Whether what a number says has happened."""

    REPORTED = "reported"
    PLANNED = "planned"
    TARGET = "target"
    CAPACITY = "capacity"


class Change(StrEnum):
    """Which way a number says that something moved."""

    INCREASE = "increase"
    DECREASE = "decrease"


class Certainty(StrEnum):
    """How sure a reading is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ReadingKind(StrEnum):
    """What a number in a text was read as."""

    STATISTIC = "statistic"
    DATE = "date"
    TIME = "time"
    PERIOD = "period"
    ORDINAL = "ordinal"
    RANK = "rank"
    NAME = "name"
    FORMULA = "formula"
    CONTACT = "contact"
    CODE = "code"
    ADDRESS = "address"
    SCORE = "score"
    IDIOM = "idiom"
    WORD = "word"
    UNKNOWN = "unknown"


class InitiativeKind(StrEnum):
    """What a named thing of government work is."""

    PROGRAMME = "programme"
    MECHANISM = "mechanism"
    WORK_METHOD = "work_method"
    PLATFORM = "platform"
    BRAND = "brand"
    TEAM = "team"
    CAMPAIGN = "campaign"
    POLITICAL_FORMULA = "political_formula"


class OrganizationKind(StrEnum):
    """What an organisation is."""

    PARTY_ORGAN = "party_organ"
    GOVERNMENT_ORGAN = "government_organ"
    OFFICE = "office"
    """An office, leading group or headquarters of other organs."""
    SUBDISTRICT_OFFICE = "subdistrict_office"
    """Of a street, a town or a township."""
    LEGISLATURE = "legislature"
    """People's congresses and political consultative conferences."""
    JUDICIARY = "judiciary"
    """Courts, procuratorates, arbitration, notaries."""
    POLICE = "police"
    MILITARY = "military"
    MASS_ORGANIZATION = "mass_organization"
    ASSOCIATION = "association"
    COMMITTEE = "committee"
    """Of the residents of a neighbourhood or village."""
    COMPANY = "company"
    BANK = "bank"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    RESEARCH_INSTITUTE = "research_institute"
    MEDIA = "media"
    INSTITUTION = "institution"
    """A public institution that gives a service: centres, libraries, museums, stations."""
    TEAM = "team"
    """Brigades, detachments, clubs."""
    INTERNATIONAL = "international"


class PlaceLevel(StrEnum):
    """How high a place stands; districts are `county`, streets are `town`."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"
    COMMUNITY = "community"
    VILLAGE = "village"


@frozen
class Printed:
    """A value as it is printed, with its place; printing it gives its text."""

    text: str
    span: Span | None
    """Where it stands; `None` for a value that only a tag declares."""
    declared: str | None = None
    """The tag that declares it, as `meta:ArticleTitle`; `None` for a printed value."""

    def __str__(self) -> str:
        return self.text


@frozen
class Versions:
    """The versions of code and data that made a record."""

    code: str = CODE
    data: str = DATA


@frozen
class Byline:
    """Who wrote, photographed or edited, as printed."""

    role: Role
    label: str | None
    """The word in front of or behind the names (通讯员, 摄, 责任编辑); `None` where there is none."""
    names: tuple[str, ...]
    """The names without blanks inside (李　明 is 李明)."""
    affiliation: str | None
    """本报, 新华社 and the like, where printed."""
    span: Span | None
    """`None` where only a tag says so."""
    declared: str | None = None
    """The tag that says so."""


@frozen
class Dateline:
    """The head of a dispatch (电头): 本报讯, 新华社北京1月1日电."""

    agency: str
    place: str | None
    date: str | None
    """ISO, as far as known: a dateline without a year gives `--01-01`."""
    span: Span


@frozen
class Block:
    """A paragraph or another piece of the page, made of contiguous pieces of the text."""

    kind: BlockKind
    text: str
    span: Span
    """From the first character to the last, whatever stands between its fragments."""
    spans: tuple[Span, ...]
    """Its fragments: more than one where a running head stands inside a paragraph."""
    article: int | None = None
    """Index of its article in `document.articles`; `None` for furniture."""
    credits: tuple[Byline, ...] = ()
    """Who made the picture, on captions."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The cells, on tables of data."""
    rule: str = ""
    """Id of the rule that decided its kind."""


@frozen
class Period:
    """The time that a statistic speaks of, as printed, with dates (ISO) where they are known."""

    text: str
    start: str | None = None
    end: str | None = None
    span: Span | None = None


@frozen
class PlaceName:
    """The place that a statistic speaks of."""

    name: str
    code: str | None = None


@frozen
class Statistic:
    """A number that says how many or how much of something, with what it was printed with."""

    text: str
    """From the first to the last character of action, item, qualifier, number and unit."""
    number: str
    """As printed, 39.6万; 多 and 余 only in front of a scale (120多万)."""
    value: Decimal | None
    """With 万, 亿 … multiplied out; `None` for a range."""
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    """As printed, without the scale: 39.6万人次 is in 人次; `None` for 17万婴幼儿."""
    base_value: Decimal | None
    """The value in `base_unit`, for measures (亩 → 平方米)."""
    base_unit: str | None
    qualifier: Qualifier
    item: str | None
    """What is counted: the noun phrase without its verb and without 的."""
    action: str | None
    """The verb that the doer did (走访, 解决)."""
    change: Change | None
    basis: str | None
    """What a change is measured against, as printed (同比, 比上年)."""
    period: Period | None
    place: PlaceName | None
    status: Status
    certainty: Certainty
    rule: str
    span: Span
    """Of number and unit."""

    def __repr__(self) -> str:
        number = self.value if self.value is not None else f"{self.low}–{self.high}"
        unit = f" {self.unit}" if self.unit else ""
        return f"<Statistic {_short(self.text)}: {_short(self.item)} {number}{unit} at {self.span.start}>"

    def _repr_html_(self) -> str:
        from govnews.output.view.notebook import statistic_html

        return statistic_html(self)


@frozen
class Reading:
    """What a number was read as, and the id of the rule that decided."""

    text: str
    kind: ReadingKind
    rule: str
    span: Span


@frozen
class Initiative:
    """A named programme, mechanism, platform or formula of government work."""

    name: str
    kind: InitiativeKind
    formula: str | None
    """The digits of a name that has some: 1+4+5."""
    components: tuple[str, ...]
    """Its parts, where the text lists them."""
    owner: str | None
    """The place or organ in whose sentence it stands."""
    quoted: bool
    """Whether it stands in quotation marks, which are no part of the name."""
    span: Span


@frozen
class Place:
    """A place that the text names."""

    name: str
    """As printed, with what stands in front of it: 天津市河西区天塔街."""
    level: PlaceLevel
    code: str | None
    """GB/T 2260, nine digits of the statistical code for a town; `None` where it is not certain. A community or village
    has twelve digits where the distribution `govnews-communities` is installed and lists it, otherwise the code of the
    town or county that it lies in: the number of digits says how deep it goes. A division that is no more has the last
    code that it had, which `reference.former_divisions()` explains."""
    chain: tuple[str, ...]
    """Full names from the province down to the place itself; only the printed ones where several divisions may be
    meant. That of a community which stands alone holds the county or town that it most likely lies in."""
    certain: bool
    """Whether only one division can be meant."""
    candidates: tuple[str, ...]
    """The codes of the divisions that may be meant, or that it may lie in, where it is not certain."""
    span: Span


@frozen
class Organization:
    """An organisation that the text names."""

    name: str
    """As printed: 区科协."""
    full_name: str | None
    """With its place and without abbreviations, 河西区科学技术协会; `None` where the text and `place=` do not say whose
    it is."""
    kind: OrganizationKind
    place: PlaceName | None
    """The division that it belongs to, by the place in its name or by 区, 市 … and the page's place."""
    span: Span


@frozen
class Readout:
    """A part of a meeting's report: 会议强调, and what was stressed."""

    verb: str
    """指出, 强调, 要求."""
    speaker: str | None
    """The meeting by its name, or a leader with role and name; 会议 where the text does not name it."""
    text: str
    """What was said, up to the next readout or to the end of the paragraph."""
    span: Span
    """From the beginning of the sentence that names the speaker to the end of what was said."""


@frozen
class Alternative:
    """Evidence that lost: which field, what it said, and the rule that preferred another."""

    field: str
    value: str
    rule: str
    span: Span | None = None
    declared: str | None = None


@frozen
class Check:
    """Something that a researcher should look at: figures that do not agree."""

    kind: str
    message: str
    spans: tuple[Span, ...]


@frozen
class Article:
    """One article of a page."""

    kind: ArticleKind
    column: Printed | None
    kicker: Printed | None
    """The line above the title (引题)."""
    title: Printed | None
    subtitle: Printed | None
    """The line below the title (副题)."""
    editor_note: Printed | None
    """编者按, 开栏语."""
    bylines: tuple[Byline, ...]
    dateline: Dateline | None
    source: Printed | None
    published: str | None
    """ISO date, with the time where it is known."""
    body: tuple[Block, ...]
    statistics: tuple[Statistic, ...]
    initiatives: tuple[Initiative, ...]
    places: tuple[Place, ...]
    organizations: tuple[Organization, ...]
    readouts: tuple[Readout, ...]
    span: Span

    @property
    def text(self) -> str:
        """The body, one block a line."""
        return "\n".join(block.text for block in self.body)

    def __repr__(self) -> str:
        title = _short(self.title.text if self.title else None)
        return f"<Article {self.kind.value} {title}: {len(self.body)} blocks, {len(self.statistics)} statistics>"

    def _repr_html_(self) -> str:
        from govnews.output.view.notebook import article_html

        return article_html(self)


@frozen
class Document:
    """A parsed page: its articles, everything around them, and the way back to the raw text."""

    kind: DocumentKind
    aligned: AlignedText
    """The repaired text with the way back; the record holds it as `raw` and `edits`."""
    url: str | None
    encoding: str | None
    replaced: int
    """How many characters could not be decoded and stand as U+FFFD."""
    publication: Printed | None
    breadcrumb: tuple[Printed, ...]
    organizers: tuple[Printed, ...]
    published: str | None
    articles: tuple[Article, ...]
    blocks: tuple[Block, ...]
    """Every block in the order of the text; their fragments tile it."""
    numbers: tuple[Reading, ...]
    """Every number of the text with its one reading."""
    checks: tuple[Check, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    kind_rule: str = ""
    """Id of the rule that decided what kind of page it is."""
    page: Printed | None = None
    """The page's number in the paper, as its head prints it: 第2版, A03."""
    bylines: tuple[Byline, ...] = ()
    """Who made the page, as its head names them: 责编, 版式, 校对."""
    schema: int = SCHEMA
    govnews: Versions = Versions()

    @property
    def raw(self) -> str:
        """The text as it came in."""
        return self.aligned.raw

    @property
    def text(self) -> str:
        """The repaired text, which all spans index."""
        return self.aligned.text

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What was repaired; these spans index `raw`."""
        return self.aligned.edits

    @property
    def furniture(self) -> tuple[Block, ...]:
        """The blocks that are not part of any article: navigation, page heads, footers."""
        return tuple(block for block in self.blocks if block.kind in FURNITURE_KINDS)

    @property
    def statistics(self) -> tuple[Statistic, ...]:
        """The statistics of all articles, in order."""
        return tuple(statistic for article in self.articles for statistic in article.statistics)

    def raw_span(self, span: Span) -> Span:
        """Where the characters at `span` of `text` stand in `raw`."""
        return self.aligned.raw_span(span)

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __repr__(self) -> str:
        counts = f"{len(self.articles)} articles, {len(self.statistics)} statistics, {len(self.text)} characters"
        return f"<Document {self.kind.value}: {counts}>"

    def to_html(self, *, name: str = "", language: str | None = None) -> str:
        """A page to read the document on: its articles with highlights, the table of its statistics, its repairs.

        One file that fetches nothing; `name` is what it is called. Its own words are there in Chinese and English, with
        a switch; `language` is the one that it opens in (`"zh"`, `"en"`), without it the reader's browser decides.
        """
        from govnews.output.view.pages import document_html

        return document_html(self, name=name, language=language)

    def _repr_html_(self) -> str:
        from govnews.output.view.notebook import page_html

        return page_html(self)
