"""How fast characters are restored, each step beside opencc-python-reimplemented in the same run, and how exactly damage is undone.

    python benchmarks/text.py [FOLDER]

FOLDER holds text documents (one block a line); by default the five given ones. They are repeated to about a megabyte. Speed is
megabytes of UTF-8 a second of processor time, the best of several passes; the ratio beside it is to `OpenCC('t2s').convert` on the
same text, and means the same on any machine. Needed: gate 40 MB/s, t2s 10 MB/s, damaged text 0.1 MB/s.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opencc import OpenCC

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot.text.charset import decode
from newsbot.text.mojibake.pinyin import readings
from newsbot.text.punctuation import full_width
from newsbot.text.restore import restore_lines
from newsbot.text.script import to_simplified
from tests.text.mojibake.damage import damaged, encodable, traditional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DOCUMENTS = Path(__file__).parents[1] / "fixtures" / "documents"
SPLITS = (b"\xa3\xa1", b"\xa3\xbb", b"\xa3\xbf", b"\xa3\xac", b"\xa3\xba")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=DOCUMENTS)
    args = parser.parse_args()
    found = [restore_lines(path.read_text(encoding="utf-8").split("\n")).lines for path in sorted(args.folder.glob("*.txt"))]
    clean = [[full_width(line) for line in lines if line.strip()] for lines in found]  # simplified, undamaged: what the mirrors copied
    size = sum(_size(lines) for lines in clean)
    times = max(1, 1_000_000 // max(1, size))
    mirrored = [[traditional(encodable(line)) for line in lines] for lines in clean]
    spoilt = _spoilt(mirrored)
    converter = OpenCC("t2s")

    simplified_rate = _rate(clean, lambda lines: [converter.convert(line) for line in lines], 1)
    traditional_rate = _rate(mirrored, lambda lines: [converter.convert(line) for line in lines], 1)
    print(f"{'opencc-python-reimplemented t2s, simplified text':55} {simplified_rate:8.2f} MB/s")
    print(f"{'opencc-python-reimplemented t2s, Traditional text':55} {traditional_rate:8.2f} MB/s")
    _line("to_simplified, simplified text", _rate(clean, lambda lines: to_simplified("\n".join(lines)), times), simplified_rate)
    _line("to_simplified, Traditional text", _rate(mirrored, lambda lines: to_simplified("\n".join(lines)), times), traditional_rate)
    _line("restore, undamaged simplified text (the gate)", _rate(clean, restore_lines, times), simplified_rate)
    _line("restore, undamaged Traditional text", _rate(mirrored, restore_lines, times), traditional_rate)
    for name, lines in spoilt.items():
        _line(f"restore, {name}", _rate(lines, restore_lines, 2), traditional_rate)
    _line("full_width", _rate(found_lines(found), lambda lines: [full_width(line) for line in lines], times), simplified_rate)
    pages = [["\n".join(lines)] for lines in clean]
    for encoding in ("utf-8", "gb18030"):
        raw = [[line.encode(encoding) for line in lines] for lines in pages]
        _line(f"decode, {encoding}", _rate(raw, lambda lines: [decode(line) for line in lines], times), simplified_rate)
    for name, documents in spoilt.items():
        back = [restore_lines(lines).lines for lines in documents]
        exact = [
            a == b for old, new in zip(mirrored, back, strict=True) for a, b in zip((to_simplified(line) for line in old), new, strict=True)
        ]
        print(f"lines back exactly, {name}: {sum(exact)}/{len(exact)} = {sum(exact) / len(exact):.4f}")


def found_lines(found: list[tuple[str, ...]]) -> list[list[str]]:
    return [list(lines) for lines in found]


def _spoilt(mirrored: list[list[str]]) -> dict[str, list[list[str]]]:
    present = {char for lines in mirrored for line in lines for char in line}
    listed = sorted(char for char in present if char in readings() and encodable(char) == char)
    return {
        "annotated, a short list": [[damaged(line, "".join(listed[::9]), ()) for line in lines] for lines in mirrored],
        "annotated, all characters, split at five marks": [
            [damaged(line, "".join(listed), SPLITS) for line in lines] for lines in mirrored
        ],
        "the same, private-use characters dropped": [
            [damaged(line, "".join(listed), SPLITS, keep_private=False) for line in lines] for lines in mirrored
        ],
    }


def _size(lines: Sequence[Any]) -> int:
    return sum(len(line.encode()) if isinstance(line, str) else len(line) for line in lines)


def _rate(documents: Sequence[Sequence[Any]], step: Callable[[Any], object], times: int) -> float:
    """Megabytes a second of processor time, the best of three passes after one to warm up."""
    for lines in documents:
        step(lines)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            for lines in documents:
                step(lines)
        best = min(best, time.process_time() - start)
    return sum(map(_size, documents)) * times / best / 1e6


def _line(name: str, rate: float, beside: float) -> None:
    print(f"{name:55} {rate:8.2f} MB/s {rate / beside:8.2f} x")


if __name__ == "__main__":
    main()
