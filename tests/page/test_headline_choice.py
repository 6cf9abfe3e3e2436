"""Which short line is the headline, in heads of documents that nobody had shown."""

import pytest

from newsbot.html.plain import read_plain
from newsbot.model import Block, Features
from newsbot.page.headline_choice import choose_headline, headline_candidates

TITLE = "桂溪街道志愿者走进老旧小区清理楼道"
PARAGRAPHS = [
    "三月五日，桂溪街道组织志愿者走进老旧小区，清理楼道杂物和卫生死角，居民纷纷点赞。",
    "志愿者还向居民发放文明手册，劝导乱停乱放，让老旧小区的楼道变得干净整洁。",
]


def blocks_of(*lines: str) -> list[Block]:
    blocks = read_plain("\n".join(lines))
    for block in blocks:
        block.set_text(block.raw)
    return blocks


def chosen(*head: str) -> str | None:
    choice = choose_headline(blocks_of(*head, *PARAGRAPHS), len(head))
    return None if choice.block is None else [*head, *PARAGRAPHS][choice.block]


@pytest.mark.parametrize("head", [
    ["第A02版：综合新闻", TITLE, "2023-04-10"],
    ["本文转自：南城晚报", TITLE],
    ["[ 设为首页 ]", "[ 加入收藏 ]", TITLE, "来源：南城晚报 2023-04-10 10:20"],
    ["只需一步，快速开始", TITLE, "发表于 2023-04-10 08:19"],
    ["久久在线视频，欧美亚洲精品，国产一区二区", TITLE],
    ["首页", "直播", "专题", "您的位置：首页 > 要闻", TITLE, "2023-04-10 10:20"],
    [TITLE],
    ["南城晚报", "2023年4月10日 星期一", TITLE],
], ids=str)  # fmt: skip
def test_furniture_and_porn_never_become_the_title(head):
    assert chosen(*head) == TITLE


def test_a_report_without_a_headline_has_none():
    assert chosen() is None
    assert chosen("2023-04-10 10:20", "来源：南城晚报") is None


def test_links_and_hidden_lines_are_no_candidates():
    blocks = blocks_of(TITLE, *PARAGRAPHS)
    blocks[0].features = Features(links=0.9)
    assert [n for n, _ in headline_candidates(blocks, 1) if n == 0] == []
    blocks[0].features = Features(links=0.6)
    assert [n for n, _ in headline_candidates(blocks, 1) if n == 0] == [0]
    blocks[0].features = Features(hidden=True)
    assert [n for n, _ in headline_candidates(blocks, 1) if n == 0] == []


def signs(line: str, *around: str, before: int = 0) -> dict[str, float]:
    lines = [*around[:before], line, *around[before:], *PARAGRAPHS]
    found = dict(headline_candidates(blocks_of(*lines), len(around) + 1))
    return found[before]


@pytest.mark.parametrize(("length", "class_"), [(4, 0), (5, 1), (7, 1), (8, 2), (12, 3), (18, 4), (26, 5), (36, 6)])
def test_classes_of_length(length, class_):
    assert f"length {class_}" in signs("街" * length)


@pytest.mark.parametrize(("lines", "class_"), [(0, 1), (1, 2), (2, 3), (3, 3), (4, 4), (7, 4), (8, 5), (14, 5), (15, 6)])
def test_classes_of_distance(lines, class_):
    assert f"before the text {class_}" in signs(TITLE, *["文明"] * lines)


@pytest.mark.parametrize(("line", "class_"), [
    ("甲乙丙丁", 0), ("甲乙丙丁戊己庚辛壬癸志愿", 1), ("甲乙丙丁志愿者", 2), ("甲乙志愿者", 3), ("志愿者走甲乙", 4), ("志愿者走进", 5),
])  # fmt: skip
def test_classes_of_overlap_with_the_text(line, class_):
    assert f"overlap {class_}" in signs(line)


@pytest.mark.parametrize(("lines", "near"), [(3, True), (4, False)])
def test_the_meta_line_stands_near(lines, near):
    held = signs(TITLE, *["文明实践"] * lines, "2023-04-10 10:20 来源：南城晚报")
    assert ("meta line after" in held) is near
    held = signs(TITLE, "2023-04-10 10:20 来源：南城晚报", *["文明实践"] * lines, before=lines + 1)
    assert ("meta line before" in held) is near


def test_lines_far_from_the_text_are_no_candidates():
    far = blocks_of(TITLE, *["文明实践"] * 39, *PARAGRAPHS)
    assert 0 in dict(headline_candidates(far, 40))
    far = blocks_of(TITLE, *["文明实践"] * 40, *PARAGRAPHS)
    assert 0 not in dict(headline_candidates(far, 41))
    after = blocks_of(*PARAGRAPHS, "甲乙丙丁", "甲乙丙丁", "甲乙丙丁")
    assert [n for n in dict(headline_candidates(after, 0)) if n is not None] == [2]  # paragraphs end as sentences do


def test_lengths_of_candidates():
    assert 0 not in dict(headline_candidates(blocks_of("街街街", *PARAGRAPHS), 1))
    assert 0 in dict(headline_candidates(blocks_of("街街街街", *PARAGRAPHS), 1))
    assert 0 in dict(headline_candidates(blocks_of("街" * 120, *PARAGRAPHS), 1))
    assert 0 not in dict(headline_candidates(blocks_of("街" * 121, *PARAGRAPHS), 1))


def test_only_the_first_paragraphs_are_compared():
    many = [f"第{n}天，社区的居民们又一起打扫了楼道，大家都说这样的日子有盼头，也更有干劲了。" for n in range(12)]
    title = "红灯笼挂满巷"
    last = "除夕前，红灯笼挂满巷子，孩子们在灯下猜谜，老人们在亭里写春联，热热闹闹迎新年。"
    inside = dict(headline_candidates(blocks_of(title, *many[:11], last), 1))[0]
    outside = dict(headline_candidates(blocks_of(title, *many, last), 1))[0]
    assert inside["overlap"] == 1
    assert outside["overlap"] == 0
    long = "社区的居民们又一起打扫了楼道，" * 40
    assert dict(headline_candidates(blocks_of(title, f"{long[:580]}红灯笼挂满巷子。"), 1))[0]["overlap"] == 1
    assert dict(headline_candidates(blocks_of(title, f"{long[:600]}红灯笼挂满巷子。"), 1))[0]["overlap"] == 0
