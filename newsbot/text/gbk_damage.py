"""What hijacked mirrors do to the bytes of a text, undone: one document at a time.

The damage, proved byte by byte on real pages: the text is turned into Traditional script, encoded in GBK, and then bytes are
replaced without regard to where characters begin. `(pinyin)` is written behind listed characters, and something is inserted before
full-width marks; where that tears a character apart, the decoder prints `?`, swallows a byte, and reads on one byte out of step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbot.text.pinyin import TONES, annotation_changes, judge, wordwise_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsbot.text.edits import Change


def repairs(lines: Sequence[str]) -> list[list[Change]]:
    """For every line of one document the changes that undo the damage, in order and without overlaps; mostly empty lists."""
    text = "".join(lines)
    if TONES.isdisjoint(text):
        return [[] for _ in lines]
    annotations = judge(lines)
    if not annotations.damaged:
        return wordwise_changes(lines)
    return [annotation_changes(line) for line in lines]
