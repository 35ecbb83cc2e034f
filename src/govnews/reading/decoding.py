"""Bytes to text: which encoding they are in, how sure that is, and how much of them could not be decoded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from functools import cache

from attrs import frozen

# The characters that make up most of any Chinese news; bytes read in the wrong encoding seldom give them.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其"
    "些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建"
    "月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接"
    "知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器"
    "压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议"
    "声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复"
    "容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标"
    "写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
    "镇村街居项企环境创服促升优推策营旅游健康疗园校师贸投监督宣讲扶贫振兴纪检执"
    # The traditional forms of these.
    "這為個國時來們於對會發動過說產種後學經進電裡現實兩體機當點從業應開還義間樣與關線內數麼質氣變條沒結問無軍並題黨員"
    "總設長頭資邊級圖統較將組見計別論運農幾區強決幹戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積"
    "議聲報鬥類離華確張馬節話況溫傳許廣記觀織裝眾書復兒須際驗連斷難礦備辦習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠"
    "識適屬圓調滿縣參紅細聽該鐵價嚴鎮項環創優營遊療園師貿監講貧興紀檢執"
    "，、。：；！？“”《》（）「」·—…％０１２３４５６７８９"
)

# What a character says for the encoding that gave it.
_FREQUENT_SAYS, _ORDINARY_SAYS, _RARE_SAYS, _IMPOSSIBLE_SAYS = 1.0, 0.4, -0.3, -2.0
_DECLARED_SAYS = 0.15
"""What a declaration adds to the mean of its encoding: it decides between neighbours, and loses to clear evidence."""
_CLEAR = 0.4
"""UTF-16 without a mark must read at least so well: English text and pictures, two bytes a character, do not."""
_MOST_CONFIDENCE = 0.99
_SAMPLE = 20_000
_LINE = 2_000
_DECLARATION_WITHIN = 4096

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_NARROW = ("gb18030", "big5hkscs", "utf-8")
# By its declared name without marks: whoever declares the smaller encoding writes the larger one.
_DECLARED = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "utf8": "utf-8",
    "utf16": "utf-16-le",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
}
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_CONTROLS = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - frozenset("\t\n\v\f\r\x85")


@frozen
class Decoded:
    """A text with the encoding that it was in."""

    text: str
    encoding: str
    confidence: float
    """1.0 for a mark or strict UTF-8; else how ordinary the characters are, or how far the next reading is behind."""
    replaced: int
    """How many characters could not be decoded and stand as U+FFFD."""


def decode(data: bytes, *, declared: str | None = None) -> Decoded:
    """The text of `data`: by its byte order mark, as strict UTF-8, else in the likeliest of the Chinese encodings.

    >>> decoded = decode("津南区".encode("gb18030"))
    >>> decoded.text, decoded.encoding
    ('津南区', 'gb18030')

    Args:
        data: any bytes; none of them raise.
        declared: the encoding that somebody says it is; without it, what the page itself declares.

    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replaced(data[len(mark) :], encoding, 1.0)
    # Behind a mark of UTF-8 may follow GB18030, where a program has glued files together.
    marked = data.startswith(codecs.BOM_UTF8)
    data = data.removeprefix(codecs.BOM_UTF8)
    strict = _strict(data)
    # UTF-16 may be strict UTF-8 too, but then it is full of control characters.
    if strict is not None and (marked or _CONTROLS.isdisjoint(strict.rstrip("\x1a"))):
        return Decoded(strict, "utf-8", 1.0, 0)
    declared = "utf-8" if marked else declared
    wide = {encoding: score for encoding, score in _scores(data, declared, _WIDE).items() if score >= _CLEAR}
    if strict is not None and not wide:
        return Decoded(strict, "utf-8", 1.0, 0)
    scores = _scores(data, declared or declaration(data), _NARROW) | wide
    best, second = sorted(scores, key=lambda encoding: -scores[encoding])[:2]
    return _replaced(data, best, min(_MOST_CONFIDENCE, scores[best], scores[best] - scores[second]))


def declaration(data: bytes) -> str | None:
    """The encoding that a page names in its first 4 kB: `<meta charset=…>`, its older form, or `<?xml encoding=…?>`.

    >>> declaration(b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">')
    'gb2312'
    """
    found = _DECLARATION.search(data, 0, _DECLARATION_WITHIN)
    return (found[1] or found[2]).decode("ascii", "replace").lower() if found else None


def _strict(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _replaced(data: bytes, encoding: str, confidence: float) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, max(0.0, confidence), text.count("\ufffd"))


def _scores(data: bytes, declared: str | None, candidates: Sequence[str]) -> dict[str, float]:
    """How well each encoding reads a sample of the bytes."""
    favoured = _DECLARED.get(re.sub("[^a-z0-9]", "", (declared or "").lower()))
    telling = _telling(data)
    scores = {}
    for encoding in candidates:
        sample = data[:_SAMPLE] if encoding in _WIDE else telling
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
        scores[encoding] = _mean(text) + (_DECLARED_SAYS if encoding == favoured else 0.0)
    return scores


def _telling(data: bytes) -> bytes:
    """The lines from their first byte that is not plain ASCII: a page may open with 100 kB of script."""
    pieces: list[bytes] = []
    size = 0
    for line in re.finditer(rb"[^\t\n\v\f\r -~][^\n]*", data):
        piece = data[line.start() : min(line.end(), line.start() + _LINE)]
        pieces.append(piece)
        size += len(piece) + 1
        if size > _SAMPLE:
            break
    return b"\n".join(pieces)


def _mean(text: str) -> float:
    """What the characters outside ASCII say, on the average; where all are ASCII, nothing speaks against it."""
    if not text:
        return _IMPOSSIBLE_SAYS
    says = _says()
    weights = [_weight(c, says) for c in text if c > "\x7e" or c in _CONTROLS]
    return sum(weights) / len(weights) if weights else _FREQUENT_SAYS


def _weight(c: str, says: Mapping[str, float]) -> float:
    if c == "\ufffd" or c in _CONTROLS or "\ue000" <= c <= "\uf8ff":
        return _IMPOSSIBLE_SAYS
    return says.get(c, _RARE_SAYS)


@cache
def _says() -> dict[str, float]:
    """The frequent characters, and the ordinary ones: those that both national sets placed in their first level."""
    first_levels = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
    ordinary = {
        c: _ORDINARY_SAYS
        for encoding, leads in first_levels
        for lead in leads
        for trail in range(0x40, 0xFF)
        for c in bytes((lead, trail)).decode(encoding, "ignore")
        if c > "\x7f"
    }
    return ordinary | dict.fromkeys(_FREQUENT, _FREQUENT_SAYS)
