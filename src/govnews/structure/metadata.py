"""The lines in which a page says of itself where a text comes from, who edited it, and when it was published."""

from __future__ import annotations

import re
from itertools import zip_longest

from govnews import reference
from govnews.finding.numerals import parse_number
from govnews.lines.layout import Line
from govnews.models import BlockKind, Byline, Printed, Role
from govnews.reference import MetadataField
from govnews.spans import Span
from govnews.structure.builder import Builder
from govnews.structure.bylines import parse_byline, split_names
from govnews.table_files import per_reference

METADATA_KINDS = (BlockKind.METADATA, BlockKind.SHARE)
ROLES = {
    MetadataField.EDITOR: Role.EDITOR,
    MetadataField.RESPONSIBLE_EDITOR: Role.RESPONSIBLE_EDITOR,
    MetadataField.AUTHOR: Role.AUTHOR,
    MetadataField.REVIEWER: Role.REVIEWER,
    MetadataField.REPORTER: Role.REPORTER,
    MetadataField.CORRESPONDENT: Role.CORRESPONDENT,
    MetadataField.PHOTOGRAPHER: Role.PHOTOGRAPHER,
}
AUTHORS = frozenset((Role.REPORTER, Role.CORRESPONDENT, Role.AUTHOR, Role.INTERN))
_VALUE_ENDS = re.compile(
    r"[ \xa0]{2,}|　|[|｜\]】）)(（]|[ \xa0]?(?=(?:19|20)[0-9]{2}[-/.年])"
    r"|[ \xa0]?(?:举报|参与互动|我要评论|评论|打印|收藏|分享|阅读|浏览|访问|点击|字号|字体|查看|关注|投稿|原创稿)"
)
# 2024-03-08 09:30 新区日报
_SOURCE_BEHIND_DATE = re.compile(r"[0-9日][ 　\xa0]+([一-龥]{2,10}(?:报|网|社|台|周刊|客户端|发布))(?![一-龥])")
_BARE_SOURCE = re.compile(r"(?:^|[|｜ \xa0])来源[ ]?([A-Za-z][\w.]{1,20})(?=[|｜ \xa0]|$)")
_ORGAN = re.compile("(?:部|局|委|办|办公室|中心|科|处|院|馆|站|会|政府|街道|镇|乡|公司|大学|学院|支部|社|网|报)$")
_AROUND = " 　\xa0】]）)【[（(|｜,，;；。"
_APART = frozenset(" 　\xa0【[（(|｜\t】]>")
_ROLE_WORDS = re.compile(
    "(?:本报|本网|特约|实习|见习|全媒体)?(?:首席)?(?:记者|通讯员|实习生|评论员)[：:]?|[（(].*?[）)]"
)
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})[ ]?[-/.年][ ]?([0-9]{1,2})[ ]?[-/.月][ ]?([0-9]{1,2})[ ]?日?"
    r"(?:[ T　\xa0]*([0-9]{1,2})[:：]([0-9]{2})(?:[:：]([0-9]{2}))?)?"
)
# 二〇二四年三月十八日
_HAN_DATE = re.compile(
    "([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_HAN_DIGITS = {
    digit: str(value) for digits in ("〇一二三四五六七八九", "○", "零") for value, digit in enumerate(digits)
}
# 作者：文/王小明 图/李静
_DID = re.compile(
    "[文图摄影]{1,2}[　 ]*[/／][　 ]*[一-龥·]{2,4}(?:[　 ]+[文图摄影]{1,2}[　 ]*[/／][　 ]*[一-龥·]{2,4})*"
)
# 2 0 2 4 年 3 月 1 8 日, as OCR spaces it
_SPACED_DATE = re.compile("(?:1 ?9|2 ?0) ?[0-9] ?[0-9] ?年 ?[0-9](?: ?[0-9])? ?月 ?[0-9](?: ?[0-9])? ?日")


@per_reference
def _labels() -> tuple[re.Pattern[str], dict[str, MetadataField]]:
    rows = reference.metadata_labels()
    words = "|".join(re.escape(row.label) for row in sorted(rows, key=lambda row: -len(row.label)))
    return re.compile(rf"({words})[ 　\xa0]*([：:|｜/／])[ 　\xa0]*"), {row.label: row.field for row in rows}


def read_fields(line: Line) -> list[tuple[str, MetadataField, str, Span]]:
    """The labels of a metadata line with their values: 来源: 新区报  编辑:王明, 来源：新区报作者：王明, 编辑/王明"""
    pattern, fields = _labels()
    text = line.text
    labels = [match for match in pattern.finditer(text) if _is_label(match, text, line)]
    found = []
    for match, following in zip_longest(labels, labels[1:]):
        stop = following.start() if following is not None else len(text)
        value = text[match.end() : stop]
        end = _VALUE_ENDS.search(value, 1)
        value = (value[: end.start()] if end else value).strip(_AROUND)
        start = line.start + text.index(value, match.end()) if value else line.start + match.end()
        found.append((match[1], fields[match[1]], value, Span(start, start + len(value))))
    return found


def _is_label(match: re.Match[str], text: str, line: Line) -> bool:
    """Whether a word with a mark is a label. In running text it must stand apart; with a bar it always must."""
    before = text[match.start() - 1] if match.start() else " "
    if match[2] in "：:" and not line.is_prose:
        return True
    return before in _APART


def has_fields(line: Line) -> bool:
    """Whether a line has a label of metadata."""
    return bool(read_fields(line))


def names_editor(line: Line) -> bool:
    """Whether a short line names an editor: （责编：王明、李静）"""
    return not line.closes and any(
        field in (MetadataField.EDITOR, MetadataField.RESPONSIBLE_EDITOR) and value
        for _, field, value, _ in read_fields(line)
    )


def people(printed: str) -> tuple[str, ...]:
    """The names in a field: 本报记者 张三 李四 are 张三 and 李四, 王明_NB7 is 王明."""
    bare = _ROLE_WORDS.sub(" ", re.split("[：:]", printed)[0] if re.match("[一-龥 ]{2,6}[：:]", printed) else printed)
    names = [re.sub(r"[_\d].*$", "", name) if re.match("[一-龥]", name) else name for name in split_names(bare)]
    han = [name for name in names if re.search("[一-龥]", name)]
    return tuple(name for name in (han or names) if name)


def read_date(text: str) -> str | None:
    """The first date of `text` as ISO, with the time where it is printed.

    >>> read_date("日期:2024-01-16 09:28:52")
    '2024-01-16T09:28:52'
    """
    match = _DATE.search(text)
    if match is None and (han := _HAN_DATE.search(text)) is not None:
        printed = "".join(_HAN_DIGITS[digit] for digit in han[1])
        match = _DATE.search(f"{printed}年{parse_number(han[2])}月{parse_number(han[3])}日")
    if match is None:
        spaced = _SPACED_DATE.search(text) if "日" in text else None
        match = _DATE.search(spaced[0].replace(" ", "")) if spaced is not None else None
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    date = f"{year}-{int(month):02}-{int(day):02}"
    if hour is None or int(hour) > 23 or int(minute) > 59:
        return date
    return f"{date}T{int(hour):02}:{minute}" + (f":{second}" if second else "")


def read_metadata(builder: Builder, line: Line) -> None:
    """A line of metadata: its fields go to the article."""
    draft = builder.drafts[-1]
    kind = line.cue if line.cue in METADATA_KINDS else BlockKind.METADATA
    builder.furniture(line, kind or BlockKind.METADATA, line.cue_rule or "web-metadata-part")
    if kind is BlockKind.SHARE:
        return
    for label, field, value, span in read_fields(line):
        if not value:
            continue
        if field is MetadataField.SOURCE and draft.source is None:
            draft.source = Printed(value, span)
        elif field in ROLES and (did := _DID.match(line.text, span.start - line.start)) is not None:
            draft.bylines += parse_byline(did[0], span.start) or ()
        elif field in ROLES and (names := people(value)):
            role = ROLES[field]
            if role is Role.AUTHOR and all(_ORGAN.search(name) for name in names):
                role = Role.SOURCE_ORGAN  # 作者：党委宣传部
            if role is Role.AUTHOR and any(byline.role in AUTHORS for byline in draft.bylines):
                continue  # who put the text up; who wrote it stands in its byline
            draft.bylines.append(Byline(role, label, names, None, span))
    draft.published = draft.published or read_date(line.text)
    named = _SOURCE_BEHIND_DATE.search(line.text) or _BARE_SOURCE.search(line.text)
    if draft.source is None and named is not None:
        start = line.start + named.start(1)
        draft.source = Printed(named[1], Span(start, start + len(named[1])))
