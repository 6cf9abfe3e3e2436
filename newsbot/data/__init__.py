"""Knowledge: term lists and tables, each with its origin and licence in its first lines. Code reads them through :func:`table`."""

from __future__ import annotations

import gzip
import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

HUNDREDTHS: Final = 100
"""Tables of fitted weights hold whole hundredths of log odds (natural), so that they read the same everywhere."""
ENCODING_OF_PACKED: Final = "gb18030"
"""Of the text in packed tables (.gz), all others being UTF-8: they are searched in their bytes, of which a Han character has two in it."""


@cache
def table(name: str) -> dict[str, Any]:
    """Return the TOML file ``name`` of this folder, read once a process."""
    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))


def lines_of(name: str) -> list[str]:
    """Return the lines of the text file ``name`` of this folder, which may be packed (.gz), without comments and empty ones."""
    raw = files(__name__).joinpath(name).read_bytes()
    text = gzip.decompress(raw).decode(ENCODING_OF_PACKED) if name.endswith(".gz") else raw.decode("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def opencc_dictionary(name: str) -> dict[str, list[str]]:
    """Return one of OpenCC's text dictionaries: entry -> its conversions, the preferred one first. Raises OSError where it is not shipped.

    It is that of the installed opencc-python-reimplemented. Where another OpenCC lies in its place (the official one installs the same
    module without these text files) the copy in data/opencc is read, so that results do not depend on it.
    """
    spec = find_spec("opencc")
    installed = [Path(place, "dictionary", name) for place in (spec.submodule_search_locations or ())] if spec else []
    path = next((path for path in installed if path.is_file()), files(__name__).joinpath("opencc", name))
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return {row[0]: row[1].split(" ") for row in rows}
