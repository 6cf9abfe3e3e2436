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
