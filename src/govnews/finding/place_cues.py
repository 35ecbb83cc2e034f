"""The patterns by which places are told from what looks like them, as they are looked for."""

from __future__ import annotations

import re

from attrs import frozen

from govnews import reference
from govnews.reference import PlaceCueRole
from govnews.table_files import per_reference


@frozen
class PlaceCues:
    """The patterns of each role of place_cues.csv as one; `goes_on_short` holds those of `road` too, and so forth."""

    goes_on: re.Pattern[str]
    goes_on_short: re.Pattern[str]
    """A road, a zone or a river."""
    road: re.Pattern[str]
    common: re.Pattern[str]
    says: re.Pattern[str]
    behind_town: re.Pattern[str]
    """The name of a community, as a group, with its ending, right behind a town."""
    behind_county: re.Pattern[str]
    alone: re.Pattern[str]
    kind: re.Pattern[str]
    no_name: re.Pattern[str]
    """A kind, or what no name holds."""
    stop: re.Pattern[str]
    no_end: re.Pattern[str]
    name_end: re.Pattern[str]
    village: re.Pattern[str]
    local: re.Pattern[str]
    """全区, 我市, 该镇; not 全市场, 本市场, 全省份."""
    rank: re.Pattern[str]
    ranked: re.Pattern[str]
    """What ends in front of the place."""


@per_reference
def place_cues() -> PlaceCues:
    """The patterns by their roles."""
    patterns: dict[PlaceCueRole, list[str]] = {role: [] for role in PlaceCueRole}
    for row in reference.place_cues():
        patterns[row.role].append(row.pattern)

    def any_of(*roles: PlaceCueRole) -> str:
        return "|".join(pattern for role in roles for pattern in patterns[role])

    name = "([\u4e00-\u9fff]{2,7}?)"
    return PlaceCues(
        goes_on=re.compile(any_of(PlaceCueRole.GOES_ON)),
        goes_on_short=re.compile(any_of(PlaceCueRole.ROAD, PlaceCueRole.GOES_ON_SHORT)),
        road=re.compile(any_of(PlaceCueRole.ROAD)),
        common=re.compile(any_of(PlaceCueRole.COMMON)),
        says=re.compile(any_of(PlaceCueRole.SAYS)),
        behind_town=re.compile(f"{name}(?:{any_of(PlaceCueRole.ENDING, PlaceCueRole.ENDING_IN_TOWN)})"),
        behind_county=re.compile(f"{name}(?:{any_of(PlaceCueRole.ENDING)})"),
        alone=re.compile(any_of(PlaceCueRole.ALONE)),
        kind=re.compile(any_of(PlaceCueRole.KIND)),
        no_name=re.compile(any_of(PlaceCueRole.NO_NAME, PlaceCueRole.KIND)),
        stop=re.compile(any_of(PlaceCueRole.STOP)),
        no_end=re.compile(any_of(PlaceCueRole.NO_END)),
        name_end=re.compile(any_of(PlaceCueRole.NAME_END)),
        village=re.compile(f"(?:{any_of(PlaceCueRole.VILLAGE)})$"),
        local=re.compile(
            f"[全我本该](?:(?<!该)国|省|自治区|市|区|县|州|盟|旗|镇|乡|街道|街)(?!{any_of(PlaceCueRole.LEVEL_GOES_ON)})"
        ),
        rank=re.compile(any_of(PlaceCueRole.RANK)),
        ranked=re.compile(f"(?:{any_of(PlaceCueRole.RANKED)})$"),
    )
