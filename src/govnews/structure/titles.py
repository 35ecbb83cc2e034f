"""Tells column, kicker, title and subtitle apart in the lines above an article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen

from govnews.lines.layout import Line
from govnews.lines.page_heads import is_section
from govnews.models import BlockKind
from govnews.spans import Span

# A headline that ends so says what happened; what follows it on the line says more about it.
_NEWS = re.compile(
    "(?:召开|举行|举办|揭牌|启动|开幕|闭幕|开工|竣工|通车|开馆|落成|成立|开业|投产|签约|挂牌|亮相|开讲|开赛|开播|落幕|收官)[！!]?$"
)
# A place or a unit in front of a slogan is a kicker: 某某街道 邻里相助 共建家园
_UNIT = re.compile(
    "(?:省|市|区|县|旗|镇|乡|街道|街|社区|村|居委会|局|委|办|院|校|所|站|中心|支队|大队|公司|集团|协会|联合会|法院|检察院|银行|园区|开发区|党委|党支部|工会|妇联|学校|中学|小学|医院)$"
)
_TAG = re.compile(r"（([^（）]*(?:（[^（）]*）)?[^（）]*)）$")
# What a title says in brackets of its own text, and of its part.
_NO_COLUMN = re.compile(
    "摘[登要编]|节选|节录|全文|[上中下一二三四五六七八九十]|[之第][一二三四五六七八九十]+[期篇]?|续[一二三完]?|完"
    "|(?:试行|草案|暂行|修订|修正|送审|征求意见|公开|审议)[稿本案]?|[^（）]*[0-9]{4}[^（）]*"
)
# 区委书记出席并讲话 below what was held.
_ATTENDED = re.compile("[一-龥 　]{2,16}(?:出席|讲话|主持|致辞|作报告|作批示|部署)(?:并[一-龥]{2,6})?")
_BLANK = re.compile("[ 　]+")
# ■ 民生一线
_BULLETED = re.compile("[■□●◆▲▍◎○▪★☆※][ 　]*")
_LONGEST_NEWS = 3
_LONGEST_COLUMN = 12


@frozen
class Piece:
    """A part of a title block: what it is, where it stands, and the rule that said so."""

    kind: BlockKind
    span: Span
    rule: str


def read_title_block(lines: Sequence[Line], *, column_known: bool = False, parted: bool = False) -> list[Piece]:
    """The parts of the lines above an article, in order: column, kicker, title, subtitle.

    `parted` says whether a blank line parts them from the text.
    """
    pieces: list[Piece] = []
    rest = list(lines)
    if not rest:
        return []
    subtitles: list[Piece] = []
    dashed = next((k for k, line in enumerate(rest) if k and line.text.startswith(("——", "--", "—"))), len(rest))
    for line in rest[dashed:]:
        rule = "subtitle-dash" if line.text.startswith(("—", "--")) else "subtitle-below"
        subtitles.append(Piece(BlockKind.SUBTITLE, line.span, rule))
    rest = rest[:dashed]
    while len(rest) > 1 and has_bulleted_column(rest[0]):
        pieces.append(Piece(BlockKind.COLUMN, rest.pop(0).span, "column-bullet"))
        column_known = True
    while rest and (rest[0].cue is BlockKind.COLUMN or (len(rest) > 1 and is_section(rest[0].text))):
        pieces.append(Piece(BlockKind.COLUMN, rest[0].span, rest[0].cue_rule or "column-section"))
        rest.pop(0)
        column_known = True
    said = [line for line in rest[1:] if line.cue is BlockKind.SUBTITLE]  # ——2025年1月8日在…会议上
    if said:
        rest = [line for k, line in enumerate(rest) if not k or line.cue is not BlockKind.SUBTITLE]
    # On a page that parts its blocks by blank lines a column head stands apart from the title, a kicker does not.
    column_known = column_known or (parted and len(rest) > 1 and rest[1].gap == 0)
    while len(rest) > 2 and _is_column(rest[0]) and not column_known:
        pieces.append(Piece(BlockKind.COLUMN, rest.pop(0).span, "column-short-line"))
        column_known = parted and rest[0].gap > 0 and rest[1].gap == 0  # it stood apart, and these two do not
    if len(rest) >= 2:
        first, second = rest[0], rest[1]
        if first.text.endswith(("——", "：", ":")):
            pieces.append(Piece(BlockKind.KICKER, first.span, "kicker-dash"))
            rest = rest[1:]
        elif (
            _NEWS.search(first.text)
            or (_TAG.search(first.text) and not _TAG.search(second.text))
            or _adds_figure(first, second)
            or _ATTENDED.fullmatch(second.text)
        ):
            subtitles = [Piece(BlockKind.SUBTITLE, line.span, "subtitle-behind-news") for line in rest[1:]] + subtitles
            rest = rest[:1]
        elif _is_column(first) and not column_known and not _TAG.search(second.text):
            pieces.append(Piece(BlockKind.COLUMN, first.span, "column-short-line"))
            rest = rest[1:]
        else:
            pieces.append(Piece(BlockKind.KICKER, first.span, "kicker-above"))
            rest = rest[1:]
    if rest:
        pieces += _split_title(rest[0])
        subtitles = [Piece(BlockKind.SUBTITLE, line.span, "subtitle-below") for line in rest[1:]] + subtitles
    subtitles += [Piece(BlockKind.SUBTITLE, line.span, line.cue_rule) for line in said]
    return sorted(pieces + subtitles, key=lambda piece: piece.span)


def _adds_figure(first: Line, second: Line) -> bool:
    """Whether the second line only adds a figure to what the first says: 央企加大投资力度 / 前5月投资增长12.5%"""
    return (
        bool(re.search("[0-9]", second.text)) and not re.search("[0-9]", first.text) and not _BLANK.search(second.text)
    )


def _is_column(line: Line) -> bool:
    """Whether a line alone above a title names a column: short, in one piece, no unit and no news."""
    return _names_column(line.text)


def has_bulleted_column(line: Line) -> bool:
    """Whether a line is the name of a column behind a bullet."""
    return _BULLETED.match(line.text) is not None and _names_column(bare_column(line.text))


def _names_column(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST_COLUMN
        and not _BLANK.search(text)
        and not _NEWS.search(text)
        and not _UNIT.search(text)
        and not text.endswith(("——", "：", ":"))
        and not re.search("[，,。！？“”0-9]", text)
    )


def _split_title(line: Line) -> list[Piece]:
    """The parts of one title line: 社区 口号 口号 has a kicker, …召开 副题 a subtitle, 半句 半句 is one title."""
    text, start = line.text, line.span.start
    gaps = list(_BLANK.finditer(text))
    if gaps:
        first = text[: gaps[0].start()]
        if _UNIT.search(first) and len(text) - gaps[0].end() > 3 and not re.search("[，,]", first):
            return [
                Piece(BlockKind.KICKER, Span(start, start + gaps[0].start()), "kicker-unit"),
                Piece(BlockKind.TITLE, Span(start + gaps[0].end(), line.span.end), "title-behind-kicker"),
            ]
        for gap in gaps:
            # Only the last characters in front of a gap can be the verb: a line may have many gaps.
            if _NEWS.search(text, max(0, gap.start() - _LONGEST_NEWS), gap.start()):
                return [
                    Piece(BlockKind.TITLE, Span(start, start + gap.start()), "title-news"),
                    Piece(BlockKind.SUBTITLE, Span(start + gap.end(), line.span.end), "subtitle-behind-news"),
                ]
    return [Piece(BlockKind.TITLE, line.span, "title-line")]


def bare_column(text: str) -> str:
    """The name of a column without the bullet in front of it.

    >>> bare_column("■ 民生一线")
    '民生一线'
    """
    bullet = _BULLETED.match(text)
    return text[bullet.end() :] if bullet else text


def names_unit(text: str) -> bool:
    """Whether a kicker names a place or an organ: 友谊路街谊城里社区, 区民政局党支部——"""
    return _UNIT.search(text.rstrip("—：: ")) is not None


def column_tag(title: str) -> re.Match[str] | None:
    """The column that a title carries in brackets at its end: …（人民时评）, but not …（摘登）, …（2024—2026年）"""
    tag = _TAG.search(title)
    return None if tag is None or _NO_COLUMN.fullmatch(tag[1]) else tag
