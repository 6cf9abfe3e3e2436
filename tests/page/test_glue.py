"""What sites and farms glue to headlines, in forms that no list has, and columns that are the report's own."""

import pytest

from newsbot.data import lines_of
from newsbot.lines.measures import letter_pairs
from newsbot.page.glue import ENOUGH_ODDS, MAX_OPEN_CHARS, candidate_cuts, glued_parts

TEXT = (
    "近日，桂溪街道组织网格员和志愿者走进老旧小区，清理楼道杂物，居民乐享幸福生活。街道还推出文明积分，议事亭里商量停车难题，"
    "让老街巷换了新颜，网格服务暖民心。"
)
WORDS = letter_pairs(TEXT)


def cleaned(headline: str) -> str:
    cuts = glued_parts(headline, WORDS)
    starts = [cut.end for cut in cuts if not cut.start]
    ends = [cut.start for cut in cuts if cut.start]
    return headline[max(starts, default=0) : min(ends, default=len(headline))].strip()


@pytest.mark.parametrize("headline", [
    "热点速递：桂溪街道志愿者走进老旧小区",
    "全球即时看！桂溪街道志愿者走进老旧小区",
    "桂溪街道志愿者走进老旧小区_每日快看",
    "桂溪街道志愿者走进老旧小区-青山新闻网",
    "桂溪街道志愿者走进老旧小区 - 中国青山网 - 要闻",
    "桂溪街道志愿者走进老旧小区究竟是怎么回事？",
    "桂溪街道志愿者走进老旧小区|今日要闻_青山网",
    "【转载】桂溪街道志愿者走进老旧小区",
    "桂溪街道志愿者走进老旧小区——桂溪街道志愿者走进老旧小区",
])  # fmt: skip
def test_what_is_glued_on_is_cut_off(headline):
    assert cleaned(headline) == "桂溪街道志愿者走进老旧小区"


@pytest.mark.parametrize("headline", [
    "桂溪街道：志愿者走进老旧小区",
    "桂溪街道志愿者走进老旧小区 居民乐享幸福生活",
    "桂溪街道志愿者走进老旧小区！",
    "1-10月桂溪街道志愿者走进老旧小区",
    "老街巷换了新颜 网格服务暖民心",
    "议事亭里商量停车难题 桂溪街道有办法",
    "网格服务暖人心",
])  # fmt: skip
def test_what_is_the_headlines_own_stays(headline):
    assert cleaned(headline) == headline


def test_cuts_leave_a_headline_and_name_their_rule():
    assert glued_parts("每日快看：老街", WORDS) == []
    cuts = glued_parts("桂溪街道志愿者走进老旧小区_每日快看", WORDS)
    assert [(cut.start, cut.end, cut.rule) for cut in cuts] == [(13, 18, "glue.suffix")]


def test_a_line_that_is_too_long_for_a_headline_is_left_alone():
    assert glued_parts("桂溪街道志愿者走进老旧小区，" * 12 + "_每日快看", WORDS) == []


@pytest.mark.parametrize(
    "headline", ["每日快看：桂溪街道志愿者走进老旧小区", "桂溪街道志愿者走进老旧小区_每日快看", "志愿者走进老旧小区引爆热搜"]
)
def test_what_is_cut_off_is_what_the_signs_that_are_learnt_from_say(headline):
    weights = {name: float(weight) for name, weight in (line.split("\t") for line in lines_of("glue_weights.tsv"))}
    odds = {
        (cut.start, cut.end): sum(value * weights.get(name, float(name == "penalty")) for name, value in signs.items())
        for cut, signs in candidate_cuts(headline, WORDS)
    }
    best = max(odds, key=odds.__getitem__)
    cuts = [(cut.start, cut.end) for cut in glued_parts(headline, WORDS)]
    assert cuts[:1] == ([best] if odds[best] >= ENOUGH_ODDS else [])


def signs_of(headline: str, start: int) -> dict[str, float]:
    return next(signs for cut, signs in candidate_cuts(headline, WORDS) if cut.start == start)


def test_an_end_without_a_separator_begins_after_the_last_words_that_the_text_has():
    cuts = [cut for cut, _ in candidate_cuts("志愿者走进老旧小区引爆热搜", WORDS)]
    assert [(cut.start, cut.rule) for cut in cuts] == [(9, "glue.end without a separator")]
    assert not list(candidate_cuts("志愿者走进老旧小区咋", WORDS))
    assert not list(candidate_cuts("志愿者走进老旧小区" + "甲" * (MAX_OPEN_CHARS + 1), WORDS))
    assert list(candidate_cuts("志愿者走进老旧小区" + "甲" * MAX_OPEN_CHARS, WORDS))
    assert MAX_OPEN_CHARS == 18


def test_separators_are_looked_for_near_the_ends():
    assert not [cut for cut, _ in candidate_cuts("街" * 33 + "：居民乐享幸福生活", WORDS) if not cut.start]
    assert [cut for cut, _ in candidate_cuts("街" * 31 + "：居民乐享幸福生活", WORDS) if not cut.start]
    assert not [cut for cut, _ in candidate_cuts("居民乐享幸福生活_" + "街" * 45, WORDS) if cut.rule == "glue.suffix"]
    assert [cut for cut, _ in candidate_cuts("居民乐享幸福生活_" + "街" * 42, WORDS) if cut.rule == "glue.suffix"]


@pytest.mark.parametrize(("part", "class_"), [("甲", 0), ("甲乙", 1), ("甲乙丙丁", 2), ("甲乙丙丁戊己", 3), ("甲" * 9, 4), ("甲" * 13, 5)])
def test_parts_have_classes_of_length(part, class_):
    assert f"suffix length {class_}" in signs_of(f"居民乐享幸福生活_{part}", 8)


@pytest.mark.parametrize(("rest", "class_"), [("街" * 5, 1), ("街" * 7, 1), ("街" * 8, 2), ("街" * 12, 3), ("街" * 19, 3), ("街" * 20, 4)])
def test_rests_have_classes_of_length(rest, class_):
    assert f"rest {class_}" in signs_of(f"{rest}_甲乙", len(rest))


@pytest.mark.parametrize(("part", "class_"), [("甲乙丙丁", 0), ("网格甲乙丙", 1), ("网格甲乙", 2), ("网格服务", 3)])
def test_the_share_of_a_part_that_the_text_has(part, class_):
    assert f"suffix in the text {class_}" in signs_of(f"居民乐享幸福生活_{part}", 8)


def test_no_text_gives_no_sign_of_it():
    signs = next(signs for _, signs in candidate_cuts("居民乐享幸福生活_甲乙", ()))
    assert not [name for name in signs if "in the text" in name]


def test_four_parts_are_cut_off_at_most():
    assert len(glued_parts("每日快看：" * 6 + "桂溪街道志愿者走进老旧小区", WORDS)) <= 4
