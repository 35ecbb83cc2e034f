"""Tables of a user's own: what they change, that they change nothing else, and what is said of bad rows."""

from __future__ import annotations

import csv
import importlib
import io
import pickle
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import attrs
import pytest
from attrs import fields
from hypothesis import given
from hypothesis import strategies as st

import govnews
from govnews import (
    Document,
    explain_numbers,
    find_initiatives,
    find_organizations,
    find_places,
    find_statistics,
    parse,
    parse_html,
    read,
    read_all,
    reference,
)
from govnews.errors import ReadError, TableError, WrongType
from govnews.models import BlockKind, InitiativeKind, OrganizationKind, ReadingKind, Role, Status
from govnews.reference import OPEN_TABLES, Reference
from govnews.table_files import column_name, read_rows

# For each table a row of a user's own, and a text in which it shows.
ROWS: Mapping[str, Sequence[str]] = {
    "units": ("my-qi", "畦", "", "thing", "yes", "", "", "村里培育菜苗30畦。", "", "own"),
    "verbs": ("my-dengmen", "蹲访", "action", "干部蹲访群众300人。", "", "own"),
    "initiatives": ("my-jiazu", "惠邻屋", "head", "platform", "居民都夸“和美”惠邻屋。", "", "own"),
    "divisions": ("120198", "云汀区", "county", "no", "001柳汀街道 002苇湾镇"),
    "statuses": ("my-want", "期盼", "planned", "clause", "期盼建成食堂3家。", "", "own"),
    "readings": ("my-cabinet", "code", "保洁柜", "[0-9]+", "", "请把工具放回保洁柜20个格。", "", "own"),
    "periods": ("my-market", "本集期", "period", "stretch", "本集期，售出蔬菜30吨。", "", "own"),
    "qualifiers": ("my-almost", "约摸着", "before", "about", "约摸着300人参加。", "", "own"),
    "news_words": ("畲寮", "n"),
    "labels": ("my-scribe", "速记", "reporter", "front", "■ 速记 王小明", "", "own"),
    "surnames": ("my-surname", "畲", "小区变了样。（畲小舟）", "", "own"),
    "line_cues": ("my-cue", "page_head", "^乡音专刊$", "乡音专刊", "", "own"),
    "page_head_parts": ("my-part", "page", "卷[0-9]+", "卷8 2024年3月18日", "", "own"),
    "metadata_labels": ("my-label", "采编人", "editor", "采编人：王小明", "", "own"),
    "html_names": ("my-name", "chrome", "(?:^|[ #])xmenu9(?:$|[ #])", "xmenu9", "", "own"),
    "html_tags": ("MyTitle", "title", "own"),
    "place_words": ("合肥", "behind", "合肥得很。", "安徽合肥召开会议。", "own"),
    "plan_cues": ("my-open", "opening", "擘绘", "擘绘蓝图。", "", "own"),
    "initiative_words": ("my-word", "ordinary", "头遍水", "干部推进“头遍水”工作。", "", "own"),
    "organization_words": ("topic", "局 馆 署", "suffixes", "河西局开会。", "", "", "own"),
    "place_cues": ("my-road", "road", "滨道", "沿南京滨道散步。", "", "", "own"),
    "table_words": ("my-sum", "whole", "拢共", "镇街|完成户数（户）||拢共|312", "item=完成户数", "", "own"),
    "function_words": ("寮", "s"),
    "organizations": ("帮邻舍", "association", "nothing", "暖心帮邻舍挂牌。", "", "own"),
    "organization_abbreviations": ("渔协", "渔业协会", "association", "nothing", "区渔协召开会议。", "", "own"),
}


ROW_CLASSES = [value for value in vars(reference).values() if isinstance(value, type) and attrs.has(value)]


def columns(table: str) -> list[str]:
    return [column_name(one) for one in fields(reference._OPEN[table].row)]


def write(folder: Path, table: str, *rows: Sequence[str]) -> Path:
    """Write a table of a user's own."""
    folder.mkdir(exist_ok=True)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns(table), *rows])
    (folder / f"{table}.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


@pytest.fixture
def mine(tmp_path: Path) -> Callable[..., Reference]:
    """Loads rows: `mine(units=[row])`, or those of ROWS by the names of their tables."""

    def load(*names: str, **tables: Sequence[Sequence[str]]) -> Reference:
        for name in names:
            write(tmp_path / "mine", name, ROWS[name])
        for name, rows in tables.items():
            write(tmp_path / "mine", name, *rows)
        return reference.load(tmp_path / "mine")

    return load


Mine = Callable[..., Reference]
TEXT = "天津市云汀区柳汀街道干部蹲访群众300人，种菜苗30畦，都夸“和美”惠邻屋。约摸着20人参加。"


def test_an_added_unit_is_counted(mine: Mine) -> None:
    (statistic,) = find_statistics(ROWS["units"][7], reference=mine("units"))
    assert (statistic.unit, statistic.item, statistic.rule) == ("畦", "菜苗", "unit:my-qi")
    assert find_statistics(ROWS["units"][7]) == ()


def test_an_added_verb_is_an_action(mine: Mine) -> None:
    (statistic,) = find_statistics(ROWS["verbs"][3], reference=mine("verbs"))
    assert (statistic.action, statistic.item) == ("蹲访", "群众")
    assert find_statistics(ROWS["verbs"][3])[0].action is None


def test_an_added_initiative_is_found(mine: Mine) -> None:
    (found,) = find_initiatives(ROWS["initiatives"][4], reference=mine("initiatives"))
    assert (found.name, found.kind) == ("和美", InitiativeKind.PLATFORM)
    assert find_initiatives(ROWS["initiatives"][4]) == ()


def test_an_added_organisation_is_found(mine: Mine) -> None:
    (found,) = find_organizations(ROWS["organizations"][3], reference=mine("organizations"))
    assert (found.name, found.kind) == ("帮邻舍", OrganizationKind.ASSOCIATION)
    (found,) = find_organizations("区渔协开会。", place="120103", reference=mine("organization_abbreviations"))
    assert (found.name, found.full_name) == ("区渔协", "河西区渔业协会")
    assert find_organizations(ROWS["organizations"][3]) == ()


def test_an_added_division_is_a_place(mine: Mine) -> None:
    (place,) = find_places("天津市云汀区柳汀街道召开会议。", reference=mine("divisions"))
    assert (place.code, place.chain) == ("120198001", ("天津市", "云汀区", "柳汀街道"))
    (place,) = find_places("苇湾镇召开会议。", place="云汀区", reference=mine("divisions"))
    assert place.code == "120198002"
    assert find_places("天津市云汀区柳汀街道召开会议。")[0].chain == ("天津市",)


def test_an_added_place_word_is_none(mine: Mine) -> None:
    assert find_places(ROWS["place_words"][2], reference=mine("place_words")) == ()
    assert find_places(ROWS["place_words"][2])


def test_added_words_around_a_number(mine: Mine) -> None:
    added = mine("statuses", "readings", "periods", "qualifiers")
    for table, cell, shows in (
        ("statuses", 4, lambda found: found[0].status is Status.PLANNED),
        ("periods", 4, lambda found: found[0].period is not None and found[0].period.text == "本集期"),
        ("qualifiers", 4, lambda found: found[0].text.startswith("约摸着")),
    ):
        text = ROWS[table][cell]
        assert shows(find_statistics(text, reference=added)), table
        assert not shows(find_statistics(text)), table
    text = ROWS["readings"][5]
    assert ("my-cabinet", ReadingKind.CODE) in [(r.rule, r.kind) for r in explain_numbers(text, reference=added)]
    assert "my-cabinet" not in [r.rule for r in explain_numbers(text)]


def test_added_cues_of_places_hold(mine: Mine) -> None:
    text = ROWS["place_cues"][3]
    assert find_places(text, reference=mine("place_cues")) == ()
    assert find_places(text)


def test_added_words_of_names_hold(mine: Mine) -> None:
    text = ROWS["initiative_words"][3]
    assert find_initiatives(text, reference=mine("initiative_words")) == ()
    assert find_initiatives(text)
    text = "天津市署召开会议。"
    suffix = ("署", "government_organ", "name", "", "", "own")
    assert find_organizations(text, reference=mine(organizations=[suffix]))
    assert find_organizations(text, reference=mine("organization_words")) == ()


def test_an_added_word_in_the_head_of_a_table_holds(mine: Mine) -> None:
    cells = [["镇街", "完成户数（户）"], ["拢共", "312"], ["望春街道", "120"]]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    html = f"<h1>民生实事进展</h1><div><p>近日，区里通报了进展，各镇街都在抓紧推进。</p><table>{table}</table></div>"
    items = [found.item for found in parse_html(html, reference=mine("table_words")).statistics]
    assert items == ["完成户数", "望春街道完成户数"]
    assert [found.item for found in parse_html(html).statistics] == ["拢共完成户数", "望春街道完成户数"]


def test_kinds_in_words_are_kinds(tmp_path: Path) -> None:
    row = ("joins", "office mill", "kinds", "", "", "", "own")
    (bad,) = reference.check(write(tmp_path / "mine", "organization_words", row)).bad
    assert (bad.column, bad.got) == ("words", "mill")


def test_an_added_word_is_not_cut(mine: Mine) -> None:
    text = "全村修缮畲寮30座。"
    assert find_statistics(text, reference=mine("news_words"))[0].item == "畲寮"


def test_added_labels_lines_and_names(mine: Mine) -> None:
    added = mine("labels", "line_cues", "page_head_parts", "metadata_labels", "html_names", "html_tags")
    page = "乡音专刊\n\n小区添绿\n\n■ 速记 王小明\n\n今年以来，街道新增绿地3.2万平方米，居民都说好。"
    document = parse(page, reference=added)
    assert [(byline.role, byline.label) for byline in document.articles[0].bylines] == [(Role.REPORTER, "速记")]
    assert document.blocks[0].kind is BlockKind.PAGE_HEAD
    assert parse(page).blocks[0].kind is not BlockKind.PAGE_HEAD
    head = "卷8 2024年3月18日\n\n小区添绿\n\n■ 通讯员 王小明\n\n今年以来，街道新增绿地3.2万平方米。"
    assert str(parse(head, reference=added).page) == "卷8"
    assert parse(head).page is None
    html = (
        "<meta name='MyTitle' content='小区添绿了'><h1>小区添绿</h1><p>采编人：王小明 来源：滨河网</p>"
        "<div><p>今年以来，街道新增绿地3.2万平方米，居民都说好。</p>"
        "<div class='xmenu9'><p>今年以来，街道新增小游园8个，居民都来玩。</p></div>"
        "<p>下一步，街道将建设绿道，方便居民散步。</p></div>"
    )
    with_own, without = parse_html(html, reference=added), parse_html(html)
    assert "meta:MyTitle" in str(govnews.to_dict(with_own))
    assert "meta:MyTitle" not in str(govnews.to_dict(without))
    assert [byline.names for byline in with_own.articles[0].bylines] == [("王小明",)]
    assert (len(with_own.statistics), len(without.statistics)) == (1, 2)


def test_an_added_surname_makes_a_name(mine: Mine) -> None:
    text = ROWS["surnames"][2]
    (byline,) = parse(text, reference=mine("surnames")).articles[0].bylines
    assert byline.names == ("畲小舟",)
    assert parse(text).articles[0].bylines == ()


def test_an_added_cue_makes_a_plan(mine: Mine) -> None:
    text = "擘绘食堂30家分布图。擘绘绿道20公里走向图。擘绘泊位300个规划图。"
    assert {s.status for s in find_statistics(text, reference=mine("plan_cues"))} == {Status.PLANNED}
    assert Status.PLANNED not in {s.status for s in find_statistics(text)}


def test_every_open_table_takes_its_row(mine: Mine) -> None:
    """Each table that can be added to has an example here, and all of them work together."""
    assert set(ROWS) == set(OPEN_TABLES)
    added = mine(*ROWS)
    assert [name for name, rows in added.tables if len(rows) == 1] == sorted(ROWS)
    assert len(find_statistics(TEXT, reference=added)) == len(find_statistics(TEXT)) + 1


def test_a_row_with_a_known_id_takes_its_place(mine: Mine) -> None:
    row = next(unit for unit in reference.units() if unit.unit == "亩")
    replaced = (row.id, "亩", "", "area", "yes", "公顷", "0.0666666667", "", "", "own")
    (statistic,) = find_statistics("全镇种植优质稻3亩。", reference=mine(units=[replaced]))
    assert (str(statistic.base_value), statistic.base_unit) == ("0.2000000001", "公顷")
    assert find_statistics("全镇种植优质稻3亩。")[0].base_unit == "平方米"


def test_an_added_row_goes_before_the_packages(mine: Mine) -> None:
    """Where a user's pattern and one of the package both hold, the user's decides, whatever its id."""
    assert "ordinal-di" in [reading.rule for reading in explain_numbers("第三批")]
    row = ("zz-mine", "ordinal", "第", "三", "", "第三批", "", "own")
    assert [reading.rule for reading in explain_numbers("第三批", reference=mine(readings=[row]))] == ["zz-mine"]


# --- no hidden state ------------------------------------------------------------------------------------------------


CALLS: tuple[Callable[[str, Any], object], ...] = (
    lambda text, given: parse(text, reference=given),
    lambda text, given: find_statistics(text, reference=given),
    lambda text, given: explain_numbers(text, reference=given),
    lambda text, given: find_initiatives(text, reference=given),
    lambda text, given: find_places(text, reference=given),
)
_ALL: list[Reference] = []


def all_rows(folder: Path) -> Reference:
    """All of ROWS, loaded once."""
    if not _ALL:
        for name, row in ROWS.items():
            write(folder, name, row)
        _ALL.append(reference.load(folder))
    return _ALL[0]


@given(
    st.lists(st.sampled_from([*(cell for row in ROWS.values() for cell in row if len(cell) > 4), TEXT, "\n\n"])),
    st.sampled_from(CALLS),
)
def test_nothing_of_a_reference_is_left_behind(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], call: Callable[[str, Any], object]
) -> None:
    """A call without a reference gives the same before and after one with it, and so does the one with it."""
    added = _ALL[0] if _ALL else all_rows(tmp_path_factory.mktemp("mine"))
    text = "".join(pieces)
    before, with_own = call(text, None), call(text, added)
    assert call(text, None) == before
    assert call(text, added) == with_own


def test_a_call_that_raises_leaves_nothing_behind(mine: Mine) -> None:
    with pytest.raises(WrongType):
        find_places(7, reference=mine("units"))  # type: ignore[arg-type]  # that is the point
    assert find_statistics(ROWS["units"][7]) == ()


def test_threads_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Two threads with different references, and one without, at the same time."""
    first = reference.load(write(tmp_path / "a", "units", ROWS["units"]))
    second = reference.load(write(tmp_path / "b", "verbs", ROWS["verbs"]))
    text = "干部蹲访群众300人，种菜苗30畦。" * 20
    wanted = {id(given): find_statistics(text, reference=given) for given in (first, second, None)}
    assert len({len(found) for found in wanted.values()}) == 2
    start = Barrier(3)

    def run(given: Reference | None) -> bool:
        start.wait()
        return all(find_statistics(text, reference=given) == wanted[id(given)] for _ in range(10))

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(run, (first, second, None))) == [True] * 3


def test_what_a_reference_does_not_touch_is_shared(mine: Mine) -> None:
    """A unit of one's own does not make the gazetteer anew."""
    from govnews.finding.gazetteer import gazetteer

    own, added = gazetteer(), mine("units")
    find_places(TEXT, reference=added)
    with reference.using(added):
        assert gazetteer() is own
        assert reference.units()[0].id == "my-qi"
    with reference.using(mine("units", "divisions")):
        assert gazetteer() is not own


def test_a_generator_lets_nobody_see_its_reference(mine: Mine, tmp_path: Path) -> None:
    """Between two documents of `read_all` the caller works with the package's rows."""
    path = tmp_path / "page.txt"
    path.write_text(ROWS["units"][7], encoding="utf-8")
    documents = read_all([path, path], reference=mine("units"))
    for _, document in documents:
        assert isinstance(document, Document)
        assert [s.unit for s in document.statistics] == ["畦"]
        assert find_statistics(ROWS["units"][7]) == ()


def test_processes_have_it_too(mine: Mine, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for n in range(40):
        (pages / f"{n:02}.txt").write_text(ROWS["units"][7], encoding="utf-8")
    added = mine("units")
    alone = list(read_all(pages, reference=added))
    assert alone == list(read_all(pages, jobs=2, reference=added))
    assert all(isinstance(document, Document) and len(document.statistics) == 1 for _, document in alone)


def test_copies_that_come_again_are_one(mine: Mine) -> None:
    """What is made of the tables is made once in each process of `read_all`, not once for each chunk of files."""
    added = mine("units", "verbs")
    copied = pickle.dumps(added)
    assert pickle.loads(copied) == added
    assert pickle.loads(copied) is pickle.loads(copied)


def test_a_path_is_loaded(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", "units", ROWS["units"])
    path = tmp_path / "page.txt"
    path.write_text(ROWS["units"][7], encoding="utf-8")
    assert len(read(path, reference=folder).statistics) == 1
    assert len(find_statistics(ROWS["units"][7], reference=str(folder))) == 1


# --- bad tables -----------------------------------------------------------------------------------------------------


def test_bad_rows_are_all_named_at_once(tmp_path: Path) -> None:
    """Every bad row of every file, with its line and column; the good ones are known too."""
    unit = ROWS["units"]
    write(
        tmp_path,
        "units",
        unit,
        unit,
        ("my-other", *unit[1:]),
        ("my-mu", "亩", *unit[2:]),
        ("", "", "", "vegetable", "perhaps", "", "NaN", "", "", ""),
        unit[:3],
        ("", *unit[1:]),
    )
    write(tmp_path, "statuses", ("my-s", "[^，]*期盼", "planned", "clause", "", "", ""))
    write(tmp_path, "readings", ("my-r", "code", "", "", "", "", "", ""))
    write(
        tmp_path,
        "periods",
        ("my-a", "今(?P<x>年", "period", "stretch", "", "", ""),
        ("my_b", "本集期", "period", "stretch", "", "", ""),
        ("my-c", "a)|(b", "period", "stretch", "", "", ""),
        ("my-d", "(?i)本集期", "period", "stretch", "", "", ""),
        ("my-e", "[^，]*集期", "period", "stretch", "", "", ""),
        ("my-f", "(?P<x>本)集期", "period", "stretch", "", "", ""),
        ("my-g", "(本集期)?", "period", "stretch", "", "", ""),
        ("my-h", "a{99999999999}", "period", "stretch", "", "", ""),
    )
    write(
        tmp_path,
        "divisions",
        ("1201", "云汀区", "county", "no", ""),
        ("120198", "云汀市", "city", "no", ""),
        ("120197", "云汀区", "county", "no", "柳汀街道"),
    )
    write(tmp_path, "news_words", ("太长的一个词", "n"), ("畲寮", "noun"))
    (tmp_path / "unit.csv").write_text("id\n", encoding="utf-8")
    (tmp_path / "verbs.csv").write_text("id,verb\n", encoding="utf-8")
    (tmp_path / "labels.csv").write_bytes("id,label\n速记\n".encode("gbk"))
    (tmp_path / "notes.txt").write_text("nobody's business", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        reference.load(tmp_path)
    assert [(Path(row.file).name, row.line, row.column) for row in caught.value.rows] == [
        ("divisions.csv", 2, "code"),
        ("divisions.csv", 3, "level"),
        ("divisions.csv", 4, "towns"),
        ("labels.csv", 2, "file"),
        ("news_words.csv", 2, "word"),
        ("news_words.csv", 3, "class"),
        *(("periods.csv", line, "id" if line == 3 else "pattern") for line in range(2, 10)),
        ("readings.csv", 2, "before"),
        ("statuses.csv", 2, "pattern"),
        ("unit.csv", 1, "file"),
        ("units.csv", 3, "id"),
        ("units.csv", 4, "unit"),
        ("units.csv", 5, "unit"),
        *(("units.csv", 6, column) for column in ("id", "unit", "kind", "safe", "factor")),
        ("units.csv", 7, "row"),
        ("units.csv", 8, "id"),
        ("units.csv", 8, "id"),
        ("verbs.csv", 1, "header"),
    ]
    said = str(caught.value)
    assert "id: expected what no other row has (line 2 has it), got 'my-qi'" in said
    assert "other unit than the row area-mu, or its id to replace it, got '亩'" in said
    assert "file: expected one of divisions.csv, function_words.csv" in said
    assert "level: expected county, which a code like 120198 stands for, got 'city'" in said
    good = {table: len(rows) for table, rows in reference.check(tmp_path).tables}
    assert good == {"divisions": 0, "news_words": 0, "periods": 0, "readings": 0, "statuses": 0, "units": 1, "verbs": 0}


def test_a_folder_without_tables_says_so(tmp_path: Path) -> None:
    """An empty folder would change nothing, and nobody would know why."""
    (tmp_path / "page.txt").write_text("一", encoding="utf-8")
    with pytest.raises(ReadError, match=r"holds no table; it may hold divisions\.csv"):
        parse("text", reference=tmp_path)
    with pytest.raises(ReadError, match="no such folder"):
        read_all([], reference=tmp_path / "none")
    with pytest.raises(ReadError, match="is no folder"):
        find_statistics("text", reference=tmp_path / "page.txt")
    with pytest.raises(WrongType, match="a Reference or the path of a folder, not int"):
        find_statistics("text", reference=7)  # type: ignore[arg-type]  # that is the point


def test_tables_as_spreadsheets_write_them(tmp_path: Path) -> None:
    """A mark in front, lines that end in CR LF, and cells in quotes are no fault."""
    write(tmp_path, "units", ROWS["units"])
    plain = reference.load(tmp_path)
    path = tmp_path / "units.csv"
    quoted = path.read_text(encoding="utf-8").replace("畦,", '"畦",').replace("\n", "\r\n")
    path.write_bytes(quoted.encode("utf-8-sig"))
    assert reference.load(tmp_path) == plain


@given(st.binary(max_size=200), st.sampled_from(OPEN_TABLES))
def test_no_file_makes_loading_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, table: str
) -> None:
    """Whatever stands in a file: the rows are taken, or said to be bad."""
    folder = tmp_path_factory.mktemp("any")
    header = ",".join(columns(table)).encode()
    (folder / f"{table}.csv").write_bytes(header + b"\n" + data if len(data) % 2 else data)
    checked = reference.check(folder)
    assert checked.bad or checked.tables


_CELLS = st.sampled_from(
    ["", "今年", "畦", "my-x", "[今去]年", "(", "thing", "yes", "no", "1.5", "-1", "x|", "第", "a.*", "n"]
)


@given(st.data())
def test_no_good_row_makes_a_finder_fail(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """What `load` takes, the finders can work with."""
    table = data.draw(st.sampled_from(OPEN_TABLES))
    row = list(ROWS[table])
    for n in data.draw(st.sets(st.integers(0, len(row) - 1), max_size=2)):
        row[n] = data.draw(_CELLS)
    folder = write(tmp_path_factory.mktemp("row"), table, row)
    if not reference.check(folder).bad:
        parse("本报讯（记者 王小明）" + TEXT + "第三批12人，增长5%。", reference=folder)


@pytest.mark.parametrize("name", [table.file for table in reference.tables()])
def test_the_packages_rows_keep_the_rules_of_their_columns(name: str) -> None:
    """Patterns compile, cells that must hold something do: what is asked of a user's rows holds for ours."""
    path = Path(reference.__file__).parent / "data" / name
    row_class = next(cls for cls in ROW_CLASSES if name in (cls.__doc__ or ""))
    _, bad = read_rows(path.read_text(encoding="utf-8"), row_class, name)
    assert bad == []


ROW_CLASSES = [
    value for value in vars(reference).values() if isinstance(value, type) and hasattr(value, "__attrs_attrs__")
]


KEPT_WITHOUT_TABLES = {"finding.dates.resolve", "finding.communities._list", "finding.numerals._read"}
"""Functions that keep what they return and read no table to which rows can be added."""


def test_what_is_made_of_tables_is_kept_for_each_reference() -> None:
    """A `functools.cache` above the tables would give one caller's rows to the next; `per_reference` does not."""
    kept = set()
    for module in pkgutil.walk_packages(govnews.__path__, "govnews."):
        _, place, *_ = module.name.split(".")
        if place in ("finding", "lines", "structure", "words"):
            for value in vars(importlib.import_module(module.name)).values():
                if hasattr(value, "cache_clear"):
                    kept.add(f"{value.__module__}.{value.__name__}".removeprefix("govnews."))
    assert kept == KEPT_WITHOUT_TABLES
