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


TALES = [
    "街道召开文明城市创建推进会，部署下一阶段的重点任务。",
    "社区志愿者走上街头，清理小广告，劝导不文明行为。",
    "居民们看到了变化，享受了实惠，纷纷为社区点赞。",
    "片区党支部积极协调，把闲置房屋改造成了党群服务站。",
    "网格员每天入户走访，把居民的烦心事一件件记在本上。",
]


def test_what_stands_after_the_sentences_of_most_paragraphs_is_a_mark_whatever_its_words():
    for mark in ("更多精彩内容请访问蓝色河流", "更多精彩内容请访问 bluestream", "本文来自蓝色河流的搬运工"):
        assert stripped([p + mark for p in TALES]) == TALES
        assert stripped([*(p + mark for p in TALES[:4]), TALES[4]]) == TALES


def test_in_less_than_half_of_the_paragraphs_or_in_three_it_is_a_refrain():
    mark = "更多精彩内容请访问蓝色河流"
    others = [f"第{n}个网格的网格员把居民的烦心事一件件记在了本子上，当天就去办理。" for n in range(5)]
    assert find_watermarks([*(p + mark for p in TALES[:4]), *others]) == []
    assert find_watermarks([p + mark for p in TALES[:3]]) == []


def test_a_sentence_a_label_and_a_clause_that_close_every_paragraph_stay():
    for tail in ("这就是我们身边的文明故事。", "牵头单位：市文明办", "责任单位是市城管局、各街道", "（责任单位为市城管局）"):
        assert find_watermarks([p + tail for p in TALES]) == []
    assert find_watermarks([p[:-1] + "为创建文明城市贡献了力量" for p in TALES]) == []


def test_an_address_written_with_blanks_is_one():
    assert stripped([p[:5] + " w w w.q s n e w s.c o m " + p[5:] for p in PARAGRAPHS]) == [p[:5] + "  " + p[5:] for p in PARAGRAPHS]
    assert find_watermarks([p + " A B C D E F G" for p in PARAGRAPHS[:3]]) == []
