"""Lines for search engines, and reports on vice that only print the same words."""

import pytest

from newsbot.lines.spam import brand_tokens, spam_line


@pytest.mark.parametrize(
    "line",
    [
        "AVt天堂网 手机版,亚洲va久久久噜噜噜久久4399,天天综合亚洲色在线精品,亚洲一级Av无码毛片久久精品",
        "国产精品久久久久久无码 | 欧美日韩在线观看 | 人妻中文字幕",
        "365bet体育投注_bet365官网登录_体育平台",
        "某某新闻稿官网,都市频道头条,资讯平台入口,注册登录下载,app最新版,官方网站首页",
    ],
)
def test_a_line_for_search_engines_is_spam(line):
    assert spam_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "社区开展扫黄打非宣传活动",
        "民警打击网络赌博 捣毁开设赌场、时时彩投注窝点",
        "居民在线观看文明城市创建公益视频",
        "光明路街道党建引领 推动创城工作“加速跑”",
        "微信,微博,邮箱",
        "激情澎湃的社区文艺汇演",
    ],
)
def test_a_report_is_none(line):
    assert spam_line(line) is None


def without_tokens(texts):
    rests = list(texts)
    for mark in reversed(brand_tokens(texts)):
        rests[mark.block] = rests[mark.block][: mark.start] + rests[mark.block][mark.end :]
    return rests


def test_a_brand_pasted_into_sentences_is_cut_out_of_them():
    texts = ["街道开展文明劝导行动万向娱乐官网。", "近日万向娱乐官网,社区志愿者走上街头。", "居民们都说,变化看得见。"]
    assert without_tokens(texts) == ["街道开展文明劝导行动。", "近日,社区志愿者走上街头。", "居民们都说,变化看得见。"]


def test_one_mention_proves_nothing():
    assert brand_tokens(["社区棋牌室面向老人免费开放。", "居民在活动室下棋。"]) == []


def test_reports_on_gambling_keep_their_words():
    assert brand_tokens(["警方打击网络赌博,捣毁投注窝点3个。", "民警提醒居民不要参与投注。"]) == []
