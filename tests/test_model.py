"""Blocks: labelling says what the pieces are and never changes the text."""

import json
import pickle

from hypothesis import given
from hypothesis import strategies as st

from newsbot import normalise
from newsbot.model import CHINA, Block, Outcome, Page, Reason, Rejection, Report, Role
from newsbot.row import Content


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
    page = Page("http://a.test/", b"", {"Content-Type": "text/plain; charset=gbk"}, "2024-01-01T00:00:00")
    assert page.fetched_at is not None
    assert page.fetched_at.tzinfo is CHINA
    assert page.content_type == "text/plain"


TITLE = "护国街道：志愿服务点亮文明城市"
TEXT = "护国街道组织志愿者120人清理楼道杂物，开展全国文明城市创建活动，劝导不文明行为，居民纷纷点赞，社区面貌焕然一新。"
PAPER = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>2023-04-10 10:20</div><div><p>{TEXT}</p><p>{TEXT}</p></div>"


def read(body: bytes | str) -> Report:
    said = normalise(Page("http://a.test/1.html", body, {"Content-Type": "text/html; charset=gbk"}, "2024-01-01T00:00:00", source="a"))
    assert isinstance(said, Report)
    return said


def test_a_page_may_be_given_as_text_and_no_header_is_asked_how_to_read_it():
    assert read(PAPER).to_dict() == {**read(PAPER.encode()).to_dict(), "title": TITLE}
    page = Page("http://a.test/", "社区")
    assert (page.text, page.body) == ("社区", "社区".encode())


def test_a_report_tells_what_the_row_says_of_its_page_alone():
    said = json.loads(json.dumps(read(PAPER).to_dict()))
    assert list(said) == ["url", *Content.__dataclass_fields__, "fetched_at", "provenance"]
    assert (said["url"], said["title"], said["date_published"]) == ("http://a.test/1.html", TITLE, "2023-04-10T10:20:00+08:00")
    assert said["figures"][0]["value"] == 120
    assert said["fetched_at"] == "2024-01-01T00:00:00+08:00"
    assert said["provenance"]["source"] == "a"


def test_a_rejection_tells_its_reason():
    said = json.loads(json.dumps(Rejection(Page("http://a.test/", b""), Outcome.EMPTY, Reason.NO_CONTENT, "nothing").to_dict()))
    assert said["url"] == "http://a.test/"
    assert (said["outcome"], said["reason"], said["detail"]) == ("empty", "no_content", "nothing")


def test_a_report_pickles_small_and_comes_back_as_it_was_but_for_its_page_and_blocks():
    whole = read(PAPER + "<!-- " + "x" * 50_000 + " -->")
    packed = pickle.dumps(whole)
    assert len(packed) < 5_000
    again = pickle.loads(packed)
    assert again.to_dict() == whole.to_dict()
    assert (again.page.body, again.page.headers, again.blocks, again.edits) == (b"", {}, (), ())
    assert whole.blocks
    off = normalise(Page("http://a.test/1.html", "首页>动态>正文\n热门排行\n更多"))
    assert isinstance(off, Rejection)
    assert pickle.loads(pickle.dumps(off)).to_dict() == off.to_dict()
