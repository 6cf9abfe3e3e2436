"""How fast, and in how little memory, an archive such as CC-NEWS replays; whether all civic reports in it are found, and nothing else.

    python benchmarks/archive.py                       20,000 responses, made up
    python benchmarks/archive.py --pages 4000          fewer
    python benchmarks/archive.py --keep FOLDER         keep the archive, its truth and the rows; what is there already is not made anew

The run is `scrapy crawl civic_news -a replay=FILE` in a process of its own. Beside it stands what the same pages cost without Scrapy and
ledger: read from the file, and `normalise` alone. All times are processor time of one core.

Most pages of the archive are foreign, some Chinese, few of them civic reports and their mirrors. Beside responses it has what CC-NEWS has:
warcinfo, request, metadata and DNS records, redirects, errors, pictures, PDFs, JSON, feeds, bodies that are packed, chunked, declared
wrongly, or not what their headers say.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsbot import normalise
from newsbot.archive import Replay
from newsbot.data import table
from newsbot.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path, beside = folder / f"news-{args.pages}.warc.gz", folder / f"news-{args.pages}.jsonl"
        if not beside.exists():
            beside.write_text("".join(json.dumps(entry) + "\n" for entry in write_archive(path, args.pages)), encoding="utf-8")
        truth = [json.loads(line) for line in beside.read_text("utf-8").splitlines()]
        alone(path)
        quality(truth, crawl(path, folder))


def alone(path: Path) -> None:
    """Print what reading the file and normalising its pages cost without Scrapy."""
    began, spent, pages, size = time.process_time(), 0.0, 0, 0
    for page in Replay([path]):
        if isinstance(page, Page):
            pages, size = pages + 1, size + len(page.body)
            begin = time.process_time()
            normalise(page)
            spent += time.process_time() - begin
    reading = time.process_time() - began - spent
    print(
        f"{pages:,} pages of {size / pages / 1024:.0f} KiB: normalise alone {pages / spent:,.0f}/s, reading the file "
        f"{pages / reading:,.0f}/s, together {pages / (spent + reading):,.0f}/s",
        flush=True,
    )


def crawl(path: Path, folder: Path) -> list[dict[str, Any]]:
    """Replay the file in a process of its own; print what it cost, and return its rows."""
    rows = folder / "rows.jsonl"
    command = [str(Path(sys.executable).with_name("scrapy")), "crawl", "civic_news", "-a", f"replay={path}", "-O", str(rows)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([*command, "-s", f"RUNS={folder}/runs", "-s", "LOG_LEVEL=WARNING"], cwd=ROOT, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    record = json.loads(max((folder / "runs").glob("*.json"), key=lambda found: found.stat().st_mtime).read_text("utf-8"))
    print(
        f"crawl: code {done.returncode}, {record['pages']:,} pages at {record['pages'] / spent:,.0f}/s of processor time "
        f"({record['pages'] / (time.monotonic() - began):,.0f}/s of the clock), {after.ru_maxrss / 1024:,.0f} MiB resident; "
        f"{record['outcomes']}"
    )
    return [json.loads(line) for line in rows.read_text("utf-8").splitlines()]


def quality(truth: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    """Print how many civic reports and mirrors were found, and what was taken for one that is none."""
    found = {url for row in rows for url in (row["url"], *(copy["url"] for copy in row["copies"]))}
    wanted = {entry["url"]: entry["report"] for entry in truth if entry["report"] is not None}
    wrong = Counter(entry["kind"] for entry in truth if entry["url"] in found - set(wanted))
    for kind in ("civic", "mirror"):
        urls = [entry["url"] for entry in truth if entry["kind"] == kind]
        print(f"{kind}: {sum(url in found for url in urls)} of {len(urls)} found")
    print(f"rows: {len(rows)} for {len(set(wanted.values()))} reports; taken for one and none: {dict(wrong) or 0}")


# ----------------------------------------------------------------------------------------------------------- the archive

LETTERS: Final = {
    "en": "etaoinshrdlcumwfgypbvk",
    "es": "eaosrnidltcumpbgvyqhfzjñáéíóú",
    "de": "enisratdhulcgmobwfkzpvüäöß",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшю",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "hi": "कखगघचछजटडतदनपबमयरलवशसहािीुूेो",
    "ja": "のにはをたがでてとしれさあるいかなもこすう日本人年月大会国社市東京新聞発表",
    "ko": "이다는을가에의하고를지은도한로기서자사대아리그정인나어시부",
}
PLACES: Final = [
    "岳麓区", "芙蓉区", "雨湖区", "天元区", "蒸湘区", "武陵区", "武侯区", "涪城区",
    "江阳区", "翠屏区", "江汉区", "西陵区", "樊城区", "下陆区", "船山区",
]  # fmt: skip
STREETS: Final = [
    "银盆岭", "东屯渡", "窑湾", "泰山路", "华兴", "洞庭", "丹阳", "玉林", "城厢",
    "南城", "西郊", "唐家墩", "云集", "王寨", "团城山", "镇江寺",
]  # fmt: skip
DEEDS: Final = [
    "飞线充电整治", "背街小巷改造", "楼道杂物清理", "文明养犬劝导", "共享花园共建", "门前三包落实",
    "老旧小区加装电梯", "农贸市场整治", "非机动车停放",
]  # fmt: skip
SAID: Final = [
    "楼下的电线收好了，看着清爽", "晚上回家有灯了，心里亮堂", "邻里之间走动多了，有事好商量",
    "摊位整齐了，买菜也方便", "孩子们有了写作业的地方",
]  # fmt: skip
PINYIN: Final = {"文": "wén", "明": "míng", "城": "chéng", "市": "shì", "社": "shè", "区": "qū", "创": "chuàng", "建": "jiàn"}


@dataclass(frozen=True, slots=True)
class Made:
    """One response: what it is called in the truth, and which report it shows, if any."""

    url: str
    kind: str
    body: bytes
    report: int | None = None
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


def write_archive(path: Path, count: int) -> list[dict[str, Any]]:
    """Write ``count`` responses and what stands between them; return the truth: url, kind and report of each, in their order."""
    maker, truth = Maker(count), []
    with path.open("wb") as file:
        writer: Any = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "made", "isPartOf": "news"}))
        for number, made in enumerate(maker.responses(count)):
            truth.append({"url": made.url, "kind": made.kind, "report": made.report})
            date = {"WARC-Date": f"2024-05-06T{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}Z"}
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", made.url.split("/")[2])], is_http_request=True)
            writer.write_record(writer.create_warc_record(made.url, "request", http_headers=asked, warc_headers_dict=date))
            http = StatusAndHeaders(made.status, list(made.headers), protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    made.url, "response", payload=io.BytesIO(made.body), length=len(made.body), http_headers=http, warc_headers_dict=date
                )
            )
            if number % 9 == 0:
                said = io.BytesIO(b"fetchTimeMs: 120\r\ncharset-detected: UTF-8\r\n")
                writer.write_record(
                    writer.create_warc_record(made.url, "metadata", payload=said, warc_content_type="application/warc-fields")
                )
            if number % 50 == 7:
                dns = io.BytesIO(b"20240506000000\nsite.test. 300 IN A 192.0.2.1\n")
                writer.write_record(writer.create_warc_record("dns:site.test", "resource", payload=dns, warc_content_type="text/dns"))
    return truth


class Maker:
    """Makes the responses; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = {name: [self._word(letters) for _ in range(3000)] for name, letters in LETTERS.items()}
        listed = (files("newsbot") / "data" / "common_words.txt").read_text("utf-8").splitlines()
        self.words["zh"] = [word for line in listed if not line.startswith(("#", "=")) for word in line.split()]
        data = table("topic_terms.toml")  # words drawn by chance must speak neither for the genre nor against it
        families = (*data["civic"].values(), *data["other"].values())
        telling = ("创", "文明", *(term for family in families for terms in family.values() for term in terms.split()))
        self.words["zh-other"] = [word for word in self.words["zh"] if not any(part in word for part in telling)]
        self.reports: list[tuple[str, list[str]]] = []

    def responses(self, count: int) -> Iterator[Made]:
        """Yield ``count`` responses, mixed."""
        kinds: list[tuple[Callable[[int], Made], int]] = [
            (self._foreign, 520), (self._foreign_list, 110), (self._chinese, 130), (self._chinese_list, 60),
            (self._civic, 15), (self._mirror, 15), (self._odd, 70), (self._error, 30), (self._redirect, 25), (self._no_html, 25),
        ]  # fmt: skip
        makers, weights = [maker for maker, _ in kinds], [weight for _, weight in kinds]
        for number in range(count):
            (maker,) = self.random.choices(makers, weights)
            yield maker(number) if number else self._civic(number)

    # ------------------------------------------------------------------------------------------------------------- kinds

    def _foreign(self, number: int, language: str | None = None) -> Made:
        language = language or self.random.choice(list(LETTERS))
        texts = [self._text(language, self.random.randint(30, 90)) for _ in range(self.random.randint(4, 30))]
        return Made(f"https://www.site{number % 613}.test/{language}/{number}", f"foreign-{language}", self._page(language, texts).encode())

    def _foreign_list(self, number: int) -> Made:
        language = self.random.choice(list(LETTERS))
        return Made(f"https://www.site{number % 613}.test/{language}/list/{number}", "foreign list", self._page(language, []).encode())

    def _chinese(self, number: int) -> Made:
        charset = self.random.choice(("utf-8", "utf-8", "gb18030"))
        texts = [self._text("zh-other", self.random.randint(30, 80)) for _ in range(self.random.randint(3, 12))]
        return self._put(number, "chinese", self._page("zh-other", texts, charset), charset)

    def _chinese_list(self, number: int) -> Made:
        charset = self.random.choice(("utf-8", "gb18030"))
        return self._put(number, "chinese list", self._page("zh", [], charset), charset)

    def _civic(self, number: int) -> Made:
        place, street, deed = (self.random.choice(choice) for choice in (PLACES, STREETS, DEEDS))
        numbers = [self.random.randint(11, 990) for _ in range(6)]
        texts = [
            f"为推进全国文明城市创建，{place}{street}街道从{deed}入手，组织党员干部和志愿者走进{numbers[0]}个点位，共办结{numbers[1]}件实事。",
            f"“{self.random.choice(SAID)}。”居民{self._name()}说。他家所在的{numbers[2]}号楼住着{numbers[3]}户人家，{self._text('zh', 25)}",
            f"{street}街道坚持党建引领基层治理，把问题清单交给{self.random.randint(2, 9)}个小区党支部认领，{self._text('zh', 40)}",
            *(self._text("zh-other", 45) for _ in range(self.random.randint(1, 5))),
            f"下一步，{place}将完善长效机制，让{deed}的办法在{numbers[4]}个小区推开，使文明创建成果惠及{numbers[5]}余名居民。",
        ]
        title = f"{street}街道：{deed}见实效 文明创建入人心（{len(self.reports) + 1}）"
        self.reports.append((title, texts))
        charset = self.random.choice(("utf-8", "gb18030"))
        made = self._put(number, "civic", self._page("zh", texts, charset, title), charset)
        return Made(made.url, "civic", made.body, len(self.reports) - 1, headers=made.headers)

    def _mirror(self, number: int) -> Made:
        report = self.random.randrange(len(self.reports))
        title, texts = self.reports[report]
        how = self.random.choice(("as it is", "pinyin", "watermark", "part"))
        if how == "pinyin":
            texts = ["".join(f"{c}({PINYIN[c]})" if c in PINYIN else c for c in text) for text in texts]
        elif how == "watermark":
            texts = [*texts[:1], texts[1][:-1] + "。本文来自幸运28预测网", *texts[2:]]
        elif how == "part":
            texts = texts[:-1]
        made = self._put(number, "mirror", self._page("zh", texts, "utf-8", f"今日热讯：{title}"), "utf-8")
        return Made(made.url.replace("/news/", "/m/"), "mirror", made.body, report, headers=made.headers)

    def _odd(self, number: int) -> Made:
        """A foreign page whose headers and body do not agree, as crawlers leave them."""
        plain = self._foreign(number, "en")
        kind, how = ("Content-Type", "text/html"), number % 7
        body, headers = plain.body, [kind]
        if how == 0:
            headers += [("Content-Encoding", "gzip")]  # but it is not
        elif how == 1:
            body, headers = gzip.compress(body, 1, mtime=0), [*headers, ("Content-Encoding", "gzip")]
        elif how == 2:
            headers += [("X-Crawler-Content-Encoding", "gzip"), ("X-Crawler-Transfer-Encoding", "chunked"), ("Content-Length", "17")]
        elif how == 3:
            headers += [("Transfer-Encoding", "chunked")]  # but it is not
        elif how == 4:
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
            headers += [("Transfer-Encoding", "chunked")]
        elif how == 5:
            body, headers = zlib.compress(body, 1), [*headers, ("Content-Encoding", "deflate")]
        else:
            body, headers = body[: len(body) * 2 // 3], [("Content-Type", "text/html; charset=GB2312"), ("X-Name", "caf\u00e9")]
        return Made(plain.url, "odd", body, headers=tuple(headers))

    def _error(self, number: int) -> Made:
        status = self.random.choice(("404 Not Found", "403 Forbidden", "503 Service Unavailable", "410 Gone", "200 OK"))
        return Made(
            f"https://www.site{number % 613}.test/gone/{number}",
            "error",
            b"<html><body><h1>404</h1><p>Not found.</p></body></html>",
            status=status,
        )

    def _redirect(self, number: int) -> Made:
        url = f"https://www.site{number % 613}.test/moved/{number}"
        return Made(url, "redirect", b"", status=self.random.choice(("301 Moved", "302 Found")), headers=(("Location", f"{url}/"),))

    def _no_html(self, number: int) -> Made:
        items = "".join(f"<item><title>{self._text('en', 8)}</title><link>https://a.test/{n}</link></item>" for n in range(30))
        kind, body = self.random.choice((
            ("application/pdf", b"%PDF-1.4\n" + self.random.randbytes(40_000)),
            ("image/jpeg", b"\xff\xd8\xff\xe0" + self.random.randbytes(60_000)),
            ("application/json", json.dumps({"items": [self._text("en", 12) for _ in range(40)]}).encode()),
            ("application/rss+xml", f"<rss><channel><title>News</title>{items}</channel></rss>".encode()),
            ("text/plain", b""),
        ))  # fmt: skip
        return Made(f"https://www.site{number % 613}.test/file/{number}", "no html", body, headers=(("Content-Type", kind),))

    # ------------------------------------------------------------------------------------------------------------- pages

    def _put(self, number: int, kind: str, page: str, charset: str) -> Made:
        said = self.random.choice((f"text/html; charset={charset}", "text/html", "text/html; charset=utf-8"))
        url = f"http://www.portal{number % 97}.cn/news/202405/{number}.shtml"
        return Made(url, kind, page.encode(charset, "xmlcharrefreplace"), headers=(("Content-Type", said), ("Server", "nginx")))

    def _page(self, language: str, texts: list[str], charset: str = "utf-8", title: str | None = None) -> str:
        """A page as portals make them: 20 to 250 KB, of which the article is a small part. Without texts it is a list."""
        pick = self.random
        title = title or self._text(language, 9)[:60]
        chinese = language.startswith("zh")
        date = "2024-05-06 09:30" if chinese else "May 6, 2024"
        source = "来源：某某日报" if chinese else "By Staff Writer"
        paragraphs = "".join(f'<p style="text-indent:2em">{"　　" if chinese else ""}{text}</p>\n' for text in texts)
        article = (
            f"<h1>{title}</h1><div class='info'><span>{date}</span> <span>{source}</span></div><div class='content'>{paragraphs}</div>"
            if texts
            else ""
        )
        menu = "".join(
            f'<li class="menu-item item-{n}"><a href="/c/{n}/">{self._text(language, 1)[:14]}</a></li>' for n in range(pick.randint(10, 70))
        )
        number_of_links = pick.randint(5, 60) if texts else pick.randint(40, 220)
        links = "".join(self._link(language, n) for n in range(number_of_links))
        config = json.dumps({f"key{n}": pick.randbytes(9).hex() for n in range(pick.randint(20, 900))})
        style = "".join(
            f".c{n}-{pick.randint(0, 9999)}{{margin:{n}px auto;color:#{n:06x};display:block}}\n" for n in range(pick.randint(20, 400))
        )
        nested = pick.randint(0, 6)
        body = {
            0: f"<div class='wrap'><div class='left'>{article}</div><div class='right'><ul>{links}</ul></div></div>",
            1: f"<table width=960><tr><td width=200><ul>{links}</ul></td><td>{article}</td></tr></table>",
            2: f"<main><article>{article}</article><section class='related'>{links}</section></main>",
            3: f"{'<div>' * nested}{article}{'</div>' * nested}<div class='list'>{links}</div>",
        }[pick.randrange(4)]
        foot = f"<div class='foot'>{'版权所有 未经授权禁止转载' if chinese else 'All rights reserved.'}</div>"
        return (
            f"<!doctype html><html lang={language[:2]}><head><meta charset={charset}>"
            f"<title>{title}_News</title>"
            f"<meta name=description content='{self._text(language, 12)}'><style>{style}</style>"
            f"<script>var config={config};</script></head>"
            f"<body><!-- {pick.randbytes(30).hex()} -->"
            f"<nav><ul>{menu}</ul></nav>{body}{foot}<script src=/a.js></script></body></html>"
        )

    def _link(self, language: str, n: int) -> str:
        text = self._text(language, 7)[:50]
        href = f"/2024/05/06/{self.random.randint(10**6, 10**7)}.html"
        if n % 3:
            return f'<li><a href="{href}" title="{text}">{text}</a><span class="date">05-06</span></li>\n'
        return f'<div class="card"><a href="{href}"><img src="/i/{n}.jpg" alt="{text}"></a><h3><a href="{href}">{text}</a></h3></div>\n'

    # -------------------------------------------------------------------------------------------------------------- text

    def _text(self, language: str, words: int) -> str:
        chosen = self.random.choices(self.words[language], k=words)
        if not language.startswith("zh"):
            return f"{'' if language == 'ja' else ' '}".join(chosen).capitalize() + "."
        parts = ["".join(chosen[start : start + 6]) for start in range(0, words, 6)]
        return "，".join(parts) + "。"

    def _word(self, letters: str) -> str:
        return "".join(self.random.choices(letters, range(len(letters) + 3, 3, -1), k=self.random.randint(2, 9)))

    def _name(self) -> str:
        return self.random.choice("王李张刘陈杨赵黄周吴") + "".join(self.random.choices("建国桂英志强敏文晓芳军丽", k=2))


if __name__ == "__main__":
    main()
