"""Communities: found by form and surroundings, whatever ordinary word they are called by."""

import pytest

from newsbot.facts.places.place import place_of


def community(title: str, *body: str) -> str | None:
    place, _ = place_of(title, body)
    return place.community.name if place.community else None


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("长沙市岳麓区望月湖街道为民社区书记每天走访。", "为民社区"),
        ("近日，长沙市岳麓区望月湖街道建设路社区组织党员清扫楼道。", "建设路社区"),
        ("长沙市岳麓区望月湖街道幸福社区开展文明劝导。", "幸福社区"),
        ("长沙市岳麓区的石塘社区，居民在议事亭里议事。", "石塘社区"),
        ("长沙市岳麓区日报社社区举办邻里节。", "日报社社区"),
        ("近日，长沙市岳麓区云泽社区组织志愿者清理小广告。", "云泽社区"),
        ("3月10日，长沙市岳麓区望月湖街道向阳社区组织志愿者清理楼道。", "向阳社区"),
        ("长沙市岳麓区望月湖街道创建路社区书记每天走访。", "创建路社区"),
        ("大家常来这里坐坐。走进石龙社区，宣传栏上贴着最新的议事结果。", "石龙社区"),
    ],
)
def test_ordinary_words_are_names_where_they_stand_as_names(lead, name):
    assert community("志愿服务进楼栋", lead) == name


@pytest.mark.parametrize(
    "lead",
    [
        "长沙市岳麓区望月湖街道首届社区运动会开幕。",
        "长沙市岳麓区打造智慧社区，居民办事更方便。",
        "长沙市岳麓区梳理社区事项，为基层减负。",
        "长沙市岳麓区望月湖街道组织社区干部开展培训。",
        "李建国是长沙市岳麓区的一名社区志愿者。",
        "百名大学生进社区，长沙市岳麓区掀起志愿热潮。",
        "长沙市岳麓区在云泽社区篮球场举办趣味运动会。",
        "长沙市岳麓区向社区居民发放倡议书。",
        "大家常来这里坐坐。走进老旧社区，宣传栏上贴着最新的议事结果。",
        "长沙市岳麓区望月湖街道幸福社区食堂日前开张。",
        "工作队帮助西藏日喀则市江孜县建起社区书屋。",
        "石家庄市桥西区司法局联合社区开展普法活动。",
        "长沙市岳麓区望月湖街道税务所携手社区举办宣讲。税务所携手社区举办宣讲已有两年。",
    ],
)
def test_what_only_stands_before_the_word_is_no_name(lead):
    assert community("志愿服务进楼栋", lead) is None


def test_a_canteen_of_a_community_that_is_named_elsewhere_too():
    assert community("幸福社区办起食堂", "长沙市岳麓区望月湖街道幸福社区食堂日前开张。") == "幸福社区"


def test_two_communities_are_none():
    assert community("东风社区和红旗社区“结对子”", "长沙市岳麓区望月湖街道东风社区、红旗社区互办活动。红旗社区组织居民参加。") is None


def test_a_community_alone_is_named_though_nobody_says_where_it_is():
    place, _ = place_of("云泽社区：矛盾不出楼", ["云泽社区组织党员调解邻里纠纷。"])
    assert place.community is not None
    assert (place.province, place.community.name) == (None, "云泽社区")


def test_a_citys_medium_says_where_a_community_lies():
    place, _ = place_of("云泽社区清理楼道杂物", ["近日，云泽社区组织党员清理楼道。"], "嘉峪关文明网")
    assert place.city is not None
    assert place.city.name == "嘉峪关市"


@pytest.mark.parametrize("street", ["蔡店街石龙社区", "蔡店街道石龙社区"])
def test_a_street_called_by_half_its_kind_is_that_street(street):
    place, _ = place_of("清洁家园", [f"5月13日，武汉市黄陂区{street}组织志愿者清扫道路。"])
    assert place.street is not None
    assert place.community is not None
    assert (place.street.name, place.community.name) == ("蔡店街道", "石龙社区")
