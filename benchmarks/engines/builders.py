"""Sites built by real publishing engines, as they come, with the least that makes each of them publish the posts of the lab.

An engine is installed into a folder of its own from its package registry; a theme is a package beside it. What a builder returns says where
things stand, by the engine's own documentation: nothing here is fitted to what newsbot understands.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from engines.posts import Post

PER_PAGE: Final = 10
PATIENCE: Final = 900
"""Seconds for one installation or build."""


@dataclass(frozen=True)
class Site:
    """A site that was built. All addresses are paths; patterns match whole paths of its pages."""

    folder: Path | None
    """Where its files lie; None where ``pages`` has what was answered."""
    home: str = "/"
    home_pages: str = r"/(page/\d+/)?"
    category: str | None = None
    category_pages: str = ""
    feed: str | None = None
    sitemap: str | None = None
    pages: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    """By path: what a server answered, and its kind."""
    at: Mapping[str, str] = field(default_factory=dict)
    """By path: the slug of the post that stands there, where paths do not say it."""


@dataclass(frozen=True)
class Engine:
    """An engine and the themes to build with it: names of packages, or paths of folders."""

    name: str
    themes: tuple[str, ...]
    install: Callable[[Path, Sequence[str]], None]
    build: Callable[[Path, Path, str, str, Sequence[Post]], Site]


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> None:
    """Run a command; raise RuntimeError with its last lines where it fails."""
    ran = subprocess.run(
        list(map(str, command)), cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    if ran.returncode:
        raise RuntimeError(f"{command[0]} in {cwd.name} ended with {ran.returncode}:\n" + (ran.stdout + ran.stderr)[-1500:])


def front_matter(post: Post, **more: object) -> str:
    """A post with its title, day, category, tag and author in YAML in front of it; JSON is YAML."""
    head = {"title": post.article.title, "date": f"{post.moment:%Y-%m-%d %H:%M:%S}", "tags": ["街道"], **more}
    return "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items()) + f"---\n\n{post.text}"


def laid(folder: Path) -> Path:
    """The folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# ------------------------------------------------------------------------------------------------------------------------- npm

HEXO: Final = (
    *("hexo", "hexo-renderer-marked", "hexo-renderer-ejs", "hexo-renderer-stylus", "hexo-renderer-pug", "hexo-generator-index"),
    *("hexo-generator-archive", "hexo-generator-category", "hexo-generator-tag", "hexo-generator-feed", "hexo-generator-sitemap"),
)


def install_hexo(tools: Path, themes: Sequence[str]) -> None:
    tools.mkdir(parents=True, exist_ok=True)
    wanted = [*HEXO, *(f"hexo-theme-{theme}" for theme in themes if not Path(theme).is_dir())]
    if missing := [package for package in wanted if not (tools / "node_modules" / package).is_dir()]:
        if not (tools / "package.json").exists():
            (tools / "package.json").write_text('{"private": true}')
        run("npm", "install", "--silent", "--no-audit", "--no-fund", *missing, cwd=tools)


def build_hexo(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    if Path(theme).is_dir():
        shutil.copytree(theme, work / "themes" / Path(theme).name)
        theme = Path(theme).name
    dependencies = dict.fromkeys(json.loads((tools / "package.json").read_text("utf-8"))["dependencies"], "*")
    (work / "package.json").write_text(json.dumps({"private": True, "hexo": {"version": ""}, "dependencies": dependencies}))
    settings = {
        "title": "街道观察",
        "author": "街道观察编辑部",
        "language": "zh-CN",
        "timezone": "Asia/Shanghai",
        "url": origin,
        "permalink": ":year/:month/:day/:title/",
        "new_post_name": ":title.md",
        "theme": theme,
        "per_page": PER_PAGE,
        "index_generator": {"path": "", "per_page": PER_PAGE, "order_by": "-date"},
        "feed": {"type": "atom", "path": "atom.xml", "limit": 20},
        "sitemap": {"path": ["sitemap.xml"]},
    }
    (work / "_config.yml").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    (work / "source/_posts").mkdir(parents=True)
    for post in posts:
        (work / f"source/_posts/{post.slug}.md").write_text(front_matter(post, categories=[post.category], author=post.author), "utf-8")
    path = os.pathsep.join((str(tools / "node_modules/.bin"), os.environ["PATH"]))  # some themes ask for the command hexo
    run("node", work / "node_modules/hexo/bin/hexo", "generate", cwd=work, env={"PATH": path})
    category = f"/categories/{posts[0].category}/"
    return Site(work / "public", category=category, category_pages=rf"{category}(page/\d+/)?", feed="/atom.xml", sitemap="/sitemap.xml")


# ------------------------------------------------------------------------------------------------------------------------ PyPI


def install_python(*packages: str) -> Callable[[Path, Sequence[str]], None]:
    """Install packages into an environment in the folder."""

    def install(tools: Path, _: Sequence[str]) -> None:
        if (tools / "done").exists():
            return
        run(sys.executable, "-m", "venv", laid(tools), cwd=tools.parent)
        run(tools / "bin/pip", "install", "-q", *packages, cwd=tools)
        (tools / "done").touch()

    return install


def build_pelican(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "content").mkdir()
    for post in posts:
        head = {
            "Title": post.article.title,
            "Date": f"{post.moment:%Y-%m-%d %H:%M}",
            "Category": post.category,
            "Tags": "街道",
            "Slug": post.slug,
            "Author": post.author,
        }
        (work / f"content/{post.slug}.md").write_text("".join(f"{k}: {v}\n" for k, v in head.items()) + f"\n{post.text}", "utf-8")
    settings = {
        "SITENAME": "街道观察",
        "SITEURL": origin,
        "AUTHOR": "街道观察编辑部",
        "PATH": "content",
        "TIMEZONE": "Asia/Shanghai",
        "DEFAULT_LANG": "zh",
        "DEFAULT_PAGINATION": PER_PAGE,
        "FEED_ALL_ATOM": "feeds/all.atom.xml",
        "FEED_MAX_ITEMS": 20,
        "THEME": theme,
        "PAGE_PAGINATED_DIRECT_TEMPLATES": [],
    }
    (work / "pelicanconf.py").write_text("".join(f"{key} = {value!r}\n" for key, value in settings.items()), "utf-8")
    run(tools / "bin/pelican", "content", "-s", "pelicanconf.py", "-o", "output", cwd=work)
    page = next(path for path in sorted((work / "output/category").glob("*.html")) if posts[0].category in path.read_text("utf-8")[:3000])
    stem = re.sub(r"\d+$", "", page.stem)
    return Site(
        work / "output",
        home_pages=r"/|/index\d*\.html",
        category=f"/category/{stem}.html",
        category_pages=rf"/category/{stem}\d*\.html",
        feed="/feeds/all.atom.xml",
    )


def build_nikola(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    run(tools / "bin/nikola", "init", "-q", laid(work) / "site", cwd=work)
    site = work / "site"
    settings = {
        "SITE_URL": f"{origin}/",
        "BLOG_TITLE": "街道观察",
        "BLOG_AUTHOR": "街道观察编辑部",
        "DEFAULT_LANG": "zh_cn",
        "TRANSLATIONS": {"zh_cn": ""},
        "TIMEZONE": "Asia/Shanghai",
        "INDEX_DISPLAY_POST_COUNT": PER_PAGE,
        "THEME": theme,
        "FEED_LENGTH": 20,
        "POSTS": (("posts/*.md", "posts", "post.tmpl"),),
    }
    with (site / "conf.py").open("a", encoding="utf-8") as file:
        file.writelines(f"{key} = {value!r}\n" for key, value in settings.items())
    for post in posts:
        head = {
            "title": post.article.title,
            "slug": post.slug,
            "date": f"{post.moment:%Y-%m-%d %H:%M:%S} UTC+08:00",
            "category": post.category,
            "tags": "街道",
            "author": post.author,
        }
        fields = "".join(f".. {key}: {value}\n" for key, value in head.items())
        (site / f"posts/{post.slug}.md").write_text(f"<!--\n{fields}-->\n\n{post.text}", "utf-8")
    run(tools / "bin/nikola", "build", "-q", cwd=site)
    out = site / "output"
    category = next((f"/{path.parent.relative_to(out)}/" for path in sorted(out.glob("categories/cat_*/index.html"))), None)
    return Site(
        out,
        home_pages=r"/|/index-\d+\.html",
        category=category,
        category_pages=rf"{re.escape(category)}(index(-\d+)?\.html)?" if category else "",
        feed="/rss.xml",
        sitemap="/sitemap.xml",
    )


def build_mkdocs(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "docs/posts").mkdir(parents=True)
    (work / "docs/index.md").write_text("# 街道观察\n", "utf-8")
    for post in posts:
        head = {"date": f"{post.moment:%Y-%m-%d}", "categories": [post.category], "slug": post.slug}
        fields = "".join(f"{k}: {v if k == 'date' else json.dumps(v, ensure_ascii=False)}\n" for k, v in head.items())
        lead, _, rest = post.text.partition("\n\n")
        text = f"---\n{fields}---\n\n# {post.article.title}\n\n{lead}\n\n<!-- more -->\n\n{rest}"
        (work / f"docs/posts/{post.slug}.md").write_text(text, "utf-8")
    settings = {
        "site_name": "街道观察",
        "site_url": f"{origin}/",
        "theme": {"name": theme, "language": "zh"},
        "plugins": [{"blog": {"blog_dir": ".", "pagination_per_page": PER_PAGE}}],
    }
    (work / "mkdocs.yml").write_text(json.dumps(settings, ensure_ascii=False), "utf-8")
    run(tools / "bin/mkdocs", "build", "-q", cwd=work)
    category = f"/category/{posts[0].category}/"
    return Site(work / "site", category=category, category_pages=rf"{category}(page/\d+/)?", sitemap="/sitemap.xml")


ENGINES: Final = (
    Engine("hexo", ("landscape", "next", "butterfly", "fluid", "icarus"), install_hexo, build_hexo),
    Engine("pelican", ("notmyidea", "simple"), install_python("pelican", "markdown"), build_pelican),
    Engine("nikola", ("bootblog4", "bootstrap4"), install_python("nikola", "markdown", "jinja2"), build_nikola),
    Engine("mkdocs", ("material",), install_python("mkdocs-material"), build_mkdocs),
)


def quoted(path: str) -> str:
    """A path as it stands in an address."""
    return quote(path, safe="/-._~")
