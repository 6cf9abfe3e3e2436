"""Bytes to text by evidence: what comes out decides, what is declared is one vote.

Headers and meta tags lie (a header utf-8 over a GBK body, a meta gbk over UTF-8), and detectors fall over one broken byte. UTF-8
proves itself; of gb18030 and big5hkscs the right one gives common characters and the wrong one rare or broken ones. Declarations
decide where there is too little text to tell, and for the charsets of other languages.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from newsbot.said import SaidText, said, said_list
from newsbot.text.mojibake.characters import common_forms

_SAMPLE = 40_000
"""Bytes that are judged where UTF-8 fails; a page's text lies in the middle, so the sample is taken from head and middle."""
_META = re.compile(rb"<meta\s[^<>]{0,500}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([A-Za-z][A-Za-z0-9_.:-]{1,39})", re.IGNORECASE)
_META_WITHIN = 300_000
_XML = re.compile(rb"^\s{0,100}<\?xml\s[^<>]{0,100}?encoding\s{0,8}=\s{0,8}[\"']([A-Za-z][A-Za-z0-9_.:-]{1,39})", re.IGNORECASE)

_NAMES = {
    **dict.fromkeys(
        (
            *("gb2312", "gbk", "xgbk", "gb231280", "gb18030", "cp936", "936", "ms936", "windows936", "euccn", "csgb2312", "chinese"),
            *("csiso58gb231280", "isoir58"),
        ),
        "gb18030",
    ),
    **dict.fromkeys(("big5", "big5hkscs", "cnbig5", "xxbig5", "big5eten", "cp950", "950", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("utf8", "utf", "utf8mb4", "unicode11utf8", "xunicode20utf8"), "utf-8"),
    **dict.fromkeys(("iso88591", "latin1", "ascii", "usascii", "windows1252", "cp1252", "iso885915"), "cp1252"),
    **dict.fromkeys(("shiftjis", "sjis", "xsjis", "windows31j", "cp932"), "cp932"),
    **dict.fromkeys(("euckr", "ksc56011987", "cp949", "uhc", "windows949"), "cp949"),
    "eucjp": "euc_jp",
    "xeucjp": "euc_jp",
    "iso2022jp": "iso2022_jp",
    "koi8r": "koi8_r",
    "windows1251": "cp1251",
    "cp1251": "cp1251",
    "utf16": "utf-16-le",
    "utf16le": "utf-16-le",
    "utf16be": "utf-16-be",
    "hzgb2312": "hz",
    "windows1250": "cp1250",
    "tis620": "cp874",
}
_CHINESE = ("gb18030", "big5hkscs")
_UTF16 = ("utf-16-le", "utf-16-be")
_MOSTLY_COMMON = 0.6
"""Share of common characters above which a text without order mark is what is declared of it, UTF-16 (wrong pairs give below .2)."""
LONGEST_UTF8 = 4
"""Bytes of the longest character, in UTF-8 as in gb18030: a sample or a page that was cut lacks at most these."""
PERHAPS_UTF8, SURELY_UTF8 = 4, 20
"""Characters beyond ASCII for each broken place from which a text may be, and is, damaged UTF-8. A GBK text read as UTF-8 has more
broken places than characters."""
_CHINESE_SCORE = 0.3
"""Score below which neither Chinese charset gives Chinese: a Latin text read so scores 0 and less, 200 Chinese pages .81 and more."""
_BROKEN_WEIGHT = 5
"""How many characters that are not common one broken place counts as."""
_VOTE, _LITTLE_TEXT, _VOTE_ON_MUCH = 0.5, 20, 0.02
"""What a declaration adds to a score: half of all where there is no text, half of that at so many characters; and a hair more, so that
it decides between equals."""
_MARKUP_SHARE, _SHORTEST_WIDE, _ONE_SIDED = 10, 8, 20
"""One byte in so many is zero in UTF-16 with markup in it; bytes that tell; how many times as many stand on the one side."""
_FEW_BROKEN, _BYTES_A_BROKEN_PLACE = 2, 5000
"""Broken places that a text in a charset of another language may have at any length, and bytes for each further one."""
_SOME_LETTERS = 4
"""Runs of bytes beyond ASCII up to which nothing is said of how long they are."""
_MAX_EUROS = 20_000
"""Broken places above which a page is no text in which one byte is €, and reading it once more slow."""
_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins with the mark of UTF-16, so it is asked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_MAGIC = (
    (b"%PDF-", "PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"), (b"PK\x03\x04", "a zip archive or an office file"), (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office file"), (b"\x1f\x8b", "gzip data"), (b"Rar!", "a rar archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x00\x00\x01\x00", "an icon"), (b"ID3", "an MP3 file"), (b"OggS", "an Ogg file"), (b"\x1aE\xdf\xa3", "a Matroska film"),
    (b"FLV\x01", "a Flash film"), (b"CWS", "Flash"), (b"FWS", "Flash"), (b"wOFF", "a font"), (b"wOF2", "a font"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"{\\rtf", "an RTF file"), (b"SQLite format 3", "a database"),
    (b"II*\x00", "a TIFF image"), (b"MM\x00*", "a TIFF image"), (b"(\xb5/\xfd", "zstd data"), (b"BZh9", "bzip2 data"),
    (b"\xfd7zXZ", "xz data"),
)  # fmt: skip
_VOTERS = (said("the header"), said("the page"), said("the host's other pages"))
_VALID = said("valid UTF-8")
_CONTROLS = bytes({*range(0x20), 0x7F} - {0, 9, 10, 11, 12, 13, 0x1A, 0x1B})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, and how it was read.

    ``because`` is one sentence for a reader; ``replaced`` counts the places where broken bytes became U+FFFD. ``as_it_came``: whether the
    body is the text in UTF-8 to the last byte, and so need not be made anew of it.
    """

    text: str
    encoding: str
    because: str
    replaced: int
    as_it_came: bool = False


def decode(body: bytes, declared: str | None = None, *, hint: str | None = None) -> Decoded:
    """Read `body` as text. Never raises, whatever the bytes.

    ``declared`` is the charset of the Content-Type header (or that whole header), ``hint`` what other pages of the host were written
    in: both are votes, as is a meta tag, which is looked for here, also far down (never `<script charset>`). A cut tail is left out,
    NUL bytes inside are dropped, and the byte 80 in GBK is €, as browsers read it.
    """
    for mark, name in _ORDER_MARKS:
        if body.startswith(mark):
            return _read(body[len(mark) :], name, said("its byte order mark says so"))
    if (wide := _wide(body)) is not None:
        return _read(body, wide, said("every other byte is NUL"))
    votes = _votes(body, declared, hint)
    for name in _UTF16:
        if name in votes and _judged(_sample(body), name, {}).common > _MOSTLY_COMMON:
            return _read(body, name, said("{who} says so and it gives common characters", who=votes[name]))
    without_nul = body.replace(b"\0", b"")
    as_it_came, body = len(without_nul) == len(body), without_nul
    try:
        return Decoded(body.decode("utf-8"), "utf-8", _VALID, 0, as_it_came)
    except UnicodeDecodeError as error:
        if error.start > len(body) - LONGEST_UTF8 and error.reason == "unexpected end of data":
            return Decoded(body[: error.start].decode("utf-8"), "utf-8", said("valid UTF-8 but for a cut tail"), 0)
    sample = _sample(body)
    lenient = _utf8(sample)
    if lenient.characters > PERHAPS_UTF8 * lenient.broken:  # else it is no UTF-8 for sure, and the whole need not be read
        lenient = _utf8(body)
    if lenient.characters > SURELY_UTF8 * lenient.broken:
        counts = {"broken": lenient.broken, "characters": lenient.characters}
        return _read(body, "utf-8", said("UTF-8 but for {broken} broken places among {characters} characters", **counts))
    for name, who in votes.items():
        if name not in {*_CHINESE, *_UTF16, "utf-8", "cp1252"} and _clean(sample, name):
            return _read(body, name, said("{who} says so and it decodes", who=who))
    found = max((_judged(sample, name, votes) for name in _CHINESE), key=lambda candidate: candidate.score)
    if found.score < _CHINESE_SCORE and lenient.characters > PERHAPS_UTF8 * lenient.broken:
        return _read(body, "utf-8", said("mostly UTF-8, {broken} broken places", broken=lenient.broken))
    if found.score < _CHINESE_SCORE and _single(sample) and ("cp1252" in votes or not votes):
        return _read(body, "cp1252", said("no Chinese charset gives Chinese, and its letters beyond ASCII stand alone"))
    if found.name in votes:
        return _read(body, found.name, said("{common:.0%} common characters, as {who} says", common=found.common, who=votes[found.name]))
    common = said("{common:.0%} common characters", common=found.common)
    return _read(body, found.name, said_list([common, _overruled(votes) if votes else said("nothing declares it")]))


def looks_binary(body: bytes) -> str | None:
    """Tell what a body that is no text is: PDF, image, archive, random bytes. None for text of any charset."""
    head = body[:1024].lstrip()
    for magic, what in _MAGIC:
        if head.startswith(magic) and not (magic.isalnum() and head[:80].isascii() and head[:80].decode().isprintable()):
            return SaidText(what)
    if head[4:8] == b"ftyp":
        return said("a film or photograph")
    if head.startswith(b"RIFF"):
        return said("sound, film or a WebP image")
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(body) is not None:
        return None
    sample = _sample(body)
    nul = sample.count(0)
    if nul * 4 > len(sample):
        return said("{share:.0%} of its bytes are NUL", share=nul / len(sample))
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls * 40 > len(sample) + 400:  # random bytes hold 10 %, a text none
        return said("{share:.0%} of its bytes are control characters", share=controls / len(sample))
    return None


def declared_in(body: bytes) -> str | None:
    """Find the charset that the page itself names, in an XML declaration or a meta tag, as Python's codec; None where it names none."""
    match = _XML.search(body[:300]) or _META.search(body[:_META_WITHIN])
    return _codec(match[1].decode("ascii")) if match else None


class _Utf8(NamedTuple):
    characters: int
    broken: int


class _Candidate(NamedTuple):
    score: float
    common: float
    name: str


def _votes(body: bytes, declared: str | None, hint: str | None) -> dict[str, str]:
    """Codec -> who says so."""
    voters = dict(zip(_VOTERS, (_codec(_of_header(declared or "")), declared_in(body), _codec(hint)), strict=True))
    votes: dict[str, str] = {}
    for who, name in voters.items():
        if name:
            votes[name] = said("{one} and {other}", one=votes[name], other=who) if name in votes else who
    return votes


def _of_header(declared: str) -> str:
    """The charset of a Content-Type header, which may be given alone."""
    fields = (field.partition("=") for field in declared.split(";"))
    return next((value for name, _, value in fields if name.strip().lower() == "charset"), declared.rpartition("=")[2])


def _overruled(votes: dict[str, str]) -> SaidText:
    return said_list((said("{who} says {name}", who=who, name=name) for name, who in votes.items()), ", ")


def _codec(name: str | None) -> str | None:
    return _NAMES.get(re.sub("[^a-z0-9]", "", name.lower()[:60])) if name else None


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: the markup's zero bytes stand on one side only."""
    sample = body[: _SAMPLE // 2 * 2]
    if sample.count(0) * _MARKUP_SHARE < len(sample) or len(sample) < _SHORTEST_WIDE:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if min(even, odd) * _ONE_SIDED > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8(body: bytes) -> _Utf8:
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    return _Utf8(sum(len(part) for part in _NOT_ASCII.findall(text)) - broken, broken)


_NOT_ASCII = re.compile("[^\x00-\x7f\ufffd][^\x00-\x7f\ufffd]*+")


def _sample(body: bytes) -> bytes:
    if len(body) <= _SAMPLE:
        return body
    middle = len(body) // 2
    return body[: _SAMPLE // 2] + b"\n" + body[middle : middle + _SAMPLE // 2]


def _clean(sample: bytes, name: str) -> bool:
    return sample[:-LONGEST_UTF8].decode(name, "replace").count("\ufffd") <= _FEW_BROKEN + len(sample) // _BYTES_A_BROKEN_PLACE


def _judged(sample: bytes, name: str, votes: dict[str, str]) -> _Candidate:
    """Share of common characters among those that are not ASCII, less what is broken, with a little for each vote."""
    text = sample.decode(name, "surrogateescape").replace(_BYTE_80, "€") if name == "gb18030" else sample.decode(name, "replace")
    seen = Counter("".join(_OUTSIDE.findall(text)))
    forms = common_forms()
    common = sum(count for char, count in seen.items() if char in forms)
    broken = sum(count for char, count in seen.items() if char == "\ufffd" or "\ud800" <= char <= "\uf8ff")
    total = seen.total()
    share = common / max(1, total)
    vote = _VOTE / (1 + total / _LITTLE_TEXT) + _VOTE_ON_MUCH if name in votes else 0.0
    return _Candidate(share - _BROKEN_WEIGHT * broken / max(1, total) + vote, share, name)


_OUTSIDE = re.compile("[^\x00-\x7f][^\x00-\x7f]*+")


def _single(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII stand alone, as accented letters do and halves of Chinese characters do not."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    return len(runs) > _SOME_LETTERS and 2 * sum(len(run) == 1 for run in runs) > len(runs)


def _read(body: bytes, name: str, because: str) -> Decoded:
    """Decode with `name`, a cut tail left out."""
    text = codecs.getincrementaldecoder(name)("replace").decode(body)
    if name == "gb18030" and b"\x80" in body and 0 < text.count("\ufffd") < _MAX_EUROS:
        text = codecs.getincrementaldecoder(name)("surrogateescape").decode(body).replace(_BYTE_80, "€")
        text = _ESCAPED.sub("\ufffd", text)
    given = body.count(b"\xef\xbf\xbd") if name == "utf-8" else 0
    return Decoded(text.replace("\0", ""), name, because, max(0, text.count("\ufffd") - given))


_BYTE_80 = "\udc80"
"""The broken byte 80 as Python's error handler surrogateescape writes it: cp936 reads it as €."""
_ESCAPED = re.compile("[\ud800-\udfff]")
