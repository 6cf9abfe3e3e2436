"""Writes what follows from declarations: schema/row.schema.json, and in both languages the tables of docs/fields.md and docs/outcomes.md.

python scripts/fields.py

Chinese comes from the catalogue (`python -m scripts.messages`), so that a meaning that changes is missing there until it is said anew.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from newsbot.output.schema import keys_meanings, schema_text
from newsbot.presentation.messages import LANGUAGES, Language, told_in
from newsbot.presentation.words import OUTCOME_MEANINGS

ROOT: Final = Path(__file__).parents[1]
SCHEMA: Final = ROOT / "schema" / "row.schema.json"
TABLES: Final[Mapping[str, Mapping[str, str]]] = {"fields": keys_meanings(), "outcomes": OUTCOME_MEANINGS}
"""Pages of docs/ whose first table is generated: its rows are names and what they mean."""

_TABLE = re.compile(r"(^\|[^\n]{0,200}\|\n\|---\|---\|\n)(?:\|[^\n]{0,9999}\n){1,99}", re.MULTILINE)


def page(name: str, language: Language) -> Path:
    """Return the file of a page of docs/ in a language."""
    return ROOT / "docs" / (f"{name}.md" if language == "en" else f"{name}.{language}.md")


def rows(name: str, language: Language) -> str:
    """Return the rows of a page's first table."""
    return "".join(f"| `{key}` | {told_in(language, meaning)} |\n" for key, meaning in TABLES[name].items())


def renewed(name: str, language: Language) -> str:
    """Return the text of a page with the rows of its first table as they follow from the declarations."""
    return _TABLE.sub(lambda found: found[1] + rows(name, language), page(name, language).read_text(encoding="utf-8"), count=1)


def main() -> None:
    """Put all of them in their places."""
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    for name in TABLES:
        for language in LANGUAGES:
            page(name, language).write_text(renewed(name, language), encoding="utf-8")


if __name__ == "__main__":
    main()
