import pytest

from newsbot.listings.pager_controls import next_answer
from newsbot.listings.pagers import MOST_PARTS, article_parts, next_page, page_number
from newsbot.model import Page
from newsbot.read_page import read_page
from tests.opening import opened

ITEMS = "".join(f'<li><a href="/2023/0410/c{n}.html">长沙芙蓉区：社区网格员入户走访第{n}期</a></li>' for n in range(6))


def following(body, url="http://a.test/local/index.html", **more):
    text = f"<html><body>{ITEMS}{body}</body></html>"
    return next_page(opened(text, url, "text/html"), **more)


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        ("/local/", '<script>createPageHTML(20, 0, "index", "html");</script>', "/local/index_1.html"),
        ("/local/index_1.html", '<script>createPageHTML(20, 1, "index", "html");</script>', "/local/index_2.html"),
        ("/local/index_19.html", '<script>createPageHTML(20, 19, "index", "html");</script>', None),
        ("/local/", "<script>createPageHTML('page_div',14, 1,'fl','shtml',278);</script>", "/local/fl_2.shtml"),
        ("/local/fl_14.shtml", "<script>createPageHTML('page_div',14, 14,'fl','shtml',278);</script>", None),
        ("/local/index.shtml", "<script>var countPage = 5;//共多少页\nvar currentPage = 0;//从0开始</script>", "/local/index_1.shtml"),
        ("/local/index_3.shtml", "<script>var countPage = 5\nvar currentPage = 3;</script>", "/local/index_4.shtml"),
        ("/local/index_4.shtml", "<script>var countPage = 5\nvar currentPage = 4;</script>", None),
        ("/local/", '<a href="index2.html">下一页</a>', "/local/index2.html"),
        ("/local/", '<a href="index_2.html">[下一頁]</a>', "/local/index_2.html"),
        ("/local/", '<a href="?page=2">下页&gt;</a>', "/local/?page=2"),
        ("/local/?page=2", '<a href="?page=1">1</a><a href="?page=3">3</a>', "/local/?page=3"),
        ("/local/", '<a href="index2.html">2</a><a href="index3.html">3</a>', "/local/index2.html"),
        ("/local/", '<link rel="next" href="/local/p2.html">', "/local/p2.html"),
        ("/c/%E6%96%87/", '<link rel="next" href="/c/%E6%B2%BB%E7%90%86/">', None),
        ("/c/%E6%96%87/", '<link rel="next" href="/c/%E6%96%87/page/2/">', "/c/%E6%96%87/page/2/"),
        ("/", '<b>1</b><a href="/page2/">2</a><a href="/page3/">3</a><a href="/page2/"><i class="right"></i></a>', "/page2/"),
        ("/page2/", '<a href="/"><i></i></a><a href="/page3/"><i class="right"></i></a>', "/page3/"),
        ("/", '<a href="/p2/"><img src=a.png></a>', None),
        ("/local/", '<a href="/a/1.html">下一篇</a>', None),
        ("/local/", '<a href="/local/">下一页</a>', None),
        ("/local/", '<a href="http://b.test/2.html">下一页</a>', None),
        ("/local/", '<a href="javascript:goPage(2)">下一页</a>', None),
        ("/l.html", '<a href="javascript:go(2)">下一页</a><script>function go(n){location="l_"+n+".html"}</script>', "/l_2.html"),
        ("/l_2.html", '<a href="javascript:go(1)">上一页</a><script>function go(n){location.href="l_"+n+".html"}</script>', None),
        ("/l_2.html", '<a href="javascript:go(3)">下一页</a><script>function go(n){location.href="l_"+n+".html"}</script>', "/l_3.html"),
        (
            "/l_1.html",
            '<a href="javascript:go(9)">» 9</a><a href="javascript:go(2)">&gt;&gt; 下一页(2/9)</a><script>location="l_"+n+".html"</script>',
            "/l_2.html",
        ),
        ("/l?c=9", '<form action="l">共 3 頁<input name=page></form>', "/l?page=2"),
        ("/l?page=²", '<a href="?page=2">2</a>', "/l?page=2"),
        ("/l/", '共9页<script>function show(id){url="/detail/"+id+".html"}</script>', None),
        ("/l?c=9", '<form action="l"><input type=hidden name=c value=9>共3页<input name=page><input type=submit></form>', "/l?c=9&page=2"),
        ("/l?c=9&page=3", '<form action="l"><input name=c value=9>共3页<input name="page" value="3"></form>', None),
        ("/l?c=9", '<form action="l" method="post">共3页<input name="page"></form>', None),
        ("/l", '<form action="/search"><input name="q"></form>共3页', None),
        ("/l/", '<select><option value="/l/">第1页</option><option value="/l/p2.html">第2页</option></select>', "/l/p2.html"),
        ("/l/p2.html", '<select><option value="/l/">1</option><option value="/l/p2.html" selected>2</option></select>', None),
        ("/l/", '<select><option value="http://b.test/">友情链接</option><option value="http://c.test/">某网</option></select>', None),
        ("/local/", '<a href="/local/"><i></i></a><a href="/local/page/2/"><i class="right"></i></a>', "/local/page/2/"),
        ("/local/page/2/", '<a href="/local/"><i></i></a><a href="/local/page/3/"><i class="right"></i></a>', "/local/page/3/"),
        ("/local/", '<a href="/other/page/2/"><img src=a.png></a><a href="/local/page/3/"><img src=b.png></a>', None),
        ("/local/", "", None),
    ],
)
def test_the_next_page_of_a_list_is_found(url, body, expected):
    assert following(body, f"http://a.test{url}") == (expected and f"http://a.test{expected}")


@pytest.mark.parametrize(
    ("url", "hint", "first", "expected"),
    [
        ("/local/", "index_{n}.html", 1, "/local/index_1.html"),
        ("/local/", "index{n}.html", 2, "/local/index2.html"),
        ("/local/index2.html", "index{n}.html", 2, "/local/index3.html"),
        ("/local/?p=3", "?p={n}", 2, "/local/?p=4"),
    ],
)
def test_the_source_may_say_how_pages_are_named(url, hint, first, expected):
    assert following("", f"http://a.test{url}", hint=hint, first=first) == f"http://a.test{expected}"


def test_a_pager_that_leads_back_only_is_at_its_end():
    assert following('<a href="index.html">上一页</a>', "http://a.test/local/index_3.html", hint="index_{n}.html") is None


def test_what_the_page_says_goes_before_the_sources_hint():
    assert following('<a href="more2.html">下一页</a>', hint="index_{n}.html") == "http://a.test/local/more2.html"


@pytest.mark.parametrize(("url", "number"), [("/", 1), ("/index_1.html", 2), ("/index2.html", 2), ("/?page=7", 7), ("/c1/123456.html", 1)])
def test_the_number_of_a_list_page(url, number):
    assert page_number(f"http://a.test{url}") == number


# ------------------------------------------------------------------------------------------------------------- articles


def parts(body, url="http://a.test/2023/0410/c1234567.html"):
    text = f"<html><body><h1>标题</h1><p>正文。</p>{body}</body></html>"
    return article_parts(opened(text, url, "text/html"))


@pytest.mark.parametrize(
    "body",
    [
        '<a href="c1234567_2.html">【2】</a> <a href="c1234567_3.html">【3】</a> <a href="c1234567_2.html">下一页</a>',
        '<a href="/2023/0410/c1234567_2.html">[2]</a><a href="/2023/0410/c1234567_3.html">尾页</a>',
        '<b>1</b> <a href="c1234567_2.html">2</a> <a href="c1234567_3.html">3</a>',
    ],
)
def test_the_pages_of_an_article_are_found_in_their_order(body):
    found = parts(body)
    assert (found.number, found.head) == (1, "http://a.test/2023/0410/c1234567.html")
    assert found.parts == ((2, "http://a.test/2023/0410/c1234567_2.html"), (3, "http://a.test/2023/0410/c1234567_3.html"))


@pytest.mark.parametrize(
    ("url", "second"),
    [
        ("http://a.test/c195194-40369823.html", "c195194-40369823-2.html"),
        ("http://a.test/show.php?id=77", "show.php?id=77&page=2"),
        ("http://a.test/202304/t20230410_123456.html", "t20230410_123456_1.html"),
    ],
)
def test_pages_are_named_in_several_ways(url, second):
    found = parts(f'<a href="{second}">下一页</a>', url)
    assert [number for number, _ in found.parts] == [2]
    assert found.parts[0][1].endswith(second)


def test_a_script_may_name_them():
    found = parts('<script>createPageHTML(3, 0, "t20230410_123456", "html");</script>', "http://a.test/202304/t20230410_123456.html")
    assert [url.rpartition("/")[2] for _, url in found.parts] == ["t20230410_123456_1.html", "t20230410_123456_2.html"]


def test_a_part_knows_its_head_and_what_comes_behind_it():
    body = '<a href="c1234567.html">【1】</a>【2】<a href="c1234567_3.html">【3】</a>'
    found = parts(body, "http://a.test/2023/0410/c1234567_2.html")
    assert (found.number, found.head) == (2, "http://a.test/2023/0410/c1234567.html")
    assert found.after(2) == "http://a.test/2023/0410/c1234567_3.html"
    assert found.after(3) is None


@pytest.mark.parametrize(
    "body",
    [
        '<a href="c1234568.html">下一篇</a>',
        '<a href="c1234568.html">下一页</a>',
        '<a href="/other/c1234567_2.html">2</a>',
        '<a href="c1234567_2.html">社区网格员入户走访</a>',
        '<a href="http://b.test/2023/0410/c1234567_2.html">2</a>',
        '<a href="c1234567.html">1</a>',
        "",
    ],
)
def test_other_articles_are_no_parts(body):
    assert parts(body).parts == ()


@pytest.mark.parametrize("first", ["首页", "第一頁", "上一页", "[1]", "第1页"])
def test_a_link_that_leads_back_tells_that_a_part_numbered_one_is_the_first(first):
    body = f'<a href="c1234567_1.html">{first}</a><a href="c1234567_2.html">下一页</a>'
    assert [number for number, _ in parts(body).parts] == [2]
    assert [number for number, _ in parts(body.replace(first, "尾页")).parts] == [2, 3]


def test_articles_numbered_one_after_the_other_are_no_parts_of_each_other():
    assert parts('<a href="t20230410_2.html">下一页</a>', "http://a.test/t20230410_1.html").parts == ()


def test_the_parts_are_bounded():
    body = "".join(f'<a href="c1234567_{n}.html">{n}</a>' for n in range(2, 99))
    assert len(parts(body).parts) == MOST_PARTS - 1


@pytest.mark.parametrize("base", ["p://[<a", "http://[", "http://a.test:x/", "//[::1", "javascript:void(0)"])
def test_a_base_that_is_no_address_raises_nothing(base):
    text = f"<base href='{base}'><a href='0'>2</a><a href='index_2.html'>下一页</a><a href='//['>3</a>"
    text += "<form action='http://['><input name=page></form>"
    page = opened(f"<html>{text}共9页<select><option value='http://['>1<option value='/['>2</select>", "http://a.test/local/", "text/html")
    assert next_page(page) in {None, "http://a.test/local/index_2.html"}
    assert article_parts(page).number == 1


@pytest.mark.parametrize(
    "link",
    [
        '<a class="extend next" rel="next" title="下一页" href="/local/page/2/"><i class="fa fa-angle-right"></i></a>',
        '<a class="next" href="/local/page/2/">&rang;</a>',
        '<a class="next" href="/local/page/2/"></a>',
        '<a class="wp-block-query-pagination-next" href="/local/page/2/"><span aria-hidden="true">›</span></a>',
        '<a href="/local/page/2/">Older Posts</a>',
        '<a href="/local/page/2/">较早的文章 »</a>',
        '<a aria-label="Next Page" href="/local/page/2/"><svg/></a>',
        '<a href="/local/page/2/"><span>❯</span></a>',
        '<link rel="next" href="/local/page/2/">',
    ],
)
def test_the_pagers_of_publishing_engines_are_followed(link):
    assert following(link, "http://a.test/local/") == "http://a.test/local/page/2/"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="/category/civic/">',
        '<a rel="next" class="md-footer__link md-footer__link--next" aria-label="Next: 社区" href="/category/civic/"><i></i></a>',
        '<a class="slider next" href="/about/"></a>',
        '<a href="/local/page/2/">下一篇</a>',
        '<a rel="next" href="/2023/0410/c1234567.html">社区网格员入户走访</a>',
    ],
)
def test_the_next_section_is_no_further_page(link):
    assert following(link, "http://a.test/local/") is None


POSTS = "http://a.test/wp-json/wp/v2/posts?per_page=100"


@pytest.mark.parametrize(("address", "total", "after"), [
    ("", "3", "&page=2"),
    ("&page=2", "3", "&page=3"),
    ("&page=3", "3", None),
    ("", "1", None),
    ("", "", None),
    ("", "many", None),
])  # fmt: skip
def test_an_answer_whose_header_says_how_many_there_are_has_one_after_it(address, total, after):
    headers = {"Content-Type": "application/json", "X-WP-TotalPages": total}
    answer = read_page(Page(POSTS + address, b'[{"link": "http://a.test/1/"}]', headers))
    assert next_answer(answer) == (after and POSTS + after)
