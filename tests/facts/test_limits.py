"""Limits of the facts: what stands on one side of each is taken, what stands on the other is not."""

import pytest

from newsbot.facts.bounds import MAX_BODY_CHARS, text_of
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.images import MAX_IMAGES, images_of
from newsbot.facts.keywords import MAX_KEYWORD_CHARS, MAX_KEYWORDS, split_keywords
from newsbot.facts.media_names import SOURCE_CHARS, looks_like_medium, tidy_source
from newsbot.facts.places.communities import MOST_SEEN, communities
from newsbot.facts.published import MAX_DATE_LINE_CHARS, dated_after
from newsbot.model import Block, Features, Role


def test_the_limits_are_these():
    assert (MAX_BODY_CHARS, MAX_IMAGES, MAX_KEYWORDS, MAX_KEYWORD_CHARS, MOST_SEEN, SOURCE_CHARS) == (40_000, 100, 30, 30, 60, (2, 40))
    assert MAX_DATE_LINE_CHARS == 40


def test_a_body_is_read_as_far_as_the_limit():
    assert len(text_of(["街" * 30_000, "道" * 30_000])) == MAX_BODY_CHARS


@pytest.mark.parametrize(("length", "taken"), [(1, False), (2, True), (40, True), (41, False)])
def test_a_source_has_two_to_forty_characters(length, taken):
    assert (tidy_source("报" * length) is not None) == taken


@pytest.mark.parametrize(("name", "taken"), [("长" * 16 + "日报", True), ("长" * 19 + "日报", False)])
def test_a_medium_known_by_its_ending_is_short(name, taken):
    assert looks_like_medium(name) == taken


def test_a_hundred_images_are_kept():
    def block(text: str, features: Features) -> Block:
        made = Block(text)
        made.set_text(text)
        made.features = features
        return made

    pictures = [block("", Features("img", target=f"http://pictures.test/{n}.jpg", container=1)) for n in range(MAX_IMAGES + 20)]
    first, last = (block("志愿者清理楼道杂物。", Features(container=1)) for _ in range(2))
    for paragraph in (first, last):
        paragraph.relabel(Role.BODY, "body")
    assert len(images_of([first, *pictures, last])) == MAX_IMAGES


def test_thirty_keywords_are_kept_and_none_is_longer_than_thirty():
    assert len(split_keywords([" ".join(f"词{n}" for n in range(50))])) == MAX_KEYWORDS
    assert split_keywords(["文" * 30 + " " + "明" * 31]) == ["文" * 30]


def test_sixty_communities_are_looked_at():
    text = "，".join(["居民社区"] * 70 + ["石塘社区，"])
    assert "石塘社区" not in {one.name for one in communities(text, text * 2)}
    text = "，".join(["居民社区"] * 50 + ["石塘社区，"])
    assert "石塘社区" in {one.name for one in communities(text, text * 2)}


@pytest.mark.parametrize(("length", "kept"), [(20, True), (34, True), (38, False)])
def test_a_noun_with_a_long_name_in_it_has_forty_characters_at_most(length, kept):
    figure = figures_of([f"培训了12名“{'文' * length}”志愿者。"])[0]
    assert (figure.what == f"“{'文' * length}”志愿者") == kept


def test_a_line_with_a_date_is_short():
    def line(text: str) -> list[Block]:
        made = Block(text)
        made.set_text(text)
        return [made]

    assert dated_after(line("2023年4月10日" + " " * 20), 0, None) is not None
    assert dated_after(line("2023年4月10日" + "." * 40), 0, None) is None
