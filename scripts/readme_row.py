"""Writes the row that README.md and README.zh.md show: one of the five documents, read by README.md's own main job, and shortened.

python scripts/readme_row.py
"""

import json
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
SHOWN = "004_c36778f2f98b188b.txt"
"""The document: bait on its title, watermarks, pinyin, credits."""

LONGEST = 48
"""Characters of a string."""
MOST = 3
"""Members of a list."""

BLOCK = re.compile(r"(?<=```json\n)[^`]{0,9999}(?=```\n)")


@cache
def rows() -> list[dict[str, Any]]:
    """Return the rows of the five documents, as a user gets them."""
    command = re.search(r"&& \.venv/bin/(scrapy crawl .{0,200}) -O", READMES[0].read_text(encoding="utf-8"))
    assert command, "README.md names no main job"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "reports.jsonl")
        arguments = [sys.executable, "-m", *command[1].split(), "-O", str(out), "-s", f"RUNS={folder}", "-L", "WARNING"]
        subprocess.run(arguments, cwd=ROOT, check=True)
        return [json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line]


def shortened(value: Any) -> Any:
    """Cut long strings and lists; what was cut ends in an ellipsis."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST else value[:LONGEST] + "…"
    if isinstance(value, dict):
        return {key: shortened(inner) for key, inner in value.items()}
    if isinstance(value, list):
        more = ["…"] if len(value) > MOST else []
        return [*map(shortened, value[:MOST]), *more]
    return value


def block() -> str:
    """Return the row as the READMEs show it: one key a line."""
    row = next(row for row in rows() if row["provenance"]["archive"].endswith(SHOWN))
    lines = [f"  {json.dumps(key)}: {json.dumps(shortened(value), ensure_ascii=False)}" for key, value in row.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Put the row in its place."""
    row = block()
    for path in READMES:
        text = path.read_text(encoding="utf-8")
        path.write_text(BLOCK.sub(lambda _: row, text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
