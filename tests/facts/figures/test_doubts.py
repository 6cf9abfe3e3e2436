"""Where a body is in doubt: the offsets of a repair, through what was cut from its block."""

from newsbot.facts.figures.doubts import doubts_in_body
from newsbot.model import Block, Role
from newsbot.text.doubt import Doubt
from newsbot.text.restore import restore_lines


def block(*pieces: tuple[str, Role]) -> Block:
    text = "".join(part for part, _ in pieces)
    out = Block(text)
    out.set_text(text)
    start = 0
    for part, role in pieces:
        out.carve(start, start + len(part), role, "test")
        start += len(part)
    return out


def test_a_doubt_is_told_in_offsets_of_its_paragraph():
    title = block(("标题", Role.TITLE))
    body = block((" （记者某某）", Role.CREDIT), (" 活动吸引", Role.BODY), ("广告", Role.ADVERT), ("近**人参加。", Role.BODY))
    text = body.text
    start = text.index("近**人")
    assert body.kept(Role.BODY) == "活动吸引近**人参加。"
    assert doubts_in_body([title, body], [Doubt(1, start, start + 4)]) == {0: [(4, 8)]}


def test_what_lies_outside_the_body_is_left_out():
    blocks = [block(("近**人", Role.SIDEBAR)), block(("正文。", Role.BODY))]
    assert doubts_in_body(blocks, [Doubt(0, 0, 4)]) == {}


def test_a_repair_stands_where_its_text_does_after_the_repairs_before_it():
    restored = restore_lines(["&nbsp;她说&amp;nbsp;她&&，雖然辛苦，但是值得"])
    [doubt] = restored.doubts
    assert restored.lines[0][doubt.start : doubt.end] == "表示"
