"""Sites of many forms: how their lists offer articles, and how their pagers go on. Each has four civic reports and four other articles."""

import html
import json

from tests.small_web.articles import civic, other

DAY = "2024-05-06"
PER_PAGE = 4


class Forms:
    """Puts the sites on a small web. ``starts``: where to begin; ``wanted``: host -> addresses of its reports and lists."""

    def __init__(self, web):
        self.web = web
        self.starts = []
        self.reports = {}
        self.lists = {}
        self._number = 0
        for make in (self.lists_in_html, self.lists_elsewhere, self.pagers, self.front_pages):
            make()

    def site(self, name, start, address, **more):
        """Begin a site; return its host and its leads: path and article, mixed as lists have them."""
        host = self.web.host(name, **more)
        self.starts.append(host.url(start))
        self.lists[name] = {host.url(start)}
        self.reports[name] = set()
        leads = []
        for n in range(8):
            article = civic(self._number + n, DAY, "某某网") if n < 4 else other(n, DAY, "某某网")
            host.article(address.format(n=n + 1), article)
            leads.append((address.format(n=n + 1), article))
            if article.civic:
                self.reports[name].add(host.url(address.format(n=n + 1)))
        self._number += 4
        return host, leads[::2] + leads[1::2]

    def lists_in_html(self):
        for name, template in {
            "table.test.cn": "<tr><td>·<a href={path} target=_blank>{title}</a></td><td>[05-06]</td></tr>",
            "cards.test.cn": "<a href='{path}'><img src=/i.jpg><h3>{title}</h3><p>{about}</p><span>2024年05月06日</span></a>",
            "spans.test.cn": "<li><span>05-06</span><a href='{path}'>{cut}...</a></li>",
            "alt.test.cn": "<div><a href='{path}'><img src=/i.jpg alt='{title}'></a></div>",
            "title.test.cn": "<li><a href='{path}' title='{title}'>{cut:.3}…</a></li>",
            "more.test.cn": "<article><h2>{title}</h2><p>{about}</p><a href='{path}'>阅读全文</a></article>",
            "click.test.cn": """<li><a href="javascript:void(0)" onclick="window.open('{path}')">{title}</a></li>""",
            "br.test.cn": "<A HREF={path}>{title}</A> (2024/5/6)<BR>",
        }.items():
            host, leads = self.site(name, "/list.asp?cid=3", "/show.asp?id={n}", charset="gb18030" if name[:2] in {"ta", "br"} else "utf-8")
            items = "".join(template.format(path=p, title=a.title, cut=a.title[:14], about=a.paragraphs[0][:60]) for p, a in leads)
            host.html("/list.asp?cid=3", f"<title>列表</title></head><body>{items}")
        host, leads = self.site("dots.test.cn", "/news/list/index.html", "/news/2024/{n}.html")
        host.html("/news/list/index.html", "</head><body>" + "".join(f"<li><a href='..{p[5:]}'>{a.title}</a></li>" for p, a in leads))
        host, leads = self.site("base.test.cn", "/a/b/", "/story/{n}.html")
        host.html("/a/b/", "<base href='/story/'></head><body>" + "".join(f"<li><a href='{p[7:]}'>{a.title}</a></li>" for p, a in leads))

    def lists_elsewhere(self):
        host, leads = self.site("script.test.cn", "/", "/content/{n}.html")
        data = json.dumps({"list": [{"id": n, "title": a.title, "url": p, "date": DAY} for n, (p, a) in enumerate(leads)]})
        host.html("/", f"<title>要闻</title></head><body><div id=app></div><script>window.__DATA__ = {data};</script>")
        host, leads = self.site("json.test.cn", "/api/list?page=1", "/content/{n}.html")
        data = json.dumps({"code": 0, "data": [{"docTitle": a.title, "docUrl": p} for p, a in leads]}, ensure_ascii=False)
        host.xml("/api/list?page=1", data)
        host, leads = self.site("write.test.cn", "/", "/content/{n}.html")
        lines = "".join(f"document.write('<li><a href=\"{p}\">{a.title}</a></li>');" for p, a in leads)
        host.html("/", f"<title>要闻</title></head><body><ul><script>{lines}</script></ul>")
        host, leads = self.site("answers.test.cn", "/api/news?page=1&size=4", "/content/{n}.html")
        for n in (1, 2):
            part = [{"title": a.title, "url": p} for p, a in leads[PER_PAGE * (n - 1) : PER_PAGE * n]]
            host.xml(f"/api/news?page={n}&size=4", json.dumps({"total": 8, "pages": 2, "list": part}))
            self.lists["answers.test.cn"].add(host.url(f"/api/news?page={n}&size=4"))
        host, leads = self.site("rss.test.cn", "/rss", "/s/{n}.html", charset="gb18030")
        items = "".join(
            f"<item><title><![CDATA[{a.title}]]></title><link><![CDATA[ {p[1:]} ]]></link><description>&nbsp;&copy;</description></item>"
            for p, a in leads
        )
        host.xml("/rss", f'<?xml version="1.0" encoding="GB2312"?><rss version="2.0"><channel><title>要闻</title>{items}</channel></rss>')
        host, leads = self.site("atom.test.cn", "/atom.xml", "/s/{n}.html")
        entries = "".join(f'<entry><title type="html">{html.escape(a.title)}</title><link href="{p[3:]}"/></entry>' for p, a in leads)
        host.xml("/atom.xml", f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://atom.test.cn/s/">{entries}</feed>')

    def pagers(self):
        form = "<form action=list.asp><input type=hidden name=cid value=9>共2页<input name=page value={n}><input type=submit></form>"
        menu = "<select><option value='{base}' {one}>第1页</option><option value='{second}' {two}>第2页</option></select>"
        call = "<a href='javascript:go({other})'>{label}</a><script>function go(n){{location='list_'+n+'.html'}}</script>"
        numbers = "<b>{n}</b> <a href='{there}'>{other}</a>"
        for name, base, second, template in (
            ("form.test.cn", "/list.asp?cid=9", "/list.asp?cid=9&page=2", form),
            ("menu.test.cn", "/list/", "/list/p2.html", menu),
            ("call.test.cn", "/list.html", "/list_2.html", call),
            ("numbers.test.cn", "/list.php?cat=5", "/list.php?cat=5&page=2", numbers),
            ("load.test.cn", "/list/", "/list/?p=2", "<a href='{second}'>加载更多</a>"),
        ):
            host, leads = self.site(name, base, "/view.php?id={n}")
            self.lists[name].add(host.url(second))
            for n, path in ((1, base), (2, second)):
                words = {"n": n, "other": 3 - n, "base": base, "second": second, "there": second if n == 1 else base}
                words |= {
                    "one": "selected" if n == 1 else "",
                    "two": "selected" if n == 2 else "",
                    "label": "下一页" if n == 1 else "上一页",
                }
                host.listing(path, leads[PER_PAGE * (n - 1) : PER_PAGE * n], more=template.format(**words))

    def front_pages(self):
        menu = "<div><a href=/>首页</a><a href=/login/>登录</a><a href=/x/>{section}</a><a href=/about/>关于我们</a></div><p>欢迎</p>"
        for name, section in (("wenming.test.cn", "文明创建"), ("news.test.cn", "新闻中心")):
            host, leads = self.site(name, "/", "/x/2024/{n}.html")
            host.html("/", f"<title>某某市</title></head><body>{menu.format(section=section)}")
            host.listing("/x/", leads)
            self.lists[name].add(host.url("/x/"))
        for name, body in (
            ("frame.test.cn", "<iframe src='/list.html' width='100%'></iframe>"),
            ("refresh.test.cn", "<meta http-equiv='refresh' content='0;url=/list.html'>"),
            ("moved.test.cn", "<script>window.location.href='/list.html';</script>"),
        ):
            host, leads = self.site(name, "/", "/x/2024/{n}.html")
            host.html("/", f"<title>某某区文明网</title></head><body>{body}")
            host.listing("/list.html", leads)
            self.lists[name].add(host.url("/list.html"))
        host, leads = self.site("feed.test.cn", "/", "/x/2024/{n}.html")
        host.html("/", "<link rel=alternate type='application/rss+xml' href=/feed></head><body><div id=app></div><p>请启用脚本</p>")
        host.feed("/feed", leads)
        self.lists["feed.test.cn"].add(host.url("/feed"))
