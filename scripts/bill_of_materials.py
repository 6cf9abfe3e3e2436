"""Write what is installed beside newsbot as a bill of materials: CycloneDX 1.5, JSON, the same for the same environment.

    python scripts/bill_of_materials.py > newsbot.cdx.json

Read from the metadata of the installed distributions; nothing is asked of any network.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import Distribution, distributions
from typing import Any


def component(distribution: Distribution) -> dict[str, Any]:
    """Return the entry of one distribution: name, version, package URL, and the licence as it states it."""
    name = re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower()
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{distribution.version}",
        "name": name,
        "version": distribution.version,
        "purl": f"pkg:pypi/{name}@{distribution.version}",
    }
    stated = distribution.metadata.get_all("License-Expression") or []
    classified = [line.rsplit(" :: ", 1)[-1] for line in distribution.metadata.get_all("Classifier", []) if line.startswith("License :: ")]
    if stated:
        made["licenses"] = [{"expression": stated[0]}]
    elif classified:
        made["licenses"] = [{"license": {"name": each}} for each in sorted(set(classified))]
    return made


def bill() -> dict[str, Any]:
    """Return the bill of materials of this environment, its components by name."""
    found = {entry["bom-ref"]: entry for entry in map(component, distributions())}
    ours = next((entry for entry in found.values() if entry["name"] == "newsbot"), None)
    about = {"component": {**ours, "type": "application"}} if ours else {}
    components = [found[name] for name in sorted(found) if found[name] is not ours]
    return {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": about, "components": components}


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
