"""Batches of Arrow: the rows are those of a plain loop, the schema never changes, and a bad text costs only itself."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import govnews
from govnews import MissingExtra, WrongOption, WrongType, schemas
from govnews.output.tables import rows_of
from outputs import PAGE, PLAIN
from test_package import loaded

pyarrow = pytest.importorskip("pyarrow")

from govnews import arrow  # noqa: E402 - without pyarrow nothing here can run
from govnews.arrow import process, schema  # noqa: E402

TABLES = [name for name in schemas.TABLES if name != "errors"]
EACH = pytest.mark.parametrize("table", [*TABLES, "all"])
TEXTS = [PAGE, PLAIN, "", "孤立", PAGE]


def cells(value: object) -> object:
    """What Arrow gives back for a cell of a table."""
    return list(value) if isinstance(value, tuple) else value


def plain(texts: list[str], table: str, **options: Any) -> list[dict[str, object]]:
    """The rows of a plain loop."""
    names = ["id", "error", *schemas.TABLES[table].names]
    return [
        dict(zip(names, (str(number), None, *map(cells, row)), strict=True))
        for number, text in enumerate(texts)
        for row in rows_of(govnews.parse(text, **options))[table]
    ]


def batch(texts: list[Any], **columns: Any) -> Any:
    """A batch with ids."""
    numbers = list(range(len(texts)))
    return pyarrow.record_batch({"n": numbers, "text": pyarrow.array(texts, pyarrow.string()), **columns})


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_those_of_a_plain_loop(table: str) -> None:
    """Each with the caller's id, in the order of the texts; a table of chunks gives the same."""
    found = process(batch(TEXTS), table=table, id="n")
    found.validate(full=True)
    assert found.to_pylist() == plain(TEXTS, table)
    chunks = pyarrow.Table.from_batches([batch(TEXTS).slice(0, 2), batch(TEXTS).slice(2)])
    whole = process(chunks, table=table, id="n")
    assert isinstance(whole, pyarrow.Table)
    assert whole.to_pylist() == found.to_pylist()


def test_all_tables_stand_in_one_row_for_each_text() -> None:
    """Their lists hold what the tables hold."""
    found = process(batch([*TEXTS, None]), table="all", id="n")
    found.validate(full=True)
    rows = found.to_pylist()
    assert [row["id"] for row in rows] == ["0", "1", "2", "3", "4", "5"]
    assert [row["error"] for row in rows] == [None] * 5 + ["the text is null"]
    for table in TABLES:
        flat = [{"id": row["id"], "error": row["error"], **one} for row in rows for one in row[table]]
        assert flat == plain(TEXTS, table)
    assert plain(TEXTS, "initiatives")


@EACH
def test_the_schema_never_changes(table: str) -> None:
    """Neither with the texts nor with their types, nor where there are none."""
    wanted = schema(table)
    assert wanted.metadata[b"govnews.table"] == table.encode()
    assert all(field.nullable for field in wanted)
    for texts in ([], [None], [PLAIN]):
        for kind in (pyarrow.string(), pyarrow.large_string(), pyarrow.dictionary(pyarrow.int32(), pyarrow.string())):
            given = pyarrow.record_batch({"text": pyarrow.array(texts, kind)})
            assert process(given, table=table).schema.equals(wanted, check_metadata=True)
    assert process(pyarrow.record_batch({"text": pyarrow.array([], pyarrow.null())}), table=table).num_rows == 0


@pytest.mark.parametrize("kind", ["large_string", "string_view", "dictionary"])
def test_every_kind_of_text_column_is_read(kind: str) -> None:
    """Polars gives large strings or views, pandas and DuckDB dictionaries."""
    kinds = {
        "large_string": pyarrow.large_string(),
        "string_view": getattr(pyarrow, "string_view", pyarrow.string)(),
        "dictionary": pyarrow.dictionary(pyarrow.int32(), pyarrow.string()),
    }
    texts = pyarrow.array([PLAIN, PAGE], pyarrow.string()).cast(kinds[kind])
    assert texts.type == kinds[kind]
    given = pyarrow.record_batch({"n": [0, 1], "text": texts})
    assert process(given, id="n").to_pylist() == plain([PLAIN, PAGE], "statistics")


@pytest.mark.parametrize("day", ["2024-07-05", date(2024, 7, 5), datetime(2024, 7, 5, 8, 30)], ids=str)
def test_each_row_has_its_own_options(day: object) -> None:
    """Dates, papers, places and kinds come from columns; a null says nothing."""
    known = {"published": "2024-07-05", "publication": "滨河日报", "place": "河西区", "kind": "article"}
    columns = {name: [value, None] for name, value in known.items()} | {"published": [day, None]}
    found = process(batch([PLAIN, PLAIN], **columns), table="all", id="n", **{name: name for name in known}).to_pylist()
    for row, options in zip(found, (known, {}), strict=True):
        for table in TABLES:
            flat = [one | {"id": "0", "error": None} for one in row[table]]
            assert flat == plain([PLAIN], table, **options)
    assert found[0]["statistics"][0]["period_end"] == date(2024, 7, 5)
    assert found[0]["statistics"] != found[1]["statistics"]


def test_a_table_of_your_own_counts(tmp_path: Path) -> None:
    """`reference=` goes to each text."""
    row = "my-qi,畦,,thing,yes,,,种菜苗30畦。,,own\n"
    header = "id,unit,canonical,kind,safe,base_unit,factor,example,counter_example,source\n"
    (tmp_path / "units.csv").write_text(header + row, encoding="utf-8")
    found = process(batch(["村里种菜苗30畦。"]), reference=tmp_path)
    assert found.column("unit").to_pylist() == ["畦"]


@EACH
def test_a_bad_text_costs_only_itself(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row has its id and the reason; the others are as they would be without it."""
    no_utf8 = [None, pyarrow.py_buffer(b"\0\0\0\0\2\0\0\0"), pyarrow.py_buffer(b"\xff\xfe")]
    broken = pyarrow.Array.from_buffers(pyarrow.string(), 1, no_utf8)
    good = pyarrow.array([PLAIN, None, PLAIN, PLAIN, "很" * (len(PLAIN) + 1), "故障"])
    given = pyarrow.concat_arrays([good, broken])
    kinds = [None, None, "poem", None, None, None, None]
    days = [None, None, None, "gestern", None, None, None]
    monkeypatch.setattr(arrow, "MOST_CHARACTERS", len(PLAIN))

    def parse(text: str, **options: Any) -> object:
        if text == "故障":
            raise ZeroDivisionError("a fault of ours")
        return govnews.parse(text, **options)

    monkeypatch.setattr(arrow, "parse", parse)
    whole = pyarrow.record_batch({"n": list(range(7)), "text": given, "kind": kinds, "day": days})
    found = process(whole, table=table, id="n", kind="kind", published="day")
    found.validate()
    errors = {row["id"]: row["error"] for row in found.select(["id", "error"]).to_pylist() if row["error"] is not None}
    assert list(errors) == ["1", "2", "3", "4", "5", "6"]
    for number, said in enumerate(("null", "kind must be", "ISO date", "characters", "report it", "no UTF-8"), start=1):
        assert said in errors[str(number)]
    if table != "all":
        nulls = [row for row in found.to_pylist() if row["error"] is not None]
        assert all(value is None for row in nulls for name, value in row.items() if name not in ("id", "error"))
        assert [row for row in found.to_pylist() if row["id"] == "0"] == plain([PLAIN], table)


def test_wrong_calls_are_said() -> None:
    """What the whole batch cannot mean raises, and says what was wanted."""
    with pytest.raises(WrongType, match="batch must be"):
        process([PLAIN])
    with pytest.raises(WrongType, match="text must be the name of a column"):
        process(batch([PLAIN]), text=1)  # type: ignore[arg-type]  # that is the point
    with pytest.raises(WrongOption, match="one column 'body'; it has n, text"):
        process(batch([PLAIN]), text="body")
    with pytest.raises(WrongOption, match="'n' must hold text, not int64"):
        process(batch([PLAIN]), text="n")
    with pytest.raises(WrongOption, match="'n' must hold text or dates, not int64"):
        process(batch([PLAIN]), published="n")
    for table in ("errors", "figures"):
        with pytest.raises(WrongOption, match=f"all, not '{table}'"):
            process(batch([PLAIN]), table=table)
    twice = pyarrow.record_batch([pyarrow.array([PLAIN])] * 2, names=["text", "text"])
    with pytest.raises(WrongOption, match="one column 'text'"):
        process(twice)


def test_without_pyarrow_the_command_that_installs_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And importing the module needs none."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match="pip install pyarrow "):
        schema()
    assert loaded("import govnews.arrow", ("pyarrow",)) == []
