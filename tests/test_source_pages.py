"""Saved pages of declared sources, each with a golden: `scrapy newsource` writes them, a person reviews them."""

import json
from dataclasses import replace
from pathlib import Path

from newsbot.archive import Replay
from newsbot.commands.newsource import REVIEWED, golden_of, save
from newsbot.discovery.sources import bundled_sources
from newsbot.model import Page

SAVED = Path(__file__).parent.parent / "fixtures" / "sources"
PAGE = Page(
    "http://a.test/1.html",
    "<title>光明街道推动文明城市创建</title><h1>光明街道推动文明城市创建</h1><p>{0}</p><p>{0}</p><p>{0}</p>".format(
        "为推动全国文明城市创建工作，光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎，街道党工委坚持党建引领。"
    ).encode(),
    {"Content-Type": "text/html; charset=utf-8"},
    "2024-05-06T09:00:00+08:00",
)


def wrong(folder):
    """What is wrong with a saved page, in words."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    (page,) = Replay([folder])
    assert isinstance(page, Page)
    page = replace(page, hints=next((source.hints for source in bundled_sources() if source.id == folder.name), None))
    found = json.loads(json.dumps(golden_of(page)))
    said = [] if expected.pop(REVIEWED, False) is True else [f"{folder.name}: correct expected.json, then say that it is reviewed"]
    differs = [name for name in sorted(found.keys() | expected.keys()) if found.get(name) != expected.get(name)]
    return said + [f"{folder.name}: {name} is {found.get(name)!r:.200}, expected {expected.get(name)!r:.200}" for name in differs]


def test_saved_pages_are_read_as_their_reviewed_goldens_say():
    assert [text for folder in sorted(SAVED.glob("*/")) for text in wrong(folder)] == []


def test_a_page_just_saved_fails_until_it_is_reviewed(tmp_path):
    save(PAGE, tmp_path / "a")
    assert wrong(tmp_path / "a") == ["a: correct expected.json, then say that it is reviewed"]
    golden = tmp_path / "a" / "expected.json"
    golden.write_text(golden.read_text("utf-8").replace(f'"{REVIEWED}": false', f'"{REVIEWED}": true'), encoding="utf-8")
    assert wrong(tmp_path / "a") == []
    golden.write_text(golden.read_text("utf-8").replace("光明街道推动", "护国街道推动", 1), encoding="utf-8")
    assert [text.split(" is ")[0] for text in wrong(tmp_path / "a")] == ["a: title"]
