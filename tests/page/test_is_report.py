"""Pages that are no report: each ends as a list page or as no article, with the signs that told."""

import pytest

from newsbot.html.page import read_html
from newsbot.model import Outcome, Reason
from newsbot.page.label_html import label_html

ABSTRACT = "市体育局昨日公布本年度全民健身运动会的日程，共设二十三个大项，比赛从五月持续到十月，欢迎市民报名。"
TEXT = "四月十日上午，槐荫街道志愿服务队来到晨光小区，向居民讲解垃圾分类的办法，并把散落在绿化带里的纸屑一一捡起。"
NAMES = (
    "晨光小区",
    "第三小学",
    "滨河公园",
    "东街社区",
    "老年大学",
    "市民中心",
    "文化广场",
    "南山村",
    "北湖村",
    "图书馆",
    "体育馆",
    "美术馆",
    "青年路",
)
NAV = "<div><a href=/>首页</a> <a href=/a>要闻</a> <a href=/b>社会</a></div>"
FOOT = "<div><p>主办：某市人民政府办公室 承办：某市信息中心</p><p>版权所有 未经授权禁止转载</p></div>"


def judged(body: str, title: str, url: str = "http://www.example.cn/2023/04/10/1.html") -> tuple[Outcome, Reason, str] | None:
    page = read_html(f"<html><head><title>{title}</title></head><body>{NAV}{body}{FOOT}</body></html>", url)
    for block in page.blocks:
        block.set_text(block.raw)
    return label_html(page, None)[1]


def items(pattern: str) -> str:
    return "".join(pattern.format(name=name, n=n) for n, name in enumerate(NAMES))


LISTS = {
    "dated links": (
        "<h2>文明创建</h2><ul>" + items("<li><a href=/{n}.html>{name}举行春季志愿服务活动</a> <span>2023-04-10</span></li>") + "</ul>",
        "文明创建_某市",
    ),
    "abstracts": (
        items(f"<div><h3><a href=/{{n}}.html>{{name}}举行春季志愿服务活动</a></h3><p>{{name}}：{ABSTRACT}</p><i>2023-04-10</i></div>"),
        "社会_某网",
    ),
    "front page": (
        "<h1>某市人民政府门户网站</h1>"
        + items("<div><h2><a href=/{n}/>{name}</a></h2><a href=/{n}/1.html>{name}举行春季志愿服务活动</a></div>"),
        "某市人民政府门户网站",
    ),
    "pictures": (
        items("<div><a href=/{n}.html><img src={n}.jpg alt={name}></a><p><a href=/{n}.html>{name}举行春季志愿服务活动</a></p></div>"),
        "图片_某网",
    ),
}
OTHERS = {
    "404": ("<h1>404</h1><p>抱歉，您访问的页面不存在或已被删除，请检查您输入的网址是否正确，或者返回首页。</p>", "404 Not Found"),
    "soft 404": ("<p>对不起，您要查看的文章不存在，可能已经被管理员删除或者正在审核中，请稍后再试。</p>", "提示信息"),
    "login": (
        "<form>用户名 密码<button>登录</button></form><p>登录即表示您已阅读并同意用户服务协议，未注册的手机号将自动创建账号。</p>",
        "用户登录",
    ),
    "nothing": ("<p>加载中</p>", "某网"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_list_pages(kind):
    ended = judged(*LISTS[kind])
    assert ended is not None
    assert ended[0] is Outcome.LIST_PAGE


@pytest.mark.parametrize("kind", OTHERS)
def test_pages_without_an_article(kind):
    ended = judged(*OTHERS[kind])
    assert ended is not None
    assert ended[0] is Outcome.NO_ARTICLE


def test_a_short_report_is_one():
    assert (
        judged(f"<h1>槐荫街道志愿服务队走进晨光小区</h1><p>2023-04-10 10:20</p><p>{TEXT}</p>", "槐荫街道志愿服务队走进晨光小区_某网")
        is None
    )


def test_a_short_report_beside_many_abstracts_is_one():
    side = items(f"<div><h3><a href=/{{n}}.html>{{name}}举行春季志愿服务活动</a></h3><p>{{name}}：{ABSTRACT}</p></div>")
    article = f"<div><h1>槐荫街道志愿服务队走进晨光小区</h1><p>2023-04-10 10:20</p><p>{TEXT}</p></div>"
    assert judged(f"{article}<h3>推荐阅读</h3><div>{side}</div>", "槐荫街道志愿服务队走进晨光小区_某网") is None


def test_the_reason_names_the_signs():
    ended = judged(*OTHERS["404"])
    assert ended is not None
    assert "error_in_headline" in ended[2]


def test_a_front_page_needs_more_than_a_headline_and_a_paragraph():
    body = f"<h1>槐荫街道志愿服务队走进晨光小区</h1><p>{TEXT}</p><p>{ABSTRACT}</p>"
    assert judged(body, "槐荫街道志愿服务队走进晨光小区") is None
    assert judged(body, "槐荫街道志愿服务队走进晨光小区", "http://www.example.cn/") is not None


@pytest.mark.parametrize(
    "notice",
    [
        "抱歉，您访问的页面不存在或已被删除，5秒后将自动跳转到首页。",
        "您还没有登录，请登录后查看全文。会员可享受更多服务。",
        "该内容已被发布者撤回，暂时无法查看，请浏览其他内容，给您带来的不便敬请谅解。",
        "系统繁忙，请稍后再试。如有疑问请联系网站管理员，谢谢您的理解与支持。",
        "您没有访问权限，请输入验证码后继续浏览本站内容。",
    ],
)
def test_a_notice_in_the_place_of_the_text_is_no_report_whatever_stands_around_it(notice):
    head = "<h1>槐荫街道志愿服务队走进小区</h1><div>2023-04-10 10:20 来源：某市日报</div>"
    verdict = judged(f"{head}<div class=content><p>{notice}</p></div><div>责任编辑：王某</div>", "槐荫街道志愿服务队走进小区_某市新闻网")
    assert verdict is not None
    assert verdict[0] is Outcome.NO_ARTICLE


def test_a_short_report_on_logging_in_is_a_report():
    head = "<h1>晨光小区推出文明积分查询小程序</h1><div>2023-04-10 10:20 来源：某市日报</div>"
    text = f"{TEXT}居民登录后可查看本小区的积分排名。"
    assert judged(f"{head}<div class=content><p>{text}</p></div>", "晨光小区推出文明积分查询小程序_某市新闻网") is None


FIRM = (
    "我们拥有十年行业经验，产品远销全国三十多个省市，深受广大新老客户的好评，质量保证，价格优惠，欢迎来电咨询订购，免费送货上门。" * 2,
    "我们本着诚信、共赢的宗旨，为您提供优质的服务，满足您的需求，让您买得放心，用得舒心，我们的产品从设计到制造都经过严格检验。" * 2,
    "我们的团队由业内专家组成，我们承诺在二十四小时内为您解决问题，我们期待您的光临，也期待与您建立长期的合作关系，实现双赢。" * 2,
)


def test_a_firm_that_speaks_to_its_customers_is_no_report_where_nothing_vouches_for_the_page():
    text = "".join(f"<p>{paragraph}</p>" for paragraph in FIRM)
    ended = judged(f"<h2>我们的优势</h2>{text}", "新闻")
    assert ended is not None
    assert "speaks_to_customers" in ended[2]
    assert judged(f"<h1>一家老字号的十年经营之道</h1><p>2023-04-10 10:20</p>{text}", "一家老字号的十年经营之道_某网") is None


def test_lines_worded_as_furniture_are_no_text_even_under_a_headline_with_its_date():
    said = "市场有风险，投资需谨慎。本网站所有信息仅供参考，以本公司公告及法律文件为准。本网站支持IPv6。All Rights Reserved. 冀备1号"
    head = "<h1>某某基金管理有限公司公告</h1><p>2023-04-10 10:20</p>"
    ended = judged(f"{head}<div><p>{said}</p></div>", "某某基金管理有限公司公告_某网")
    assert ended is not None
    assert "furniture_for_text" in ended[2]
    assert judged(f"{head}<div><p>{TEXT}</p></div>", "某某基金管理有限公司公告_某网") is None
