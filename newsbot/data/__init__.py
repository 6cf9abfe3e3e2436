"""Knowledge: term lists and tables, each with its origin and licence in its first lines. Code reads them through :func:`table`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The TOML file ``name`` of this folder, read once a process."""
    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))


def lines_of(name: str) -> list[str]:
    """The lines of the text file ``name`` of this folder, without comments and empty ones."""
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]
