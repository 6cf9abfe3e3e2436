"""One HTML file that needs nothing else: its style, its script and its data inside, and a policy that forbids everything outside.

The policy names the hashes of the one style and the one script, so that nothing a page of the web brought along can run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from newsbot.presentation.messages import Language

_CODES: Final = {"en": "en", "zh": "zh-Hans"}


def report_file(name: str) -> str:
    """Return a file that lies beside this one: a style or a script."""
    return files("newsbot.presentation").joinpath("report", name).read_text(encoding="utf-8")


def html_page(title: str, body: str, *, language: Language, style: str, script: str = "", data: Any = None) -> str:
    """Return a whole page. ``body`` is HTML of our own making; ``data`` is given to the script as JSON in the element ``data``."""
    allowed = ["default-src 'none'", f"style-src {_hash(style)}", "img-src data:", "base-uri 'none'", "form-action 'none'"]
    if script:
        allowed.append(f"script-src {_hash(script)}")
    pieces = [
        "<!doctype html>",
        f'<html lang="{_CODES[language]}">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape("; ".join(allowed))}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{html.escape(title)}</title>",
        f"<style>{style}</style>",
        body,
    ]
    if data is not None:
        pieces.append(f'<script type="application/json" id="data">{json_in_html(data)}</script>')
    if script:
        pieces.append(f"<script>{script}</script>")
    return "\n".join([*pieces, "</html>", ""])


def json_in_html(data: Any) -> str:
    """Return compact JSON that no text in it can end: ``<`` is written as an escape."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace").decode().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
