"""The lines in which a page says of itself where a text comes from, who edited it, and when it was published."""

from __future__ import annotations

import re
from functools import cache

from govnews import reference
from govnews.lines.layout import Line
from govnews.models import BlockKind, Byline, Printed, Role
from govnews.reference import MetadataField
from govnews.spans import Span
from govnews.structure.builder import Builder
from govnews.structure.bylines import split_names

METADATA_KINDS = (BlockKind.METADATA, BlockKind.SHARE)
ROLES = {
    MetadataField.EDITOR: Role.EDITOR,
    MetadataField.RESPONSIBLE_EDITOR: Role.RESPONSIBLE_EDITOR,
    MetadataField.AUTHOR: Role.AUTHOR,
    MetadataField.REVIEWER: Role.REVIEWER,
}
_DATE = re.compile(
    r"((?:19|20)[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[ T　]+([0-9]{1,2})[:：]([0-9]{2})(?:[:：]([0-9]{2}))?)?"
)


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, MetadataField]]:
    rows = reference.metadata_labels()
    words = "|".join(re.escape(row.label) for row in sorted(rows, key=lambda row: -len(row.label)))
    label = rf"(?:(?<=[\s　】\]|｜])|^)[【\[]?(?:{words})\s*[：:]"
    pattern = re.compile(
        rf"(?:(?<=[\s　】\]|｜])|^)[【\[]?({words})\s*[：:]\s*(.*?)(?=\s*(?:{label})|\s{{2,}}|　|[|｜]|$)"
    )
    return pattern, {row.label: row.field for row in rows}


def read_fields(line: Line) -> list[tuple[str, MetadataField, str, Span]]:
    """The labels of a metadata line with their values: 来源: 新区报  编辑:王明"""
    pattern, fields = _labels()
    found = []
    for match in pattern.finditer(line.text):
        value = match[2].strip(" 　】]")
        start = line.span.start + match.start(2)
        found.append((match[1], fields[match[1]], value, Span(start, start + len(value))))
    return found


def read_date(text: str) -> str | None:
    """The first date of `text` as ISO, with the time where it is printed.

    >>> read_date("日期:2024-01-16 09:28:52")
    '2024-01-16T09:28:52'
    """
    match = _DATE.search(text)
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
        elif field in ROLES:
            draft.bylines.append(Byline(ROLES[field], label, split_names(value), None, span))
    draft.published = draft.published or read_date(line.text)
