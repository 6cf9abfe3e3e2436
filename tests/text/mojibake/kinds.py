"""Documents of the demo damaged in every way that mirrors are known to damage a text: one function for each kind, seeded."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import newsbot
from newsbot.text.mojibake.pinyin import readings
from tests.text.mojibake.damage import damaged, encodable

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY_MARK = tuple(b"\xa3" + bytes([ord(mark) + 0x80]) for mark in "!;:,?")
"""The full-width marks before which a tool inserts something."""
_PARAGRAPH = re.compile("<p>([^<]{30,400})</p>")
_READ_WORD = re.compile("社区|街道|志愿者|居民|文明|城市|治理")
_SYLLABLES = {
    "社区": "shèqū",
    "街道": "jiēdào",
    "志愿者": "zhìyuànzhě",
    "居民": "jūmín",
    "文明": "wénmíng",
    "城市": "chéngshì",
    "治理": "zhìlǐ",
}
_SINGLE = {"街": "jiē", "道": "dào", "社": "shè", "区": "qū", "文": "wén", "明": "míng", "民": "mín"}


@cache
def reports() -> tuple[tuple[str, ...], ...]:
    """Paragraphs of invented reports in simplified script, as far as GBK can write them; each text once."""
    found: dict[str, tuple[str, ...]] = {}
    corpus = Path(newsbot.__file__).parent / "data" / "demo" / "pages.jsonl.xz"
    for page in map(json.loads, lzma.decompress(corpus.read_bytes()).decode().splitlines()):
        lines = tuple(encodable(line.strip()) for line in _PARAGRAPH.findall(page["text"]))
        if lines and not any(mark in line for line in lines for mark in "(（?□"):
            found.setdefault(lines[0], lines)
    return tuple(found.values())


def some_listed(lines: Sequence[str], rng: Random) -> str:
    """A site's list: characters of these Traditional lines that have a reading."""
    known = sorted(char for char in set("".join(lines)) if char in readings())
    return "".join(rng.sample(known, min(len(known), rng.choice((8, 20, 60)))))


def _mirrored(lines: Sequence[str], rng: Random, splits: tuple[bytes, ...], *, keep_private: bool = True) -> list[str]:
    listed = some_listed(lines, rng)
    return [damaged(line, listed, splits, keep_private=keep_private) for line in lines]


def torn(lines: Sequence[str], rng: Random) -> list[str]:
    """Readings behind listed characters, also within others: 面?zhèn)鋺?zhàn), F(xiàn)."""
    return _mirrored(lines, rng, ())


def split_at_marks(lines: Sequence[str], rng: Random) -> list[str]:
    """And split at two marks: ?！熬€."""
    return _mirrored(lines, rng, EVERY_MARK[:2])


def split_at_every_mark(lines: Sequence[str], rng: Random) -> list[str]:
    """And at every mark, private-use characters dropped."""
    return _mirrored(lines, rng, EVERY_MARK, keep_private=False)


def without_question_marks(lines: Sequence[str], rng: Random) -> list[str]:
    """The same after a cleaner took every `?`: 好!敝驹刚呲w來了, 燃xì)獍踩."""
    return [re.sub("[?](?=[！；：，？!;:,a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])", "", line) for line in _mirrored(lines, rng, EVERY_MARK[:2])]


def half_width(lines: Sequence[str], rng: Random) -> list[str]:
    """And with every full-width mark made half-width afterwards."""
    return [line.translate({ord(wide): chr(ord(wide) - 0xFEE0) for wide in "，：；！？（）"}) for line in split_at_marks(lines, rng)]


def indented(lines: Sequence[str], _rng: Random) -> list[str]:
    """Indents that a decoder could not read."""
    return ["????" + line for line in lines]


def doubled(lines: Sequence[str], rng: Random) -> list[str]:
    """A comma before half of the other marks."""
    return ["".join("," + char if char in "。，、；" and rng.random() < 0.5 else char for char in line) for line in lines]


def read_word_by_word(lines: Sequence[str], _rng: Random) -> list[str]:
    """Readings behind words."""
    return [_READ_WORD.sub(lambda match: f"{match[0]}({_SYLLABLES[match[0]]})", line) for line in lines]


def read_like_ruby(lines: Sequence[str], _rng: Random) -> list[str]:
    """Readings behind single characters of simplified text, as ruby leaves them."""
    return ["".join(f"{char}（{_SINGLE[char]}）" if char in _SINGLE else char for char in line) for line in lines]


def _one_line_read(lines: Sequence[str], rng: Random, written: str, read: str) -> list[str]:
    at = rng.randrange(len(lines))
    return [line.encode(written).decode(read, "replace") if number == at else line for number, line in enumerate(lines)]


def utf_8_as_gbk(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in UTF-8 read as GBK: 浠婂ぉ."""
    return _one_line_read(lines, rng, "utf-8", "gb18030")


def utf_8_as_latin_1(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in UTF-8 read as Latin-1."""
    return _one_line_read(lines, rng, "utf-8", "latin-1")


def utf_8_as_windows_1252(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in UTF-8 read as windows-1252, five bytes of which are none: ä»Šå¤©."""
    return _one_line_read(lines, rng, "utf-8", "cp1252")


def gbk_as_latin_1(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in GBK read as Latin-1: ½ñÌì."""
    return _one_line_read(lines, rng, "gb18030", "latin-1")


def gbk_as_big5(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in GBK read as Big5: 踏毞."""
    return _one_line_read(lines, rng, "gb18030", "big5")


def gbk_as_utf_8(lines: Sequence[str], rng: Random) -> list[str]:
    """One line in GBK read as UTF-8: signs of what could not be read."""
    return _one_line_read(lines, rng, "gb18030", "utf-8")


def unread_twice(lines: Sequence[str], rng: Random) -> list[str]:
    """These signs, written in UTF-8 and read as GBK: 锟斤拷."""
    return [line.encode().decode("gb18030", "replace") if "\ufffd" in line else line for line in gbk_as_utf_8(lines, rng)]


IN_TRADITIONAL: tuple[Callable[[Sequence[str], Random], list[str]], ...] = (
    torn, split_at_marks, split_at_every_mark, without_question_marks, half_width,
)  # fmt: skip
IN_SIMPLIFIED: tuple[Callable[[Sequence[str], Random], list[str]], ...] = (
    indented, doubled, read_word_by_word, read_like_ruby,
    utf_8_as_gbk, utf_8_as_latin_1, utf_8_as_windows_1252, gbk_as_latin_1, gbk_as_big5, gbk_as_utf_8, unread_twice,
)  # fmt: skip
