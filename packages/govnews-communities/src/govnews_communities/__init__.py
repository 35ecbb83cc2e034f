"""The communities and villages of China with their codes: what `govnews` finds where this is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from zipfile import ZipFile

__all__ = ["DATE", "communities", "official_name"]

DATE = "2023-06-30"
"""The day for which the list stands."""

_COMMITTEE = re.compile("(?:居民|社区)?(?:委员会|居委会)$")
_VILLAGERS = re.compile("(?:村民委员会|村委会)$")


@lru_cache(maxsize=64)
def communities(county: str) -> Mapping[str, tuple[str, ...]]:
    """The communities and villages of a county by the names that texts call them, each with its codes.

    >>> communities("110101")["多福巷社区"]
    ('110101001001',)
    >>> communities("999999")
    {}

    Args:
        county: six digits of GB/T 2260, or more that begin with them.

    """
    found: dict[str, tuple[str, ...]] = {}
    for code, official in _rows(county[:6]):
        name = written(official)
        found[name] = (*found.get(name, ()), code)
    return found


def official_name(code: str) -> str | None:
    """The name of a community or village in the list, by its code of twelve digits; `None` where there is none.

    >>> official_name("110101001001")
    '多福巷社区居委会'
    """
    return next((name for known, name in _rows(code[:9]) if known == code), None)


def written(official: str) -> str:
    """What a text calls a community or village: its name without the committee.

    >>> written("多福巷社区居委会"), written("开元北路居委会"), written("董家村村民委员会"), written("西湖村委会")
    ('多福巷社区', '开元北路社区', '董家村', '西湖村')
    """
    name = _VILLAGERS.sub("", official)
    if name != official:
        return name if name.endswith(("村", "嘎查", "社区")) else name + "村"
    name = _COMMITTEE.sub("", official)
    if name != official:
        return name if name.endswith(("社区", "村", "嘎查")) else name + "社区"
    return official


def _rows(prefix: str) -> Iterator[tuple[str, str]]:
    """Code and official name of the communities whose towns' codes begin with a prefix of six to nine digits."""
    text = _prefecture(prefix[:4])
    at = text.find("\n" + prefix) + 1
    while at and text.startswith(prefix, at):
        end = text.find("\n", at)
        town, *names = text[at:end].split("\t")
        yield from ((town + name[:3], name[3:]) for name in names)
        at = end + 1


@lru_cache(maxsize=8)
def _prefecture(prefix: str) -> str:
    try:
        return "\n" + _archive().read(f"{prefix}.tsv").decode("utf-8")
    except KeyError:
        return ""


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(files("govnews_communities").joinpath("communities.zip").read_bytes()))
