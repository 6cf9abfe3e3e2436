"""Sites as publishing engines make them: home page, categories with pagers, archive, feed and sitemap, all of made reports.

`site` puts one of the structures of engines.toml on a small web; its `Published` says what stands where.
"""

import html
import json
import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from tests.small_web.articles import Article, civic, other
from tests.small_web.web import Host

ENGINES = tomllib.loads((Path(__file__).parent / "engines.toml").read_text("utf-8"))
CATEGORIES = ("文明创建", "社区治理", "体育财经")
PER_PAGE = 5
IN_FEED = 10
NEWEST = date(2026, 11, 27)
CIVIC, OTHER = 24, 16
WRAP = '<div class="posts">{entries}</div>'
_FRAME = (
    '<title>{title}</title><meta name="viewport" content="width=device-width">{head}</head><body><header class="site-header">'
    '<a class="site-title" href="/"><span>{name}</span></a><nav class="menu"><ul><li><a href="/">首页</a></li>{links}'
    '<li><a href="/about/">关于</a></li></ul></nav></header><main class="content">{main}</main>{aside}'
    '<footer class="footer"><div class="copyright">&copy; 2026 {name}</div><div>由引擎强力驱动</div></footer>'
)


@dataclass(frozen=True)
class Post:
    """One post: where it stands, and what it is about."""

    number: int
    path: str
    article: Article
    category: str


@dataclass
class Published:
    """A site that was built: the addresses of its civic reports, and of the pages that lead to them."""

    host: Host
    home: str
    posts: list[Post]
    home_pages: list[str] = field(default_factory=list)
    category_pages: list[str] = field(default_factory=list)
    """Of the first category."""
    feed: str | None = None
    sitemap: str | None = None
    named_by_feed: list[Post] = field(default_factory=list)

    def reports(self, posts=None):
        return {self.host.url(post.path) for post in (self.posts if posts is None else posts) if post.article.civic}


def category_path(engine, name):
    """Where a category's list stands; what stands in a query is quoted there."""
    return engine["category"].format(name=quote(name) if "?" in engine["category"] else name)


def posts_of(engine, *, numbers=range(CIVIC + OTHER), newest=NEWEST):
    """The posts of a site, the newest first: three civic reports, then two other posts, and so on."""
    posts, reports, others = [], 0, 0
    for place, number in enumerate(numbers):
        day = (newest - timedelta(days=3 * place)).isoformat()
        if number % 5 < 3:
            article, category = civic(number // 5 * 3 + number % 5, day, "某某街道"), CATEGORIES[reports % 2]
            reports += 1
        else:
            article, category = other(number // 5 * 2 + number % 5 - 3, day, "某某街道"), CATEGORIES[2]
            others += 1
        words = {"month": day[5:7], "dd": day[8:], "slug": f"p{1000 - number:04}", "id": 252 - 3 * number, "category": category}
        posts.append(Post(number, engine["post"].format(**words), article, category))
    return posts


def site(web, name, kind, *, posts=None, note=""):
    """Build a site of that kind, and put it on the web in the place of what stood there. ``note``: stands at the foot of every page."""
    engine = ENGINES[kind]
    posts = posts or posts_of(engine)
    host = web.host(name, modified=True)
    if "robots" in engine:
        host.robots = engine["robots"].format(origin=f"http://{name}")
    else:
        host.robots = None
    builder = _Builder(engine, host, posts, note)
    return builder.build()


class _Builder:
    def __init__(self, engine, host, posts, note):
        self.engine, self.host, self.posts, self.note = engine, host, posts, note
        feed = engine.get("feed")
        self.head = f'<link rel="alternate" type="{engine["feed_kind"]}" title="某某街道" href="{feed}">' if feed else ""
        if engine.get("rest"):
            self.head += f'<link rel="https://api.w.org/" href="{host.url("/wp-json/")}">'
        self.recent = "".join(f'<li class="aside-list-item"><a href="{post.path}">{post.article.title}</a></li>' for post in posts[:5])
        links = "".join(f'<li><a href="{category_path(engine, each)}">{each}</a></li>' for each in CATEGORIES)
        self.aside = engine.get("aside", "").format(recent=self.recent, categories=links)
        self.links = links
        self.home = engine.get("home", "/")

    def build(self):
        engine, host = self.engine, self.host
        home = engine.get("home", "/")
        published = Published(host, host.url(home), self.posts)
        on_home = self.posts[:PER_PAGE] if engine.get("newest_only") else self.posts
        published.home_pages = self.lists(home, engine["page"], on_home, "某某街道观察", first=engine.get("first", ""))
        if engine.get("newest_only"):  # the others stand in the archive
            published.home_pages.append(host.url(engine["archive"]))
        for each in CATEGORIES:
            of = [post for post in self.posts if post.category == each]
            path = category_path(engine, each)
            pages = self.lists(
                path,
                engine["category_page"].replace("{name}", quote(each) if "?" in engine["category"] else each),
                of,
                f"分类：{each} | 某某街道观察",
            )
            published.category_pages = published.category_pages or pages
        if home != "/":
            main = f'<h1>某某街道观察</h1><p>欢迎来到本站，这里记录街道的日常。</p><a href="{home}">Blog</a>'
            self.page("/", "某某街道观察", main, aside="")
        self.page("/about/", "关于 | 某某街道观察", "<h1>关于</h1><p>本站由几位居民维护，记录街道与社区的日常。</p>")
        if "archive" in engine:
            items = "".join(
                f'<article><time datetime="{p.article.day}">{p.article.day[5:]}</time> <a href="{p.path}">{p.article.title}</a></article>'
                for p in self.posts
            )
            self.page(engine["archive"], "归档 | 某某街道观察", f"<h1>归档</h1><h2>2026</h2>{items}")
        for place, post in enumerate(self.posts):
            self.article(place, post)
        if "feed" in engine:
            published.feed = host.url(engine["feed"])
            published.named_by_feed = self.posts if engine.get("feed_all") else self.posts[:IN_FEED]
            self.feed(published.named_by_feed)
        if "sitemap" in engine:
            published.sitemap = host.url(engine.get("sitemap_index", engine["sitemap"]))
            self.sitemap()
        if engine.get("rest"):
            self.rest()
        return published

    def page(self, path, title, main, *, aside=None, head=""):
        aside = self.aside if aside is None else aside
        words = {"title": title, "head": self.head + head, "name": "某某街道观察", "links": self.links, "main": main, "aside": aside}
        self.host.html(path, _FRAME.format(**words) + (f"<!-- {self.note} --><p>{self.note}</p>" if self.note else ""))

    def lists(self, path, pattern, posts, title, *, first=""):
        size = self.engine.get("per_page", PER_PAGE)
        total = -(-len(posts) // size)

        def place(number):
            return path if number == 1 else pattern.format(n=number, down=total - number + 1, zero=number - 1)

        for number in range(1, total + 1):
            shown = posts[(number - 1) * size : number * size]
            entries = [self.entry(self.engine["entry"], post) for post in shown]
            if first and number == 1:
                entries[0] = self.entry(first, shown[0])
            words = {"n": number, "zero": number - 1, "after": number + 1, "next": place(number + 1), "last": place(total), "total": total}
            pager = self.engine["step"].format(**words, category=CATEGORIES[2]) if number < total else ""
            self.page(place(number).partition("#")[0], title, f"{self.engine.get('wrap', WRAP).format(entries=''.join(entries))}{pager}")
        return [self.host.url(place(number).partition("#")[0]) for number in range(1, total + 1)]

    def entry(self, template, post):
        article = post.article
        day = date.fromisoformat(article.day)
        return template.format(
            path=post.path,
            absolute=self.host.url(post.path),
            relative=post.path if post.path != "/" else ".",
            title=article.title,
            day=article.day,
            english=f"{day:%B} {day.day}, {day.year}",
            weekday=f"{day:%a}",
            about=article.paragraphs[0],
            more="".join(article.paragraphs[1:])[:120],
            whole="".join(f"<p>{text}</p>" for text in article.paragraphs),
            category=post.category,
            slug=f"p{1000 - post.number:04}",
            id=252 - 3 * post.number,
        )

    def article(self, place, post):
        article = post.article
        neighbours = [
            f'<a rel="{rel}" href="{self.posts[at].path}">{label}：{self.posts[at].article.title}</a>'
            for rel, label, at in (("prev", "上一篇", place - 1), ("next", "下一篇", place + 1))
            if 0 <= at < len(self.posts)
        ]
        main = (
            f'<article class="post"><header><h1 class="post-title">{article.title}</h1><div class="post-meta"><time '
            f'datetime="{article.day}T09:30:00+08:00">{article.day} 09:30</time> 来源：{article.source}</div></header>'
            f'<div class="post-body">{"".join(f"<p>{text}</p>" for text in article.paragraphs)}</div>'
            f'<div class="post-tags"><a href="/tags/jiedao/" rel="tag"># 街道</a></div></article><nav>{"".join(neighbours)}</nav>'
        )
        self.page(post.path, f"{article.title} | 某某街道观察", main)

    def feed(self, posts):
        engine, host = self.engine, self.host
        if engine["feed_kind"] == "application/atom+xml":
            entries = "".join(
                f'<entry><title>{p.article.title}</title><link href="{host.url(p.path)}"/><id>{host.url(p.path)}</id>'
                f"<published>{p.article.day}T01:30:00.000Z</published><updated>{p.article.day}T01:30:00.000Z</updated>"
                f'<summary type="html">{html.escape(f"<p>{p.article.paragraphs[0]}</p>")}</summary></entry>'
                for p in posts
            )
            host.xml(engine["feed"], f'<feed xmlns="http://www.w3.org/2005/Atom"><title>某某街道观察</title>{entries}</feed>')
            return
        items = "".join(
            f"<item><title>{p.article.title}</title><link>{host.url(p.path)}</link>"
            f"<pubDate>{date.fromisoformat(p.article.day):%a, %d %b %Y} 09:30:00 +0800</pubDate>"
            f"<description>{html.escape(f'<p>{p.article.paragraphs[0]}</p>')}</description></item>"
            for p in posts
        )
        host.xml(engine["feed"], f'<rss version="2.0"><channel><title>某某街道观察</title>{items}</channel></rss>')

    def sitemap(self):
        engine, host = self.engine, self.host
        others = [self.home, *(category_path(engine, each) for each in CATEGORIES), "/about/"]
        places = [(post.path, post.article.day) for post in self.posts] + [(path, NEWEST.isoformat()) for path in others]
        places.sort()  # as engines do: by name
        urls = "".join(
            f"<url><loc>{host.url(path)}</loc>{'' if engine.get('undated') else f'<lastmod>{day}</lastmod>'}</url>" for path, day in places
        )
        host.xml(engine["sitemap"], f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')
        if "sitemap_index" in engine:
            before = engine.get("sitemap_before", [])
            for path in before:
                host.xml(
                    path,
                    f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{host.url('/about/')}</loc></url></urlset>",
                )
            index = "".join(f"<sitemap><loc>{host.url(path)}</loc></sitemap>" for path in (*before, engine["sitemap"]))
            host.xml(engine["sitemap_index"], f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>')

    def rest(self):
        said = [
            {
                "id": post.number,
                "date": f"{post.article.day}T09:30:00",
                "link": self.host.url(post.path),
                "title": {"rendered": post.article.title},
            }
            for post in self.posts
        ]
        path = "/wp-json/wp/v2/posts?per_page=100&_fields=link,title,date,modified"
        self.host.xml(path, json.dumps(said))
        self.host.kinds[path] = "application/json; charset=UTF-8"
