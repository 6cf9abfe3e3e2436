"""Make the invented corpus of `newsbot demo`: ``python -m scripts.build_demo``. The same words give the same bytes.

Some 500 reports of 60 counties over three years, each on the site of its own county, and for many of them what the web makes of reports:
reprints, damaged mirrors in the other script with readings and watermarks, excerpts, reworded copies, digests, changed figures. Counties
and streets are real ones, so that places can be found; everything said of them is invented. All hosts end in ``.example``.
"""

from __future__ import annotations

import html
import json
import lzma
import random
import sys
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from opencc import OpenCC

from newsbot.data import lines_of
from newsbot.model import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
OUT: Final = ROOT / "newsbot" / "data" / "demo" / "pages.jsonl.xz"
COUNTIES: Final = 60
REPORTS_OF_EACH: Final = 8
FIRST: Final = datetime(2021, 1, 4, 9, 0, tzinfo=CHINA)
DAYS: Final = 3 * 365
WATERMARKS: Final = ("{code}資訊網——每日最新資訊{host}", "更多精彩內容請訪問{host}")
BAIT: Final = ("天天快資訊:", "環球觀點：", "世界快報:")
REWORDED: Final = (
    ("持续", "不断"),
    ("开展", "进行"),
    ("累计", "总共"),
    ("清理", "清除"),
    ("居民", "住户"),
    ("组织", "安排"),
    ("走进", "来到"),
    ("召开", "举行"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One invented report as its county's site prints it."""

    number: int
    host: str
    title: str
    moment: datetime
    source: str
    reporter: str
    body: tuple[str, ...]


def counties(chance: random.Random) -> list[tuple[str, str, list[str], str]]:
    """Return (city, county, streets, host) of counties all over the country, of each province at most three."""
    provinces: dict[str, list[tuple[str, str, list[str], str]]] = {}
    city = ""
    listed = {code: streets for code, streets, _ in (line.split("\t") for line in lines_of("streets.tsv"))}
    for line in lines_of("divisions.tsv"):
        code, name, *rest = line.split("\t")
        if len(code) == 2 or len(code) == 4:
            city = name
        elif len(code) == 6 and rest and name.endswith(("区", "县", "市")):
            streets = [short(street, city, name) for street in listed.get(code, "").split(" ") if street.endswith("街道")]
            if len(streets) >= 5:
                provinces.setdefault(code[:2], []).append((city, name, streets, f"www.{rest[0]}-{code}.example"))
    chosen = [each for code in sorted(provinces) for each in chance.sample(provinces[code], min(3, len(provinces[code])))]
    return sorted(chance.sample(chosen, COUNTIES), key=lambda each: each[3])


def short(street: str, *outer: str) -> str:
    """Return a street's name without the divisions that a few of the list begin with."""
    for name in outer:
        street = street.removeprefix(name)
    return street


def stories(words: dict[str, Any], chance: random.Random) -> Iterator[Story]:
    """Yield the reports by day."""
    moments = sorted(
        FIRST + timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(600)) for _ in range(COUNTIES * REPORTS_OF_EACH)
    )
    places = counties(chance)
    order = [place for _ in range(REPORTS_OF_EACH) for place in chance.sample(places, len(places))]
    users: dict[str, set[str]] = {}
    for number, (moment, place) in enumerate(zip(moments, order, strict=True)):
        yield _story(number, moment, place, words, users, chance)


def _story(  # noqa: PLR0917 - called once
    number: int,
    moment: datetime,
    place: tuple[str, str, list[str], str],
    words: dict[str, Any],
    users: dict[str, set[str]],
    chance: random.Random,
) -> Story:
    city, county, streets, host = place
    theme = chance.choice(words["themes"])
    reporter = chance.choice(words["surnames"]) + chance.choice(words["given"])
    fixed = {
        "place": f"{city}{county}" if city.endswith("市") and number % 2 else county,
        "city": city.removesuffix("市"),
        "street": chance.choice(streets),
        "community": chance.choice(words["communities"]),
        "surname": chance.choice(words["surnames"]),
        "given": chance.choice(words["given"]),
        "reporter": reporter,
        "day": f"{moment.month}月{moment.day}日",
    }

    def said(text: str) -> str:
        figures = {
            name: chance.randint(low, high)
            for name, low, high in (("a", 11, 60), ("b", 120, 9800), ("c", 110, 2600), ("d", 12, 98), ("e", 13, 420), ("p", 82, 99))
        }
        return text.format(**fixed, **figures)

    other = chance.choice([each for each in words["themes"] if each is not theme])
    practice = chance.choice(theme["practices"])
    sentences = [said(text) for text in chance.sample(theme["sentences"], 4)]
    more = [said(text) for text in chance.sample(other["sentences"], 2)]
    paragraphs = [
        said(chance.choice(words["leads"])),
        said(f"今年以来，{{street}}坚持党建引领，探索推行{practice}，以{theme['name']}为抓手推动文明城市创建走深走实。")
        + f"{sentences[0]}，{sentences[1]}。",
        _travelling(moment, county, words, users, chance) + f"{sentences[2]}；{sentences[3]}。",
        said("在{community}，党员干部带头认领任务，") + f"{more[0]}，{more[1]}。" + said("“有事找网格，心里就踏实。”居民{surname}大爷说。"),
        said(chance.choice(words["closings"])),
    ]
    medium = chance.choice(words["media"]).format(place=county, city=fixed["city"])
    return Story(number, host, said(chance.choice(theme["titles"])), moment, medium, reporter, tuple(paragraphs))


def _travelling(moment: datetime, county: str, words: dict[str, Any], users: dict[str, set[str]], chance: random.Random) -> str:
    """Return sentences with a phrase that is known by this month: one place begins, more and more take it over."""
    month = (moment.year - FIRST.year) * 12 + moment.month - FIRST.month
    known = [text for begins, text in words["travelling"] if begins <= month]
    out = ""
    for text in chance.sample(known, min(2, len(known))):
        used = users.setdefault(text, set())
        if not used or county in used or chance.random() < min(0.6, 0.15 + 0.05 * len(used)):
            used.add(county)
            out += f"{text}。"
    return out


# ---------------------------------------------------------------------------------------------------------------- pages


def page(story: Story, *, name: str = "") -> str:
    """Return a report as its county's site prints it."""
    body = "\n".join(f"<p>　　{html.escape(text)}</p>" for text in story.body)
    title, source = html.escape(story.title), html.escape(story.source)
    return (
        f"<!doctype html><html lang=zh><head><meta charset=utf-8><title>{title}_{html.escape(name) or source}</title></head><body>"
        '<div class="nav"><a href="/">首页</a> <a href="/news/">新闻</a> <a href="/wm/">文明创建</a></div>'
        f'<div class="article"><h1>{title}</h1>'
        f'<div class="info">{story.moment:%Y-%m-%d %H:%M} 来源：{source}</div>\n{body}\n'
        f'<div class="editor">（责任编辑：{story.reporter}）</div></div>'
        f'<div class="foot">主办：{source} 联系电话见网站首页</div></body></html>'
    )


def document(story: Story, readings: dict[str, str], chance: random.Random, host: str) -> str:
    """Return what a hijacked mirror makes of a report: the other script, readings after characters, watermarks, bait before the title."""
    traditional = OpenCC("s2t")

    def damaged(text: str) -> str:
        out = ""
        for character in traditional.convert(text).replace("，", ","):
            reading = readings.get(character)
            out += f"{character}({reading})" if reading and chance.random() < 0.8 else character
        return out

    lines = [
        f"{chance.choice(BAIT)}{damaged(story.title)}",
        f"{story.moment:%Y-%m-%d %H:%M:%S}    來源:{traditional.convert(story.source)}",
    ]
    mark = chance.choice(WATERMARKS).format(code=host.split(".")[1], host=host)
    lines += [damaged(text) + mark for text in story.body]
    return "\n".join([*lines, "熱門排行", "責任編輯:admin"])


def copies(story: Story, all_: list[Story], readings: dict[str, str], chance: random.Random) -> Iterator[tuple[str, str, str, datetime]]:
    """Yield (address, media type, text, clock) of what the web makes of a report."""
    later = story.moment + timedelta(hours=chance.randint(3, 90))
    seen = later + timedelta(hours=2)
    dice = chance.random()
    if dice < 0.22:
        host = f"www.mirror{chance.randrange(1, 9)}.example"
        yield f"http://{host}/showinfo-{story.number}-0.html", "text/plain; charset=utf-8", document(story, readings, chance, host), seen
    if dice < 0.32 or dice > 0.9:
        host = f"news.portal{chance.randrange(1, 5)}.example"
        yield (
            f"http://{host}/a/{later:%Y%m%d}/{story.number}.html",
            "text/html; charset=utf-8",
            page(replace(story, moment=later), name="门户新闻"),
            seen,
        )
    if 0.32 < dice < 0.38:
        text = "\n".join(story.body)
        for before, after in REWORDED:
            text = text.replace(before, after)
        spun = replace(story, title=story.title.replace("：", " "), moment=later, source="", body=tuple(text.split("\n")))
        yield (
            f"http://www.farm{chance.randrange(1, 4)}.example/{story.number}.html",
            "text/html; charset=utf-8",
            page(spun, name="资讯"),
            seen,
        )
    if 0.38 < dice < 0.43:
        cut = replace(story, moment=later, body=story.body[:3])
        yield f"http://m.brief.example/{story.number}.html", "text/html; charset=utf-8", page(cut, name="手机报"), seen
    if 0.43 < dice < 0.48:
        changed = tuple(_other_figures(text, chance) for text in story.body)
        yield (
            f"http://www.copy{chance.randrange(1, 4)}.example/{story.number}.html",
            "text/html; charset=utf-8",
            page(replace(story, moment=later, body=changed), name="转载"),
            seen,
        )
    if 0.48 < dice < 0.5 and story.number > 5:
        three = [story, *chance.sample(all_[max(0, story.number - 20) : story.number], 2)]
        body = tuple(text for each in three for text in (each.title, *each.body))
        digest = replace(story, title="文明创建一周要闻", moment=later, source="文明创建周报", body=body)
        yield f"http://weekly.digest.example/{story.number}.html", "text/html; charset=utf-8", page(digest), seen


def _other_figures(text: str, chance: random.Random) -> str:
    """Return the text with one of its figures changed, as a slip of the pen would."""
    places = [n for n, character in enumerate(text) if character.isdigit() and (n == 0 or not text[n - 1].isdigit())]
    if not places or chance.random() < 0.5:
        return text
    at = chance.choice(places)
    return f"{text[:at]}{int(text[at]) % 9 + 1}{text[at + 1 :]}"


def lines() -> Iterator[str]:
    """Yield the corpus, a page a line: address, media type, clock, text."""
    chance = random.Random(20210104)  # a seed, and no secret
    words = tomllib.loads((ROOT / "scripts" / "demo_words.toml").read_text(encoding="utf-8"))
    readings = {character: said.split(" ")[0] for character, said in (line.split("\t") for line in lines_of("readings.tsv"))}
    all_ = list(stories(words, chance))
    for story in all_:
        where = f"http://{story.host}/{story.moment:%Y%m}/t{story.moment:%Y%m%d}_{story.number}.html"
        pages = [
            (where, "text/html; charset=utf-8", page(story), story.moment + timedelta(hours=1)),
            *copies(story, all_, readings, chance),
        ]
        for url, kind, text, clock in pages:
            yield json.dumps({"url": url, "type": kind, "fetched_at": clock.isoformat(), "text": text}, ensure_ascii=False)


def main() -> int:
    """Write the corpus."""
    made = "\n".join(lines()) + "\n"
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_bytes(lzma.compress(made.encode(), preset=9))
    print(f"{made.count(chr(10))} pages, {len(made.encode()):,} bytes, packed {OUT.stat().st_size:,}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
