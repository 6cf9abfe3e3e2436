"""The law of repair: what was damaged is undone exactly, or it is shown as lost; sound text is left as it is."""

from random import Random

import pytest

from newsbot.text.restore import restore_lines
from tests.text.mojibake.damage import traditional
from tests.text.mojibake.kinds import IN_SIMPLIFIED, IN_TRADITIONAL, reports

REPORTS = reports()[:12]


def plain(text):
    """Without the spaces and widths of marks, which a mirror may change without harm."""
    return "".join(text.split()).translate({ord(wide): chr(ord(wide) - 0xFEE0) for wide in "，：；！？（）"})


@pytest.mark.parametrize("kind", [*IN_TRADITIONAL, *IN_SIMPLIFIED], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_every_damaged_line_is_undone_exactly_or_shown_as_open(kind, seed):
    for number, report in enumerate(REPORTS):
        lines = [traditional(line) for line in report] if kind in IN_TRADITIONAL else list(report)
        sound = restore_lines(lines).lines
        restored = restore_lines(kind(lines, Random(f"{seed} {number}")))
        shown = {opening.line for opening in restored.openings}
        for at, (line, true) in enumerate(zip(restored.lines, sound, strict=True)):
            assert plain(line) == plain(true) or at in shown


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report[0][:8])
def test_sound_text_of_either_script_is_neither_edited_nor_doubted(report):
    for lines in (report, [traditional(line) for line in report]):
        restored = restore_lines(lines)
        assert (restored.edits, restored.openings, restored.doubts) == ((), (), ())
