"""Collects the blocks of a page in order and makes articles of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import define, evolve, field, frozen

from govnews.lines.layout import Line
from govnews.models import (
    BODY_KINDS,
    Alternative,
    Article,
    ArticleKind,
    Block,
    BlockKind,
    Byline,
    Dateline,
    DocumentKind,
    Printed,
    Role,
)
from govnews.spans import Span
from govnews.structure.bylines import parse_credit, parse_dateline, parse_sign_off
from govnews.structure.titles import Piece, bare_column, column_tag

_OWN_HEADS = frozenset((BlockKind.COLUMN, BlockKind.TITLE))
_NOTICE = re.compile("(?:公告|启事|声明|通告|公示|遗失|注销|征集令?|招聘|招标|拍卖|致读者)[（(]?[^（）()]{0,8}[）)]?$")


@frozen
class Page:
    """The structure of a page; its articles have no findings yet."""

    kind: DocumentKind
    publication: Printed | None
    breadcrumb: tuple[Printed, ...]
    organizers: tuple[Printed, ...]
    published: str | None
    articles: tuple[Article, ...]
    blocks: tuple[Block, ...]
    alternatives: tuple[Alternative, ...] = ()
    kind_rule: str = ""
    page: Printed | None = None
    bylines: tuple[Byline, ...] = ()


@define
class Draft:
    """An article while it is being read."""

    column: Printed | None = None
    bylines: list[Byline] = field(factory=list)
    dateline: Dateline | None = None
    source: Printed | None = None
    published: str | None = None
    parts: dict[BlockKind, Printed] = field(factory=dict)
    has_prose: bool = False


@define
class Builder:
    """The blocks so far, in the order of the text, and the articles that they belong to."""

    text: str
    blocks: list[Block] = field(factory=list)
    drafts: list[Draft] = field(factory=list)
    bridges: frozenset[int] = frozenset()
    """Where lines begin that go on behind a running head."""
    halves: frozenset[int] = frozenset()
    """Where the lines begin that go on there: half a sentence, and no title."""
    column: Printed | None = None
    """The column head that still holds."""
    single: bool = False
    """Whether the page has one article, so that no further one begins."""
    first: int = 0
    """Index of the first article of the page that is being read."""

    @property
    def current(self) -> int | None:
        """Index of the article that is being read."""
        return len(self.drafts) - 1 if self.drafts else None

    @property
    def has_article(self) -> bool:
        """Whether an article has begun on the page that is being read."""
        return len(self.drafts) > self.first

    def turn_page(self) -> None:
        """What held on one page holds no longer on the next."""
        self.column, self.single, self.first = None, False, len(self.drafts)

    def begin(self) -> Draft:
        """Start another article."""
        self.drafts.append(Draft(column=self.column))
        return self.drafts[-1]

    def add(self, kind: BlockKind, span: Span, rule: str, *, article: int | None = None) -> None:
        """One block of one piece."""
        self.blocks.append(Block(kind, span.of(self.text), span, (span,), article, rule=rule))

    def furniture(self, line: Line, kind: BlockKind, rule: str) -> None:
        """A line that belongs to no article."""
        self.add(kind, line.span, rule)

    def title_block(self, pieces: Sequence[Piece]) -> None:
        """Column, kicker, title and subtitle of the current article."""
        draft = self.drafts[-1]
        for piece in pieces:
            printed = Printed(piece.span.of(self.text), piece.span)
            if piece.kind is BlockKind.COLUMN:
                name = bare_column(printed.text)
                printed = Printed(name, Span(piece.span.end - len(name), piece.span.end))
                draft.column = printed
                # 图片新闻 is the head of one picture.
                self.column = None if piece.rule == "column-photo" else printed
            elif piece.kind in draft.parts:
                first = draft.parts[piece.kind].span
                assert first is not None
                whole = Span(first.start, piece.span.end)
                draft.parts[piece.kind] = Printed(f"{draft.parts[piece.kind].text} {printed.text}", whole)
            else:
                draft.parts[piece.kind] = printed
            if piece.kind is BlockKind.TITLE and (tag := column_tag(printed.text)):
                start = piece.span.start + tag.start(1)
                draft.column = Printed(tag[1], Span(start, start + len(tag[1])))
            self.add(piece.kind, piece.span, piece.rule, article=self.current)

    def byline(self, span: Span, bylines: Sequence[Byline], rule: str) -> None:
        """A line, or the end of one, that says who wrote."""
        names = {name for byline in bylines for name in byline.names}
        draft = self.drafts[-1]
        # 作者：王小明 in the metadata and 本报记者 王小明 above the text are one person.
        draft.bylines = [b for b in draft.bylines if b.role is not Role.AUTHOR or not names.issuperset(b.names)]
        draft.bylines += bylines
        self.add(BlockKind.BYLINE, span, rule, article=self.current)

    def note(self, lines: Sequence[Line]) -> None:
        """An editor's note, its head and its paragraphs."""
        draft = self.drafts[-1]
        spans = [line.span for line in lines]
        whole = Span(spans[0].start, spans[-1].end)
        prose = spans[1:] if len(spans) > 1 else spans
        note = "\n".join(span.of(self.text) for span in prose)
        draft.parts[BlockKind.EDITOR_NOTE] = Printed(note, Span(prose[0].start, whole.end))
        for line in lines:
            # 核心阅读 is printed as a heading of the story, 编者按 is the editor's.
            kind = BlockKind.HEADING if line.cue_rule == "note-summary" else BlockKind.EDITOR_NOTE
            self.add(kind, line.span, line.cue_rule or "note", article=self.current)

    def paragraph(self, line: Line, *, first: bool = False) -> None:
        """A line of prose: dateline, text, the byline or credit at its end, each a block of its own."""
        draft = self.drafts[-1]
        start, end = line.span.start, line.span.end
        if first or not draft.has_prose:
            head = parse_dateline(line.text, start)
            if head is not None and start + head[2] < end:
                draft.dateline = head[0]
                if head[0].date is None and head[0].place is None:
                    # 本报讯（记者 …） stands in front of the paragraph; the head of a dispatch with its place and
                    # date (新华社北京1月1日电) is part of the text, as agencies print it.
                    self.byline(Span(start, start + len(line.text[: head[2]].rstrip())), head[1], "dateline")
                    start += head[2]
                else:
                    draft.bylines += head[1]
        draft.has_prose = True
        text = self.text[start:end]
        credited = parse_credit(text, start)
        if credited is not None and credited.start:
            span = Span(start + credited.start, end)
            self.caption(Span(start, _rstrip(self.text, start, span.start)), credited.bylines)
            self.add(BlockKind.BYLINE, span, "credit", article=self.current)
            return
        signed = parse_sign_off(text, start)
        stop = start + signed.start if signed is not None and signed.start else end
        self.add(BlockKind.PARAGRAPH, Span(start, _rstrip(self.text, start, stop)), "prose", article=self.current)
        if signed is not None and stop < end:
            self.byline(Span(stop, end), signed.bylines, "sign-off")

    def caption(self, span: Span, credits: Sequence[Byline]) -> None:
        """The text under a picture with who made it."""
        block = Block(BlockKind.CAPTION, span.of(self.text), span, (span,), self.current, tuple(credits), rule="credit")
        self.blocks.append(block)

    def picture(self, line: Line) -> None:
        """A line that is set as a caption, with the credit at its end if it has one."""
        credited = parse_credit(line.text, line.span.start)
        if credited is None or not credited.start:
            self.caption(line.span, credited.bylines if credited else ())
            return
        start = line.span.start + credited.start
        self.caption(Span(line.span.start, _rstrip(self.text, line.span.start, start)), credited.bylines)
        self.add(BlockKind.BYLINE, Span(start, line.span.end), "credit", article=self.current)

    def table(self, lines: Sequence[Line]) -> None:
        """A table of data; its rows are lines, its cells parted by tabs."""
        span = Span(lines[0].start, lines[-1].end)
        rows = tuple(tuple(line.text.split("\t")) for line in lines)
        text = span.of(self.text)
        self.blocks.append(Block(BlockKind.TABLE, text, span, (span,), self.current, rows=rows, rule="table"))

    def last_is_caption(self, credits: Sequence[Byline]) -> bool:
        """Make the last paragraph a caption, if there is one; a line of credits alone stood behind it."""
        for i in range(len(self.blocks) - 1, -1, -1):
            if self.blocks[i].kind is BlockKind.PARAGRAPH and self.blocks[i].article == self.current:
                self.blocks[i] = evolve(
                    self.blocks[i], kind=BlockKind.CAPTION, credits=tuple(credits), rule="credit-below"
                )
                return True
            if self.blocks[i].kind in BODY_KINDS:
                return False
        return False

    def continued(self, line: Line) -> bool:
        """Add `line` to the last paragraph as a further fragment: a running head stood in between."""
        for i in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[i]
            if block.article is None:
                continue
            if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM):
                return False
            self.drafts[block.article].has_prose = True
            self.blocks[i] = evolve(
                block,
                kind=BlockKind.PARAGRAPH,  # half of a sentence may look like a heading
                text=block.text + line.text,
                span=Span(block.span.start, line.span.end),
                spans=(*block.spans, line.span),
                rule="around-page-head",
            )
            return True
        return False

    def articles(self) -> tuple[Article, ...]:
        """The articles, without what the finders add."""
        own: list[list[Block]] = [[] for _ in self.drafts]
        for block in self.blocks:
            if block.article is not None:
                own[block.article].append(block)
        return tuple(map(self._article, self.drafts, own))

    def _article(self, draft: Draft, own: Sequence[Block]) -> Article:
        body = tuple(block for block in own if block.kind in BODY_KINDS)
        photo = bool(body) and all(block.kind is BlockKind.CAPTION for block in body)
        return Article(
            kind=ArticleKind.PHOTO if photo else ArticleKind.NOTICE if _is_notice(draft) else ArticleKind.STORY,
            column=None if photo and not {block.kind for block in own} & _OWN_HEADS else draft.column,
            kicker=draft.parts.get(BlockKind.KICKER),
            title=draft.parts.get(BlockKind.TITLE),
            subtitle=draft.parts.get(BlockKind.SUBTITLE),
            editor_note=draft.parts.get(BlockKind.EDITOR_NOTE),
            bylines=tuple(draft.bylines),
            dateline=draft.dateline,
            source=draft.source,
            published=draft.published,
            body=body,
            statistics=(),
            initiatives=(),
            places=(),
            organizations=(),
            readouts=(),
            span=Span(min(b.span.start for b in own), max(b.span.end for b in own)) if own else Span(0, 0),
        )


def _is_notice(draft: Draft) -> bool:
    title = draft.parts.get(BlockKind.TITLE)
    return title is not None and _NOTICE.search(title.text) is not None


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " 　":
        end -= 1
    return end
