"""Bytes come back as the text that they were, whatever encoding they are in."""

from __future__ import annotations

import codecs
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govnews.reading.decoding import declaration, decode

CASES = Path(__file__).parent / "cases" / "decoding.jsonl"
SAMPLES: list[tuple[str, str]] = [
    (case["text"], case["encoding"]) for case in map(json.loads, CASES.read_text(encoding="utf-8").splitlines())
]
SHORT = [sample for sample in SAMPLES if len(sample[0]) == 8]
LONG = [sample for sample in SAMPLES if len(sample[0]) > 8]
PHRASE = "政府工作报告全文"


def table(samples: list[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """For each encoding how many samples come back, of how many."""
    right = Counter(encoding for text, encoding in samples if decode(text.encode(encoding)).text == text)
    return {encoding: (right[encoding], n) for encoding, n in Counter(encoding for _, encoding in samples).items()}


def test_eight_characters_are_enough() -> None:
    """Of sixty samples of eight characters at most two are misread, in each encoding and over all."""
    found = table(SHORT)
    assert all(len(text) == 8 for text, _ in SHORT)
    assert min(n for _, n in found.values()) >= 30
    assert all(right * 60 >= n * 58 for right, n in found.values()), found


@pytest.mark.parametrize(("text", "encoding"), LONG, ids=[f"{encoding}-{text[:8]}" for text, encoding in LONG])
def test_longer_texts_always_come_back(text: str, encoding: str) -> None:
    """A sentence is read without a doubt, and nothing of it is replaced."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.replaced) == (text, 0)
    assert decoded.encoding.startswith(encoding)
    assert decoded.confidence > 0.5


def test_a_mark_decides() -> None:
    """A byte order mark names the encoding and is no part of the text."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        data = "\ufeff区".encode(encoding)
        assert (decode(data).text, decode(data).encoding, decode(data).confidence) == ("区", encoding, 1.0)


def test_a_mark_glued_before_gb18030_loses() -> None:
    """The UTF-8 mark in front of bytes that are no UTF-8 at all decides nothing."""
    decoded = decode(codecs.BOM_UTF8 + PHRASE.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (PHRASE, "gb18030")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_a_character_cut_at_the_end_is_one_replacement(encoding: str) -> None:
    """Half a character at the end is replaced, and all before it is right."""
    decoded = decode(PHRASE.encode(encoding)[:-1])
    assert (decoded.text, decoded.replaced) == (PHRASE[:-1] + "\ufffd", 1)


def test_a_big5_character_cut_at_the_end_is_one_replacement() -> None:
    decoded = decode("區議會討論新預算".encode("big5")[:-1])
    assert (decoded.text, decoded.replaced, decoded.encoding) == ("區議會討論新預\ufffd", 1, "big5hkscs")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_bad_byte_spoils_nothing_around_it(encoding: str) -> None:
    """A byte that no encoding has is one replacement; the characters on both sides are right."""
    before, after = "全文如下".encode(encoding), "年度工作".encode(encoding)
    decoded = decode(before + b"\xff" + after)
    assert (decoded.text, decoded.replaced) == ("全文如下\ufffd年度工作", 1)


def test_a_spoiled_second_byte_costs_its_character_only() -> None:
    """Where the second half of a character became a byte of its own, both are replaced and no more."""
    data = bytearray("今天，街道召开会议，部署防汛工作。".encode("gb18030"))
    data[7] = 0xFF
    decoded = decode(bytes(data))
    assert (decoded.text, decoded.replaced) == ("今天，\ufffd\ufffd道召开会议，部署防汛工作。", 2)


def test_replacements_that_a_file_holds_are_text() -> None:
    """U+FFFD that stands in a UTF-8 file was not put there by us."""
    assert decode("走访\ufffd户".encode()).replaced == 0


DECLARATIONS = {
    "gb2312": b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
    "gbk": b"<META CHARSET=GBK>",
    "utf-8": b'<?xml version="1.0" encoding="utf-8"?>',
    "big5": b"<meta name=x content=y>\n<meta charset = 'Big5' />",
}


@pytest.mark.parametrize("named", DECLARATIONS)
def test_declarations_are_found_in_the_first_four_kilobytes(named: str) -> None:
    """All three forms, in any case, and not where a page no longer declares anything."""
    assert declaration(DECLARATIONS[named]) == named
    assert declaration(b" " * 4096 + DECLARATIONS[named]) is None


def test_no_declaration() -> None:
    assert declaration(b"") is None
    assert declaration(b'<meta name="charset"><p>charset=gbk</p>') is None


def test_gb2312_is_read_as_gb18030() -> None:
    """Pages that declare gb2312 hold characters that only its successors have: 镕, 㙍."""
    text = '<meta charset="gb2312"><p>朱镕在㙍村走访</p>'
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


def test_a_declaration_decides_where_the_bytes_do_not() -> None:
    """Rare characters may be either; then whoever wrote the page is believed."""
    rare = "猩猩燭臺睡眠麒麟"
    assert decode(rare.encode("big5")).text != rare
    assert decode(rare.encode("big5"), declared="big5").text == rare
    assert decode(f"<meta charset=big5>{rare}".encode("big5")).text.endswith(rare)


@pytest.mark.parametrize("declared", ["utf-8", "gbk", "GB2312", "big5", "utf-16", "iso-8859-1", "no such", "", "rot13"])
def test_a_wrong_declaration_loses(declared: str) -> None:
    """Neither strict UTF-8 nor eight ordinary characters are read as what a page wrongly declares."""
    wrong = []
    for text, encoding in SHORT:
        decoded = decode(text.encode(encoding), declared=declared)
        if decoded.text != text:
            wrong.append((text, encoding))
        if encoding == "utf-8":
            assert (decoded.encoding, decoded.confidence) == ("utf-8", 1.0)
    assert len(wrong) * 60 <= len(SHORT) * 2, wrong


def test_a_long_script_does_not_hide_the_text() -> None:
    """A page may open with more ASCII than any sample holds, and may stand on one line."""
    for between in ("\n", " "):
        text = between.join(["<script>", "var a = 1;" * 20_000, "</script>", PHRASE])
        for encoding in ("gb18030", "utf-16-le"):
            assert decode(text.encode(encoding)).text == text


def test_ascii_stays_ascii() -> None:
    """Plain English is no UTF-16, not even with a stray control character in it."""
    for text in ("Bush hid the facts", "a bell\x07 and text that goes on", "1.5\n2.5\n", "the end\x1a", "\x00", "a"):
        assert (decode(text.encode()).text, decode(text.encode()).encoding) == (text, "utf-8")
    assert decode("1.5\n2.5\n".encode("utf-16-le")).text == "1.5\n2.5\n"


def test_nothing_is_an_empty_text() -> None:
    assert (decode(b"").text, decode(b"").confidence, decode(b"").replaced) == ("", 1.0, 0)
    assert decode(codecs.BOM_UTF8).text == ""
    assert decode(codecs.BOM_UTF16_LE).text == ""


@given(st.binary(max_size=200), st.sampled_from([None, "gbk", "big5", "utf-16", "utf-8", "\ud800"]))
def test_no_bytes_raise(data: bytes, declared: str | None) -> None:
    """Any bytes become a text, a confidence between 0 and 1, and a count that the text bears out."""
    decoded = decode(data, declared=declared)
    assert 0.0 <= decoded.confidence <= 1.0
    assert decoded.replaced in (0, decoded.text.count("\ufffd"))


@given(st.text(max_size=40), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_unicode_with_its_mark_comes_back(text: str, encoding: str) -> None:
    """Text in a Unicode encoding that says so is read to the character."""
    data = codecs.BOM_UTF8 + text.encode() if encoding == "utf-8" else text.encode(encoding)
    assert decode(data).text == text


@pytest.mark.parametrize("piece", [b"\xff", b"\x00", b"<meta ", b"\xb0\xa1", b"\x80 \n", b"a"], ids=repr)
def test_hostile_bytes_take_linear_time(piece: bytes) -> None:
    """Five million bytes of one kind are decoded at once."""
    data = piece * (5_000_000 // len(piece)) + b"\xff"
    start = time.process_time()
    decode(data)
    assert time.process_time() - start < 3
