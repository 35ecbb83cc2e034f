"""The reference data: typed rows of the tables in `govnews/data`, each read when it is first asked for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from attrs import fields, frozen

from govnews.errors import BadRow, TableError
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

    id: str
    unit: str
    canonical: str
    kind: UnitKind
    safe: bool
    """Whether any number written in front of it is a statistic, whatever stands around."""
    base_unit: str
    factor: Decimal | None
    example: str
    counter_example: str
    source: str


@frozen
class QualifierWord:
    """A word that says how exact a number is: qualifiers.csv."""

    id: str
    text: str
    position: Position
    qualifier: Qualifier
    example: str
    counter_example: str
    source: str


@frozen
class PeriodPattern:
    """A time expression as a pattern: periods.csv. `{d}` stands for digits, `{Y}` for a year."""

    id: str
    pattern: str
    kind: ReadingKind
    role: PeriodRole
    example: str
    counter_example: str
    source: str


@frozen
class ReadingRule:
    """What a number is that is no statistic, by what stands around it: readings.csv."""

    id: str
    kind: ReadingKind
    before: str
    number: str
    after: str
    example: str
    counter_example: str
    source: str


@frozen
class Verb:
    """A verb of government news with what it says about a number: verbs.csv."""

    id: str
    verb: str
    kind: VerbKind
    example: str
    counter_example: str
    source: str


@frozen
class StatusCue:
    """Words that say a number is planned, a target or a capacity: statuses.csv."""

    id: str
    pattern: str
    status: Status
    reach: StatusReach
    example: str
    counter_example: str
    source: str


@frozen
class InitiativePattern:
    """What shows that a phrase names an initiative: initiatives.csv."""

    id: str
    text: str
    place: str
    """`head`: what such a name ends in; `verb`: what stands in front of a quoted one; `whole`: a name as it is."""
    kind: InitiativeKind
    example: str
    counter_example: str
    source: str


@frozen
class PressLabel:
    """A word that a byline carries: labels.csv."""

    id: str
    label: str
    role: Role
    place: str
    """`front` of the names, or `behind` them."""
    example: str
    counter_example: str
    source: str


@frozen
class LineCue:
    """What a line is, by a pattern that it matches: line_cues.csv."""

    id: str
    kind: BlockKind
    pattern: str
    example: str
    counter_example: str
    source: str


@frozen
class JoinEvidence:
    """What speaks for or against that a sentence goes on over a line end: join_evidence.csv.

    In `example` and `counter_example` a bar stands for the line end.
    """

    id: str
    place: EvidencePlace
    pattern: str
    weight: Decimal
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

    id: str
    role: NameRole
    pattern: str
    example: str
    counter_example: str
    source: str


@frozen
class HtmlTag:
    """A tag in which a page says something of itself: html_tags.csv."""

    tag: str
    field: str
    source: str


class PlanRole(StrEnum):
    """What a cue says of a paragraph that may plan."""

    OPENING = "opening"
    """A sentence that begins so has no doer: somebody is to do it."""
    DONE = "done"
    """Something was done."""
    DONE_FOR_CERTAIN = "done_for_certain"
    """Something was done, and no neighbour makes a plan of it."""


@frozen
class PlanCue:
    """What shows that a paragraph plans, or that it reports: plan_cues.csv."""

    id: str
    role: PlanRole
    pattern: str
    example: str
    counter_example: str
    source: str


@frozen
class MetadataLabel:
    """A label of a web page's metadata line: metadata_labels.csv."""

    id: str
    label: str
    field: MetadataField
    example: str
    counter_example: str
    source: str


@frozen
class ScriptException:
    """What around a character that is ordinary in some words shows that it changes or stays: script_exceptions.csv."""

    id: str
    character: str
    simplified: str
    """What it becomes; nothing where the row says that it stays."""
    before: str
    """A pattern for what stands in front of it, or nothing."""
    after: str
    """A pattern for what stands behind it, or nothing."""
    always: bool
    """Whether the row holds in traditional text too, where it overrides OpenCC's dictionaries."""
    example: str
    counter_example: str
    source: str


@frozen
class StandardCharacters:
    """Some hundred characters of 通用规范汉字表: standard_characters.csv."""

    first: str
    """Number of the first of them in the table."""
    level: str
    characters: str


@frozen
class CharacterForm:
    """A character that copies and extractions bring in, with what should stand there: character_forms.csv."""

    code: str
    becomes: str
    """The code points of what should stand there, parted by blanks; nothing where it should go."""
    rule: str

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

    word: str
    simplified: str


@frozen
class Division:
    """A province, city or county of China with its towns: divisions.csv."""

    code: str
    """Six digits of GB/T 2260; the first two with 0000 are its province's, the first four with 00 its city's."""
    name: str
    level: PlaceLevel
    statistical: bool
    """Whether only the statistical office keeps it, for the sake of its towns: a development zone."""
    towns: str
    """Its towns, townships and streets, each with three digits in front that end its code, parted by blanks."""


@frozen
class DivisionCorrection:
    """What the package of divisions lacks or has wrong: division_corrections.csv."""

    code: str
    name: str
    """Nothing where the row goes."""
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


@frozen
class PlaceWord:
    """A word that looks like a place's short name, or holds one: place_words.csv."""

    word: str
    kind: PlaceWordKind
    example: str
    """Where it is no place."""
    counter_example: str
    """Where a place of that name stands."""
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

    suffix: str
    kind: OrganizationKind
    needs: OrganizationNeeds
    example: str
    counter_example: str
    source: str


@frozen
class OrganizationAbbreviation:
    """A short form in which the name of an organisation ends: organization_abbreviations.csv."""

    abbreviation: str
    full: str
    """What it stands for; `{}` is where the name of the place goes that stands in front of others."""
    kind: OrganizationKind
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


@frozen
class OrganizationWords:
    """Words that have one part in front of organisations' suffixes: organization_words.csv."""

    role: OrganizationWordRole
    words: str
    """With blanks between them."""
    meaning: str
    example: str
    expected: str
    """The names that `find_organizations` finds in the example, with blanks between them; nothing for none."""
    source: str


@frozen
class WordRole:
    """Words that have one part in how the words around a number are read."""

    role: str
    words: str
    """With blanks between them."""
    meaning: str
    example: str
    expected: str
    """What the statistic of the example shows: `item=…`, `place=…`, …; nothing behind the sign for none."""
    source: str


@frozen
class TableInfo:
    """What datapackage.json says of a table."""

    name: str
    title: str
    rows: int
    sha256: str
    sources: tuple[str, ...]


_Row = TypeVar("_Row")


def _converter(hint: Any) -> tuple[Callable[[str], Any], str]:
    """How a cell becomes a value of that type, and how an error says what was expected."""
    if hint is bool:
        return {"yes": True, "no": False}.__getitem__, "yes or no"
    if get_origin(hint) is not None and Decimal in get_args(hint):
        return (lambda cell: Decimal(cell) if cell else None), "a decimal number or nothing"
    if hint is Decimal:
        return Decimal, "a decimal number"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint, "one of " + ", ".join(member.value for member in hint)
    return str, "text"


def read_table(text: str, row_class: type[_Row], file: str) -> tuple[_Row, ...]:
    """The typed rows of a CSV table.

    Raises:
        TableError: with file, line, column and what was expected for every bad cell, all at once.

    """
    hints = get_type_hints(row_class)
    names = [field.name for field in fields(row_class)]  # type: ignore[arg-type]  # every row class is an attrs class
    converters = [_converter(hints[name]) for name in names]
    reader = csv.reader(StringIO(text))
    header = next(reader, [])
    if header != names:
        raise TableError((BadRow(file, 1, "header", ",".join(names), ",".join(header)),))
    rows, bad = [], []
    for cells in reader:
        if len(cells) != len(names):
            bad.append(BadRow(file, reader.line_num, "row", f"{len(names)} cells", f"{len(cells)} cells"))
            continue
        values = []
        for name, cell, (convert, expected) in zip(names, cells, converters, strict=True):
            try:
                values.append(convert(cell))
            except (ValueError, KeyError, InvalidOperation):
                bad.append(BadRow(file, reader.line_num, name, expected, cell))
        if len(values) == len(names):
            rows.append(row_class(*values))
    if bad:
        raise TableError(tuple(bad))
    return tuple(rows)


def _text(name: str) -> str:
    return files("govnews").joinpath("data", name).read_text(encoding="utf-8")


@cache
def _table(name: str, row_class: type[_Row]) -> tuple[_Row, ...]:
    return read_table(_text(name), row_class, name)


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


def line_cues() -> tuple[LineCue, ...]:
    """Patterns that say what a line is: 开栏语, 责编, 当前位置."""
    return _table("line_cues.csv", LineCue)


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

    >>> next(division for division in divisions() if division.name == "河西区").code
    '120103'
    """
    return _table("divisions.csv", Division)


def division_corrections() -> tuple[DivisionCorrection, ...]:
    """What divisions.csv has otherwise than the package that it is made from, with reason and source."""
    return _table("division_corrections.csv", DivisionCorrection)


def place_words() -> tuple[PlaceWord, ...]:
    """Words that look like short names of places: 资源, 公安, 北京时间."""
    return _table("place_words.csv", PlaceWord)


@cache
def standard_characters() -> frozenset[str]:
    """The 8,105 characters of 通用规范汉字表 (2013).

    >>> "乾" in standard_characters(), "區" in standard_characters()
    (True, False)
    """
    return frozenset("".join(row.characters for row in _table("standard_characters.csv", StandardCharacters)))


@cache
def lexicon() -> Mapping[str, str]:
    """Words with one letter for what they can be in a noun phrase.

    n noun, g verb used as a noun, v verb, a adjective, d adverb, p preposition, c conjunction, t time word,
    u particle, x any other word that ends a noun phrase. Function words stand before the common ones.

    >>> lexicon()["居民"], lexicon()["纳入"]
    ('n', 'v')
    """
    words: dict[str, str] = {}
    for name in ("lexicon.csv", "news_words.csv", "function_words.csv"):
        cells = _text(name).strip().replace("\n", ",").split(",")
        words.update(zip(cells[2::2], cells[3::2], strict=True))
    # What the common list holds and no news says (上风 in 海上风场) is marked to go.
    return {word: kind for word, kind in words.items() if kind != "-"}


@cache
def tables() -> tuple[TableInfo, ...]:
    """What the data package says of each of its tables."""
    package = json.loads(_text("datapackage.json"))
    return tuple(
        TableInfo(
            name=resource["name"],
            title=resource["title"],
            rows=resource["rows"],
            sha256=resource["hash"].removeprefix("sha256:"),
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
