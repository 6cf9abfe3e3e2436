"""Blocks: labelling says what the pieces are and never changes the text."""

from hypothesis import given
from hypothesis import strategies as st

from newsbot.model import CHINA, Block, Page, Role


def block(text: str) -> Block:
    made = Block(text)
    made.set_text(text)
    return made


def test_a_cut_inside_leaves_the_rest_open():
    made = block("近日365bet,社区志愿者走上街头。")
    made.carve(2, 8, Role.SPAM, "spam")
    assert made.open == "近日,社区志愿者走上街头。"
    assert made.role is None


def test_offsets_may_count_in_what_is_open():
    made = block("  快讯:近日365bet,社区")
    made.carve(7, 13, Role.SPAM, "spam")
    assert made.open == "快讯:近日,社区"
    made.carve_in(None, 0, 3, Role.WATERMARK, "prefix")
    made.carve_in(None, 1, 4, Role.TAIL, "rest")
    assert [(p.text, p.role) for p in made.pieces if p.role] == [
        ("快讯:", Role.WATERMARK),
        ("日", Role.TAIL),
        ("365bet", Role.SPAM),
        (",社", Role.TAIL),
    ]


def test_the_role_of_a_block_is_that_of_its_kept_text():
    made = block("稳步前进。(刘奕男)")
    made.label(Role.BODY, "body")
    made.carve_in(Role.BODY, 5, 10, Role.CREDIT, "credit")
    assert made.role is Role.BODY
    assert made.kept(Role.BODY) == "稳步前进。"


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-5, 35), st.integers(-5, 35), st.sampled_from(Role), st.sampled_from([None, *Role])), max_size=8),
)
def test_whatever_is_said_of_a_block_its_pieces_join_to_its_text(text, cuts):
    made = block(text)
    for start, end, role, within in cuts:
        made.carve_in(within, start, end, role, "rule")
        made.carve(start, end, role, "rule")
        assert "".join(piece.text for piece in made.pieces) == text
        assert all(piece.text for piece in made.pieces)


def test_a_pages_clock_without_offset_is_chinas():
    page = Page("http://a.test/", b"", {"Content-Type": "text/plain; charset=gbk"}, "2024-01-01T00:00:00")  # type: ignore[arg-type]
    assert page.fetched_at is not None
    assert page.fetched_at.tzinfo is CHINA
    assert page.content_type == "text/plain"
