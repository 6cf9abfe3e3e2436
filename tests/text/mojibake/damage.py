"""What the mirrors' tool does to a text, for the tests: pinyin behind listed characters and a split at marks, on GBK bytes."""

from __future__ import annotations

from functools import cache

from newsbot.data import opencc_dictionary
from newsbot.text.mojibake.pinyin import readings

SPLITS = (b"\xa3\xa1", b"\xa3\xbb")  # before ！ and ；


def traditional(text: str) -> str:
    """The text in Traditional script as mirrors write it: character by character, ambiguous ones left as they are."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    return {ord(new): old[0] for new, old in opencc_dictionary("STCharacters.txt").items() if new not in old}


def encodable(text: str) -> str:
    """What of a text the damage can be done to."""
    return "".join(char for char in text if _in_gbk(traditional(char)) and char not in "?€")


def damaged(text: str, listed: str, splits: tuple[bytes, ...] = SPLITS, *, keep_private: bool = True) -> str:
    """The Traditional `text` after the tool: `listed` characters annotated, bytes split, decoded as cp936."""
    data = text.encode("gbk")
    for char in listed:
        data = data.replace(char.encode("gbk"), char.encode("gbk") + f"({readings()[char][0]})".encode("gbk"))
    for mark in splits:
        data = data.replace(mark, b"\x01" + mark)
    return _decoded(data, keep_private=keep_private).replace("\x01", "")


def _decoded(data: bytes, *, keep_private: bool) -> str:
    out, place = [], 0
    while place < len(data):
        lead, trail = data[place], data[place + 1 : place + 2]
        if lead <= 0x80:
            out.append("€" if lead == 0x80 else chr(lead))
            place += 1
            continue
        place += 2
        if not trail or trail[0] < 0x40 or trail[0] in (0x7F, 0xFF) or lead == 0xFF:
            out.append("?")
            continue
        char = (bytes([lead]) + trail).decode("gb18030", "replace")
        out.append("" if "\ue000" <= char <= "\uf8ff" and not keep_private else char)
    return "".join(out)


def _in_gbk(text: str) -> bool:
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True
