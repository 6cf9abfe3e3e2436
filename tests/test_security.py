"""SECURITY.md promises what tests hold, with the figures that they use; what is installed can be listed."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.ledger import test_attacker

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_a_test_that_there_is() -> None:
    rows = [line for line in TEXT.partition("## Promises")[2].partition("\n## ")[0].splitlines() if line.startswith("|")][2:]
    assert len(rows) > 15
    for row in rows:
        named = re.findall(r"`(tests/[a-z_/]+\.py)(?:::(\w+))?`", row)
        assert named, row
        for path, name in named:
            module = (ROOT / path).read_text(encoding="utf-8")
            assert not name or f"def {name}(" in module, (path, name)


def test_the_figures_of_the_attacker_are_those_of_his_test() -> None:
    assert f"k = {test_attacker.PAGES} pages on m = {test_attacker.DOMAINS} domains" in TEXT
    assert f"0 of {len(test_attacker.VICTIMS)} rows" in TEXT


def test_the_bill_of_materials_lists_what_is_installed_with_versions() -> None:
    ran = subprocess.run([sys.executable, "scripts/bill_of_materials.py"], capture_output=True, text=True, cwd=ROOT, check=True)
    bill = json.loads(ran.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    listed = {entry["name"]: entry for entry in bill["components"]}
    assert {"scrapy", "sqlalchemy", "warcio"} <= set(listed)
    assert all(entry["purl"] == f"pkg:pypi/{name}@{entry['version']}" for name, entry in listed.items())
