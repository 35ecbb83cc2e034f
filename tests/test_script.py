"""The repair of characters and script: what changes, what stays, how long it takes, and what it needs."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
import venv
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews import AlignedText, Span, normalize, reference
from govnews.errors import MissingDictionary
from govnews.repair import dictionaries as module
from govnews.repair.characters import repair_characters
from govnews.repair.dictionaries import dictionaries
from govnews.repair.script import simplify
from strategies import any_text

CASES = Path(__file__).parent / "cases"
AMBIGUOUS = "乾剋麽徵薹氾吒苧昇於祕陞脩蒐甦甯夥薳釐爇著藉瞭覆沈"
TRADITIONAL = "區實鄉業務動會醫園員項積長縣這進運連門間關難電黨隊際陽時問題"


def cases(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def params(name: str) -> list[Any]:
    return [pytest.param(case, id=case["text"][:24]) for case in cases(name)]


def simplified(text: str, protect: tuple[str, ...] = ()) -> str:
    return AlignedText(text).edited(simplify(text, protect)).text


def repaired(text: str) -> str:
    return AlignedText(text).edited(repair_characters(text)).text


def news() -> st.SearchStrategy[str]:
    """Runs of ambiguous, traditional and simplified characters with the marks that part them."""
    return st.text(st.sampled_from(AMBIGUOUS + TRADITIONAL + "区时王安县名显随是的，。\n 　"), max_size=80)


# ---------------------------------------------------------------------------------------------------------
# Script


@pytest.mark.parametrize("case", params("script_stays.jsonl"))
def test_correct_text_stays(case: dict[str, str]) -> None:
    """Correct simplified names, words and sentences come back unchanged, to the character."""
    assert simplified(case["text"]) == case["text"]
    assert simplified(f"今天，{case['text']}。") == f"今天，{case['text']}。"


@pytest.mark.parametrize("case", params("script_changes.jsonl"))
def test_mixed_text_is_mended(case: dict[str, str]) -> None:
    """What was left traditional in simplified text is simplified, in a sentence too."""
    assert simplified(case["text"]) == case["normalized"]
    assert simplified(f"会议强调，{case['text']}") == f"会议强调，{case['normalized']}"


@pytest.mark.parametrize("case", params("script_known_failures.jsonl"))
@pytest.mark.xfail(strict=True, reason="a known failure; when it passes, move the line to its file")
def test_known_failures_of_script_still_fail(case: dict[str, str]) -> None:
    """What the dictionaries do not allow is known."""
    assert simplified(case["text"]) == case["normalized"]


def test_no_standard_character_and_no_common_word_changes() -> None:
    """Of the 8,105 standard characters none changes alone, and of the word list no word does."""
    assert [char for char in reference.standard_characters() if simplified(char) != char] == []
    assert len(reference.standard_characters()) == 8105
    assert [word for word in reference.lexicon() if simplified(word) != word] == []


def test_text_without_a_hit_is_the_same_object() -> None:
    """Nothing is copied where nothing is repaired."""
    text = "今年以来，街道走访群众1.2万人次。"
    assert normalize(text).text is text
    assert normalize(text).raw_span(Span(2, 4)) == Span(2, 4)


def test_protected_words_stay() -> None:
    """Words that the caller names stay, in mixed text and in traditional text."""
    assert simplified("河西區的饼乾，王乾淨", ("王乾淨",)) == "河西区的饼干，王乾淨"
    assert simplified("關於農業發展的計畫與國學", ("國學", "")) == "关于农业发展的计划与國學"


def test_wholly_traditional_text_is_that_of_the_dictionaries() -> None:
    """A traditional text is converted by characters and by the longest listed words."""
    text = "他們於是來到這裡，乾杯！老態龍鍾的錢鍾書看過計畫，情有獨鍾。\n乾。\n不瞭解徵調與角徵羽，答覆覆蓋。"
    assert simplified(text) == (
        "他们于是来到这里，干杯！老态龙钟的钱锺书看过计划，情有独钟。\n干。\n不了解徵调与角徵羽，答复覆盖。"
    )
    assert {edit.rule for edit in simplify(text)} == {"script-traditional"}


@given(news())
def test_simplifying_keeps_the_length_and_stops(text: str) -> None:
    """No edit changes the length or writes beyond U+FFFF, each consumes and changes something, twice is once."""
    edits = simplify(text)
    for edit in edits:
        assert len(edit.new) == len(edit.span) > 0
        assert edit.new != edit.span.of(text)
        assert max(edit.new) <= "\uffff"
    once = AlignedText(text).edited(edits).text
    assert simplified(once) == once


@given(st.one_of(any_text(), news()))
def test_repairs_lead_back(text: str) -> None:
    """Every edit consumes a character, and from raw to text and back is where it began."""
    aligned = AlignedText(text).edited(repair_characters(text))
    aligned = aligned.edited(simplify(aligned.text))
    assert all(len(edit.span) for edit in aligned.edits)
    for at in range(0, len(aligned.text), 3):
        raw = aligned.raw_span(Span(at, at + 1))
        assert aligned.text_span(raw).start <= at < aligned.text_span(raw).end
    assert repaired(repaired(text)) == repaired(text)


# ---------------------------------------------------------------------------------------------------------
# Characters


@pytest.mark.parametrize("row", reference.character_forms(), ids=lambda row: row.code)
def test_form_is_repaired(row: reference.CharacterForm) -> None:
    """Each character of the table becomes what its row says, once and for all."""
    assert repaired(f"前{row.character}后") == f"前{row.text}后"
    assert repaired(row.text) == row.text


def test_symbols_stay() -> None:
    """Symbols, quotation marks, ideographic spaces and U+FFFD are no mistakes."""
    text = "　　面积500㎡，气温20℃，①号楼…“好”‘是’——姚　峰\ufffdⅢ㈠％．½ ㏑"
    assert repair_characters(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("３．５％", "3.5％"),
        ("\ue000标题", "标题"),
        ("\uf06c 第一条", " 第一条"),
        ("陈\ue863仪", "陈\ue863仪"),
        ("全区(cid:12)走访", "全区走访"),
        ("增长(cid:18)5%", "增长\ufffd5%"),
        ("informa\xad\ntion", "informa-\ntion"),
        ("in\xadformation", "information"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
    ],
)
def test_places_decide(text: str, expected: str) -> None:
    """A wide point, a private character, an unreadable glyph and a soft hyphen are repaired by where they stand."""
    assert repaired(text) == expected


def test_radicals_are_those_of_unicode() -> None:
    """The Kangxi radicals of the table are those that normalisation knows; it knows no more of the others than two."""
    forms = {row.character: row.text for row in reference.character_forms() if row.rule == "radical"}
    for char, new in forms.items():
        known = unicodedata.normalize("NFKC", char)
        assert known in (char, new), char
    assert sum("\u2f00" <= char <= "\u2fd5" for char in forms) == 214


@pytest.mark.parametrize("text", [" 區區", "　　本報訊（記者 張三豐）臺灣地區的農業發展。"])
def test_no_edit_of_a_traditional_line_reaches_over_a_beginning(text: str) -> None:
    """A paragraph begins behind an indent or a reporter's brackets; the edit of what it says begins there too."""
    starts = {edit.span.start for edit in normalize(text).edits if edit.rule == "script-traditional"}
    assert all(text[start - 1] in " 　）" for start in starts if start)
    assert all(
        not edit.span.start <= at < edit.span.end
        for edit in normalize(text).edits
        for at, char in enumerate(text)
        if char in " 　）"
    )


def test_a_removed_mark_does_not_blur_a_traditional_line() -> None:
    """Where a mark was removed from a line that is simplified whole, each character still leads to its own."""
    aligned = normalize("這是\u200b繁體中文的農業縣")
    assert aligned.text == "这是繁体中文的农业县"
    assert [aligned.origin(at) for at in range(4)] == [0, 1, 3, 4]


# ---------------------------------------------------------------------------------------------------------
# Bad input


@pytest.mark.parametrize(
    "piece",
    ["\ud800\udfff", "区" * 50, "\n", "\u0301", "乾", "區", "於著", "會區，", "(cid:1)", "\u200b", "\ue000", "⻄\r"],
    ids=lambda piece: ascii(piece[:4]),
)
def test_time_grows_with_the_length(piece: str) -> None:
    """Eight times the text takes about eight times the time (its square would be 64), and nothing raises."""

    def took(times: int) -> float:
        text = piece * times
        start = time.process_time()
        AlignedText(text).edited(repair_characters(text)).text.encode("utf-8", "backslashreplace")
        simplify(text)
        return time.process_time() - start

    took(100)
    short, long = (min(took(times) for _ in range(3)) for times in (5_000, 40_000))
    assert long < 24 * short + 0.1


# ---------------------------------------------------------------------------------------------------------
# The distributions that share the name opencc


class _Gone:
    """A distribution whose files lie in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def locate_file(self, name: str) -> Path:
        return self.folder / name


def test_opencc_is_never_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dictionaries are read though nothing is importable as `opencc`, or something else is."""
    dictionaries.cache_clear()
    for other in (None, object()):
        monkeypatch.setitem(sys.modules, "opencc", other)  # None forbids the import
        assert simplified("河西區的饼乾") == "河西区的饼干"


@pytest.mark.parametrize("content", [None, "區\t区\n"], ids=["missing", "other"])
def test_missing_dictionaries_are_said(content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that are missing or others raise one error that says what to run."""
    if content:
        for name in module.FILES:
            path = tmp_path / f"opencc/dictionary/{name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(metadata, "distribution", lambda name: _Gone(tmp_path))
    dictionaries.cache_clear()
    try:
        with pytest.raises(
            MissingDictionary, match=r"pip install --force-reinstall opencc-python-reimplemented==0\.1\.7"
        ):
            simplify("河西區")
    finally:
        monkeypatch.undo()
        dictionaries.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize(
    "order", [("opencc-python-reimplemented", "opencc"), ("opencc", "opencc-python-reimplemented")]
)
def test_both_distributions_in_either_order(order: tuple[str, str], tmp_path: Path) -> None:
    """Whichever of the two was installed last, the result is the same."""
    venv.create(tmp_path, with_pip=True)
    python = str(tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    root = str(Path(__file__).resolve().parent.parent)
    for package in (root, *order):
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", package], check=True)
    subprocess.run([python, "-m", "pip", "install", "-q", "attrs", "cattrs", "regex"], check=True)
    code = "from govnews import normalize; print(ascii(normalize('河西區的饼乾、王乾').text))"
    done = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.strip() == ascii("河西区的饼干、王乾")
