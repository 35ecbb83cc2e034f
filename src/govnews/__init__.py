"""Turns raw Chinese local-government news into typed data, each piece traceable to its characters.

The parsers are loaded when they are first used, so that `import govnews` costs little and reads no table.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from govnews.errors import (
    GovnewsError,
    MissingExtra,
    ReadError,
    RecordError,
    TableError,
    WriteError,
    WrongOption,
    WrongType,
)
from govnews.spans import AlignedText, Edit, Span
from govnews.version import CODE as __version__  # noqa: N811 - the name that Python gives it

if TYPE_CHECKING:
    from govnews import models, reference, schemas
    from govnews.finding.initiatives import find_initiatives
    from govnews.finding.numerals import parse_number
    from govnews.finding.organizations import find_organizations
    from govnews.finding.places import find_places
    from govnews.finding.quantities import parse_quantity
    from govnews.finding.statistics import explain_numbers, find_statistics
    from govnews.models import Article, Document, Organization, Place, Statistic
    from govnews.output.annotations import export
    from govnews.output.records import from_dict, to_dict
    from govnews.output.rows import statistic_rows
    from govnews.output.tables import Tables, tables
    from govnews.output.view.pages import corpus_html
    from govnews.output.writers import write
    from govnews.pipeline import normalize, parse, read, read_all

_PUBLIC = {
    "finding.initiatives": ("find_initiatives",),
    "finding.numerals": ("parse_number",),
    "finding.organizations": ("find_organizations",),
    "finding.places": ("find_places",),
    "finding.quantities": ("parse_quantity",),
    "finding.statistics": ("explain_numbers", "find_statistics"),
    "models": ("Article", "Document", "Organization", "Place", "Statistic"),
    "output.annotations": ("export",),
    "output.records": ("from_dict", "to_dict"),
    "output.rows": ("statistic_rows",),
    "output.tables": ("Tables", "tables"),
    "output.writers": ("write",),
    "output.view.pages": ("corpus_html",),
    "pipeline": ("normalize", "parse", "parse_html", "read", "read_all"),
}
_HOME = {name: module for module, names in _PUBLIC.items() for name in names}

__all__ = [
    "AlignedText",
    "Article",
    "Document",
    "Edit",
    "GovnewsError",
    "MissingExtra",
    "Organization",
    "Place",
    "ReadError",
    "RecordError",
    "Span",
    "Statistic",
    "TableError",
    "Tables",
    "WriteError",
    "WrongOption",
    "WrongType",
    "__version__",
    "corpus_html",
    "explain_numbers",
    "export",
    "find_initiatives",
    "find_organizations",
    "find_places",
    "find_statistics",
    "from_dict",
    "models",
    "normalize",
    "parse",
    "parse_html",
    "parse_number",
    "parse_quantity",
    "read",
    "read_all",
    "reference",
    "schemas",
    "statistic_rows",
    "tables",
    "to_dict",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in ("models", "reference", "schemas"):
        return import_module(f"govnews.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'govnews' has no attribute {name!r}")
    value = getattr(import_module(f"govnews.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
