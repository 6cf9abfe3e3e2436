"""What stands on the small web on its first day, and what changes on the second."""

import json

from tests.small_web.articles import civic, damaged, other, updated

DAY1, DAY2 = "2024-05-06", "2024-05-07"

SOURCES: dict[str, dict[str, object]] = {
    "people-hn": {"lists": ["http://hn.people.com.cn/"], "paging": "index{n}.html", "first_page": 2, "charset": "gb18030"},
    "people-sc": {"lists": ["http://sc.people.com.cn/"]},
    "wenming": {"lists": ["http://www.wenming.cn/dfcz/"], "article": r"/t20\d{6}_\d{3,9}\.shtml$"},
    "wenming-cs": {"lists": ["http://cs.wenming.cn/"]},
    "xinhua-hunan": {"feeds": ["http://hunan.news.cn/rss/hunan.xml"]},
    "ctdsb": {"sitemaps": ["http://www.ctdsb.net/sitemap.xml"]},
    "rednet": {"start": ["http://hn.rednet.cn/channel/7103.html"]},
    "broken": {"lists": ["http://news.broken.cn/"]},
    "silent": {"lists": ["http://news.silent.cn/"]},
    "login": {"lists": ["http://news.behindlogin.cn/list.html"]},
    "mirrors": {"role": "mirror", "lists": ["http://www.jinrire.com/news/", "http://www.xwzk.net/"]},
}


def write_sources(folder):
    folder.mkdir()
    for name, keys in SOURCES.items():
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in [("name", name), *keys.items()]]
        (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def first_day(web):
    """Twelve hosts: originals with their lists, mirrors, and hosts in trouble."""
    people = web.host("hn.people.com.cn", charset="gb18030")
    leads = _put(web, people, [f"/n2/2024/0506/c{356880 + n}-{40834000 + n}.html" for n in range(12)], range(6), "人民网－湖南频道")
    where, long = f"/n2/2024/0506/c356999-{40834999}.html", civic(6, DAY1, "人民网－湖南频道")
    head, *parts = people.article(where, long, pages=2, name="{stem}-{n}{end}")
    web.civic.add(head)
    web.parts.update(parts)
    web.people = [(where, long), *leads]
    _people_lists(web)

    sichuan = web.host("sc.people.com.cn", robots="User-agent: *\nDisallow: /private/\nCrawl-delay: 0.5\n")
    leads = _put(web, sichuan, [f"/n2/2024/0506/c1-{50834000 + n}.html" for n in range(6)], range(7, 10), "人民网－四川频道")
    hidden = civic(20, DAY1, "人民网－四川频道")
    sichuan.article("/private/c1-99999999.html", hidden)
    sichuan.listing("/", [("/private/c1-99999999.html", hidden), *leads])
    web.lists.add(sichuan.url("/"))

    wenming = web.host("www.wenming.cn")
    leads = _put(web, wenming, [f"/dfcz/hn/202405/t20240506_{6500000 + n}.shtml" for n in range(8)], range(10, 14), "中国文明网")
    script = '<script>createPageHTML(2, {n}, "index", "shtml");</script>'
    wenming.listing("/dfcz/", leads[:5], more=script.format(n=0))
    wenming.listing("/dfcz/index_1.shtml", leads[5:], more=script.format(n=1))
    web.lists.update({wenming.url("/dfcz/"), wenming.url("/dfcz/index_1.shtml")})

    web.host("cs.wenming.cn", robots_status=500).listing("/", [("/a/100001.html", civic(21, DAY1, "长沙文明网"))])

    xinhua = web.host("hunan.news.cn")
    web.xinhua = _put(web, xinhua, [f"/20240506/{n:032x}/c.html" for n in range(1, 7)], range(14, 17), "新华网")
    xinhua.feed("/rss/hunan.xml", web.xinhua)
    web.lists.add(xinhua.url("/rss/hunan.xml"))

    jimu = web.host("www.ctdsb.net", validators=False)
    leads = _put(web, jimu, [f"/c1476_202405/{2100000 + n}.html" for n in range(4)], range(17, 19), "极目新闻")
    news = "".join(
        f"<url><loc>{jimu.url(path)}</loc><news:news><news:publication_date>{article.day}</news:publication_date>"
        f"<news:title>{article.title}</news:title></news:news></url>"
        for path, article in leads
    )
    jimu.xml(
        "/news.xml.gz", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='urn:news'>{news}</urlset>", packed=True
    )
    jimu.xml(
        "/sitemap.xml", f"<sitemapindex><sitemap><loc>{jimu.url('/news.xml.gz')}</loc><lastmod>{DAY1}</lastmod></sitemap></sitemapindex>"
    )
    web.lists.update({jimu.url("/sitemap.xml"), jimu.url("/news.xml.gz")})

    rednet = web.host("hn.rednet.cn")
    leads = _put(web, rednet, [f"/content/6468{n}/63/{12625180 + n}.html" for n in range(6)], range(19, 20), "红网")
    rednet.listing("/channel/7103.html", leads[:4], more='<a href="?page=2">下一页</a>')
    rednet.listing("/channel/7103.html?page=2", leads[4:], more='<a href="?page=1">上一页</a>')
    web.lists.update({rednet.url("/channel/7103.html"), rednet.url("/channel/7103.html?page=2")})

    web.host("news.broken.cn", status=500)
    web.host("news.silent.cn", silent=True)
    login = web.host("news.behindlogin.cn", redirect="/login.html")
    login.html("/login.html", "<title>登录</title></head><body><form><input name='user'></form><p>请先登录</p>")

    web.mirrored = []
    for name, path, how, numbers in (("www.jinrire.com", "/news/", "pinyin", (0, 10)), ("www.xwzk.net", "/", "watermark", (1, 14))):
        mirror = web.host(name)
        copies = [(f"{path}{24050600 + number}.html", damaged(civic(number, DAY1, "人民网－湖南频道"), how)) for number in numbers]
        for where, copy in copies:
            web.civic.add(mirror.article(where, copy, spam="<p>最好的白癜风医院在哪 http://www.example.com/</p>")[0])
        mirror.listing(path, [*copies, *((f"{path}{9000 + n}.html", other(n, DAY1, "网络")) for n in range(4))])
        web.lists.add(mirror.url(path))


def second_day(web):
    """Two new reports and a changed one on one list, a new one in the feed; everything else is as it was."""
    people = web.hosts["hn.people.com.cn"]
    fresh = [(f"/n2/2024/0507/c356880-{40835000 + n}.html", civic(22 + n, DAY2, "人民网－湖南频道")) for n in range(2)]
    for where, article in fresh:
        web.civic.add(people.article(where, article)[0])
    where, before = next((path, article) for path, article in web.people[1:] if article.civic)
    after = updated(before)
    people.article(where, after)
    web.people = [*fresh, *((path, after if path == where else article) for path, article in web.people)]
    _people_lists(web)
    xinhua = web.hosts["hunan.news.cn"]
    late = ("/20240507/" + "f" * 32 + "/c.html", civic(21, DAY2, "新华网"))
    web.civic.add(xinhua.article(*late)[0])
    xinhua.feed("/rss/hunan.xml", [late, *web.xinhua])
    return {people.url(path) for path, _ in fresh}, people.url(where), xinhua.url(late[0])


def _people_lists(web):
    people, leads = web.hosts["hn.people.com.cn"], web.people
    people.listing("/", leads[:8], more='<a href="index2.html">下一页</a>', title="湖南要闻")
    people.listing("/index2.html", leads[8:], more='<a href="index1.html">上一页</a>', title="湖南要闻")
    web.lists.update({people.url("/"), people.url("/index2.html")})


def _put(web, host, paths, numbers, source):
    """Put civic reports at the first of the paths and other articles at the rest; return them mixed, as lists have them."""
    numbers = list(numbers)
    leads = []
    for n, path in enumerate(paths):
        article = civic(numbers[n], DAY1, source) if n < len(numbers) else other(n, DAY1, source)
        urls = host.article(path, article)
        if article.civic:
            web.civic.add(urls[0])
        leads.append((path, article))
    return leads[::2] + leads[1::2]
