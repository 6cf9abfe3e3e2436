"""Generators with the blog that their own starter or quick start lays out: Lektor, ABlog (Sphinx), Eleventy's and Astro's starters.

A starter that is no package is a folder, and its path is given as the theme.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engines.builders import PER_PAGE, Engine, Site, front_matter, install_python, laid, run
from engines.generators import NAME, OWN, install_npm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.posts import Post

LEKTOR: Final = """import sys
from lektor.quickstart import Generator
told = {"project_name": "NAME", "project_slug": "lab", "project_path": sys.argv[1], "with_blog": True, "this_year": 2026,
  "today": "2026-11-27", "author_name": "NAME"}
Generator("project").run(told, sys.argv[1])
"""


def build_lektor(tools: Path, work: Path, origin: str, _: str, posts: Sequence[Post]) -> Site:
    laid(work)
    (work / "quickstart.py").write_text(LEKTOR.replace("NAME", NAME), "utf-8")
    run(tools / "bin/python", "quickstart.py", work / "site", cwd=work)
    site = work / "site"
    shutil.rmtree(site / "content/blog/first-post")
    project = next(site.glob("*.lektorproject"))
    project.write_text(project.read_text("utf-8") + f"\nurl = {origin}/\nlocale = zh\n", "utf-8")
    for post in posts:
        folder = site / f"content/blog/{post.slug}"
        folder.mkdir()
        fields = {"title": post.article.title, "pub_date": f"{post.moment:%Y-%m-%d}", "author": post.author, "body": f"\n\n{post.text}"}
        (folder / "contents.lr").write_text("\n---\n".join(f"{key}: {value}" for key, value in fields.items()), "utf-8")
    run(tools / "bin/lektor", "build", "-O", work / "out", cwd=site)
    return Site(work / "out", "/blog/", r"/blog/(page/\d+/)?")


def build_ablog(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    (laid(work) / "posts").mkdir()
    settings = {
        "project": NAME,
        "author": "街道观察编辑部",
        "language": "zh_CN",
        "extensions": ["ablog", "myst_parser"],
        "html_theme": theme,
        "blog_title": NAME,
        "blog_baseurl": origin,
        "blog_post_pattern": "posts/*.md",
        "blog_feed_length": 20,
        "fontawesome_included": True,
    }
    (work / "conf.py").write_text("".join(f"{key} = {value!r}\n" for key, value in settings.items()), "utf-8")
    (work / "index.md").write_text(f"# {NAME}\n\n```{{postlist}} {PER_PAGE}\n:excerpts:\n```\n", "utf-8")
    for post in posts:
        head = {"date": f"{post.moment:%Y-%m-%d}", "author": post.author, "category": post.category, "tags": "街道", "language": "中文"}
        fields = "".join(f"{key}: {value}\n" for key, value in head.items())
        (work / f"posts/{post.slug}.md").write_text(f"---\nblogpost: true\n{fields}---\n\n# {post.article.title}\n\n{post.text}", "utf-8")
    run(tools / "bin/python", "-m", "sphinx", "-q", "-b", "dirhtml", ".", "out", cwd=work)
    category = f"/blog/category/{posts[0].category}/"
    return Site(
        work / "out", "/blog/", r"/blog/", category if (work / f"out{category}").is_dir() else None, category, feed="/blog/atom.xml"
    )


def build_base_blog(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    if not Path(theme).is_dir():
        raise RuntimeError("the theme is to be the folder of a starter")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(theme, work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    said = (work / "_data/metadata.js").read_text("utf-8").replace("https://example.com/", f"{origin}/")
    said = re.sub(r'language: "\w+"', 'language: "zh-CN"', re.sub(r'title: "[^"]*"', f'title: "{NAME}"', said))
    (work / "_data/metadata.js").write_text(said, "utf-8")
    config = work / "eleventy.config.js"
    config.write_text(config.read_text("utf-8").replace("https://example.com/", f"{origin}/"), "utf-8")
    blog = work / "content/blog"
    for old in blog.iterdir():
        if old.suffix == ".md":
            old.unlink()
        elif old.is_dir():
            shutil.rmtree(old)
    for post in posts:
        (blog / f"{post.slug}.md").write_text(front_matter(post, date=post.moment.isoformat(), tags=[]), "utf-8")
    run("node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet", cwd=work)
    return Site(work / "_site", "/blog/", r"/blog/", feed="/feed/feed.xml", sitemap="/sitemap.xml")


def build_astro(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    if not Path(theme).is_dir():
        raise RuntimeError("the theme is to be the folder of a starter")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(theme, work)
    (work / "node_modules").symlink_to(tools / "node_modules")
    config = work / "astro.config.mjs"
    config.write_text(re.sub(r"site: '[^']*'", f"site: '{origin}'", config.read_text("utf-8")), "utf-8")
    (work / "src/consts.ts").write_text(f"export const SITE_TITLE = '{NAME}';\nexport const SITE_DESCRIPTION = '{NAME}';\n", "utf-8")
    blog = work / "src/content/blog"
    shutil.rmtree(blog)
    blog.mkdir()
    for post in posts:
        about = json.dumps(post.article.paragraphs[0][:60], ensure_ascii=False)
        title = json.dumps(post.article.title, ensure_ascii=False)
        head = f"---\ntitle: {title}\ndescription: {about}\npubDate: {post.moment.isoformat()}\n---\n"
        (blog / f"{post.slug}.md").write_text(f"{head}\n{post.text}", "utf-8")
    node = tools / "node_modules/node/bin/node"
    run(node, "node_modules/astro/bin/astro.mjs", "build", cwd=work, env={"ASTRO_TELEMETRY_DISABLED": "1", "TZ": "Asia/Shanghai"})
    return Site(work / "dist", "/blog/", r"/blog/", feed="/rss.xml", sitemap="/sitemap-index.xml")


BASE_BLOG: Final = (
    *("@11ty/eleventy", "@11ty/eleventy-plugin-rss", "@11ty/eleventy-img@6", "@11ty/eleventy-navigation"),
    *("@11ty/eleventy-plugin-syntaxhighlight", "luxon", "prismjs", "zod", "@zachleat/heading-anchors"),
)
STARTERS: Final = (
    Engine("lektor", (OWN,), install_python("lektor"), build_lektor),
    Engine(
        "ablog",
        ("alabaster", "pydata_sphinx_theme"),
        install_python("ablog", "sphinx<9", "myst-parser", "pydata-sphinx-theme"),
        build_ablog,
    ),
    Engine("base-blog", (), install_npm(*BASE_BLOG), build_base_blog),
    Engine("astro", (), install_npm("node@22", "astro", "@astrojs/mdx", "@astrojs/rss", "@astrojs/sitemap", "sharp"), build_astro),
)
