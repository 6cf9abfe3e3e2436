"""What single lines are by their printed form."""

import pytest

from newsbot.lines import forms
from newsbot.lines.forms import read_form
from newsbot.model import Role


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("首页>动态>正文", Role.BREADCRUMB),
        ("当前位置:首页 > 新闻 > 热点", Role.BREADCRUMB),
        ("您的当前位置：首页>文明创建>", Role.BREADCRUMB),
        ("首页文昌—正文 分享", Role.BREADCRUMB),
        ("(资料图片)", Role.PLACEHOLDER),
        ("（资料图片仅供参考）", Role.PLACEHOLDER),
        ("1758691406132855.png", Role.PLACEHOLDER),
        ("文章插图", Role.PLACEHOLDER),
        ("本篇文章2459字,读完约6分钟", Role.READING_TIME),
        ("关键词: 光明路街道", Role.KEYWORDS),
        ("标签:", Role.KEYWORDS),
        ("本文关键词:鹤壁,第四,小学", Role.KEYWORDS),
        ("分享让更多人看到", Role.SHARE),
        ("返回顶部", Role.SHARE),
        ("【打印文章】", Role.SHARE),
        ("热门排行", Role.SIDEBAR),
        ("· 相关新闻 ·", Role.SIDEBAR),
        ("你可能会喜欢", Role.SIDEBAR),
        ("本文链接:http://mirror.example/show-28-5250-0.html打造家门口的“红色地标”", Role.PERMALINK),
        ("地址:http://mirror.example/xwzx/8263.html", Role.PERMALINK),
        ("上一篇: 月狐数据:Q3营收倍数增长", Role.NAVIGATION),
        ("1 2 3 4 下一页", Role.NAVIGATION),
        ("图片版权归原作者所有,如有侵权请联系我们,我们立刻删除。", Role.DISCLAIMER),
        ("声明:本网页内容旨在传播知识,若有侵权等问题请及时与本网联系,我们将在第一时间删除处理。", Role.DISCLAIMER),
        ("版权所有:某某日报  技术支持:某某科技", Role.DISCLAIMER),
        ("新闻网报料热线:886 2395@qq.com", Role.CONTACT),
        ("服务热线：0532-80889999", Role.CONTACT),
        ("16967阅", Role.META_LINE),
        ("?", Role.NAVIGATION),
        ("第A03版：今日柳河", Role.HEADER),
        ("A5 版：社区周刊", Role.HEADER),
        ("上篇文章：街道召开例会", Role.NAVIGATION),
        ("标题:快讯:护国街道以“四化”举措助推文明城市创建", Role.TITLE),
    ],
)
def test_a_line_of_furniture_is_known_by_its_form(line, role):
    form = read_form(line)
    assert form is not None
    assert form.role is role


@pytest.mark.parametrize(
    "line",
    [
        "光明路街道党建引领 推动创城工作“加速跑”",
        "党支部组织生活",
        "上篇：破题",
        "3版：合唱队的新节目单印了出来，居民人手一份",
        "根据土地情况精确制定对策",
        "成都高新区桂溪街道:坚持党建引领 整合各类资源",
        "居民可以扫描二维码反映问题,社区会在第一时间联系处理。",
        "执法人员查处侵权商品32件,责任人被要求立即整改,并向市民宣传版权保护知识,增强了全社会尊重知识产权的意识,营造了良好的社会氛围。",
        "社区还设置了分享会,让更多人看到身边的变化。",
        "声音洪亮的宣传员走进小区",
        "推荐“身边好人”活动启动",
    ],
)
def test_text_of_a_report_has_no_form(line):
    assert read_form(line) is None


@pytest.mark.parametrize("line", ["0931-1234567", "400-123-4567", "13900000000", "a.b@c.com", "ab＠news.cn"])
def test_how_to_reach_somebody_is_told_by_an_at_sign_or_by_digits(line):
    form = read_form(line)
    assert form is not None
    assert form.role is Role.CONTACT
    assert read_form(f"小区{line[:3]}居民") is None


@pytest.mark.parametrize(
    "line",
    [
        "原标题：一面红旗",
        "关键词：社区",
        "【标签】：社区",
        "(资料图片)",
        "a1.PNG",
        "1 2 3 下一页",
        "HTTP://a.example/b",
        "阅读：12",
        "×",
        "#文明#",
        "阅读约3分钟",
    ],
)
def test_what_is_told_by_its_beginning_is_asked_for_all_shapes(line):
    assert forms._FROM_ITS_BEGINNING.match(line)
    assert read_form(line) is not None


def test_what_no_shape_begins_with_is_asked_for_those_that_stand_anywhere():
    assert not forms._FROM_ITS_BEGINNING.match("社区 > 新闻 > 正文")
    found = read_form("社区 > 新闻 > 正文")
    assert found is not None
    assert found.role is Role.BREADCRUMB
    paid = read_form("老字号糕点新春礼盒开售（广告）")
    assert paid is not None
    assert paid.role is Role.ADVERT
