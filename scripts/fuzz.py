"""Feed one reader with inputs that coverage guides, for as long as there is time: tests/test_fuzzing.py has time for thousands only.

    pip install atheris            # the dependency group `fuzz`; CPython 3.11 to 3.13 on Linux and macOS
    python -m scripts.fuzz html --seconds 600 --found found/

A reader may answer with an error of ours or with a verdict. Anything else, and an input that takes longer than ``SLOW_SECONDS``, is kept
in the folder of what was found, and ends the run with code 77 as libFuzzer has it. Such an input is made small, and goes into
tests/test_corpus.py under a name that says what it is. Inputs begin as the pages and documents of fixtures/.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIXTURES: Final = Path(__file__).parents[1] / "fixtures"
MAX_INPUT_BYTES: Final = 8192
"""Bytes of the largest input: what breaks a reader is small as a rule, and small ones are tried more often."""
SLOW_SECONDS: Final = 20
"""Seconds after which an input counts as one without end. Instrumented code takes ten times as long as it does otherwise."""
MEMORY_MB: Final = 1024
WITHOUT: Final = 69
"""Exit code where atheris is not installed: something that is needed is unavailable (EX_UNAVAILABLE)."""
MOMENT: Final = "2024-05-06T08:00:00+08:00"
"""The clock of relative times."""

RECORD: Final = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.test/1\r\nWARC-Date: 2023-04-10T06:53:03Z\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
)
ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: identity\r\n\r\n<p>page</p>"
LINES: Final = ("2024-05-06 10:30 来源：某网", "发布时间：5月6日 上午9时", "3小时前", "Mon, 06 May 2024 10:30:00 +0800", "民国113年5月6日")


def decoder(data: bytes) -> None:
    """Read bytes as text, the first of which choose what the header says."""
    from newsbot.text.charset import declared_in, decode, looks_binary  # noqa: PLC0415 - imports are instrumented

    declared = (None, "text/html; charset=utf-16", "gb2312", "text/html; charset=big5")[data[0] % 4 if data else 0]
    decode(data[1:], declared, hint="gb18030" if len(data) % 2 else None)
    declared_in(data)
    looks_binary(data)


def html(data: bytes) -> None:
    """Read markup to blocks, links and what a page offers."""
    from newsbot.html.page import read_html  # noqa: PLC0415
    from newsbot.listings.lists import read_list  # noqa: PLC0415

    read_list(read_html(data.decode("utf-8", "replace"), "http://a.test/list/1.html"), None)


def dates(data: bytes) -> None:
    """Read the times of one line, with a clock and without."""
    from datetime import datetime  # noqa: PLC0415

    from newsbot.lines.times import find_times, stated_times  # noqa: PLC0415

    line = data.decode("utf-8", "replace")
    for clock in (None, datetime.fromisoformat(MOMENT)):
        for time in (*find_times(line, clock), *stated_times(line, clock)):
            datetime.fromisoformat(time.iso)


def warc(data: bytes) -> None:
    """Read an archive."""
    from newsbot.archive.warc import read_warc, recorded_run  # noqa: PLC0415
    from newsbot.exceptions import NewsbotError  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(suffix=".warc") as file:
        file.write(data)
        file.flush()
        try:
            for _ in read_warc(Path(file.name), max_bytes=1 << 16):
                pass
            recorded_run(Path(file.name))
        except NewsbotError:
            return


def page(data: bytes) -> None:
    """Read a whole page: its verdict, and what it would be handed over as."""
    import json  # noqa: PLC0415

    from newsbot import Page, normalise  # noqa: PLC0415

    kind = "text/plain" if data[:1] == b"t" else "text/html"
    outcome = normalise(Page("http://a.test/1.html", data, headers={"Content-Type": kind}), topic="any")
    json.dumps(outcome.to_dict())


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {one.__name__: one for one in (decoder, html, dates, warc, page)}


def seeds(target: str) -> Iterator[bytes]:
    """Yield what a target begins with."""
    if target == "warc":
        yield RECORD % (len(ANSWER), ANSWER)
        yield RECORD % (len(ANSWER), ANSWER) * 3
    elif target == "dates":
        yield from (line.encode() for line in LINES)
    else:
        for path in sorted([*FIXTURES.glob("pages/*.html"), *FIXTURES.glob("documents/*.txt")]):
            yield path.read_bytes()[:MAX_INPUT_BYTES]


def main() -> None:
    """Fuzz one target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--found", type=Path, default=Path("found"), help="where inputs that break the target are kept")
    parser.add_argument("--corpus", type=Path, help="where inputs that reach new code are kept for the next run")
    arguments = parser.parse_args()
    try:
        import atheris  # noqa: PLC0415
    except ImportError:
        print("atheris is not installed: pip install atheris", file=sys.stderr)
        raise SystemExit(WITHOUT) from None
    arguments.found.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as begun:
        for number, seed in enumerate(seeds(arguments.target)):
            Path(begun, f"{number}").write_bytes(seed)
        if arguments.corpus:
            arguments.corpus.mkdir(parents=True, exist_ok=True)
        read = TARGETS[arguments.target]
        with atheris.instrument_imports(include=["newsbot"]):
            read(b"")
        limits = (f"-max_total_time={arguments.seconds}", f"-timeout={SLOW_SECONDS}", f"-rss_limit_mb={MEMORY_MB}")
        places = (f"-artifact_prefix={arguments.found}/", *([str(arguments.corpus)] if arguments.corpus else []), begun)
        atheris.Setup([sys.argv[0], *limits, f"-max_len={MAX_INPUT_BYTES}", *places], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
