"""Repairs are told in the offsets of the line as it was given, however many steps they took."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from newsbot.text.mojibake.edits import Change, DamageKind, EditedLine, applied


@st.composite
def changes_to(draw: st.DrawFn, text: str) -> list[Change]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return [
        Change(start, end, draw(st.text("xyz", max_size=3)), DamageKind.ENTITIES, draw(st.sampled_from(["high", "low"])))
        for start, end in spans
    ]


@given(st.data(), st.text("abcdef", max_size=30), st.integers(1, 4))
def test_steps_compose_to_one_list_of_changes_to_the_raw_line(data: st.DataObject, raw: str, steps: int) -> None:
    draft, text = EditedLine(raw), raw
    for _ in range(steps):
        changes = data.draw(changes_to(text))
        text = applied(text, changes)
        draft.make(changes)
    assert draft.text == text
    edits = draft.edits(0)
    assert applied(raw, edits) == text
    assert all(left.end <= right.start for left, right in itertools.pairwise(edits))
    assert all(raw[edit.start : edit.end] == edit.before != edit.after for edit in edits)


def test_a_change_of_what_an_earlier_one_wrote_keeps_the_lower_confidence() -> None:
    draft = EditedLine("ab?cd")
    draft.make([Change(2, 3, "XY", DamageKind.BYTE_SHIFTS, "low")])
    draft.make([Change(3, 4, "", DamageKind.STRAY_CHARACTERS)])
    assert draft.text == "abXcd"
    (edit,) = draft.edits(7)
    assert (edit.block, edit.before, edit.after, edit.kind, edit.confidence) == (7, "?", "X", "stray_characters", "low")
