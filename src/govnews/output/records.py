"""Documents to plain data and back, as the record describes them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

from attrs import fields

from govnews.errors import RecordError, WrongType
from govnews.models import (
    Alternative,
    Article,
    Block,
    Byline,
    Check,
    Dateline,
    Document,
    Initiative,
    Organization,
    Period,
    Place,
    PlaceName,
    Printed,
    Reading,
    Readout,
    Statistic,
    Versions,
)
from govnews.spans import AlignedText, Edit, Span
from govnews.version import SCHEMA

if TYPE_CHECKING:
    from cattrs import Converter

_SPANNED = (
    Alternative, Article, Block, Byline, Dateline, Initiative, Organization, Period, Place, Printed, Reading, Readout,
    Statistic,
)  # fmt: skip


def to_dict(document: Document) -> dict[str, Any]:
    """Plain data that `json` writes: dicts, lists, strings, whole numbers.

    Every `span` is `[start, end)` in code points of the raw text, `text_span` the same in the repaired text.

    >>> from govnews import parse
    >>> record = to_dict(parse("今年，全區走访群众1.2万人次。"))
    >>> record["articles"][0]["statistics"][0]["value"], record["edits"][0]["new"]
    ('12000', '区')

    Raises:
        WrongType: if `document` is no Document.

    """
    if not isinstance(document, Document):
        raise WrongType("document", "a Document", document)
    return _Writer(document.aligned).document(document)


def from_dict(record: dict[str, Any]) -> Document:
    """The document that `to_dict` wrote; records of older schema versions are read too.

    Raises:
        WrongType: if `record` is no dict.
        RecordError: if a field is missing or has a wrong type, with its name.

    """
    if not isinstance(record, dict):
        raise WrongType("record", "a dict", record)
    schema = record.get("schema")
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise RecordError(
            f"schema: expected a whole number from 1 to {SCHEMA}, got {schema!r}; was this record written by to_dict?"
        )
    plain = dict(record)
    # The record shows the raw text and its edits; the document holds them as one.
    plain["aligned"] = {"raw": plain.pop("raw", None), "edits": plain.pop("edits", None)}
    try:
        return _reader().structure(plain, Document)
    except Exception as error:  # cattrs raises its own groups and whatever a constructor raises
        from cattrs import transform_error

        problems = "; ".join(transform_error(error, path="record")[:3])
        raise RecordError(f"this record cannot be read: {problems}") from error


class _Writer:
    """Writes the values of one document; it knows where their places lie in the raw text."""

    def __init__(self, aligned: AlignedText) -> None:
        self._aligned = aligned

    def document(self, document: Document) -> dict[str, Any]:
        record: dict[str, Any] = {"schema": document.schema, "govnews": self._plain(document.govnews)}
        for field in fields(Document):
            if field.name in ("schema", "govnews"):
                continue
            if field.name == "aligned":
                record["raw"] = document.raw
                record["edits"] = [
                    {"span": [e.span.start, e.span.end], "new": e.new, "rule": e.rule} for e in document.edits
                ]
                continue
            record[field.name] = self._plain(getattr(document, field.name))
            if field.name == "blocks":
                record["furniture"] = self._plain(document.furniture)
        return record

    def _plain(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, str):
            return str(value)
        if isinstance(value, tuple):
            return [self._plain(member) for member in value]
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, Span):
            raw = self._aligned.raw_span(value)
            return [raw.start, raw.end]
        record: dict[str, Any] = {}
        for name in (field.name for field in fields(type(value))):
            member = getattr(value, name)
            record[name] = self._plain(member)
            if name == "span":
                record["text_span"] = None if member is None else [member.start, member.end]
            elif name == "spans":
                record["text_spans"] = [[span.start, span.end] for span in member]
        return record


@cache
def _reader() -> Converter:
    """The converter that reads records; cattrs is imported when the first one is read."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, override

    converter = Converter(forbid_extra_keys=False)
    converter.register_structure_hook(Span, lambda value, _: Span(int(value[0]), int(value[1])))
    converter.register_structure_hook(Decimal, _decimal)
    for cls in (*_SPANNED, Check):
        hints = get_type_hints(cls)
        # The record's `span` lies in the raw text; ours is its `text_span`.
        names: dict[str, Any] = {}
        if "span" in hints:
            names["span"] = override(rename="text_span")
        if "spans" in hints:
            names["spans"] = override(rename="text_spans")
        converter.register_structure_hook(cls, make_dict_structure_fn(cls, converter, **names))
    for plain in (Versions, PlaceName, Edit, AlignedText, Document):
        converter.register_structure_hook(plain, make_dict_structure_fn(plain, converter))
    return converter


def _decimal(value: Any, _: Any) -> Decimal:
    try:
        return Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise ValueError(f"expected a decimal number as a string, got {value!r}") from None
