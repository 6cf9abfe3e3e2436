"""What a headline has at an edge that copies lack and its text never speaks of."""

import pytest

from newsbot.reposts.glued_titles import glued_end, surplus, without_glued_end
from tests.ledger.made import body

TITLE = "双清街道第5次行动绘就文明底色"


@pytest.mark.parametrize("end", [" - 潇湘生活圈", "_潇湘生活圈", "（组图）", "潇湘生活圈"])
def test_an_end_that_two_sites_lack_is_glued(end: str) -> None:
    copies = [("b.example", TITLE), ("c.example", TITLE)]
    assert glued_end(TITLE + end, body(5), copies) == end
    assert without_glued_end(TITLE + end, end) == TITLE


def test_a_beginning_is_glued_where_it_is_no_column() -> None:
    copies = [("b.example", TITLE), ("c.example", TITLE)]
    assert glued_end(f"潇湘生活圈：{TITLE}", body(5), copies) == "潇湘生活圈："
    assert without_glued_end(f"潇湘生活圈：{TITLE}", "潇湘生活圈：") == TITLE
    assert glued_end(f"【文明实践】{TITLE}", body(5), copies) is None
    assert glued_end(f"文明实践丨{TITLE}", body(5), copies) is None


def test_one_site_is_not_enough_however_many_pages_it_has() -> None:
    assert glued_end(f"{TITLE} - 潇湘生活圈", body(5), [("b.example", TITLE)] * 3) is None


def test_what_the_text_speaks_of_stays_whoever_lacks_it() -> None:
    copies = [("b.example", TITLE), ("c.example", TITLE)]
    assert glued_end(f"{TITLE} 清理楼道杂物", body(5), copies) is None
    assert glued_end(f"沿街商户：{TITLE}", body(5), copies) is None


def test_of_two_ends_the_longest_that_enough_sites_lack_is_taken() -> None:
    whole = f"{TITLE}_要闻_潇湘生活圈"
    copies = [("b.example", TITLE), ("c.example", TITLE), ("d.example", f"{TITLE}_要闻"), ("e.example", f"{TITLE}_要闻")]
    assert glued_end(whole, body(5), copies) == "_要闻_潇湘生活圈"
    assert glued_end(whole, body(5), [copies[0], *copies[2:]]) == "_潇湘生活圈"


def test_marks_alone_and_other_headlines_are_no_surplus() -> None:
    assert surplus(f"{TITLE}！", TITLE) is None
    assert surplus(TITLE, TITLE) is None
    assert surplus(TITLE, f"{TITLE}（图）") is None
    assert surplus(TITLE, "街道第5次行动绘就") is None


def test_a_headline_of_a_few_letters_tells_nothing() -> None:
    assert surplus("简讯 - 潇湘生活圈", "简讯") is None


def test_a_headline_without_the_glue_stays_as_it_is() -> None:
    assert without_glued_end(TITLE, " - 潇湘生活圈") == TITLE
