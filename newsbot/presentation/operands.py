"""What `newsbot read` is given: files, folders, patterns, archives, lists of addresses, standard input; as arguments of the spider."""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from newsbot.archive.folder import INDEX
from newsbot.presentation.messages import told

WITH_VALUE: Final = frozenset({"-a", "-s", "-o", "-O", "-t", "-L", "--loglevel", "--logfile", "--profile", "--pidfile", "--set"})
"""Options of a crawl that take the next word."""
MOST_OPERANDS: Final = 1000
"""In one list: they become one argument of the run."""
MOST_INPUT_BYTES: Final = 6 << 20
"""Of standard input, as of a page."""
_WEB: Final = ("http://", "https://")


class NothingToRead(ValueError):  # noqa: N818
    """The operands name nothing that can be read, or things that cannot be read together; says which."""


def split(words: list[str]) -> tuple[list[str], list[str]]:
    """Tell operands from options, wherever they stand.

    >>> split(["-a", "topic=any", "pages", "-O", "x.csv"])
    (['pages'], ['-a', 'topic=any', '-O', 'x.csv'])
    """
    operands: list[str] = []
    options: list[str] = []
    given = iter(words)
    for word in given:
        if word == "-" or not word.startswith("-"):
            operands.append(word)
            continue
        options.append(word)
        if word in WITH_VALUE and (value := next(given, None)) is not None:
            options.append(value)
    return operands, options


def arguments_of(operands: list[str]) -> list[str]:
    """Return the arguments of a crawl that reads what the operands name. Raises NothingToRead."""
    if not operands:
        raise NothingToRead(told("name at least one file, folder, pattern, WARC archive or address; - reads standard input"))
    addresses: list[str] = []
    places: list[str] = []
    for operand in operands:
        if operand.startswith(_WEB):
            addresses.append(operand)
        elif operand == "-":
            text = sys.stdin.buffer.read(MOST_INPUT_BYTES)
            found = addresses_in(text)
            addresses += found
            places += [] if found else [_kept(text)]
        elif found := _listed(Path(operand)):
            addresses += found
        else:
            places.append(operand)
    if addresses and places:
        raise NothingToRead(told("addresses are fetched from the network, archives are not: give them in two commands"))
    if wrong := [text for text in (*places, *addresses) if "," in text]:
        raise NothingToRead(told("{name} has a comma in its name, which parts names; rename it", name=ascii(wrong[0])[1:-1]))
    if len(addresses) > MOST_OPERANDS:
        raise NothingToRead(
            told("{count:,} addresses are too many for one run: give {most:,} at most", count=len(addresses), most=MOST_OPERANDS)
        )
    return ["-a", f"url={','.join(addresses)}" if addresses else f"replay={','.join(places)}"]


def addresses_in(data: bytes) -> list[str]:
    """Return the addresses of a list with one on each line; none where it is anything else. Lines that begin with # are comments."""
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    return lines if lines and all(line.startswith(_WEB) and " " not in line for line in lines) else []


def _listed(path: Path) -> list[str]:
    """Return the addresses in a file that is a list of them."""
    if not path.is_file() or path.name == INDEX or path.stat().st_size > MOST_INPUT_BYTES:
        return []
    with path.open("rb") as file:
        head = file.read(len(_WEB[1]) + 1024)
    looks = any(line.strip().startswith(tuple(mark.encode() for mark in _WEB)) for line in head.splitlines()[:5])
    return addresses_in(path.read_bytes()) if looks else []


def _kept(text: bytes) -> str:
    """Put what came by standard input into a file that goes with the process, and return its name."""
    if not text.strip():
        raise NothingToRead(told("standard input is empty"))
    folder = Path(tempfile.mkdtemp(prefix="newsbot-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    page = folder / ("stdin.html" if text.lstrip()[:1] == b"<" else "stdin.txt")
    page.write_bytes(text)
    return str(page)
