"""What the pages of the documents print: their blocks and commands, and which of these no test runs, with the reason.

A block that is not run, or not all of it, stands below a comment ``<!-- not run: network, root -->``, which no reader sees. Each reason has
a form (:data:`REASONS`), and a line is excused only where it has the form of a reason given above it.
"""

import re
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = ROOT / "docs"
PARTNERS: Final = {
    ROOT / "README.md": ROOT / "README.zh.md",
    ROOT / "SECURITY.md": DOCS / "security.zh.md",
    ROOT / "ARCHITECTURE.md": DOCS / "architecture.zh.md",
    **{page: page.with_suffix(".zh.md") for page in sorted(DOCS.glob("*.md")) if not page.stem.endswith(".zh")},
}
"""Each page in English, and the same page in Chinese."""
PAGES: Final = [*PARTNERS, ROOT / "CONTRIBUTING.md"]
"""Every page that prints commands, in English."""

REASONS: Final = {
    "network": r"a url=https?://|-a only=|git pull|systemctl start",
    "installs": r"\bpip install|pip compile|-m venv",
    "root": r"^(useradd|systemctl|journalctl|install -d -o) ",
    "server": r"redis://|postgresql://|^createdb ",
    "form": r"\[|=PATH\b",
    "minutes": r"\bbash \.ci/run|scripts/mutants\.py",
}
"""Why a line is not run, and what in it shows that this is so: it asks the web, installs, needs root, a server of its own or many minutes,
or it is no command but the form of one."""

_PROGRAMS: Final = "scrapy|newsbot|python|pip|pytest|mkdocs|bash|uv|CONTACT=|>>>"
"""What an indented line that is meant to be copied begins with."""


class PrintedCommand(NamedTuple):
    """One line that a reader may copy, and the reasons given for not running it."""

    line: str
    reasons: tuple[str, ...] = ()

    @property
    def excused(self) -> bool:
        """Whether one of the reasons given is seen in the line."""
        return any(re.search(REASONS[reason], self.line) for reason in self.reasons)


def fenced(text: str) -> list[str]:
    """The blocks between fences, but for drawings, which have words in them."""
    return [block for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL) if kind]


def bare(text: str) -> str:
    """A page without its blocks between fences."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def indented(text: str) -> list[str]:
    """The commands that stand indented."""
    return re.findall(rf"^ {{4,10}}((?:{_PROGRAMS}).*)$", bare(text), re.MULTILINE)


def commands(text: str) -> list[PrintedCommand]:
    """Return every command of a page in its order: lines of shell blocks, a here-document as one, and indented ones."""
    out, reasons, within, waiting = [], (), "", ""
    for line in text.splitlines():
        if marked := re.fullmatch(r"<!-- not run: ([\w, ]+) -->", line):
            reasons = tuple(marked[1].split(", "))
        elif line.startswith("```"):
            within, reasons = ("" if within else line[3:] or "-"), (() if within else reasons)
        elif within == "sh" and line and not waiting:
            waiting = waiting or ("END" if "<<'END'" in line else "")
            out.append(PrintedCommand(line.removeprefix(".venv/bin/"), reasons))
        elif within == "sh":
            waiting = "" if line == waiting else waiting
        elif not within and re.match(rf" {{4,10}}(?:{_PROGRAMS})", line):
            out.append(PrintedCommand(line.strip(), reasons))
        elif not within and line and not line.startswith(" "):
            reasons = ()
    return out
