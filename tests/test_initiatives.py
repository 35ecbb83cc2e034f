"""What `find_initiatives` and `find_readouts` find, and what they leave."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews import WrongType, find_initiatives, parse
from govnews.finding.readouts import find_readouts
from govnews.models import Initiative
from strategies import any_text

CASES = Path(__file__).parent / "cases"
PIECES = st.sampled_from(
    (
        "“",
        "”",
        "‘",
        "’",
        "三",
        "1+4",
        "、",
        "行动",
        "工程",
        "实施",
        "推行",
        "会议",
        "强调，",
        "区长李四",
        "\n",
        "《",
        "》",
    )
)


def cases(name: str) -> list[Any]:
    with (CASES / name).open(encoding="utf-8") as file:
        read = [json.loads(line) for line in file]
    return [pytest.param(case, id=case["text"][:24]) for case in read]


def said(initiative: Initiative, field: str) -> object:
    value = getattr(initiative, field)
    if field == "quoted":
        return "yes" if value else "no"
    return [part for part in value if part] or [""] if field == "components" else value and str(value)


@pytest.mark.parametrize("case", cases("initiatives.jsonl"))
def test_initiatives_are_found_as_expected(case: dict[str, Any]) -> None:
    """Each initiative of the sentence has the name, kind and whatever else the case names."""
    found = find_initiatives(case["text"])
    assert [initiative.name for initiative in found] == [expected["name"] for expected in case["expected"]]
    for initiative, expected in zip(found, case["expected"], strict=True):
        assert {field: said(initiative, field) for field in expected} == {
            field: [value] if field == "components" and not isinstance(value, list) else value
            for field, value in expected.items()
        }


@pytest.mark.parametrize("case", cases("no_initiatives.jsonl"))
def test_what_names_no_initiative_is_left(case: dict[str, Any]) -> None:
    """Speech, slogans, titles and ordinary words name none."""
    assert [initiative.name for initiative in find_initiatives(case["text"])] == []


@pytest.mark.parametrize("case", cases("readouts.jsonl"))
def test_readouts_are_found_as_expected(case: dict[str, Any]) -> None:
    """Each part of a meeting's report has its speaker, verb and text."""
    found = find_readouts(case["text"])
    shown = [{"speaker": readout.speaker, "verb": readout.verb, "text": readout.text} for readout in found]
    assert shown == case["expected"]


@given(st.one_of(any_text(), st.lists(PIECES, max_size=30).map("".join)))
def test_spans_quote_their_text(text: str) -> None:
    """Any str is accepted; names and readouts stand in order, apart from each other, where they say."""
    end = 0
    for initiative in find_initiatives(text):
        assert initiative.span.of(text) == initiative.name
        assert end <= initiative.span.start < initiative.span.end
        end = initiative.span.end
    end = 0
    for readout in find_readouts(text):
        assert readout.text in readout.span.of(text)
        assert end <= readout.span.start < readout.span.end
        end = readout.span.end


@given(
    st.lists(PIECES, max_size=20).map("".join),
    st.lists(PIECES, max_size=20).map("".join),
)
def test_pages_do_not_decide_for_each_other(first: str, second: str) -> None:
    """The initiatives and readouts of two pages with a form feed between them are those of each."""
    both = [(found.name, found.kind, found.components) for found in find_initiatives(f"{first}\f{second}")]
    alone = [(f.name, f.kind, f.components) for text in (first, second) for f in find_initiatives(text)]
    assert both == alone
    said_in_both = [(readout.speaker, readout.verb, readout.text) for readout in find_readouts(f"{first}\f{second}")]
    assert said_in_both == [(r.speaker, r.verb, r.text) for text in (first, second) for r in find_readouts(text)]


def test_owners_come_from_the_places_that_are_given() -> None:
    """With `places=()` no place is looked for; an organ is still seen."""
    text = "河西区推行“三访”制度。区民政局推行“四访”制度。"
    assert [found.owner for found in find_initiatives(text)] == ["河西区", "区民政局"]
    assert [found.owner for found in find_initiatives(text, places=())] == [None, "区民政局"]


def test_a_page_has_them_in_its_articles() -> None:
    """`parse` puts owners, components and readouts into the article, with spans of the document's text."""
    text = "河西区推行“三步法”，即听诉求、讲道理、促和解。\n\n会议指出，要抓紧。"
    document = parse(text, kind="article")
    (article,) = document.articles
    (initiative,) = article.initiatives
    (readout,) = article.readouts
    assert (initiative.owner, initiative.components) == ("河西区", ("听诉求", "讲道理", "促和解"))
    assert initiative.span.of(document.text) == "三步法"
    assert (readout.speaker, readout.verb, readout.text) == ("会议", "指出", "要抓紧。")


def test_other_types_are_refused() -> None:
    """Anything but a string is a WrongType."""
    with pytest.raises(WrongType, match="text must be str"):
        find_initiatives(b"")  # type: ignore[arg-type]  # that is the point
