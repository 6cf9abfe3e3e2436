"""Strings that a site puts into what it copies."""

from newsbot.lines.watermark import find_watermarks

PARAGRAPHS = ["街道召开文明城市创建推进会。", "社区志愿者走上街头,清理小广告。", "居民们看到了变化,享受了实惠。", "片区党支部积极协调。"]


def stripped(texts):
    rests = list(texts)
    for mark in reversed(find_watermarks(texts)):
        rests[mark.block] = rests[mark.block][: mark.start] + rests[mark.block][mark.end :]
    return rests


def test_a_mark_behind_every_paragraph_is_found():
    assert stripped([p + "QOr28资讯网——每日最新资讯28at.com" for p in PARAGRAPHS]) == PARAGRAPHS


def test_a_mark_with_a_changing_random_part_is_found_with_it():
    tokens = ["QOr28", "x9Kd2", "mm3Ta", "P0q81"]
    assert stripped([f"{p}{t}资讯网——每日最新资讯abc.com" for p, t in zip(PARAGRAPHS, tokens, strict=True)]) == PARAGRAPHS


def test_a_block_that_is_nothing_else_is_taken_whole():
    texts = [*(p + "每日新闻网www.daily-news.cn" for p in PARAGRAPHS), "每日新闻网www.daily-news.cn"]
    assert stripped(texts) == [*PARAGRAPHS, ""]


def test_paragraphs_that_end_alike_are_no_watermark():
    texts = [p[:-1] + ",为文明城市创建贡献力量。" for p in PARAGRAPHS]
    assert find_watermarks(texts) == []


def test_two_blocks_prove_nothing():
    assert find_watermarks([PARAGRAPHS[0] + "本地资讯网abc.com", PARAGRAPHS[1] + "本地资讯网abc.com"]) == []
