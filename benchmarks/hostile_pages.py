"""How much time and memory hostile pages of HTML cost, each read in a process of its own.

    python benchmarks/hostile_pages.py             all of them
    python benchmarks/hostile_pages.py fonts div   those whose names have one of these words

Every page is worth half a second of processor time and 150 MiB at most. Tests hold the bounds themselves (tests/html/test_bound.py); what
they are worth in seconds depends on the machine, so that it is measured here.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from newsbot.html.page import read_html
from newsbot.html.tags import FORMATTING

if TYPE_CHECKING:
    from collections.abc import Callable

SENTENCE = "社区志愿者走上街头开展文明劝导活动。"
ARTICLE = f"<h1>标题</h1><p>{SENTENCE}</p>"
PATIENCE = 20
"""Seconds after which a page counts as never read."""


def _attributes(number: int, form: str = "a{0}") -> str:
    return " ".join(form.format(each) for each in range(number))


PAGES: dict[str, Callable[[], str]] = {
    "2 MiB of <div>": lambda: "<div>" * ((2 << 20) // 5) + ARTICLE,
    "2 MiB of <div>x": lambda: "<div>x" * ((2 << 20) // 6) + ARTICLE,
    "19,000 <div>": lambda: "<div>" * 19_000 + ARTICLE,
    "8,000 <div>": lambda: "<div>" * 7_990 + ARTICLE,
    "100,000 <div> and their ends": lambda: "<div>" * 100_000 + ARTICLE + "</div>" * 100_000,
    "<div> in comments that end early": lambda: "<!--><div>-->" * 9_000 + ARTICLE,
    "<div> and </div> out of reach": lambda: "<div><table></div></table>" * 5_000 + ARTICLE,
    "<div> in <svg><title>": lambda: "<svg><foreignObject><div></svg></div></foreignObject><title>" + "<g>" * 19_000 + "</title>" + ARTICLE,
    "<div> after a false quotation": lambda: '<p =">' + "<div>" * 9_000 + f'">{ARTICLE}',
    "200,000 attributes": lambda: f"<p {_attributes(200_000)}>x</p>{ARTICLE}",
    "200,000 attributes with >": lambda: "<p " + _attributes(200_000, "a{0}='>'") + f">x</p>{ARTICLE}",
    "50,000 attributes with <b>": lambda: "<p " + _attributes(50_000, "a{0}='<b>'") + f">x</p>{ARTICLE}",
    "30,000 attributes with <b>": lambda: "<p " + _attributes(30_000, "a{0}='<b>'") + f">x</p>{ARTICLE}",
    "30,000 attributes with <b></b>": lambda: "<p " + _attributes(30_000, "a{0}='<b></b>'") + f">x</p>{ARTICLE}",
    "9,000 attributes": lambda: f"<p {_attributes(9_000)}>x</p>{ARTICLE}",
    "5,000 tags of 199 attributes": lambda: f"<p {_attributes(199)}>x</p>" * 5_000 + ARTICLE,
    "1,200 tags of 199 attributes": lambda: f"<p {_attributes(199)}>x</p>" * 1_200 + ARTICLE,
    "tags of 99 long values": lambda: ("<a " + " ".join(f"b{n}='{'V' * 99}<a c'" for n in range(99)) + ">") * 150 + ARTICLE,
    "one attribute": lambda: f'<p title="{"A" * 20_000_000}">x</p>{ARTICLE}',
    "stray ends": lambda: "<div>" * 20_000 + "</p>" * 20_000 + ARTICLE,
    "million end tags": lambda: "</div>" * 1_000_000 + ARTICLE,
    "90,000 <b>": lambda: "<b>" * 90_000 + ARTICLE,
    "2,000 tables in each other": lambda: "<table><tr><td>" * 2_000 + ARTICLE,
    "6,000 tables in each other": lambda: "<table><tr><td>" * 6_000 + ARTICLE,
    "400,000 empty <p>": lambda: "<p></p>" * 400_000 + ARTICLE,
    "million <p>x": lambda: "<p>x" * 1_000_000 + ARTICLE,
    "one line": lambda: f"<p>{'政务公开' * 420_000}</p>{ARTICLE}",
    "NUL": lambda: "\0" * 1_000_000 + ARTICLE,
    "690 fonts, 350 paragraphs": lambda: "<p>" + "".join(f"<font a={n}>" for n in range(690)) + "</p>" + "<p>x</p>" * 350,
    "500 fonts, 500 paragraphs": lambda: "<p>" + "".join(f"<font a={n}>" for n in range(500)) + "</p>" + "<p>x" * 499,
    "9,000 fonts, 5,000 paragraphs": lambda: "<p>" + "".join(f"<font a={n}>" for n in range(9_000)) + "</p>" + "<p>x</p>" * 5_000,
    "1,000 fonts, 9,000 paragraphs": lambda: "".join(f"<font a={n}>" for n in range(1_000)) + "<p>x" * 9_000,
    "fonts closed out of reach": lambda: "".join(f"<font a={n}><table></font></table>" for n in range(2_400)) + "<p>x" * 9_000,
    "a font in each paragraph": lambda: "".join(f"<p><font a={n}>" for n in range(9_000)),
    "every formatting tag": lambda: "".join(f"<{name}>" * 3 for name in sorted(FORMATTING)) + "<p>x" * 7_800,
    "links and formatting": lambda: "".join(f"<a href={n}><b c={n}>" for n in range(4_900)) + "<p>x</p>" * 4_000,
    "links with blocks": lambda: "<a href=x><div>" * 9_000,
    "300,000 links": lambda: "".join(f"<a href=/{n}>链接</a>" for n in range(300_000)),
    "tables and links": lambda: "<table><a href=1>" * 6_000,
    "text in tables": lambda: "<table>x" * 6_000,
    "million &amp;": lambda: "&amp;" * 1_000_000,
    "million <": lambda: "<" * 1_000_000,
    "comments": lambda: "<!--x-->" * 15_000 + ARTICLE,
    "500,000 <!--": lambda: "<!--" * 500_000,
    "500,000 <p": lambda: "<p" * 500_000,
    "300,000 <a": lambda: "<a <a" * 300_000,
    "200,000 <script>": lambda: "<script>" * 200_000,
    "9,000 <svg>": lambda: "<svg><g>" * 9_000,
    "9,000 <select>": lambda: "<select><option>" * 9_000,
    "9,000 <ruby>": lambda: "<ruby><rt>" * 9_000,
    "9,000 <li>": lambda: "<li><div>" * 9_000,
    "19,000 <h1>": lambda: "<h1>" * 19_000,
    "19,000 <frameset>": lambda: "<frameset>" * 19_000,
    "200,000 style rules": lambda: "<style>" + ".a{display:none}" * 200_000 + f"</style>{ARTICLE}",
    "9,000 itemprops in each other": lambda: "<span itemprop=a>x" * 9_000 + ARTICLE,
    "microdata of a long text": lambda: f"<div itemprop=a>{'<p>x</p>' * 5_000}</div>" + ARTICLE,
}


def held(kind: str) -> int:
    """Return memory of this process in MiB: VmRSS, what it has; VmHWM, the most it had."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(kind)) >> 10


def measure(name: str) -> None:
    page = PAGES[name]()
    read_html("<p>x", "http://a.test/")
    Path("/proc/self/clear_refs").write_text("5", "ascii")
    before, start = held("VmRSS"), time.process_time()
    read = read_html(page, "http://a.test/")
    seconds, most = time.process_time() - start, held("VmHWM") - before
    lost = ARTICLE in page and not any(SENTENCE in block.raw for block in read.blocks)
    note = "  article lost" if lost else ""
    print(f"{name:36} {len(page) >> 10:7} KiB  {seconds:6.3f} s  {most:+5} MiB  {len(read.blocks):6} blocks{note}", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        measure(sys.argv[2])
        return
    for name in PAGES:
        if not sys.argv[1:] or any(word in name for word in sys.argv[1:]):
            try:
                subprocess.run([sys.executable, __file__, "--one", name], timeout=PATIENCE, check=False)
            except subprocess.TimeoutExpired:
                print(f"{name:36} more than {PATIENCE} s", flush=True)


if __name__ == "__main__":
    main()
