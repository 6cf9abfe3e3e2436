"""How many functions are called for plain text of each shape and two sizes: `python -m tests.shapes_of_text` prints it as JSON.

A program of its own, for in a process that has run thousands of tests the interpreter's profiler may never come back.
"""

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

from newsbot.model import Page
from newsbot.normalise import normalise

SENTENCE: Final = "清河街道组织志愿者开展文明城市创建活动，居民纷纷点赞。"
LINES: Final = 500
TIMES: Final = 4
SHAPES: Final[dict[str, Callable[[int], str]]] = {
    "one line": lambda lines: SENTENCE * lines,
    "paragraphs that differ": lambda lines: "".join(f"{number}{SENTENCE}\n" for number in range(lines)),
    "paragraphs that grow": lambda lines: "".join(f"{SENTENCE[: number % 26]}{number}{SENTENCE}\n" for number in range(lines)),
    "endings that name a site": lambda lines: "".join(
        f"{SENTENCE}更多资讯请关注微信公众号{number % max(1, lines // 4)}号网站\n" for number in range(lines)
    ),
    "nothing but marks": lambda lines: "，。！？；：“”（\n" * lines,
    "marks in one line": lambda lines: "，。！？；：“”（" * lines,
    "credits": lambda lines: "来源：新华网\n" * lines,
    "times": lambda lines: "2024-05-01 08:00\n" * lines,
}


def calls(text: str) -> int:
    """How many functions are called until the text has its verdict, those of C too."""
    counted = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal counted
        counted += event in {"call", "c_call"}

    page = Page("http://a.test/1.txt", text.encode(), {"content-type": "text/plain; charset=utf-8"})
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        normalise(page, topic="any")
    finally:
        sys.setprofile(before)
    return counted


def main() -> None:
    """Print `{"shape": [calls for LINES lines, calls for TIMES times as many]}`."""
    counted = {}
    for shape, text in SHAPES.items():
        calls(text(1))  # tables are loaded and caches filled
        counted[shape] = [calls(text(LINES)), calls(text(LINES * TIMES))]
    json.dump(counted, sys.stdout)


if __name__ == "__main__":
    main()
