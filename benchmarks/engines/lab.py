"""How much of a site built by a real publishing engine is found: from its home page, a category, its feed, its sitemap; and at what price.

    python benchmarks/engines/lab.py FOLDER                           every engine, every theme
    python benchmarks/engines/lab.py FOLDER --only hexo,pelican       some of them
    python benchmarks/engines/lab.py FOLDER --only hexo --themes ayer      other themes (packages named hexo-theme-NAME, or folders)
    python benchmarks/engines/lab.py FOLDER --only hugo --rebuild          what a second build gives: rows of four crawls (the site as it
                                                                           was, unchanged, built anew, unchanged)

FOLDER keeps the installed engines (from npm and PyPI; node is needed for hexo), the sites, and what each crawl wrote. Sites are served on
loopback behind a proxy, under names, with ETag and Last-Modified. A cell of the table: reports found / reports that the site names there;
false rows; requests for each needed page (the reports, and the lists that lead to them). The last columns: of the rows that were found,
the share whose title, day, minute and by-line are those of the post.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from engines.builders import ENGINES, Engine, Site, quoted  # noqa: E402 - after the path to them
from engines.generators import GENERATORS  # noqa: E402
from engines.php_sites import LINKS, PHP_SITES  # noqa: E402
from engines.posts import Post, posts  # noqa: E402
from engines.starters import STARTERS  # noqa: E402
from newsbot.addresses import canonical  # noqa: E402
from tests.small_web.articles import updated  # noqa: E402
from tests.small_web.web import SmallWeb  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

EVERY: Final = (*ENGINES, *GENERATORS, *STARTERS, *PHP_SITES)
BEGINNINGS: Final = ("home", "category", "feed", "sitemap")
FIELDS: Final = ("title", "day", "minute", "by-line")
NEW_POSTS: Final = 8
"""Posts that come with the second build: five of them are reports."""
PATIENCE: Final = 1800
"""Seconds for one crawl of one site."""
SCRIPT: Final = re.compile(rb"(?is)<script(?![^>]{0,200}ld\+json)[^>]{0,500}>.*?</script>")
KINDS: Final = {".html": "text/html; charset=utf-8", ".xml": "text/xml", ".json": "application/json", ".txt": "text/plain"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default=",".join(engine.name for engine in EVERY))
    parser.add_argument("--themes", default="")
    parser.add_argument("--posts", type=int, default=60)
    parser.add_argument("--rebuild", action="store_true", help="build each site twice, with new, changed and deleted posts")
    args = parser.parse_args()
    published = posts(args.posts)
    folder = args.folder.absolute()
    heads = ("home", "category", "feed") if args.rebuild else (*BEGINNINGS, *FIELDS)
    print("| site | " + " | ".join(heads) + " |")
    for engine in EVERY:
        if engine.name not in args.only.split(","):
            continue
        themes = tuple(filter(None, args.themes.split(","))) or engine.themes
        for theme in themes:
            try:
                engine.install(folder / "tools" / engine.name, (theme,))
                print((rebuilt if args.rebuild else measured)(folder, engine, theme, published), flush=True)
            except RuntimeError as error:
                print(f"| {engine.name} {Path(theme).name} | not built: {error} |", flush=True)


def measured(folder: Path, engine: Engine, theme: str, published: Sequence[Post]) -> str:
    """Build a site, crawl it from every beginning; a line of the table."""
    short = Path(theme).name
    name = f"{engine.name}-{short}.test.cn".lower()
    site = engine.build(folder / "tools" / engine.name, folder / "sites" / name, f"http://{name}", theme, published)
    if not (pages_of(site).get("/") or (b"",))[0]:
        raise RuntimeError("the home page is empty")
    truth = Truth(site, f"http://{name}", published)
    cells: list[str] = []
    right = {name: [0, 0] for name in FIELDS}
    for beginning in BEGINNINGS:
        if (start := getattr(site, beginning)) is None:
            cells.append("-")
            continue
        rows, asked = crawled(folder / "runs" / name / beginning, site, name, quoted(start))
        cells.append(truth.cell(beginning, rows, asked))
        truth.judge(rows, right)
    shares = [f"{good / (good + bad):.2f}" if good + bad else "-" for good, bad in right.values()]
    return f"| {engine.name} {short} | " + " | ".join([*cells, *shares]) + " |"


def pages_of(site: Site) -> dict[str, tuple[bytes, str]]:
    """The pages of a site and their kinds, by path: what was answered, or its files as a server has them."""
    pages: dict[str, tuple[bytes, str]] = dict(site.pages)
    folder = site.folder
    for file in sorted(folder.rglob("*")) if folder is not None else ():
        if file.is_file() and file.suffix in KINDS:
            path = "/" + file.relative_to(folder or file).as_posix()
            pages[path] = file.read_bytes(), KINDS[file.suffix]
            if file.name == "index.html":
                pages[path.removesuffix("index.html")] = pages[path]
                pages.setdefault(path.removesuffix("/index.html") or "/", pages[path])
    return pages


@dataclass
class Truth:
    """What stands on a site: its reports, and which of them each beginning leads to."""

    site: Site
    origin: str
    posts: Sequence[Post]

    def __post_init__(self) -> None:
        self.pages = pages_of(self.site)
        self.at: dict[str, Post] = {}
        slugs = {post.slug: post for post in self.posts}
        self.at |= {self.address(path): slugs[slug] for path, slug in self.site.at.items()}
        for post in self.posts if not self.site.at else ():
            own = re.compile(rf"(?:/|^)(?:[\w-]*-)?{post.slug}(?:/|\.html)?$")
            self.at |= {self.address(path): post for path in self.pages if own.search(path)}

    def address(self, path: str) -> str:
        return canonical(self.origin + quoted(path)) or ""

    def lists(self, beginning: str) -> set[str]:
        """The beginning and its further pages, as far as they lead to each other: a theme may build pages that it does not link to."""
        start = getattr(self.site, beginning)
        pattern = {"home": self.site.home_pages, "category": self.site.category_pages}.get(beginning)
        waiting = {path for path in self.pages if re.fullmatch(pattern, path)} - {start} if pattern else set()
        reached, new = {start}, [start]
        while new:
            targets = self.targets(new.pop())
            further = {path for path in waiting if self.address(path) in targets}
            reached |= further
            waiting -= further
            new += further
        return reached

    def targets(self, path: str) -> set[str]:
        """The addresses that a page links to."""
        body = self.pages[path][0].decode("utf-8", "replace") if path in self.pages else ""
        return {canonical(urljoin(self.origin + quoted(path), unescape(link))) or "" for link in LINKS.findall(body)}

    def named(self, beginning: str) -> set[str]:
        """The slugs of the reports that a beginning and its lists name."""
        texts = b"".join(self.pages[path][0] for path in self.lists(beginning) if path in self.pages)
        places = {slug: path for path, slug in self.site.at.items()}
        if b"<sitemapindex" in texts:
            texts = b"".join(body for path, (body, _) in self.pages.items() if "sitemap" in path)
        civic = [post for post in self.posts if post.article.civic]
        return {post.slug for post in civic if re.search(rb"%b(?!\w)" % re.escape(places.get(post.slug, post.slug).encode()), texts)}

    def cell(self, beginning: str, rows: list[dict[str, Any]], asked: list[str]) -> str:
        named = self.named(beginning)
        found = {self.at[url].slug for row in rows if (url := canonical(row["url"]) or "") in self.at}
        false = sum((post := self.at.get(canonical(row["url"]) or "")) is None or not post.article.civic for row in rows)
        needed = len(named | found) + len({path.removesuffix("index.html").rstrip("/") for path in self.lists(beginning)})
        return f"{len(found & named)}/{len(named)}" + (f" +{false} false" if false else "") + f" {len(asked) / needed:.2f}"

    def shows_author(self, post: Post) -> bool:
        """Whether the page of a post names its author, to readers or to machines: a theme may not, or only to its own scripts."""
        own = (SCRIPT.sub(b"", self.pages[path][0]) for path in self.pages if self.at.get(self.address(path)) is post)
        return any(post.author.encode() in body for body in own)

    def judge(self, rows: list[dict[str, Any]], right: dict[str, list[int]]) -> None:
        for row in rows:
            if (post := self.at.get(canonical(row["url"]) or "")) is None:
                continue
            right["title"][row["title"] != post.article.title] += 1
            stated = row["date_published"] or ""
            right["day"][stated[:10] != post.article.day] += 1
            if len(stated) > len("2026-11-27"):
                right["minute"][not stated.startswith(f"{post.moment:%Y-%m-%dT%H:%M}")] += 1
            if post.credited or self.shows_author(post):
                right["by-line"][post.author not in {author["name"] for author in row["authors"]}] += 1


def crawled(place: Path, site: Site, name: str, start: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a crawl from there, and the addresses that it asked for."""
    with SmallWeb() as web:
        put(web, name, site)
        rows = crawl(place, web, f"http://{name}{start}", "-s", "LEDGER=:memory:")
        return rows, [asked.url for asked in web.requests if asked.path != "/robots.txt"]


def put(web: SmallWeb, name: str, site: Site) -> None:
    """Put a site on the web, in the place of what stood there."""
    host = web.host(name, modified=True, robots=None)
    for path, (body, kind) in pages_of(site).items():
        host.pages[path], host.kinds[path] = body, kind


def crawl(place: Path, web: SmallWeb, start: str, *settings: str) -> list[dict[str, Any]]:
    """Crawl from an address, and return the rows."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "out.jsonl").unlink(missing_ok=True)
    fast = ("-s", "DOWNLOAD_DELAY=0", "-s", f"ALLOW_PRIVATE={web.proxy.removeprefix('http://')}", "-s", "REPOSTS_ENABLED=0")
    env = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}
    env |= {"http_proxy": web.proxy, "SCRAPY_SETTINGS_MODULE": "newsbot.settings", "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "scrapy", "crawl", "civic_news", "-a", f"url={start}", *fast, *settings, "-O", "out.jsonl")
    with (place / "log.txt").open("w", encoding="utf-8") as log:
        ended = subprocess.run(command, cwd=place, env=env, stdout=log, stderr=log, timeout=PATIENCE, check=False)
    print(f"{start}: code {ended.returncode}", file=sys.stderr)
    out = place / "out.jsonl"
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()] if out.exists() else []


def rebuilt(folder: Path, engine: Engine, theme: str, published: Sequence[Post]) -> str:
    """Build a site, crawl it, build it anew with five new reports, two changed, one deleted; a line with the rows of the second crawl."""
    short, old = Path(theme).name, list(published[NEW_POSTS:])
    name = f"{engine.name}-{short}-rebuilt.test.cn".lower()
    civic = [post for post in old if post.article.civic]
    changed, deleted = civic[:2], civic[2]
    kept = [replace(post, article=updated(post.article)) if post in changed else post for post in old if post is not deleted]
    tools, work, origin = folder / "tools" / engine.name, folder / "sites" / name, f"http://{name}"
    sites = []
    for number, built in enumerate((old, [*published[:NEW_POSTS], *kept])):
        site = engine.build(tools, work / str(number), origin, theme, built)
        sites.append((site, Truth(site, origin, built)))
    cells = []
    for beginning in ("home", "category", "feed"):
        if (start := getattr(sites[0][0], beginning)) is None:
            cells.append("-")
            continue
        place = folder / "runs" / name / beginning
        shutil.rmtree(place, ignore_errors=True)
        said = []
        with SmallWeb() as web:
            for site, truth in (sites[0], sites[0], sites[1], sites[1]):
                put(web, name, site)
                said.append(told(crawl(place, web, f"{origin}{quoted(start)}"), truth, deleted, changed))
        cells.append(" / ".join(said))
    return f"| {engine.name} {short} | " + " | ".join(cells) + " |"


def told(rows: list[dict[str, Any]], truth: Truth, deleted: Post, changed: Sequence[Post]) -> str:
    """What rows of one crawl are: new, changed, gone, and others."""
    counts = dict.fromkeys(("new", "changed", "gone", "other"), 0)
    for row in rows:
        post = truth.at.get(canonical(row["url"]) or "")
        if row["gone_since"]:
            counts["gone" if deleted.slug in row["url"] or post is None else "other"] += 1
        elif row["revision"] == 1:
            counts["new"] += 1
        else:
            counts["changed" if post is not None and post.slug in {each.slug for each in changed} else "other"] += 1
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"


if __name__ == "__main__":
    main()
