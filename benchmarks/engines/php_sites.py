"""Engines that answer from a database: WordPress from Debian's packages (MariaDB), Typecho from a copy of its sources (SQLite).

They are asked for every page that they link to, once, and what they answered is then served like any other site of the lab. Needs the
commands php and, for WordPress, mariadbd, and Debian's package wordpress with its themes. Typecho has no package: the environment variable
TYPECHO names the folder with its sources.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urljoin, urlsplit

from engines.builders import PER_PAGE, Engine, Site, laid, run
from engines.generators import present

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engines.posts import Post

WORDPRESS: Final = Path("/usr/share/wordpress")
MOST_PAGES: Final = 600
LINKS: Final = re.compile(r"""(?:href|<loc>)\s*=?\s*["']?([^"'<>\s]+)""")
ROUTER: Final = """<?php
$path = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
if ($path !== '/' && is_file(__DIR__ . $path)) { return false; }
$_SERVER['SCRIPT_NAME'] = '/index.php'; $_SERVER['SCRIPT_FILENAME'] = __DIR__ . '/index.php'; $_SERVER['PHP_SELF'] = '/index.php';
chdir(__DIR__); require __DIR__ . '/index.php';
"""
WP_CONFIG: Final = """<?php
define('DB_NAME', 'lab'); define('DB_USER', 'root'); define('DB_PASSWORD', ''); define('DB_HOST', 'localhost:SOCKET');
define('DB_CHARSET', 'utf8mb4'); define('WP_HOME', 'ORIGIN'); define('WP_SITEURL', 'ORIGIN'); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true); $table_prefix = 'PREFIX_';
if (!defined('ABSPATH')) { define('ABSPATH', __DIR__ . '/'); }
require_once ABSPATH . 'wp-settings.php';
"""
WP_SEED: Final = """<?php
$_SERVER['HTTP_HOST'] = 'NAME'; define('WP_INSTALLING', true);
require __DIR__ . '/wp-load.php'; require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('街道观察', 'editor', 'a@test.cn', true, '', 'secret');
foreach (['timezone_string' => 'Asia/Shanghai', 'posts_per_page' => PER_PAGE, 'permalink_structure' => '/archives/%post_id%',
  'date_format' => 'Y年n月j日', 'posts_per_rss' => 20] as $name => $value) { update_option($name, $value); }
switch_theme('THEME'); wp_delete_post(1, true);
$authors = []; $categories = []; $places = [];
foreach (json_decode(file_get_contents(__DIR__ . '/posts.json'), true) as $post) {
  $by = $post['author'];
  $authors[$by] ??= wp_insert_user(['user_login' => 'u' . count($authors), 'user_pass' => 'x', 'display_name' => $by, 'role' => 'author']);
  $categories[$post['category']] ??= wp_insert_term($post['category'], 'category')['term_id'];
  $id = wp_insert_post(['post_title' => $post['title'], 'post_content' => $post['html'], 'post_status' => 'publish',
    'post_date' => $post['date'], 'post_author' => $authors[$by], 'post_category' => [$categories[$post['category']]],
    'tags_input' => '街道']);
  $places[parse_url(get_permalink($id), PHP_URL_PATH)] = $post['slug'];
}
global $wp_rewrite; $wp_rewrite->init(); $wp_rewrite->flush_rules(false);
file_put_contents(__DIR__ . '/built.json', json_encode(['at' => $places]));
"""
TYPECHO_SEED: Final = """<?php
$db = new PDO('sqlite:' . __DIR__ . '/lab.db'); $places = []; $authors = []; $categories = [];
$set = $db->prepare('UPDATE typecho_options SET value = ? WHERE name = ?');
foreach (['theme' => 'THEME', 'title' => '街道观察', 'rewrite' => 1, 'timezone' => 28800, 'pageSize' => PER_PAGE,
  'siteUrl' => 'ORIGIN', 'lang' => 'zh_CN'] as $name => $value) { $set->execute([$value, $name]); }
$db->exec('DELETE FROM typecho_contents'); $db->exec('DELETE FROM typecho_relationships'); $db->exec('DELETE FROM typecho_metas');
$db->exec('DELETE FROM typecho_comments');
$number = 9;
foreach (json_decode(file_get_contents(__DIR__ . '/posts.json'), true) as $post) {
  $number += 3; $when = strtotime($post['date'] . ' +0800'); $by = $post['author']; $in = $post['category'];
  if (!isset($authors[$by])) {
    $authors[$by] = 10 + count($authors);
    $db->prepare('INSERT INTO typecho_users (uid, name, password, mail, screenName, `group`) VALUES (?, ?, ?, ?, ?, ?)')
      ->execute([$authors[$by], 'u' . $authors[$by], 'x', "u{$authors[$by]}@test.cn", $by, 'editor']);
  }
  if (!isset($categories[$in])) {
    $categories[$in] = 1 + count($categories);
    $db->prepare("INSERT INTO typecho_metas (mid, name, slug, type, count, `order`, parent) VALUES (?, ?, ?, 'category', 9, 1, 0)")
      ->execute([$categories[$in], $in, 'c' . $categories[$in]]);
  }
  $db->prepare("INSERT INTO typecho_contents (cid, title, slug, created, modified, text, authorId, type, status, allowFeed, allowComment)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'post', 'publish', '1', '1')")
    ->execute([$number, $post['title'], $post['slug'], $when, $when, '<!--markdown-->' . $post['text'], $authors[$by]]);
  $db->prepare('INSERT INTO typecho_relationships (cid, mid) VALUES (?, ?)')->execute([$number, $categories[$in]]);
  $places["/archives/$number/"] = $post['slug'];
}
file_put_contents(__DIR__ . '/built.json', json_encode(['at' => $places]));
"""


def seeded(work: Path, script: str, posts: Sequence[Post]) -> dict[str, str]:
    """Publish the posts with a script of the engine; return the slug of what stands at each path."""
    told = [
        {
            "title": post.article.title,
            "slug": post.slug,
            "date": f"{post.moment:%Y-%m-%d %H:%M:%S}",
            "author": post.author,
            "category": post.category,
            "text": post.text,
            "html": "".join(f"<p>{text}</p>\n\n" for text in post.text.strip().split("\n\n")),
        }
        for post in reversed(posts)
    ]
    (work / "posts.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    (work / "seed.php").write_text(script, "utf-8")
    run("php", "-d", "display_errors=stderr", "seed.php", cwd=work)
    at: dict[str, str] = json.loads((work / "built.json").read_text("utf-8"))["at"]
    return at


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def answering(*command: str | Path, cwd: Path, port: int | Path) -> Iterator[None]:
    """Run a server until the block ends. Raises RuntimeError where it does not come up."""
    log = (cwd / "server.log").open("w")
    with log, subprocess.Popen(list(map(str, command)), cwd=cwd, stdout=log, stderr=log) as server:
        try:
            for _ in range(300):
                time.sleep(0.1)
                if isinstance(port, Path):
                    if port.exists():
                        break
                    continue
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
            else:
                raise RuntimeError(f"{command[0]} does not answer")
            yield
        finally:
            server.terminate()


def exported(work: Path, name: str, begin: Sequence[str]) -> dict[str, tuple[bytes, str]]:
    """Every page that the site leads to, as its engine answers."""
    (work / "router.php").write_text(ROUTER)
    port = free_port()
    pages: dict[str, tuple[bytes, str]] = {}
    with answering(
        "php", "-d", "display_errors=0", "-d", "date.timezone=Asia/Shanghai", "-S", f"127.0.0.1:{port}", "router.php", cwd=work, port=port
    ):
        waiting, known = list(begin), set(begin)
        while waiting and len(pages) < MOST_PAGES:
            path = waiting.pop(0)
            asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": name})
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect()).open(asked, timeout=60) as answer:
                    body, kind = answer.read(), answer.headers.get("Content-Type", "text/html")
            except urllib.error.HTTPError:
                continue
            pages[unquote(path)] = body, kind
            for link in LINKS.findall(body.decode("utf-8", "replace")):
                parts = urlsplit(urljoin(f"http://{name}{path}", unescape(link)))
                further = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                if (
                    parts.netloc == name
                    and further not in known
                    and not re.search(r"\.(?:css|js|png|jpe?g|gif|svg|ico|woff2?)\b", parts.path)
                ):
                    known.add(further)
                    waiting.append(further)
    return pages


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Takes a redirect for an answer that there is no page."""

    def redirect_request(self, *_: object) -> None:
        return None


def build_wordpress(tools: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    name, store = urlsplit(origin).netloc, tools / "mariadb"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(WORDPRESS, work, symlinks=False, ignore_dangling_symlinks=True)
    if Path(theme).is_dir():
        shutil.copytree(theme, work / "wp-content/themes" / Path(theme).name)
    if not (store / "mysql").is_dir():
        laid(store)
        run("mariadb-install-db", "--no-defaults", f"--datadir={store}", "--auth-root-authentication-method=normal", cwd=tools)
    here = tools / "s.sock"
    here.unlink(missing_ok=True)
    command = ("mariadbd", "--no-defaults", f"--datadir={store}", f"--socket={here}", "--skip-networking")
    user = ("--user=root",) if os.geteuid() == 0 else ()
    with answering(*command, *user, cwd=tools, port=here):
        time.sleep(2)
        run("mariadb", "--no-defaults", f"--socket={here}", "-e", "DROP DATABASE IF EXISTS lab; CREATE DATABASE lab", cwd=tools)
        config = WP_CONFIG.replace("SOCKET", str(here)).replace("ORIGIN", origin).replace("PREFIX", "wp")
        (work / "wp-config.php").unlink(missing_ok=True)
        (work / "wp-config.php").write_text(config)
        seed = WP_SEED.replace("NAME", name).replace("THEME", Path(theme).name).replace("PER_PAGE", str(PER_PAGE))
        at = seeded(work, seed, posts)
        index = "/wp-json/wp/v2/posts?per_page=100&_fields=link,title,date,modified"
        pages = exported(work, name, ("/", "/feed", "/wp-sitemap.xml", index))
    category = next((path for path in sorted(pages) if path.rstrip("/").endswith(f"/category/{posts[0].category}")), None)
    if category is None:
        raise RuntimeError(f"only {len(pages)} pages, and no category among them")
    return Site(
        None, "/", r"/(page/\d+/?)?", category, rf"{re.escape(category.rstrip('/'))}(/page/\d+)?/?", "/feed", "/wp-sitemap.xml", pages, at
    )


def build_typecho(_: Path, work: Path, origin: str, theme: str, posts: Sequence[Post]) -> Site:
    sources = Path(os.environ.get("TYPECHO", ""))
    if not (sources / "install.php").is_file():
        raise RuntimeError("the environment variable TYPECHO names no folder with its sources")
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(sources, work)
    if Path(theme).is_dir():
        shutil.copytree(theme, work / "usr/themes" / Path(theme).name)
    env = {
        "TYPECHO_SITE_URL": origin,
        "TYPECHO_DB_ADAPTER": "Pdo_SQLite",
        "TYPECHO_DB_FILE": str(work / "lab.db"),
        "TYPECHO_USER_PASSWORD": "secretsecret",
    }
    run("php", "-d", "variables_order=EGPCS", "install.php", cwd=work, env=env)
    seed = TYPECHO_SEED.replace("ORIGIN", origin).replace("THEME", Path(theme).name).replace("PER_PAGE", str(PER_PAGE))
    at = seeded(work, seed, posts)
    pages = exported(work, urlsplit(origin).netloc, ("/", "/feed/"))
    category = f"/category/c{1 + list(dict.fromkeys(post.category for post in reversed(posts))).index(posts[0].category)}/"
    return Site(None, "/", r"/(page/\d+/)?", category, rf"{category}(\d+/)?", "/feed/", None, pages, at)


THEMES: Final = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")
PHP_SITES: Final = (
    Engine("wordpress", THEMES, present("php"), build_wordpress),
    Engine("typecho", ("default",), present("php"), build_typecho),
)
