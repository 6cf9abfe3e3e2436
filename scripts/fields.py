"""Writes what follows from the declaration of the row's fields: schema/row.schema.json, and the table of keys in docs/fields.md.

python scripts/fields.py
"""

import re
from pathlib import Path

from newsbot.output.schema import keys_table, schema_text

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schema" / "row.schema.json"
DOCS = ROOT / "docs" / "fields.md"
TABLE = re.compile(r"\| key \| meaning \|\n(?:\|[^\n]{0,9999}\n){1,99}")


def main() -> None:
    """Put both in their places."""
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    DOCS.write_text(TABLE.sub(lambda _: keys_table(), DOCS.read_text(encoding="utf-8"), count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
