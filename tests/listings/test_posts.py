"""Posts one under the other are told from an article by whose text it is that the page shows, whatever it is about."""

import pytest

from newsbot.listings.page_kind import Kind, kind_of
from newsbot.listings.posts import shows_posts
from newsbot.model import Page
from newsbot.read_page import read_page

HOME = "http://a.test/"
TEXT = "光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎，街道党工委坚持党建引领，把文明创建和基层治理结合起来。"
WHOLE = "".join(f"<p>{TEXT}第{n}件。</p>" for n in range(6))
TITLES = [f"{place}街道推动文明城市创建" for place in ("光明", "玉林", "窑湾", "洞庭")]


def page(body, *, url=HOME, title="街道观察"):
    markup = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_page(Page(url, markup.encode(), {"Content-Type": "text/html; charset=utf-8"}))


def posts(template, number=4):
    return "".join(template.format(n=n, title=TITLES[n], whole=WHOLE, about=f"<p>{TEXT}</p>") for n in range(number))


@pytest.mark.parametrize(
    "template",
    [
        "<article><h2><a href='/p/{n}'>{title}</a></h2>{about}</article>",
        "<article><h1><a href='/p/{n}'>{title}</a></h1>{whole}</article>",
        "<h3><a href='/p/{n}'>{title}</a></h3>{about}",
        "<div class='post-{n}'><a class='name' href='/p/{n}'>{title}</a><div>{whole}</div></div>",
        "<article><h2>{title}</h2>{about}<footer>11-27</footer><a aria-label='post link to {title}' href='/p/{n}'></a></article>",
        "<article><h2><a href='/p/{n}'>{title}</a></h2><h3>做法与成效</h3>{whole}</article>",
    ],
)
@pytest.mark.parametrize("number", [2, 4])
def test_posts_with_their_text_are_a_list(template, number):
    assert kind_of(page(posts(template, number))) is Kind.POSTS


def test_a_single_post_on_a_page_of_the_site_is_a_list():
    assert shows_posts(page(posts("<article><h2><a href='/p/{n}'>{title}</a></h2>{whole}</article>", 1)).html)


ARTICLE = f"<h1>{TITLES[0]}</h1><p>2024-04-30 10:00 来源：街道</p>{WHOLE}"


@pytest.mark.parametrize(
    "body",
    [
        ARTICLE,
        ARTICLE + posts("<div><h3><a href='/p/{n}'>{title}</a></h3>{about}</div>"),
        posts("<li><a href='/p/{n}'>{title}</a></li>") + ARTICLE,
        ARTICLE.replace(TITLES[0], f"<a href='/a/1.html'>{TITLES[0]}</a>"),
        ARTICLE.replace(TITLES[0], f"<a href='http://b.test/2.html'>{TITLES[0]}</a>"),
        f"<h1><a href='/'>街道观察文明创建网站</a></h1><h2>{TITLES[0]}</h2>{WHOLE}",
        f"<li><a href='/p/1'>{TITLES[1]}</a></li><div>{TITLES[0]}</div>{WHOLE}<li><a href='/p/2'>文明创建意见征集</a></li><p>{TEXT}</p>",
    ],
    ids=[
        "alone",
        "with related reports",
        "after the newest headlines",
        "led to by its own headline",
        "from elsewhere",
        "under the site's name",
        "under a headline that is no heading, between links",
    ],
)
def test_an_article_is_none(body):
    assert not shows_posts(page(body, url="http://a.test/a/1.html", title=f"{TITLES[0]}_街道观察").html)


def test_the_description_of_a_category_is_no_article():
    described = f"<h1>文明创建工作动态</h1><p>{TEXT}</p>" + posts("<h2><a href='/p/{n}'>{title}</a></h2>{whole}")
    assert kind_of(page(described, url="http://a.test/category/x/", title="文明创建工作动态 | 街道观察")) is Kind.POSTS
