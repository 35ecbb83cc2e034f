"""Turns raw Chinese local-government news into typed data, each piece traceable to its characters."""

from govnews import models, reference
from govnews.errors import GovnewsError, ReadError, RecordError, TableError, WrongOption, WrongType
from govnews.finding.initiatives import find_initiatives
from govnews.finding.numerals import parse_number
from govnews.finding.quantities import parse_quantity
from govnews.finding.statistics import explain_numbers, find_statistics
from govnews.models import Article, Document, Statistic
from govnews.output.records import from_dict, to_dict
from govnews.output.rows import statistic_rows
from govnews.pipeline import normalize, parse, read
from govnews.spans import AlignedText, Edit, Span
from govnews.version import CODE as __version__

__all__ = [
    "AlignedText",
    "Article",
    "Document",
    "Edit",
    "GovnewsError",
    "ReadError",
    "RecordError",
    "Span",
    "Statistic",
    "TableError",
    "WrongOption",
    "WrongType",
    "__version__",
    "explain_numbers",
    "find_initiatives",
    "find_statistics",
    "from_dict",
    "models",
    "normalize",
    "parse",
    "parse_number",
    "parse_quantity",
    "read",
    "reference",
    "statistic_rows",
    "to_dict",
]
