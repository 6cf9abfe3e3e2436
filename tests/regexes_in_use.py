"""Prints every regular expression that the program makes, as JSON lines: `python -m tests.regexes_in_use`.

It watches `re` while all modules are imported, while every function that keeps what it once made (`functools.cache`) is called, and
while pages are read, so that patterns put together from tables are seen as they are. `where` is the file and line that made one.
"""

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[1]

PAGE = """<!doctype html><html><head><title>{title}_某某网</title><style>.x{{display:none}}</style></head><body>
<div class="nav"><a href="/">首页</a></div><h1>{title}</h1>
<div class="info">2023-04-10 14:53　来源：某某日报　作者：王某　责任编辑：李某</div>
<div class="content">{paragraphs}</div><div style="display:none">隐藏</div><p>标签：文明 社区</p></body></html>"""


def main() -> None:
    found: dict[tuple[str, bool, int], set[str]] = {}
    compile_: Callable[[Any, int], Any] = re._compile  # type: ignore[attr-defined]  # every function of `re` comes through here

    def watch(pattern: Any, flags: int) -> Any:
        compiled = compile_(pattern, flags)
        if isinstance(pattern, (str, bytes)) and (where := _caller()):
            text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
            found.setdefault((text, isinstance(pattern, bytes), int(flags)), set()).add(where)
        return compiled

    re._compile = watch  # type: ignore[attr-defined]
    package = importlib.import_module("newsbot")  # not before `re` is watched
    modules = list(_modules(package))
    for module in modules:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_info") and value.__module__ == module.__name__ and not _parameters(value):
                value()
    for page in _pages():
        sys.modules["newsbot.normalise"].normalise(page, topic="any")
    for (pattern, is_bytes, flags), places in sorted(found.items()):
        sys.stdout.write(json.dumps({"pattern": pattern, "bytes": is_bytes, "flags": flags, "where": sorted(places)}) + "\n")


def _caller() -> str | None:
    """The first place outside `re` that led here, if it is ours."""
    frame = sys._getframe(2)
    while frame and frame.f_globals.get("__name__", "").split(".")[0] == "re":
        frame = frame.f_back  # type: ignore[assignment]
    path = Path(frame.f_code.co_filename)
    return f"{path.relative_to(ROOT)}:{frame.f_lineno}" if path.is_relative_to(ROOT / "newsbot") else None


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    """Every module of the package, but for those of extras that are not installed here."""
    for module in pkgutil.walk_packages(package.__path__, "newsbot."):
        try:
            yield importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "newsbot":
                raise


def _parameters(function: Any) -> int:
    return int(function.__wrapped__.__code__.co_argcount)


def _pages() -> Iterator[Any]:
    """Pages that lead through most rules: the given documents, and a page of HTML made of each."""
    page = sys.modules["newsbot.model"].Page
    for path in sorted((ROOT / "fixtures" / "documents").glob("*.txt")):
        body, url, clock = path.read_bytes(), f"http://documents.test/{path.name}", "2024-01-01T00:00:00+08:00"
        yield page(url, body, {"Content-Type": "text/plain"}, clock)
        lines = body.decode("utf-8", "replace").splitlines()
        html = PAGE.format(title=lines[0], paragraphs="".join(f"<p>{line}</p>" for line in lines[1:]))
        yield page(url + ".html", html.encode(), {"Content-Type": "text/html; charset=utf-8"}, clock)


if __name__ == "__main__":
    main()
