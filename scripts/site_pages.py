"""A hook of MkDocs: pages of the repository's root stand on the site beside those of docs/, and links between them lead there.

`mkdocs.yml` names it. A link to a file that is no page becomes the file's path.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = {
    "README.md": "overview.md",
    "README.zh.md": "overview.zh.md",
    "ARCHITECTURE.md": "architecture.md",
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
}
"""Files of the root, and what each is on the site."""

_LINK = re.compile(r"\[([^\[\]]{1,300})\]\(([^()\s#:]{1,200})(#[^()\s]{1,100})?\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages of the root."""
    from mkdocs.structure.files import File  # noqa: PLC0415 - runs inside MkDocs only

    for source, name in PAGES.items():
        files.append(File.generated(config, name, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn links of the repository into links of the site."""
    folder = ROOT if page.file.src_uri in PAGES.values() else ROOT / "docs"
    return linked(markdown, folder)


def linked(markdown: str, folder: Path) -> str:
    """Return a page's text with its links, which lead from ``folder``, leading to pages of the site, or said as paths.

    >>> linked("[why](../ARCHITECTURE.md), [how](sources.md), [code](../newsbot/settings.py)", ROOT / "docs")
    '[why](architecture.md), [how](sources.md), code (`newsbot/settings.py`)'
    """

    def turned(found: re.Match[str]) -> str:
        text, target, part = found[1], found[2], found[3] or ""
        path = (folder / target).resolve()
        if not path.is_relative_to(ROOT):
            return found[0]
        name = path.relative_to(ROOT).as_posix()
        if name in PAGES:
            return f"[{text}]({PAGES[name]}{part})"
        if path.parent == ROOT / "docs" and path.suffix == ".md":
            return f"[{text}]({path.name}{part})"
        return f"`{name}`" if text.strip("`") == name or text.endswith(name) else f"{text} (`{name}`)"

    return _LINK.sub(turned, markdown)
