"""What farms glue to headlines, and what belongs to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.data import table
from newsbot.lines.headlines import MIN_HEADLINE_HAN, clean_headline, cuts
from newsbot.lines.measures import han


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("天天快资讯:光明路街道党建引领 推动创城工作“加速跑”", "光明路街道党建引领 推动创城工作“加速跑”"),
        ("快讯:护国街道以“四化”举措助推文明城市创建常态长效", "护国街道以“四化”举措助推文明城市创建常态长效"),
        ("今日聚焦!东城街道志愿服务暖人心", "东城街道志愿服务暖人心"),
        ("全球快看点丨社区邻里节热闹开场", "社区邻里节热闹开场"),
        ("【环球快播报】社区邻里节热闹开场", "社区邻里节热闹开场"),
        ("黑龙江加快农村公路建设助力乡村振兴-当前讯息", "黑龙江加快农村公路建设助力乡村振兴"),
        ("小区新增进度可视化功能 世界热消息", "小区新增进度可视化功能"),
        ("社区微商好助手_全球快资讯", "社区微商好助手"),
        ("世界热文:春天来社区,除了花还有限定款“宝贝”→", "春天来社区,除了花还有限定款“宝贝”"),
        ("安居社区这样建设党群服务站不该存在的秘密是什么?", "安居社区这样建设党群服务站"),
        ("市中心医院在教育系统开展急救科普宣传是怎么回事？", "市中心医院在教育系统开展急救科普宣传"),
        ("》母婴室进社区　带娃不再难", "母婴室进社区　带娃不再难"),
        ("■ · 社区邻里节热闹开场", "社区邻里节热闹开场"),
        ("）社区邻里节（首届）热闹开场", "社区邻里节（首届）热闹开场"),
        ("【荐】社区邻里节热闹开场", "社区邻里节热闹开场"),
        ("[最新] 社区邻里节热闹开场", "社区邻里节热闹开场"),
        ("楼下的早餐车回来了 居民拍手叫好，网友：太暖心了！", "楼下的早餐车回来了 居民拍手叫好"),
        ("楼下的早餐车回来了 居民拍手叫好 背后真相令人感动", "楼下的早餐车回来了 居民拍手叫好"),
        ("社区邻里节热闹开场 【10:25】", "社区邻里节热闹开场"),
        ("社区邻里节热闹开场（2024-03-05 08:25:01）", "社区邻里节热闹开场"),
        ("卫生城|创卫在行动:全城动手,建设美丽卫生城", "创卫在行动:全城动手,建设美丽卫生城"),
    ],
)
def test_what_a_farm_glued_on_is_cut(printed, title):
    assert clean_headline(printed) == title


@pytest.mark.parametrize(
    "title",
    [
        "文明创建|东城街道:守护美丽家园",
        "【暖新闻】社区志愿者雨中送伞",
        "【组图】社区志愿者雨中送伞",
        "网友：请给社区装路灯 街道：三天装好",
        "社区志愿者雨中送伞 网友点赞",
        "《邻里公约》贴进楼道",
        "■ 公告",
        "社区疫情防控通报（2024-03-05）",
        "社区篮球赛东苑队险胜（3:2）",
        "老小区改造丨“最后100米”怎么走",
        "打造家门口的“红色地标”背后的秘密是什么?",
        "全国文明城市创建是怎么回事?",
        "今日头条",
        "桂溪街道:坚持党建引领 整合各类资源",
        "为什么说文明城市创建到底是什么",
    ],
)
def test_an_originals_own_words_stay(title):
    assert clean_headline(title) == title


def test_a_question_that_the_page_glues_to_several_headlines_is_the_farms():
    headline = "安居社区建设党群服务站这一幕太暖心了吧?"
    other = "月狐数据营收倍数增长这一幕太暖心了吧?"
    assert clean_headline(headline, [other]) == "安居社区建设党群服务站"
    assert clean_headline(headline) == headline


@given(st.text(alphabet="天全球今日快热讯资观看点:!丨|-_【】?秘密是什么 创城文明", max_size=60))
def test_a_cut_never_leaves_less_than_a_headline(text):
    found = cuts(text)
    rest = clean_headline(text)
    assert all(0 <= cut.start < cut.end <= len(text) for cut in found)
    assert not found or han(rest) >= MIN_HEADLINE_HAN


def test_no_glued_word_is_listed_that_two_others_make():
    data = table("title_affixes.toml")
    made = {heat + noun for heat in data["heat"] for noun in data["noun"]}
    assert not made & set(data["noun"])


@pytest.mark.parametrize("glued", ["快讯", "看热讯", "环球新动态", "今日要闻简讯", "天天播资讯", "全国新闻看热讯"])
def test_words_that_two_others_make_are_glued_as_one(glued):
    assert clean_headline(f"{glued}：安居社区这样建设党群服务站") == "安居社区这样建设党群服务站"


def test_four_words_behind_a_scope_are_the_most():
    assert clean_headline("环球看热讯看热讯：安居社区这样建设党群服务站").startswith("环球")
