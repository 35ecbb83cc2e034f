"""The bundled pages: one test a field against a truth written by hand, and the whole record against what it was."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from govnews import models, parse, to_dict
from govnews.models import BlockKind, Byline, Role
from truth import article_of, flat, statistic_of, value_of

HERE = Path(__file__).parent
PAGES = ("district_page", "web_page")
KNOWN: dict[str, str] = json.loads((HERE / "pages" / "known_failures.json").read_text(encoding="utf-8"))
EDITORS = (Role.EDITOR, Role.RESPONSIBLE_EDITOR)


def bundled(page: str) -> str:
    return files("govnews").joinpath("data", "pages", f"{page}.txt").read_text(encoding="utf-8")


DOCUMENTS = {page: parse(bundled(page)) for page in PAGES}
TRUTHS: dict[str, Any] = {
    page: json.loads((HERE / "pages" / f"{page}.json").read_text(encoding="utf-8")) for page in PAGES
}
ARTICLES = [(page, i) for page in PAGES for i in range(len(TRUTHS[page]["articles"]))]
STATISTICS = [
    pytest.param(page, i, k, marks=[pytest.mark.xfail(reason=KNOWN[key], strict=True)] if key in KNOWN else [], id=key)
    for page, i in ARTICLES
    for k, said in enumerate(TRUTHS[page]["articles"][i]["statistics"])
    for key in [f"{page}/{said['quote']}"]
]


def both(page: str, i: int) -> tuple[models.Article, dict[str, Any]]:
    truth = TRUTHS[page]["articles"][i]
    return article_of(DOCUMENTS[page], truth), truth


@pytest.mark.parametrize("page", PAGES)
def test_the_document_is_of_its_kind_and_has_its_date(page: str) -> None:
    """Kind, date, breadcrumb and organizers are those of the truth."""
    document, truth = DOCUMENTS[page], TRUTHS[page]
    assert document.kind.value == truth["kind"]
    assert (document.published or "").startswith(truth["published"])
    assert [part.text for part in document.breadcrumb] == (truth.get("section") or [])
    assert [organ.text for organ in document.organizers] == (truth.get("organizers") or [])
    assert len(document.articles) == len(truth["articles"])


@pytest.mark.parametrize("field", ["title", "kicker", "subtitle", "column", "source"])
@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_the_head_of_each_article(page: str, i: int, field: str) -> None:
    """Title, kicker, subtitle, column and source are those of the truth."""
    article, truth = both(page, i)
    if field not in truth.get("unscored", []):
        assert flat(getattr(article, field)) == flat(truth.get(field)).replace("None", "")


@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_the_bylines_of_each_article(page: str, i: int) -> None:
    """Labels and names are as printed, and an editor is no author."""
    article, truth = both(page, i)

    def named(bylines: tuple[Byline, ...], *, editors: bool) -> list[tuple[str | None, str]]:
        return [(b.label, name) for b in bylines for name in b.names if (b.role in EDITORS) is editors]

    wrote = [pair for pair in named(article.bylines, editors=False) if pair[0] not in ("摄", "校对")]
    assert wrote == [(b["role"], flat(name)) for b in truth["bylines"] for name in b["names"]]
    assert [name for _, name in named(article.bylines, editors=True)] == truth.get("editors", [])


@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_the_paragraphs_of_each_article(page: str, i: int) -> None:
    """Each paragraph begins and ends as the truth says, and what was cut is whole again."""
    article, truth = both(page, i)
    paragraphs = [
        flat(block.text) for block in article.body if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    ]
    wanted = [(flat(start), flat(end)) for start, end in truth["paragraphs"]]
    assert len(paragraphs) == len(wanted)
    for paragraph, (start, end) in zip(paragraphs, wanted, strict=True):
        assert paragraph.startswith(start)
        assert paragraph.endswith(end)
    whole = "\n".join(paragraphs)
    assert [join for join in truth.get("joins", []) if flat(join) not in whole] == []


@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_the_headings_and_captions_of_each_article(page: str, i: int) -> None:
    """Headings are no titles, a caption names who made the picture."""
    article, truth = both(page, i)
    assert [flat(b.text) for b in article.body if b.kind is BlockKind.HEADING] == [flat(h) for h in truth["headings"]]
    captions = [b for b in article.body if b.kind is BlockKind.CAPTION]
    assert [name for b in captions for credit in b.credits for name in credit.names] == [
        flat(name) for c in truth["captions"] for credit in c["credits"] for name in credit["names"]
    ]


@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_notes_readouts_and_initiatives_of_each_article(page: str, i: int) -> None:
    """The editor's note, the parts of a meeting's report, and the named initiatives are found."""
    article, truth = both(page, i)
    note = flat(article.editor_note)
    assert [part for part in truth.get("editor_note") or [] if flat(part) not in note] == []
    assert [readout.verb[-2:] for readout in article.readouts] == [verb[-2:] for verb in truth.get("readout") or []]
    names = {flat(name) for found in article.initiatives for name in (found.name, found.formula) if name}
    missed = [name for name in truth.get("initiatives") or [] if flat(name) not in names]
    assert [name for name in missed if f"{page}/initiative/{name}" not in KNOWN] == []


@pytest.mark.parametrize(("page", "i", "k"), STATISTICS)
def test_each_statistic(page: str, i: int, k: int) -> None:
    """Value, unit, qualifier, status, change and period of each statistic are those of the truth."""
    truth = TRUTHS[page]["articles"][i]
    said = truth["statistics"][k]
    found = statistic_of(DOCUMENTS[page], truth, said)
    assert found is not None
    assert (found.value, found.low, found.high) == value_of(said)
    assert (found.unit, found.qualifier.value, found.status.value) == (said["unit"], said["qualifier"], said["status"])
    if "change" in said:
        assert (found.change.value if found.change else None) == said["change"]
    if "period" in said:
        assert flat(said["period"]) in flat(found.period.text if found.period else "") or said["period"] == flat(
            found.period and found.period.text
        )


@pytest.mark.parametrize(("page", "i"), ARTICLES)
def test_what_counts_nothing_is_no_statistic(page: str, i: int) -> None:
    """No statistic stands on a number that the truth calls none."""
    article, truth = both(page, i)
    text = flat(DOCUMENTS[page].text[article.span.start : article.span.end])
    texts = [flat(s.span.of(DOCUMENTS[page].text)) for s in article.statistics]
    for phrase in truth["not_statistics"]:
        if text.count(flat(phrase)) and f"{page}/none/{phrase}" not in KNOWN:
            assert flat(phrase) not in texts


@pytest.mark.parametrize("page", PAGES)
def test_the_record_is_what_it_was(page: str) -> None:
    """Nothing in the record changes unnoticed; scripts/update_golden.py writes it anew."""
    stored = json.loads(files("govnews").joinpath("data", "pages", f"{page}.json").read_text(encoding="utf-8"))
    record = to_dict(DOCUMENTS[page])
    record["govnews"] = stored["govnews"]
    assert record == stored
