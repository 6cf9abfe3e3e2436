"""Hold the Chinese catalogue against the code, and compile it: ``python -m scripts.messages``.

Messages are found as ``told("…")``, ``told_in(…, "…")``, ``marked("…")`` and ``said("…")`` in the package; what the row's fields mean, as
their declaration says it, are messages too. What the catalogue lacks is
printed and added to it without a translation; what no code says any more is printed. The compiled catalogue stands beside the text and is
committed.
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsbot.output.schema import keys_meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
TEXT: Final = ROOT / "newsbot" / "locale" / "zh" / "LC_MESSAGES" / "newsbot.po"
COMPILED: Final = TEXT.with_suffix(".mo")

_SAYS: Final = {"told": 0, "told_in": 1, "marked": 0, "said": 0}
"""What takes a message, and as which argument."""
_MAGIC: Final = 0x950412DE


def messages() -> dict[str, str]:
    """Return every message of the package, with where it first stands."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "newsbot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in _SAYS:
                continue
            given = node.args[_SAYS[node.func.id] :][:1]
            if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
                found.setdefault(given[0].value, path.relative_to(ROOT).as_posix())
    for meaning in keys_meanings().values():
        found.setdefault(meaning, "newsbot/row.py")
    return found


def entries(text: str) -> dict[str, str]:
    """Return the messages of a catalogue by their English wording. Raises ValueError on a line that is none of its few forms."""
    out: dict[str, str] = {}
    parts: dict[str, str] = {}
    now = ""
    for given in [*text.splitlines(), ""]:
        line = given
        if line.startswith("#"):
            continue
        if not line:
            if "msgid" in parts:
                out[parts["msgid"]] = parts.get("msgstr", "")
            parts, now = {}, ""
            continue
        if not line.startswith('"'):
            now, _, line = line.partition(" ")
            parts[now] = ""
        if now not in {"msgid", "msgstr"}:
            raise ValueError(f"no line of a catalogue: {line[:80]}")
        parts[now] += ast.literal_eval(line)
    return out


def compiled(known: dict[str, str]) -> bytes:
    """Return a catalogue in gettext's binary form: the tables of originals and translations, then the texts, ended by NUL."""
    pairs = sorted((key.encode(), text.encode()) for key, text in known.items() if text)
    head = 7 * 4
    start = head + 16 * len(pairs)
    tables: list[list[int]] = [[], []]
    texts = b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += [len(pair[side]), start + len(texts)]
            texts += pair[side] + b"\0"
    numbers = [_MAGIC, 0, len(pairs), head, head + 8 * len(pairs), 0, 0, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + texts


def written(known: dict[str, str], places: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the catalogue: its head, then the messages by the file that says them first."""
    yield "# origin: written for this project; licence: Apache-2.0. Made whole by `python -m scripts.messages`."
    for key in ["", *sorted(places, key=lambda key: (places[key], key))]:
        yield ""
        if key:
            yield f"#: {places[key]}"
        yield f"msgid {_quoted(key)}"
        yield f"msgstr {_quoted(known.get(key, ''))}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main() -> int:
    """Renew both files. Return 1 where a translation is missing."""
    known = entries(TEXT.read_text(encoding="utf-8"))
    places = messages()
    for key in sorted(set(known) - set(places) - {""}):
        print(f"no code says this any more: {key}")
    missing = [key for key in places if not known.get(key)]
    for key in missing:
        print(f"not translated: {key}")
    TEXT.write_text("\n".join(written(known, places)) + "\n", encoding="utf-8")
    COMPILED.write_bytes(compiled({key: known.get(key, "") for key in ["", *places]}))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
