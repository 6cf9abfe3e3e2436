"""What the classes of the row promise each other, and that a field is declared once."""

import json
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

from newsbot.row import Content, Place, Repairs, Row, filled, named
from newsbot.text.mojibake import DamageKind

PACKAGE = Path(__file__).parents[1] / "newsbot"

TRAVELS = """
import json
from newsbot import Page, Report
from newsbot.presentation.explanation import SHOWN
from newsbot.ledger import Ledger
from newsbot.output.lines import line
from newsbot.output.schema import keys_meanings, row_schema
from newsbot.row import Slogan, named
from newsbot.run.tally import Tally

report = Report(Page("http://a.test/1", b""), "utf-8", "0" * 64, site="a.test", title="x", slogan=Slogan("共建共享", 3))
tally = Tally()
tally.count(report)
with Ledger.open(None, run="one", version="1") as ledger:
    ledger.record(report)
    ledger.settle()
    (row,) = ledger.rows()
print(json.dumps({
    "row": json.loads(line(row))["slogan"],
    "class": type(row.slogan).__name__,
    "dict": report.to_dict()["slogan"],
    "schema": [kind.get("required") for kind in row_schema()["properties"]["slogan"]["anyOf"]],
    "docs": keys_meanings()["slogan"] == "what the report calls for",
    "tally": tally.fields["slogan"],
    "explained": "slogan" in SHOWN,
    "golden": "slogan" in named("golden"),
}))
"""


def test_every_kind_of_damage_has_its_count():
    assert [field.name for field in fields(Repairs)] == [*DamageKind, "uncertain", "open"]


def test_a_row_is_its_identity_what_a_page_says_and_what_the_ledger_adds():
    names = [field.name for field in fields(Row)]
    assert names[:5] == ["id", "revision", "status", "merged_into", "url"]
    assert names[5 : 5 + len(fields(Content))] == [field.name for field in fields(Content)]
    assert names[-1] == "provenance"


def test_a_field_counts_as_filled_when_it_says_more_than_nothing():
    assert list(filled(Content(site="a.test"))) == []
    assert list(filled(Content(site="a.test", title="x", place=Place(), body=["y"]))) == ["title", "body"]
    assert set(named("counted")) < {field.name for field in fields(Content)}


def test_a_field_is_declared_in_one_file_and_travels_everywhere(tmp_path: Path):
    """The package as it is, but for one field more, declared in row.py: the ledger, the row, its schema and docs, the tally know it."""
    copy = tmp_path / "newsbot"
    copy.mkdir()
    for path in PACKAGE.iterdir():
        if path.name not in {"row.py", "__pycache__"}:
            (copy / path.name).symlink_to(path)
    declared = (PACKAGE / "row.py").read_text(encoding="utf-8")
    slogan = "@dataclass(frozen=True, slots=True)\nclass Slogan:\n    text: str\n    paragraph: int\n\n\n"
    declared = declared.replace(
        "@dataclass(slots=True, kw_only=True)\nclass Content", f"{slogan}@dataclass(slots=True, kw_only=True)\nclass Content"
    )
    declared = re.sub(r"(\n    body: list)", '\n    slogan: Slogan | None = None\n    """what the report calls for"""\\1', declared)
    (copy / "row.py").write_text(declared, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-c", TRAVELS], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    said = {"text": "共建共享", "paragraph": 3}
    assert json.loads(run.stdout) == {
        "row": said,
        "class": "Slogan",
        "dict": said,
        "schema": [None, ["text", "paragraph"]],
        "docs": True,
        "tally": 1,
        "explained": True,
        "golden": True,
    }
