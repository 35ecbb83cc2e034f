"""The reference data: typed rows of the tables in `govnews/data`, each read when it is first asked for."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from attrs import field, fields, frozen

from govnews.charsets import openings
from govnews.errors import BadRow, ReadError, TableError, WrongType, readable
from govnews.models import (
    BlockKind,
    InitiativeKind,
    OrganizationKind,
    PlaceLevel,
    Qualifier,
    ReadingKind,
    Role,
    Status,
)
from govnews.table_files import Memory, Using, cells, memory, per_reference, read_rows, read_table


def _is_pattern(cell: str) -> str | None:
    """A pattern that compiles alone and as a part of another one, and has no names that could be in its way."""
    try:
        compiled = re.compile(expand(cell))
        re.compile(f"(?:{expand(cell)})")
    except (re.error, OverflowError, RecursionError) as error:
        return f"a regular expression ({error})"
    if compiled.groupindex or re.search(r"\\[1-9]", cell):
        return "a regular expression without named groups and references to groups"
    return None


def _is_full_pattern(cell: str) -> str | None:
    """A pattern that holds something: an empty match would be found everywhere."""
    fault = _is_pattern(cell)
    if fault is None and re.match(expand(cell), "") is not None:
        return "a regular expression that does not match nothing"
    return fault


# How an expression ends that holds words which it does not name (…以来): it is looked for from its end.
_ENDS_BY_NAME = re.compile(r"(?:以来|期间|起|后)\)?\(\?=\[，,\]\)$")


def _opens_by_two(cell: str) -> str | None:
    """A pattern whose first two characters are known, for only there is it tried; or one sought from its end."""
    fault = _is_full_pattern(cell)
    if fault is not None or _ENDS_BY_NAME.search(cell):
        return fault
    found = openings(expand(cell))
    if found is None or None in found.values():
        return "a regular expression that begins with two characters out of some that it names (今年, [上下]半)"
    return None


# What cells of several tables must be; scripts/describe_data.py tells Frictionless, all but `check`.
_REQUIRED = cells(required=True)
_ID = cells(required=True, pattern=r"\S+", said="a name without blanks")
_WORD = cells(required=True, pattern=r"\S(?:.*\S)?", said="text without blanks around it")
_NAME = cells(required=True, pattern=r"\S.*\S", said="at least two characters, without blanks around them")
_SHORT_WORD = cells(required=True, pattern="[㐀-鿿]{1,4}", said="one to four Chinese characters")
# text is cut into words of at most four characters
_WORDS = cells(required=True, pattern=r"\S+(?: \S+)*", said="words with single blanks between them")
_PATTERN = cells(check=_is_pattern)
_FULL_PATTERN = cells(required=True, check=_is_full_pattern)
_TIME_PATTERN = cells(required=True, check=_opens_by_two)
_DECLARED = ("author", "column", "editor", "kicker", "publication", "published", "source", "subtitle", "title")


class UnitKind(StrEnum):
    """What a unit measures or a measure word counts."""

    PEOPLE = "people"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"
    EVENT = "event"
    THING = "thing"
    DOCUMENT = "document"
    MONEY = "money"
    AREA = "area"
    LENGTH = "length"
    MASS = "mass"
    VOLUME = "volume"
    ENERGY = "energy"
    POWER = "power"
    TIME = "time"
    TEMPERATURE = "temperature"
    RATIO = "ratio"
    POINT = "point"
    DATA = "data"
    GROUP = "group"
    RATE = "rate"
    OTHER = "other"


class Position(StrEnum):
    """Where a qualifying word stands: before the number, behind it, or behind the unit."""

    BEFORE = "before"
    AFTER = "after"
    END = "end"


class PeriodRole(StrEnum):
    """How far a time expression reaches."""

    STRETCH = "stretch"
    """To the end of the paragraph or to the next one."""
    DAY = "day"
    """Over what was done in its own sentence; what is constant is not of that day."""
    NONE = "none"
    """Over nothing: 每年, 五年前."""


class StatusReach(StrEnum):
    """Where a word that says planned, target or capacity stands with regard to the number."""

    CLAUSE = "clause"
    """In the clause around the number."""
    PART = "part"
    """In front of it, behind the last semicolon."""
    SENTENCE = "sentence"
    """In front of it in its sentence: 预期目标是：增长5%；新增就业6万人."""
    BEHIND = "behind"
    """Right behind the number with its unit."""


class MetadataField(StrEnum):
    """What a label of a web page's metadata line introduces."""

    SOURCE = "source"
    PUBLISHED = "published"
    EDITOR = "editor"
    RESPONSIBLE_EDITOR = "responsible_editor"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    REPORTER = "reporter"
    CORRESPONDENT = "correspondent"
    PHOTOGRAPHER = "photographer"
    PUBLISHER = "publisher"
    OTHER = "other"


class VerbKind(StrEnum):
    """What a verb between a thing and its number says."""

    ACTION = "action"
    INCREASE = "increase"
    DECREASE = "decrease"
    LINK = "link"
    STATE = "state"
    BOTH = "both"
    """What a doer does (改造小区8个) or what is counted (适老化改造8户), as it stands."""
    NOUN = "noun"
    """What is counted, though it can be a verb: 就业, 支出."""


class HeadPart(StrEnum):
    """A part of a page's running head, in the order in which they are tried."""

    DATE = "date"
    """With its year."""
    DAY = "day"
    """A date without a year."""
    WEEKDAY = "weekday"
    LUNAR = "lunar"
    WEATHER = "weather"
    ISSUE = "issue"
    """The issue's number, its registration, how many pages it has."""
    PAGE = "page"
    """The page, printed as such: 第2版, A03."""
    PAPER = "paper"
    CONTACT = "contact"
    MAKER = "maker"
    """A word in front of those who made the page that is too ordinary for labels.csv: 策划, 主编."""
    NUMBER = "number"
    """A number that may be the page's."""
    USUAL = "usual"
    """A section that many papers have: 要闻."""
    SECTION = "section"
    """A few characters that may be a section's name."""


class EvidencePlace(StrEnum):
    """Where at a line end a piece of evidence is seen."""

    ALWAYS = "always"
    LEFT = "left"
    """In the line, by a pattern that is searched."""
    RIGHT = "right"
    """At the beginning of the next line, by a pattern."""
    LAST_WORD = "last_word"
    """The class of the line's last word."""
    FIRST_WORD = "first_word"
    """The class of the next line's first word."""
    ACROSS = "across"
    """Whether a word lies across the line end: `word`, or `unsure` where two ways of cutting disagree."""
    LENGTH = "length"
    """The line's length."""
    FIRST_LINE = "first_line"
    """The length of a line that is the first one of its page."""
    OPEN = "open"
    """A bracket or quotation mark that the line leaves open."""


@frozen
class Unit:
    """A measure word, unit, currency or sign: units.csv."""

    id: str = field(metadata=_ID)
    unit: str = field(metadata=_WORD)
    """As it is printed."""
    canonical: str
    """How results call it, where that is not as it is printed: 度 is 千瓦时."""
    kind: UnitKind
    """What it measures or counts."""
    safe: bool
    """Whether any number written in front of it is a statistic, whatever stands around."""
    base_unit: str
    """The unit to which it is converted, where there is one."""
    factor: Decimal | None
    """How many of that it is."""
    example: str
    counter_example: str
    source: str


@frozen
class QualifierWord:
    """A word that says how exact a number is: qualifiers.csv."""

    id: str = field(metadata=_ID)
    text: str = field(metadata=_WORD)
    """The word."""
    position: Position
    """Where it stands: before the number, right behind it, or behind the unit."""
    qualifier: Qualifier
    """How exact the number is then."""
    example: str
    counter_example: str
    source: str


@frozen
class PeriodPattern:
    """A time expression as a pattern: periods.csv. `{d}` stands for digits, `{Y}` for a year."""

    id: str = field(metadata=cells(required=True, pattern="[a-z][a-z0-9-]*", said="a name of a-z, 0-9 and -"))
    pattern: str = field(metadata=_TIME_PATTERN)
    """A regular expression in which `{d}` stands for a number in digits and `{Y}` for a year."""
    kind: ReadingKind
    """What the expression is."""
    role: PeriodRole
    """How far it reaches: to the next one, over what was done in its sentence, or nowhere."""
    example: str
    counter_example: str
    source: str


@frozen
class ReadingRule:
    """What a number is that is no statistic, by what stands around it: readings.csv."""

    id: str = field(metadata=_ID)
    kind: ReadingKind
    """What the number is."""
    before: str = field(metadata=_PATTERN)
    """A regular expression for what stands right in front of the number, or nothing."""
    number: str = field(metadata=_PATTERN)
    """One for the whole number, or nothing."""
    after: str = field(metadata=_PATTERN)
    """One for what stands right behind it, or nothing."""
    example: str
    counter_example: str
    source: str


@frozen
class Verb:
    """A verb of government news with what it says about a number: verbs.csv."""

    id: str = field(metadata=_ID)
    verb: str = field(metadata=_SHORT_WORD)
    """The verb."""
    kind: VerbKind
    """What it says: what a doer did, that the thing rises or falls, what happens to it, nothing (a link), …"""
    example: str
    counter_example: str
    source: str


@frozen
class StatusCue:
    """Words that say a number is planned, a target or a capacity: statuses.csv."""

    id: str = field(metadata=_ID)
    pattern: str = field(metadata=_FULL_PATTERN)
    """A regular expression for the words."""
    status: Status
    """What they make of the number."""
    reach: StatusReach
    """Where they stand with regard to it."""
    example: str
    counter_example: str
    source: str


@frozen
class InitiativePattern:
    """What shows that a phrase names an initiative: initiatives.csv."""

    id: str = field(metadata=_ID)
    text: str = field(metadata=_WORD)
    """The head, the verb or the name."""
    place: str = field(
        metadata=cells(
            required=True,
            among=(
                "head", "ending", "follow", "beside", "verb", "behind", "weak", "weak_head", "bare", "launch", "whole",
            ),
        )
    )  # fmt: skip
    """Where the text stands.

    Of a name in quotation marks: `head`, what it ends in or what stands behind it; `ending`, what it ends in;
    `follow`, what stands behind it; `beside`, what stands right in front; `verb`, what the name is the object of;
    `behind`, what happens to it; `weak` and `weak_head`, the same as `verb` and `head` where the name is numbered. Of
    one without: `bare`, what it ends in; `launch`, what it is the object of; `whole`, a name as it is.
    """
    kind: InitiativeKind
    """What the initiative is."""
    example: str
    counter_example: str
    source: str


class InitiativeWordRole(StrEnum):
    """What a word tells about whether a phrase names an initiative, and whose."""

    ORDINARY = "ordinary"
    """In quotation marks it names nothing: 急难愁盼, 压舱石."""
    GENERAL = "general"
    """A phrase of such words alone describes and does not name: 重大|民生|工程."""
    GOES_ON = "goes_on"
    """A head that goes on as another word: 工程|师."""
    WORKS = "works"
    """What ends the name of a building site: 扩建|工程."""
    NO_NAME = "no_name"
    """What no name without quotation marks holds: 的, 不断."""
    HOLDS = "holds"
    """A word that a name may hold though such characters stand in it: 以旧, 定向."""
    COUNTING = "counting"
    """A name that would begin so is none: 系列|行动, 有关|计划."""
    COUNTER = "counter"
    """A measure word: behind a number in words it counts, and no name begins there, 三|项|行动."""
    AHEAD = "ahead"
    """What stands between the verb and the name, which begins behind it: 实施|好, 扎实|…."""
    AGAIN = "again"
    """A verb further on that sets the name going: 组织全系统深入|开展|…."""
    OPENING = "opening"
    """A head of names that can open their clause: 健康湖州|行动|深入推进."""
    PROGRAMME = "programme"
    """In front of 工程 it tells that no building site is meant: 文化惠民|工程."""
    WHEN = "when"
    """What says when, and is no part of the name behind it: 近日."""
    LINK = "link"
    """What links a name to the one in front of it: …行动|和|…工程."""
    NOT_ENTERING = "not_entering"
    """In front of 进 it makes another verb: 走|进校园 is no 非遗|进校园."""
    PEOPLE = "people"
    """What a word for people ends in, who go somewhere themselves: 经纪人|进企业."""
    ORGAN = "organ"
    """What the name of an organ ends in."""
    NO_OWNER = "no_owner"
    """What the name of an owner does not hold: 的, 通过."""
    LYING = "lying"
    """In front of a place that does nothing: 位于, 赴."""
    LEVEL = "level"
    """What the name of an organ begins with that opens its clause: 区|城管局."""


@frozen
class InitiativeWords:
    """Words by which initiatives are told from what looks like them: initiative_words.csv."""

    id: str = field(metadata=_ID)
    role: InitiativeWordRole
    """What the words tell."""
    words: str = field(metadata=_WORDS)
    """With blanks between them."""
    example: str
    """Text in which the first of the words does what the row is for."""
    counter_example: str
    source: str


@frozen
class PoliticalFormula:
    """A formula of political language: political_formulas.csv."""

    id: str = field(metadata=_ID)
    text: str = field(metadata=_NAME)
    """The formula."""
    before: str
    """Words of which one must stand in front where there are no quotation marks, parted by bars, or nothing."""
    after: str = field(metadata=_PATTERN)
    """A pattern for what must stand behind where there are none, or nothing."""
    example: str
    counter_example: str
    source: str


class ReadoutPlace(StrEnum):
    """What part a word has in the opening of a part of a meeting's report."""

    VERB = "verb"
    OBJECT = "object"
    """A verb of meetings alone, which what was done can follow without a comma: 听取了."""
    MEETING = "meeting"
    """What the name of a meeting ends in."""
    ROLE = "role"
    """What a leader is; the name follows."""
    NO_ROLE = "no_role"
    """What ends in the same characters and is no leader: 班主任."""
    ADVERB = "adverb"
    """What stands between speaker and verb."""


@frozen
class ReadoutWord:
    """A word that opens a part of a meeting's report: readout_words.csv."""

    id: str
    place: ReadoutPlace
    text: str
    example: str
    counter_example: str
    source: str


@frozen
class PressLabel:
    """A word that a byline carries: labels.csv."""

    id: str = field(metadata=_ID)
    label: str = field(metadata=_WORD)
    """As it is printed."""
    role: Role
    """What those did whose names it introduces."""
    place: str = field(metadata=cells(required=True, among=("front", "behind", "page")))
    """`front` of the names, or `behind` them; `page` for those in front that only the head of a page carries."""
    example: str
    counter_example: str
    source: str


@frozen
class Surname:
    """A surname, by which a name without a label is told from a word: surnames.csv."""

    id: str = field(metadata=_ID)
    surname: str = field(metadata=_WORD)
    """One or two characters."""
    example: str
    counter_example: str
    source: str


@frozen
class LineCue:
    """What a line is, by a pattern that it matches: line_cues.csv."""

    id: str = field(metadata=_ID)
    kind: BlockKind
    """What the line is."""
    pattern: str = field(metadata=_FULL_PATTERN)
    example: str
    counter_example: str
    source: str


@frozen
class PageHeadPart:
    """What the running head of a newspaper page is made of: page_head_parts.csv."""

    id: str = field(metadata=_ID)
    part: HeadPart
    """What the characters are that match."""
    pattern: str = field(metadata=_FULL_PATTERN)
    """A regular expression for the whole part."""
    example: str
    counter_example: str
    source: str


@frozen
class JoinEvidence:
    """What speaks for or against that a sentence goes on over a line end: join_evidence.csv.

    In `example` and `counter_example` a bar stands for the line end.
    """

    id: str = field(metadata=_ID)
    place: EvidencePlace
    """Where it is seen."""
    pattern: str = field(metadata=_PATTERN)
    weight: Decimal
    """How much it speaks for a sentence that goes on, or against it."""
    example: str
    counter_example: str
    source: str


class NameRole(StrEnum):
    """What the class or id of an element of a web page says of it."""

    BODY = "body"
    TITLE = "title"
    CAPTION = "caption"
    CHROME = "chrome"
    CONTROL = "control"


@frozen
class HtmlName:
    """Class and id names that say what an element holds: html_names.csv."""

    id: str = field(metadata=_ID)
    role: NameRole
    """What the element holds."""
    pattern: str = field(metadata=_FULL_PATTERN)
    example: str
    counter_example: str
    source: str


@frozen
class HtmlTag:
    """A tag in which a page says something of itself: html_tags.csv."""

    tag: str = field(metadata=_WORD)
    """The name or property of the `meta` element."""
    field: str = field(metadata=cells(required=True, among=_DECLARED))
    """What it tells."""
    source: str
    """Who uses it so."""


class PlanRole(StrEnum):
    """What a cue says of a paragraph that may plan."""

    OPENING = "opening"
    """A sentence that begins so has no doer: somebody is to do it."""
    DONE = "done"
    """Something was done."""
    DONE_FOR_CERTAIN = "done_for_certain"
    """Something was done, and no neighbour makes a plan of it."""
    HEADING = "heading"
    """The whole heading of a part that says what is to be done: 2025年主要目标和重点工作."""
    LOOKS_BACK = "looks_back"
    """A heading that holds it introduces what was done: 2024年工作回顾."""


@frozen
class PlanCue:
    """What shows that a paragraph plans, or that it reports: plan_cues.csv."""

    id: str = field(metadata=_ID)
    role: PlanRole
    """What it shows."""
    pattern: str = field(metadata=_FULL_PATTERN)
    example: str
    counter_example: str
    source: str


class TableWordRole(StrEnum):
    """What a word in the head of a column, or in that of a row, says of the figures below or beside it."""

    UNIT = "unit"
    """The head of a column of units; a unit in brackets or above the table may stand behind it."""
    ROW_NUMBER = "row_number"
    """The whole head of a column that numbers the rows."""
    NO_FIGURE = "no_figure"
    """The whole head of a column whose digits count nothing: 时间, 备注."""
    NO_FIGURE_BEGINS = "no_figure_begins"
    """What such a head begins with: 联系."""
    NO_FIGURE_ENDS = "no_figure_ends"
    """What such a head ends in: 电话, 地址."""
    DONE = "done"
    """What was done, though it was a task: 完成."""
    RATE = "rate"
    """Beside such a word nothing was done yet: 任务完成|率."""
    TARGET = "target"
    """The figures are targets."""
    PLANNED = "planned"
    """They are planned."""
    GROWS = "grows"
    """They say by how much something grew."""
    FALLS = "falls"
    """They say by how much it fell."""
    BASIS = "basis"
    """What is compared with: 同比, 比上年."""
    BASIS_ALONE = "basis_alone"
    """A basis that, at the end of a head, says growth without a word for it: 同比（%）."""
    WHOLE = "whole"
    """The whole head of a row of sums or means, which names nothing: 合计."""


@frozen
class TableWords:
    """Words in the heads of data tables: table_words.csv.

    In `example` and `counter_example` a bar stands between two cells and a double one between two rows.
    """

    id: str = field(metadata=_ID)
    role: TableWordRole
    """What they say."""
    words: str = field(metadata=_WORDS)
    """With blanks between them."""
    example: str
    expected: str
    """What the last statistic of the example shows: `item=…`, `status=…`, …; nothing where there is none."""
    counter_example: str
    source: str


@frozen
class MetadataLabel:
    """A label of a web page's metadata line: metadata_labels.csv."""

    id: str = field(metadata=_ID)
    label: str = field(metadata=_WORD)
    """As it is printed."""
    field: MetadataField
    """What it introduces."""
    example: str
    counter_example: str
    source: str


@frozen
class ScriptException:
    """What around a character that is ordinary in some words shows that it changes or stays: script_exceptions.csv."""

    id: str = field(metadata=_ID)
    character: str = field(metadata=cells(required=True, pattern=".", said="one character"))
    """The character that is traditional in some words."""
    simplified: str
    """What it becomes; nothing where the row says that it stays."""
    before: str = field(metadata=_PATTERN)
    """A pattern for what stands in front of it, or nothing."""
    after: str = field(metadata=_PATTERN)
    """A pattern for what stands behind it, or nothing."""
    always: bool
    """Whether the row holds in traditional text too, where it overrides OpenCC's dictionaries."""
    example: str
    counter_example: str
    source: str


@frozen
class StandardCharacters:
    """Some hundred characters of 通用规范汉字表: standard_characters.csv."""

    first: str = field(metadata=cells(required=True, pattern="[0-9]{1,4}", said="a number of one to four digits"))
    """Number of the first of them in the table."""
    level: str = field(metadata=cells(required=True, among=("1", "2", "3")))
    """Which of the three levels they belong to."""
    characters: str = field(metadata=_WORD)
    """The characters in their order."""


@frozen
class CharacterForm:
    """A character that copies and extractions bring in, with what should stand there: character_forms.csv."""

    code: str = field(metadata=cells(required=True, pattern="U[+][0-9A-F]{4,6}", said="a code point, U+4E00"))
    """The code point of the character."""
    becomes: str = field(metadata=cells(pattern="[0-9A-FU+ ]+", said="code points, U+4E00"))
    """The code points of what should stand there, parted by blanks; nothing where it should go."""
    rule: str = field(metadata=_REQUIRED)
    """Name of the repair."""

    @property
    def character(self) -> str:
        """The character itself."""
        return chr(int(self.code[2:], 16))

    @property
    def text(self) -> str:
        """What should stand there."""
        return "".join(chr(int(code[2:], 16)) for code in self.becomes.split())


@frozen
class ScriptWord:
    """A word of simplified text in which one character was left traditional: script_words.csv."""

    word: str = field(metadata=_WORD)
    """As it is found."""
    simplified: str = field(metadata=_WORD)
    """As it should be."""


_PEOPLE = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|独龙|各"
)
_NO_CITY = ("90",)
_MUNICIPALITIES = ("11", "12", "31", "50")
_SUFFIX = re.compile(
    f"(?:(?:{_PEOPLE})族?)*自治[州县旗]$|(?:壮族|回族|维吾尔)?自治区$|特别行政区$|地区$|(?<=神农架)林区$|[省市区县盟旗]$"
)


def short_name(name: str) -> str:
    """The name of a division without its suffix and without the peoples that it names.

    >>> short_name("内蒙古自治区"), short_name("恩施土家族苗族自治州"), short_name("河西区")
    ('内蒙古', '恩施', '河西')
    """
    return _SUFFIX.sub("", name)


@frozen
class Division:
    """A province, city or county of China with its towns: divisions.csv."""

    code: str = field(metadata=cells(required=True, pattern="[0-9]{6}", said="six digits"))
    """Six digits of GB/T 2260; the first two with 0000 are its province's, the first four with 00 its city's."""
    name: str = field(metadata=cells(required=True, pattern="[㐀-鿿]{2,}", said="two or more Chinese characters"))
    """The full name."""
    level: PlaceLevel
    """What it is."""
    statistical: bool
    """Whether only the statistical office keeps it, for the sake of its towns: a development zone."""
    towns: str = field(
        metadata=cells(
            pattern="[0-9]{3}[^ ]{2,}(?: [0-9]{3}[^ ]{2,})*", said="towns like 001天塔街道, with single blanks between"
        )
    )
    """Its towns, townships and streets, each with three digits in front that end its code, parted by blanks."""

    @property
    def short_name(self) -> str:
        """Its name without suffix: 河西 for 河西区."""
        return short_name(self.name)

    @property
    def parent(self) -> str | None:
        """The code of the division that it lies in; `None` for a province.

        That of a city for a county, or of the province where no city is between (天津市河西区, 济源市).
        """
        if self.level is PlaceLevel.PROVINCE:
            return None
        between = self.level is PlaceLevel.COUNTY and self.code[2:4] not in _NO_CITY
        return f"{self.code[:4]}00" if between and self.code[:2] not in _MUNICIPALITIES else f"{self.code[:2]}0000"


@frozen
class DivisionCorrection:
    """What the package of divisions lacks or has wrong: division_corrections.csv."""

    code: str = field(metadata=cells(required=True, pattern="[0-9]{6}", said="six digits"))
    """The code of the row in divisions.csv."""
    name: str
    """Nothing where the row goes."""
    reason: str = field(metadata=_REQUIRED)
    """Why."""
    source: str = field(metadata=_REQUIRED)


@frozen
class FormerDivision:
    """A province, city or county under a name that no division carries today: former_divisions.csv."""

    id: str
    """Its code and its name: a code may have had several names."""
    code: str
    """The code that it had; GB/T 2260 may have given it to another division since."""
    name: str
    level: PlaceLevel
    since: str
    """The first year in which it was listed; nothing for 1980 and before."""
    until: str
    """The last year in which it was listed; nothing where that is not known, or after 2020."""
    successor: str
    """The code that it, or what it became a part of, had next; nothing where that is not plain."""
    towns: str
    """Its towns as in divisions.csv, where it ended after the state that divisions.csv is made from."""


@frozen
class FormerCorrection:
    """What the package of former divisions lacks or has wrong: former_corrections.csv."""

    id: str
    since: str
    until: str
    successor: str
    """The code of what it went into; a hyphen where the next holder of its code is another division."""
    reason: str
    source: str


class PlaceWordKind(StrEnum):
    """What a word says against reading a place's short name."""

    ORDINARY = "ordinary"
    """A county's or city's short name that is a word: 资源, 公安. Only its full name is a place."""
    BEHIND = "behind"
    """A name that is a word or another place too: 日照, 朝阳, 新城区. It is a place behind what it belongs to, and
    where the text or the page names that very place."""
    HOLDS = "holds"
    """A word that holds the characters of a place: 四平方米, 北京时间."""
    KIND = "kind"
    """What makes a kind of community or village, and no name: 文明社区, 贫困村."""


@frozen
class PlaceWord:
    """A word that looks like a place's short name, or holds one: place_words.csv."""

    word: str = field(metadata=_NAME)
    """The short name, or the word that holds one."""
    kind: PlaceWordKind
    """What speaks against a place: it is a word, needs what it belongs to in front, or only holds the characters."""
    example: str
    """Where it is no place."""
    counter_example: str
    """Where a place of that name stands."""
    source: str


class PlaceCueRole(StrEnum):
    """What a pattern tells about whether characters name a place, or about a place that they name."""

    GOES_ON = "goes_on"
    """The last character of a full name with those behind it, which make another word of it: 合作|市场."""
    COMMON = "common"
    """A whole name of three characters that is a kind of place too: 古城镇."""
    ROAD = "road"
    """Behind a short name: the road that is called after the place, 南京|路."""
    GOES_ON_SHORT = "goes_on_short"
    """Behind a county's short name: a zone or a river, 嘉陵|江."""
    SAYS = "says"
    """Behind a short name and a surname: it is a given name, 李|海南|说."""
    ENDING = "ending"
    """What the name of a community or village ends in behind its town or county."""
    ENDING_IN_TOWN = "ending_in_town"
    """What it ends in behind a town alone."""
    ALONE = "alone"
    """What it ends in where it stands alone."""
    VILLAGE = "village"
    """The ending of a village, which is no community."""
    KIND = "kind"
    """What describes a community or village and names none: 示范|村."""
    NO_NAME = "no_name"
    """What no name of a community behind its town holds: 各, 向."""
    STOP = "stop"
    """A character in front of which the name of a community begins that stands alone: 在|…社区."""
    NO_END = "no_end"
    """A character with which no such name ends: 新型|社区."""
    NAME_END = "name_end"
    """A character that shows by itself that what it ends is a name: …里|社区."""
    LEVEL_GOES_ON = "level_goes_on"
    """Behind 全市, 本区 and the like: another word, 全市|场."""
    RANK = "rank"
    """Behind a place: something else is ranked in it, and no number is its own, 全市|第2位."""
    RANKED = "ranked"
    """In front of 全市 and the like, for the same reason: 居|全市."""


@frozen
class PlaceCue:
    """What tells a place from what looks like one, or says something of it: place_cues.csv."""

    id: str = field(metadata=_ID)
    role: PlaceCueRole
    """What it tells."""
    pattern: str = field(metadata=_FULL_PATTERN)
    example: str
    expected: str
    """The places in the example, with blanks between them; for a cue of levels and ranks the place of its number."""
    counter_example: str
    source: str


class OrganizationNeeds(StrEnum):
    """What must stand in front of an organisation's suffix."""

    NOTHING = "nothing"
    """It names an organisation by itself: 教育局, 国务院."""
    WORD = "word"
    """Any word that says which one: 实验|小学."""
    NAME = "name"
    """A place, a level (区, 市), something in quotation marks or an unknown word: 禾川|公司, but not 食品|公司."""
    OWNER = "owner"
    """A place, a level or another organisation, with little between: 区|政府, 区政府|办公室."""


@frozen
class OrganizationSuffix:
    """What the name of an organisation ends in: organizations.csv."""

    suffix: str = field(metadata=_WORD)
    """What the name ends in."""
    kind: OrganizationKind
    """What the organisation is."""
    needs: OrganizationNeeds
    example: str
    counter_example: str
    source: str


@frozen
class OrganizationAbbreviation:
    """A short form in which the name of an organisation ends: organization_abbreviations.csv."""

    abbreviation: str = field(metadata=_WORD)
    """As it is found."""
    full: str = field(metadata=_REQUIRED)
    """What it stands for; `{}` is where the name of the place goes that stands in front of others."""
    kind: OrganizationKind
    """What the organisation is."""
    needs: OrganizationNeeds
    example: str
    counter_example: str
    source: str


class OrganizationWordRole(StrEnum):
    """What part a word has in front of an organisation's suffix."""

    INSIDE = "inside"
    """A verb that names hold: 天津市|发展|研究中心."""
    OUTSIDE = "outside"
    """It never belongs to a name and so ends it: 记者, 赴."""
    DESCRIBES = "describes"
    """It says what kind one is and not which: 民办|学校."""
    NATION = "nation"
    """It makes a name as a place does: 中国, 墨西哥."""
    BEFORE = "before"
    """It belongs to the name even in front of a place: 国网|天津市|电力公司."""
    ZONE = "zone"
    """It ends in 区 and is no district: 高新区."""
    BEGINS = "begins"
    """It begins with 区 or 市, and that is no level: 区块|链."""
    GOES_ON = "goes_on"
    """Two characters over the end of a suffix that make another word of it: 教育|部门, 大|学生."""
    HOLDS = "holds"
    """A word or name that holds the characters of a suffix: 中心|城区, 人大|代表."""
    LEVEL = "level"
    """In front of a suffix it means the page's own division: 区|教育局."""
    TOWN = "town"
    """Such a level, in front of which a name may stand that no table has: 桐柳|镇|政府."""
    SEVERAL = "several"
    """It says that there are several, or none in particular: 各|区教育局."""
    MEASURE = "measure"
    """A measure word, which counts them behind a number: 5|家|医院."""
    PARTICLE = "particle"
    """It makes no other word of the suffix in front, and stands in no proper name: 天津银行|将…."""
    PART = "part"
    """A suffix that is a department, and needs what it is one of right in front: 国家发展银行资金|部."""
    TOPIC = "topic"
    """A suffix that needs a place or level and a topic: 区投资贸易|局."""
    COMMUNITY = "community"
    """A suffix behind which 里 belongs to the name: 爱国里|社区."""
    PARTY = "party"
    """In front of a place it is in the full name of the suffix already: 中共|天津市|委."""
    NATIONAL = "national"
    """A name that begins so belongs to no place: 中国人民银行."""
    JOINS = "joins"
    """A kind of organisation in whose names 和 may stand: 住房|和|城乡建设局."""
    NO_NATION = "no_nation"
    """A kind whose suffix alone makes no name behind a nation: 中国|大学."""
    PROPER = "proper"
    """A kind whose proper names may hold any word: 天津|张合顺|食品有限公司."""


_OF_KINDS = (OrganizationWordRole.JOINS, OrganizationWordRole.NO_NATION, OrganizationWordRole.PROPER)


@frozen
class OrganizationWords:
    """Words that have one part in front of organisations' suffixes: organization_words.csv."""

    role: OrganizationWordRole
    """What part it is."""
    words: str = field(metadata=_WORDS)
    """With blanks between them; kinds of organisations where the part is that of a kind."""
    meaning: str
    """The part in words."""
    example: str
    expected: str
    """The names that `find_organizations` finds in the example, with blanks between them; nothing for none."""
    counter_example: str
    source: str


@frozen
class WordRole:
    """Words that have one part in how the words around a number are read: word_roles.csv."""

    role: str = field(metadata=cells(required=True, pattern="[a-z]+(?:-[a-z]+)*", said="a name of a-z and -"))
    """The name of the part that they have."""
    words: str = field(metadata=_REQUIRED)
    """With blanks between them."""
    meaning: str = field(metadata=_REQUIRED)
    example: str
    expected: str
    """What the statistic of the example shows: `item=…`, `place=…`, …; nothing behind the sign for none."""
    counter_example: str = field(metadata=_REQUIRED)
    """Text with one statistic and a word of the row that does not have the part in it."""
    counter_expected: str = field(metadata=_REQUIRED)
    """What that statistic shows, written like `expected`."""
    source: str
    """Where the row comes from."""


class WordClass(StrEnum):
    """What a word can be in a noun phrase."""

    NOUN = "n"
    VERBAL_NOUN = "g"
    """A verb used as a noun."""
    VERB = "v"
    ADJECTIVE = "a"
    ADVERB = "d"
    PREPOSITION = "p"
    CONJUNCTION = "c"
    TIME = "t"
    PARTICLE = "u"
    OTHER = "x"
    """Any other word that ends a noun phrase."""
    SUFFIX = "s"
    """The last character of a compound noun: 室 in 调解室."""
    NONE = "-"
    """No word of the news, whatever another list says."""


@frozen
class Word:
    """A word with what it can be: news_words.csv, function_words.csv, lexicon.csv."""

    word: str = field(metadata=_SHORT_WORD)
    """The word."""
    class_: WordClass
    """In the file `class`."""


@frozen
class TableInfo:
    """What datapackage.json says of a table."""

    name: str
    file: str
    title: str
    rows: int
    version: str
    """The version of the data in which the table was last changed."""
    sha256: str
    licences: tuple[str, ...]
    """Of the sources that it is made from."""
    sources: tuple[str, ...]


_Row = TypeVar("_Row")


def _text(name: str) -> str:
    return files("govnews").joinpath("data", name).read_text(encoding="utf-8")


@per_reference
def _package_table(name: str, row_class: type[_Row]) -> tuple[_Row, ...]:
    return read_table(_text(name), row_class, name, trusted=True)


@per_reference
def _table(name: str, row_class: type[_Row]) -> tuple[_Row, ...]:
    """The rows of a table: those that a reference adds stand first, those that it replaces where the old ones stood."""
    rows = _package_table(name, row_class)
    added = {_first(row): row for row in memory().added(name.removesuffix(".csv"))}
    if not added:
        return rows
    known = frozenset(map(_first, rows))
    return (
        *(row for first, row in added.items() if first not in known),
        *(added.get(_first(row), row) for row in rows),
    )


def _first(row: Any) -> str:
    """The first cell of a row, by which it is known."""
    return str(getattr(row, fields(type(row))[0].name))


def units() -> tuple[Unit, ...]:
    """Measure words, units, currencies and signs.

    >>> next(unit for unit in units() if unit.unit == "亩").base_unit
    '平方米'
    """
    return _table("units.csv", Unit)


def qualifiers() -> tuple[QualifierWord, ...]:
    """Words that say how exact a number is: 近, 余, 以上."""
    return _table("qualifiers.csv", QualifierWord)


def periods() -> tuple[PeriodPattern, ...]:
    """Time expressions: 今年以来, 截至目前, 2023年."""
    return _table("periods.csv", PeriodPattern)


def readings() -> tuple[ReadingRule, ...]:
    """What numbers are that count nothing: ordinals, hotlines, names."""
    return _table("readings.csv", ReadingRule)


def verbs() -> tuple[Verb, ...]:
    """Verbs of government news: 走访, 增长, 达到."""
    return _table("verbs.csv", Verb)


def word_roles() -> tuple[WordRole, ...]:
    """The words that have a part in how the words around a number are read, a role a row."""
    return _table("word_roles.csv", WordRole)


def statuses() -> tuple[StatusCue, ...]:
    """Words that make a number a plan, a target or a capacity."""
    return _table("statuses.csv", StatusCue)


def initiatives() -> tuple[InitiativePattern, ...]:
    """What shows that a phrase names an initiative: 工程, 行动, 推行."""
    return _table("initiatives.csv", InitiativePattern)


def initiative_words() -> tuple[InitiativeWords, ...]:
    """Words by which initiatives are told from what looks like them: 急难愁盼, 工程师, 扩建."""
    return _table("initiative_words.csv", InitiativeWords)


def political_formulas() -> tuple[PoliticalFormula, ...]:
    """Formulas of political language: 两个维护, 四个意识.

    >>> next(row for row in political_formulas() if row.text == "三个代表").after
    '重要思想'
    """
    return _table("political_formulas.csv", PoliticalFormula)


def readout_words() -> tuple[ReadoutWord, ...]:
    """Words that open the parts of a meeting's report: 指出, 推进会, 区长, 还."""
    return _table("readout_words.csv", ReadoutWord)


def organizations() -> tuple[OrganizationSuffix, ...]:
    """What names of organisations end in: 教育局, 有限公司, 小学.

    >>> next(row for row in organizations() if row.suffix == "小学").kind.value
    'school'
    """
    return _table("organizations.csv", OrganizationSuffix)


def organization_abbreviations() -> tuple[OrganizationAbbreviation, ...]:
    """Short forms of organisations with what they stand for.

    >>> next(row for row in organization_abbreviations() if row.abbreviation == "科协").full
    '科学技术协会'
    """
    return _table("organization_abbreviations.csv", OrganizationAbbreviation)


def organization_words() -> tuple[OrganizationWords, ...]:
    """The words that have a part in front of organisations' suffixes, a part a row."""
    return _table("organization_words.csv", OrganizationWords)


def labels() -> tuple[PressLabel, ...]:
    """Words that bylines carry: 记者, 通讯员, 摄, 责任编辑."""
    return _table("labels.csv", PressLabel)


def surnames() -> tuple[Surname, ...]:
    """Surnames: 王, 欧阳."""
    return _table("surnames.csv", Surname)


def line_cues() -> tuple[LineCue, ...]:
    """Patterns that say what a line is: 开栏语, 责编, 当前位置."""
    return _table("line_cues.csv", LineCue)


def page_head_parts() -> tuple[PageHeadPart, ...]:
    """What the running head of a newspaper page is made of: its number, date, section, telephone."""
    return _table("page_head_parts.csv", PageHeadPart)


def join_evidence() -> tuple[JoinEvidence, ...]:
    """What speaks for or against that a sentence goes on over a line end, with weights."""
    return _table("join_evidence.csv", JoinEvidence)


def html_names() -> tuple[HtmlName, ...]:
    """Class and id names of web pages: TRS_Editor, footer, share."""
    return _table("html_names.csv", HtmlName)


def html_tags() -> tuple[HtmlTag, ...]:
    """Tags in which a page says of itself what it is: ArticleTitle, og:title."""
    return _table("html_tags.csv", HtmlTag)


def plan_cues() -> tuple[PlanCue, ...]:
    """What shows that a paragraph plans (推动…, 完善…), or that it reports (累计, 同比)."""
    return _table("plan_cues.csv", PlanCue)


def table_words() -> tuple[TableWords, ...]:
    """Words in the heads of data tables: 合计, 序号, 增速."""
    return _table("table_words.csv", TableWords)


def metadata_labels() -> tuple[MetadataLabel, ...]:
    """Labels of a web page's metadata line: 来源, 发布时间, 编辑."""
    return _table("metadata_labels.csv", MetadataLabel)


def script_exceptions() -> tuple[ScriptException, ...]:
    """Characters that are traditional in some words and ordinary in others: 乾, 於, 著."""
    return _table("script_exceptions.csv", ScriptException)


def script_words() -> tuple[ScriptWord, ...]:
    """Words with one traditional character among simplified ones: 瞭解, 饼乾."""
    return _table("script_words.csv", ScriptWord)


def character_forms() -> tuple[CharacterForm, ...]:
    """Radicals, compatibility forms, full-width letters, blanks and invisible marks with what should stand there.

    >>> next(form for form in character_forms() if form.character == "⻄").text
    '西'
    """
    return _table("character_forms.csv", CharacterForm)


def divisions() -> tuple[Division, ...]:
    """Provinces, cities and counties with their towns.

    >>> found = next(division for division in divisions() if division.name == "河西区")
    >>> found.code, found.short_name, found.parent
    ('120103', '河西', '120000')
    """
    return _table("divisions.csv", Division)


def division_corrections() -> tuple[DivisionCorrection, ...]:
    """What divisions.csv has otherwise than the package that it is made from, with reason and source."""
    return _table("division_corrections.csv", DivisionCorrection)


def former_divisions() -> tuple[FormerDivision, ...]:
    """Provinces, cities and counties since 1980 under names that no division carries today.

    >>> [(one.code, one.until, one.successor) for one in former_divisions() if one.name == "塘沽区"]
    [('120107', '2008', '120116')]
    """
    return _table("former_divisions.csv", FormerDivision)


def former_corrections() -> tuple[FormerCorrection, ...]:
    """What former_divisions.csv has otherwise than the package that it is made from, with reason and source."""
    return _table("former_corrections.csv", FormerCorrection)


def place_words() -> tuple[PlaceWord, ...]:
    """Words that look like short names of places: 资源, 公安, 北京时间."""
    return _table("place_words.csv", PlaceWord)


def place_cues() -> tuple[PlaceCue, ...]:
    """What tells a place from what looks like one: 合作市|场, 南京|路, 示范|村."""
    return _table("place_cues.csv", PlaceCue)


@per_reference
def standard_characters() -> frozenset[str]:
    """The 8,105 characters of 通用规范汉字表 (2013).

    >>> "乾" in standard_characters(), "區" in standard_characters()
    (True, False)
    """
    return frozenset("".join(row.characters for row in _table("standard_characters.csv", StandardCharacters)))


def news_words() -> tuple[Word, ...]:
    """Words of government news that the lexicon lacks or calls otherwise, and words of it that are none here."""
    return _table("news_words.csv", Word)


def function_words() -> tuple[Word, ...]:
    """Words that end a noun phrase, and last characters of compound nouns."""
    return _table("function_words.csv", Word)


@per_reference
def _common_words() -> Mapping[str, str]:
    cells = _text("lexicon.csv").strip().replace("\n", ",").split(",")
    return dict(zip(cells[2::2], cells[3::2], strict=True))


@per_reference
def lexicon() -> Mapping[str, str]:
    """Words with one letter for what they can be in a noun phrase.

    n noun, g verb used as a noun, v verb, a adjective, d adverb, p preposition, c conjunction, t time word,
    u particle, x any other word that ends a noun phrase. Function words stand before the common ones.

    >>> lexicon()["居民"], lexicon()["纳入"]
    ('n', 'v')
    """
    words = dict(_common_words())
    own = (*memory().added("news_words"), *memory().added("function_words"))
    for row in (*news_words(), *function_words(), *own):
        # What the common list holds and no news says (上风 in 海上风场) is marked to go.
        if row.class_ is WordClass.NONE:
            words.pop(row.word, None)
        else:
            words[row.word] = row.class_.value
    return words


@per_reference
def tables() -> tuple[TableInfo, ...]:
    """What the data package says of each of its tables."""
    package = json.loads(_text("datapackage.json"))
    return tuple(
        TableInfo(
            name=resource["name"],
            file=resource["path"],
            title=resource["title"],
            rows=resource["rows"],
            version=resource["version"],
            sha256=resource["hash"].removeprefix("sha256:"),
            licences=tuple(dict.fromkeys(source["license"] for source in resource["sources"])),
            sources=tuple(source["title"] for source in resource["sources"]),
        )
        for resource in package["resources"]
    )


def expand(pattern: str) -> str:
    """A pattern of the tables with its short forms written out."""
    return pattern.replace("{d}", r"[0-9０-９]{1,6}").replace(
        "{Y}", r"(?:19|20)[0-9]{2}|(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}"
    )


def alternation(patterns: Mapping[str, str]) -> str:
    """One pattern out of many, in their order; `match.lastgroup` tells which by a name made from its id."""
    return "|".join(f"(?P<{group_name(key)}>{pattern})" for key, pattern in patterns.items())


def group_name(key: str) -> str:
    """An id as a name for a group of a pattern."""
    return key.replace("-", "_")


# --- a user's own rows ----------------------------------------------------------------------------------------------


@frozen
class _Open:
    """A table to which rows can be added."""

    row: type[Any]
    what: tuple[str, ...] = ()
    """The columns that say what a row is about. Two rows about the same would be in each other's way."""


# Closed are the tables whose rows hang together: the standard of characters and what repairs them (`protect=` keeps
# words as they are), the weights of join_evidence, the roles of word_roles, which the program knows by name, and the
# lexicon, before which news_words goes.
_OPEN: Mapping[str, _Open] = {
    "divisions": _Open(Division),
    "function_words": _Open(Word),
    "html_names": _Open(HtmlName),
    "html_tags": _Open(HtmlTag),
    "initiative_words": _Open(InitiativeWords),
    "initiatives": _Open(InitiativePattern, ("text", "place")),
    "labels": _Open(PressLabel, ("label",)),
    "line_cues": _Open(LineCue),
    "metadata_labels": _Open(MetadataLabel, ("label",)),
    "news_words": _Open(Word),
    "organization_abbreviations": _Open(OrganizationAbbreviation),
    "organization_words": _Open(OrganizationWords),
    "organizations": _Open(OrganizationSuffix),
    "page_head_parts": _Open(PageHeadPart),
    "periods": _Open(PeriodPattern, ("pattern",)),
    "place_cues": _Open(PlaceCue),
    "place_words": _Open(PlaceWord),
    "plan_cues": _Open(PlanCue),
    "qualifiers": _Open(QualifierWord, ("text", "position")),
    "readings": _Open(ReadingRule, ("before", "number", "after")),
    "statuses": _Open(StatusCue),
    "surnames": _Open(Surname, ("surname",)),
    "table_words": _Open(TableWords),
    "units": _Open(Unit, ("unit",)),
    "verbs": _Open(Verb, ("verb",)),
}
OPEN_TABLES = tuple(_OPEN)
"""The tables to which `load` takes rows."""

_TABLE_SUFFIXES = (".csv", ".tsv", ".xls", ".xlsx", ".ods")
"""A file that ends so was meant for a table; any other file in the folder is nobody's business."""


@frozen
class Reference:
    """Rows of a user's own beside those of the package, for the `reference=` of `parse` and of the finders.

    Made by `load`. It can be pickled; copies that come into a process again are one, so that what is made of its
    tables is made once there.
    """

    tables: tuple[tuple[str, tuple[Any, ...]], ...]
    """The names of the tables, each with its added and replaced rows."""
    _memory: Memory = field(init=False, eq=False, repr=False)

    @_memory.default
    def _own_memory(self) -> Memory:
        return Memory(dict(self.tables))

    def __reduce__(self) -> tuple[Callable[..., Reference], tuple[Any, ...]]:
        return _one_reference, (self.tables,)


@lru_cache(maxsize=8)
def _one_reference(tables: tuple[tuple[str, tuple[Any, ...]], ...]) -> Reference:
    return Reference(tables)


@frozen
class Checked:
    """What `check` finds in a folder."""

    tables: tuple[tuple[str, tuple[Any, ...]], ...]
    """The names of the tables, each with its good rows."""
    bad: tuple[BadRow, ...]
    """The bad rows, in the order of files and lines."""

    def replaced(self, table: str) -> tuple[str, ...]:
        """The first cells of those rows of a table that take the place of one of the package's."""
        known = frozenset(map(_first, _package_table(f"{table}.csv", _OPEN[table].row)))
        return tuple(first for row in dict(self.tables)[table] if (first := _first(row)) in known)


def load(folder: str | os.PathLike[str]) -> Reference:
    r"""The rows of a folder of CSV tables, to be given to `parse` and the finders as `reference=`.

    The files are named as the package's (`units.csv`, `verbs.csv`, …) and have the same columns; `OPEN_TABLES` lists
    those to which rows can be added. A row whose first cell is that of a row of the package takes its place, any other
    is added, and goes before the package's where both hold.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import govnews
    >>> with TemporaryDirectory() as folder:
    ...     table = "id,unit,canonical,kind,safe,base_unit,factor,example,counter_example,source\n"
    ...     table += "my-qitao,畦,,thing,yes,,,种菜苗30畦。,,own\n"
    ...     _ = Path(folder, "units.csv").write_text(table, encoding="utf-8")
    ...     mine = load(folder)
    >>> govnews.find_statistics("村民种菜苗30畦。", reference=mine)[0].unit
    '畦'
    >>> govnews.find_statistics("村民种菜苗30畦。")
    ()

    Raises:
        WrongType: if `folder` is no path.
        ReadError: if there is no such folder, or no table in it.
        TableError: if rows are bad, with all of them: file, line, column and what was expected there.

    """
    checked = check(folder)
    if checked.bad:
        raise TableError(checked.bad)
    return Reference(checked.tables)


def check(folder: str | os.PathLike[str]) -> Checked:
    """What is good and what is bad in a folder of tables for `load`, all at once.

    Raises:
        WrongType: if `folder` is no path.
        ReadError: if there is no such folder, or no table in it.

    """
    if not isinstance(folder, (str, os.PathLike)) or not isinstance(os.fspath(folder), str):
        raise WrongType("reference", "a Reference or the path of a folder", folder)
    place = Path(folder)
    try:
        names = sorted(entry.name for entry in place.iterdir() if entry.is_file())
    except FileNotFoundError:
        raise ReadError(readable(folder), "no such folder") from None
    except NotADirectoryError:
        raise ReadError(readable(folder), "is no folder; the tables are files in a folder") from None
    except OSError as error:
        raise ReadError(readable(folder), f"cannot be read: {error.strerror}") from None
    meant = [name for name in names if name.lower().endswith(_TABLE_SUFFIXES) and name[0] not in ".~"]
    known = ", ".join(f"{name}.csv" for name in OPEN_TABLES)
    if not meant:
        raise ReadError(readable(folder), f"holds no table; it may hold {known}")
    tables: list[tuple[str, tuple[Any, ...]]] = []
    bad: list[BadRow] = []
    for name in meant:
        file = readable(place / name)
        table = name.removesuffix(".csv")
        if table not in _OPEN:
            bad.append(BadRow(file, 1, "file", f"one of {known}", name))
            continue
        try:
            text = (place / name).read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            bad.append(BadRow(file, line, "file", "UTF-8", f"byte 0x{error.object[error.start]:02x}"))
            continue
        except OSError as error:
            raise ReadError(file, f"cannot be read: {error.strerror}") from None
        rows, faults = read_rows(text, _OPEN[table].row, file)
        good, clashes = _without_clashes(table, rows, file)
        tables.append((table, good))
        bad += sorted([*faults, *clashes], key=lambda row: row.line)
    return Checked(tuple(tables), tuple(bad))


def _without_clashes(table: str, rows: Iterable[tuple[int, Any]], file: str) -> tuple[tuple[Any, ...], list[BadRow]]:
    """The rows that are in no other row's way, and the others as bad ones."""
    row_class, what = _OPEN[table].row, _OPEN[table].what

    def about(row: Any) -> tuple[str, ...]:
        return tuple(str(getattr(row, name)) for name in what)

    rows = list(rows)
    replaced = {_first(row) for _, row in rows}
    taken = {
        about(row): _first(row) for row in _package_table(f"{table}.csv", row_class) if _first(row) not in replaced
    }
    good: list[Any] = []
    bad: list[BadRow] = []
    for line, row in rows:
        if what and about(row) in taken:
            other = taken[about(row)]
            wanted = f"other {' and '.join(what)} than the row {other}, or its id to replace it"
            bad.append(BadRow(file, line, what[0], wanted, about(row)[0]))
            continue
        if fault := _fault(row):
            bad.append(BadRow(file, line, *fault))
            continue
        if what:
            taken[about(row)] = _first(row)
        good.append(row)
    return tuple(good), bad


def _fault(row: Any) -> tuple[str, str, str] | None:
    """The column of a row that does not fit its others, what was expected there, and what stands there."""
    if isinstance(row, Division):
        code = row.code
        level = PlaceLevel.COUNTY
        if code.endswith("00"):
            level = PlaceLevel.PROVINCE if code.endswith("0000") else PlaceLevel.CITY
        if row.level is not level:
            return "level", f"{level.value}, which a code like {code} stands for", row.level.value
    # What stands behind the number is looked for there, any other cue where its first character stands.
    if isinstance(row, StatusCue) and row.reach is not StatusReach.BEHIND and openings(row.pattern) is None:
        return "pattern", "a regular expression that begins with a character that it names (将, [拟计])", row.pattern
    if isinstance(row, OrganizationWords) and row.role in _OF_KINDS:
        unknown = next((word for word in row.words.split() if word not in set(OrganizationKind)), None)
        if unknown is not None:
            return "words", "kinds of organisations: " + " ".join(OrganizationKind), unknown
    if isinstance(row, ReadingRule) and not (row.before or row.number or row.after):
        return "before", "something here, in number or in after", ""
    return None


def loaded(reference: Reference | str | os.PathLike[str] | None) -> Reference | None:
    """What a `reference=` stands for: a path is loaded.

    Raises:
        WrongType: if it is neither a Reference nor a path.
        ReadError: if there is no such folder, or no table in it.
        TableError: if rows of its tables are bad.

    """
    return reference if reference is None or isinstance(reference, Reference) else load(reference)


def using(reference: Reference | str | os.PathLike[str] | None) -> AbstractContextManager[None]:
    """Let what is called within see the rows of `reference`; with `None` nothing changes.

    For the public functions: nothing of it is left when they return, and no other thread sees it.
    """
    given = loaded(reference)
    return nullcontext() if given is None else Using(given._memory)
