"""Bylines, datelines and credits: who wrote, from where, and who made the picture."""

from __future__ import annotations

import re

from attrs import evolve, frozen

from govnews import reference
from govnews.models import Byline, Dateline, Role
from govnews.spans import Span
from govnews.structure.patterns import compiled
from govnews.table_files import per_reference
from govnews.words import words

_BULLET = r"[■□●◆▲▍◎○▪★☆※]"
_AFFILIATION = r"本报|本刊|本台|本网|新华社|中新社|中国新闻网|人民网|新华网|央视|光明网|全媒体|融媒体"
# 光明日报记者, 新华日报·交汇点记者: in front of 记者 any paper or site.
_ANY_PAPER = r"\p{Han}{1,6}(?:报|社|网|台|客户端|新闻|周刊|中心)(?:·\p{Han}{2,6})?"
_ABOUT = r"(?:(?:整合|整理|采写|撰文|撰稿|综合|文[/／]?[图摄]|图[/／]?文|文)[ 　:：/／|｜]+)?"
# A name of two to four characters; one of two may be printed with a blank inside (李　明).
_NAME = r"(?:\p{Han}[ 　]{1,3}\p{Han}(?!\p{Han})|\p{Han}[ 　]{1,3}\p{Han}(?=[摄文图])|\p{Han}{2,4}(?:·\p{Han}{1,8})*)"
_GAP = r"[ 　]*"
_WROTE = r"文[/／、和 　]?(?:图|摄)|图[/／、和 　]?文|文字|文|摄影|摄|图片|图"
_BETWEEN = r"(?:[ 　]+|[、，,/／][ 　]*)"
_PAUSE = r"[ 　、，,；;]*"
_NAMED = re.compile(r"\?P<\w+>")
_ONE_NAME = compiled(_NAME)
_DATELINE = compiled(
    rf"据?(?P<agency>本报|本刊|本台|本站|本网|新华社|中新社|中新网|人民网|央视网|\p{{Han}}{{2,6}}[报社网])"
    r"(?:(?P<plain>讯|消息)|(?P<place>\p{Han}{2,8}?)(?:(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日)[电讯]"
    r"|(?P<place2>\p{Han}{2,6})[电讯](?=[ 　（(]))"
    rf"{_GAP}(?P<names>[（(][^（）()]{{2,40}}[）)])?(?:{_GAP}题[：:])?{_GAP}[：:]?{_GAP}"
)
# 本报记者 张三/文 李四/图: each name has behind it what it did.
_DID = compiled(
    rf"(?:(?P<affiliation>{_AFFILIATION})?(?P<label>记者|通讯员|实习生)[ 　:：]*)?"
    rf"(?P<names>{_NAME}(?:[、，,]{_NAME})*)(?:[ 　]*[/／][ 　]*|[ 　]+)(?P<did>{_WROTE})(?:[ 　、，,；;]+|$)"
)
_SPEAKER = compiled(
    r"(?:\p{Han}{0,24}(?:长|书记|主任|主席|总理|部长|代表|委员|主委|会长|经理|董事长|负责人|发言人)[ 　：:]+)?"
    rf"(?P<name>{_NAME})"
)
# An author that is an office: （区融媒体中心）, （滨公宣）
_GROUP = compiled(r"[（(](\p{Han}{2,14}(?:中心|部|办|局|委|社|报|台|宣))[）)]")
# …摄（新华社发）, …摄（人民视觉）
_ISSUED = compiled(rf"{_GAP}[（(]\p{{Han}}{{2,10}}[）)]$")
# （王小明 李明） at the end of a text
_SIGNED = compiled(rf"[（(]{_GAP}({_NAME}(?:{_BETWEEN}{_NAME}){{0,4}}){_GAP}[）)]")
_LONGEST_GIVEN = 2
_NO_NAME_ENDS = frozenset("区县市镇乡村街路局委办部厅院校站组队社版图稿讯电省州旗会")
_COUNTED = re.compile("万[元人户家吨亩件台辆次米个公平]*")  # （万元） above a table
_WORD_COUNT = re.compile("[　 ]+字数[：:]?[　 ]*[0-9]+[　 ]*字?$")  # ■ 作者：王小明 字数：612
_SPACED = compiled(rf"(?:{_BULLET}{_GAP})?(?:\p{{Han}} ){{3}}\p{{Han}}(?: |$)")
_PHRASE = 4


@frozen
class Credited:
    """A line or the end of one that names people, with where that begins."""

    bylines: tuple[Byline, ...]
    start: int
    """Where it begins within the text that was read."""


@per_reference
def _labels() -> dict[str, reference.PressLabel]:
    return {row.label: row for row in reference.labels()}


@per_reference
def _surnames() -> frozenset[str]:
    return frozenset(row.surname for row in reference.surnames())


@per_reference
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rows = reference.labels()

    def joined(*places: str) -> str:
        words = sorted((row.label for row in rows if row.place in places), key=len, reverse=True)
        # A slash is printed in either width: 文/图, 文／图.
        return "|".join(re.escape(word).replace("/", "[/／]") for word in words)

    # 通讯员李明 may be glued together; 摄影展览 and 文明 show that other labels need a mark behind them.
    glued = "|".join(
        re.escape(row.label)
        for row in sorted(rows, key=lambda row: -len(row.label))
        if row.place == "front" and row.label.endswith(("记者", "通讯员", "实习生", "见习生"))
    )
    front = rf"{glued}|(?:{joined('front', 'page')})(?=[ 　:：/／])"
    behind = joined("behind")
    tail = rf"(?:{behind}){_GAP}(?:[）)]|$)"
    group = (
        rf"(?:(?P<affiliation>{_AFFILIATION}|{_ANY_PAPER}){_GAP})?(?P<label>{front}){_GAP}[:：/／]?{_GAP}"
        rf"(?P<names>{_NAME}(?:{_BETWEEN}(?!(?:{_AFFILIATION}|{front}|{tail})){_NAME})*)"
    )
    other = _NAMED.sub("?:", group)
    head = compiled(rf"{_BULLET}?{_GAP}{_ABOUT}(?P<open>[（(])?{_GAP}{_ABOUT}(?={other})")
    # After one credit another one or the end of the line. To look no further keeps `re` fast: in one pattern for all
    # of them the ways to part 本报记者本报记者… double with each.
    one = compiled(rf"{group}{_PAUSE}(?:(?={other})|{_GAP}(?:{behind})?{_GAP}(?P<close>[）)])?$)")
    bare = compiled(rf"{_BULLET}{_GAP}(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*){_GAP}(?P<tail>{behind})?")
    credit = compiled(
        rf"(?:(?P<affiliation>{_AFFILIATION})?(?P<before>记者|通讯员|摄影记者)?{_GAP})?"
        rf"(?P<names>{_NAME}(?:{_BETWEEN}{_NAME})*){_GAP}(?:/|／)?{_GAP}(?P<label>{behind})$"
    )
    return head, one, bare, credit


def split_names(printed: str) -> tuple[str, ...]:
    """The names of a list as printed, blanks inside a name closed.

    >>> split_names("李　明 王小二、赵六")
    ('李明', '王小二', '赵六')
    """
    pieces = [piece for piece in re.split(r"[ 　、，,/／]+", printed) if piece]
    names: list[str] = []
    waiting = ""
    for piece in pieces:
        if len(piece) == 1 and not waiting:
            waiting = piece
            continue
        names.append(waiting + piece)
        waiting = ""
    if waiting:
        names.append(waiting)
    return tuple(names)


def parse_byline(text: str, at: int = 0) -> tuple[Byline, ...] | None:
    """The bylines of a line that is nothing else, `None` if it is no such line; `at` is where it stands.

    >>> byline, = parse_byline("■ 通讯员 李　明")
    >>> byline.role.value, byline.label, byline.names
    ('correspondent', '通讯员', ('李明',))
    """
    if len(text) > 80:
        return None
    _, _, bare, _ = _patterns()
    text = _WORD_COUNT.sub("", text).rstrip()
    if _SPACED.match(text):
        return _spaced(text, at)
    found = _labelled(text, at)
    if found:
        return tuple(found)
    group = _GROUP.fullmatch(text)
    if group:
        return (Byline(Role.AUTHOR, None, (group[1],), None, Span(at + group.start(1), at + group.end(1))),)
    if names := bare_names(text):
        start = text.index(names[0][0])
        return (Byline(Role.AUTHOR, None, names, None, Span(at + start, at + len(text[:-1].rstrip(" 　")))),)
    if (did := _did(text.strip("（()） 　"), at + len(text) - len(text.lstrip("（( 　")))) is not None:
        return did
    match = bare.fullmatch(text)
    if match and (match["tail"] or (len(text) < 24 and not _is_phrase(match["names"]))):
        span = Span(at + match.start("names"), at + match.end())
        return (Byline(Role.AUTHOR, match["tail"] or None, split_names(match["names"]), None, span),)
    return None


def _spaced(text: str, at: int) -> tuple[Byline, ...] | None:
    """The bylines of a line whose characters OCR has spaced: 本 报 记 者  王 小 明."""
    kept = [k for k in range(len(text)) if text[k] != " " or _is_gap(text, k)]
    found = parse_byline("".join(text[k] for k in kept))
    if found is None:
        return None
    spans = [byline.span or Span(0, 0) for byline in found]
    placed = [Span(at + kept[span.start], at + kept[span.end - 1] + 1) for span in spans]
    return tuple(evolve(byline, span=span) for byline, span in zip(found, placed, strict=True))


def _is_gap(text: str, k: int) -> bool:
    """Whether the blank at `k` parts words: another one is beside it, or more than one character stands there."""
    before, after = text[max(0, k - 2) : k], text[k + 1 : k + 3]
    return " " in (before[-1:], after[:1]) or not ((len(before) < 2 or before[0] == " ") and after[1:] in ("", " "))


def bare_names(text: str) -> tuple[str, ...]:
    """The names in brackets without any label: （王小明 李明）; none where one of them may be something else.

    >>> bare_names("（王小明）"), bare_names("（金山区）")
    (('王小明',), ())
    """
    match = _SIGNED.fullmatch(text)
    names = split_names(match[1]) if match is not None else ()
    return names if all(map(_is_name, names)) else ()


def _is_name(printed: str) -> bool:
    """Whether two to four characters begin with a surname and are no word, no place and no part of a paper."""
    given = len(printed) - (2 if printed[:2] in _surnames() else 1)
    if not 1 <= given <= _LONGEST_GIVEN or not {printed[:1], printed[:2]} & _surnames() or printed[-1] in _NO_NAME_ENDS:
        return False
    first = words(printed, 0, len(printed)).printed[0]
    return (len(first) == 1 or first in _surnames()) and not _COUNTED.fullmatch(printed)


def _is_phrase(printed: str) -> bool:
    """Whether four characters are words and no name: 民生一线, 社区连线, but not 欧阳明月, 阿依古丽."""
    if len(printed) != _PHRASE or printed[:2] in _surnames():
        return False
    found = words(printed, 0, _PHRASE)
    return found.kinds[0] != "?" and len(found.printed[0]) > 1


def _did(text: str, at: int) -> tuple[Byline, ...] | None:
    """The bylines of a line in which each name has behind it what it did, and one of them wrote."""
    if not text.endswith(("文", "图", "摄", "影", "片", "字")):
        return None
    found: list[Byline] = []
    start, wrote = 0, False
    while match := _DID.match(text, start):
        did, label = match["did"], match["label"]
        wrote = wrote or "文" in did
        role = _labels()[label].role if label else Role.AUTHOR if "文" in did else Role.PHOTOGRAPHER
        first = match.start("affiliation") if match["affiliation"] else match.start("label" if label else "names")
        span = Span(at + first, at + match.end("did"))
        found.append(Byline(role, label or did, split_names(match["names"]), match["affiliation"], span))
        start = match.end()
        if start == len(text):
            return tuple(found) if wrote else None
    return None


def _labelled(text: str, at: int) -> list[Byline]:
    """The credits of a line that is nothing but credits with a label in front, one after the other."""
    head, one, _, _ = _patterns()
    lead = head.match(text)
    if lead is None:
        return []
    found: list[Byline] = []
    start = lead.end()
    while match := one.match(text, start):
        span = Span(at + match.start("affiliation" if match["affiliation"] else "label"), at + match.end("names"))
        label = match["label"]
        found.append(Byline(_labels()[label].role, label, split_names(match["names"]), match["affiliation"], span))
        start = match.end()
        if start == len(text):
            return found if bool(lead["open"]) == bool(match["close"]) else []
    return []


def parse_speaker(text: str, at: int = 0) -> Byline | None:
    """Who gives a report or a speech, on a line of its own below its title: 余杭区代区长 何以宁.

    >>> parse_speaker("区长　王小明").names
    ('王小明',)
    """
    match = _SPEAKER.fullmatch(text)
    if match is None:
        return None
    span = Span(at + match.start("name"), at + match.end("name"))
    return Byline(Role.AUTHOR, None, split_names(match["name"]), None, span)


def parse_sign_off(text: str, at: int = 0) -> Credited | None:
    """The bylines in brackets at the end of a paragraph: …。（记者 张三 通讯员 李四）"""
    if not text.endswith(("）", ")")):
        return None
    start = max(text.rfind("（"), text.rfind("("))
    if start < 0 or len(text) - start > 50:
        return None
    if start and text[start - 1] not in "。！？”" and _GROUP.fullmatch(text[start:]):
        return None  # 各区县（生态环境局）: a remark within the sentence
    bylines = parse_byline(text[start:], at + start)
    return Credited(bylines, start) if bylines else None


def parse_credit(text: str, at: int = 0) -> Credited | None:
    """The photographers that a line names at its end: 李博 王琪越 摄; …咨询产品。　任科夫摄（新华社发）

    >>> credited = parse_credit("图为居民在读书。张小天 摄")
    >>> credited.bylines[0].names, credited.start
    (('张小天',), 8)
    """
    issued = _ISSUED.search(text) if text.endswith(("）", ")")) else None
    body = text[: issued.start()] if issued else text
    body = body.rstrip()
    if not body.replace("／", "/").endswith(tuple(_labels())):
        return None
    _, _, _, credit = _patterns()
    start = max(body.rfind(mark) for mark in "。！？”）)：:\n") + 1
    part = body[start:]
    if len(part) > 40:
        return None
    lead = len(part) - len(part.lstrip(" 　（("))
    match = credit.fullmatch(part.strip(" 　（(）)"))
    if match is None:
        return None
    if "文" in match["label"] and start + lead == 0:
        return None  # who wrote the story, and no caption
    row = _labels()[match["label"].replace("／", "/")]
    role = Role.PHOTOGRAPHER if match["label"] not in ("整理", "供稿") else row.role
    where = Span(at + start + lead + match.start("names"), at + start + lead + match.end())
    byline = Byline(role, match["label"], split_names(match["names"]), match["affiliation"], where)
    return Credited((byline,), start + lead)


def parse_dateline(text: str, at: int = 0) -> tuple[Dateline, tuple[Byline, ...], int] | None:
    """The head of a dispatch, the bylines in its brackets, and where the text behind it begins.

    >>> dateline, bylines, end = parse_dateline("本报讯（记者 张三）昨天，区里召开现场会。")
    >>> dateline.agency, bylines[0].names, "本报讯（记者 张三）昨天"[end:]
    ('本报', ('张三',), '昨天')
    """
    match = _DATELINE.match(text)
    if match is None or (not match["plain"] and not match["names"] and not match["month"]):
        return None
    if match["plain"] and match.end() < len(text) and not match["names"] and text[match.end() - 1] not in " 　：:":
        return None
    if match["agency"] not in (
        "本报",
        "本刊",
        "本台",
        "本站",
        "本网",
        "新华社",
        "中新社",
        "中新网",
        "人民网",
        "央视网",
    ) and not (match["names"] or match["month"]):
        return None
    date = None
    if match["month"]:
        year = match["year"] or "-"
        date = f"{year}-{int(match['month']):02}-{int(match['day']):02}"
    bylines: tuple[Byline, ...] = ()
    end = match.end()
    if match["names"]:
        found = parse_byline(match["names"], at + match.start("names"))
        if found is None:
            inner = match["names"][1:-1].strip()
            names = split_names(inner)
            if all(_ONE_NAME.fullmatch(name) for name in names):
                start = at + match.start("names") + 1
                found = (Byline(Role.AUTHOR, None, names, None, Span(start, start + len(inner))),)
            else:
                end = match.start("names")
        bylines = found or ()
    place = match["place"] or match["place2"]
    close = match.start("names") if match["names"] else match.end()
    head = text[match.start() : close].rstrip(" 　：:")
    return Dateline(match["agency"], place, date, Span(at, at + len(head))), bylines, end
