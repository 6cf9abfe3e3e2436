"""How many instructions the reading of a page takes, counted by Valgrind: a figure that a busy machine does not change.

    python benchmarks/instructions.py             compares with the recorded figures; ends with 1 where one is above its tolerance
    python benchmarks/instructions.py --record    writes the figures of now into benchmarks/instructions.json

The pages of fixtures/ are read by `newsbot.normalise` none, once, twice and four times over, each in a process of its own. What the
first pass has more than no pass is the cost of tables and pages nobody has seen; half of what four passes have more than two is that of
pages whose lines are remembered. Starting Python and importing newsbot stand on both sides and cancel out.

The figures hold for one build of Python and of the parsers: elsewhere nothing is compared, and they are recorded anew. It takes some
minutes, and so is no part of the tests. Without Valgrind it says so and ends with 0.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsbot import Page, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[1]
RECORDED: Final = Path(__file__).with_suffix(".json")
TOLERANCE: Final = 0.03
"""Share by which a figure may be above the recorded one. Two counts of one commit differ by less than a hundredth of it."""
PASSES: Final = (0, 1, 2, 4)
_COUNTED: Final = re.compile(r"I\s+refs:\s+([\d,]+)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write the figures of now")
    parser.add_argument("--read", type=int, metavar="PASSES", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.read is not None:
        read(args.read)
        return
    if (valgrind := shutil.which("valgrind")) is None:
        print("valgrind is not installed: nothing is counted")
        return
    found = costs({passes: counted(valgrind, passes) for passes in PASSES})
    build = built()
    for name, count in found.items():
        print(f"{name:12} {count / 1e6:12,.1f} million instructions")
    if args.record:
        RECORDED.write_text(json.dumps({"build": build, "instructions": found}, indent=2) + "\n", encoding="utf-8")
        return
    recorded = json.loads(RECORDED.read_text(encoding="utf-8"))
    if recorded["build"] != build:
        print(f"recorded for {recorded['build']}, and this is {build}: nothing is compared")
        return
    if worse := above(found, recorded["instructions"]):
        raise SystemExit("\n".join(worse))


def pages() -> list[Page]:
    """Return the pages that are read: the given documents, and those of our own making."""
    folder = ROOT / "fixtures"
    files = [*sorted(folder.glob("documents/*.txt")), *sorted(folder.glob("pages/*.html"))]
    kinds = {".txt": "text/plain; charset=utf-8", ".html": "text/html"}
    headers = ({"content-type": kinds[file.suffix]} for file in files)
    return [
        Page(f"http://www.example.cn/{file.name}", file.read_bytes(), said, "2026-01-01T00:00:00+08:00")
        for file, said in zip(files, headers, strict=True)
    ]


def read(passes: int) -> None:
    """Read all pages so many times: what Valgrind counts."""
    given = pages()
    for _ in range(passes):
        for page in given:
            normalise(page, topic="any")


def counted(valgrind: str, passes: int) -> int:
    """Count the instructions of a process that reads all pages so many times. Raises RuntimeError where Valgrind tells no count."""
    command = [valgrind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", sys.executable, __file__]
    environment = os.environ | {"PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONMALLOC": "pymalloc"}
    done = subprocess.run([*command, "--read", str(passes)], env=environment, capture_output=True, text=True, check=False)
    if done.returncode or (match := _COUNTED.search(done.stderr)) is None:
        raise RuntimeError(f"valgrind ended with {done.returncode}: {done.stderr[-500:]}")
    return int(match[1].replace(",", ""))


def costs(counts: Mapping[int, int]) -> dict[str, int]:
    """Return what a first and what a later pass takes, from the counts of so many passes.

    >>> costs({0: 100, 1: 160, 2: 180, 4: 222})
    {'first pass': 60, 'later pass': 21}
    """
    return {"first pass": counts[1] - counts[0], "later pass": (counts[4] - counts[2]) // 2}


def above(found: Mapping[str, int], recorded: Mapping[str, int]) -> list[str]:
    """Tell which figures are above the recorded ones by more than the tolerance.

    >>> above({"first pass": 1030, "later pass": 104}, {"first pass": 1000, "later pass": 100})
    ['later pass: 1.040 times the recorded 100 instructions']
    """
    return [
        f"{name}: {count / recorded[name]:.3f} times the recorded {recorded[name]:,} instructions"
        for name, count in found.items()
        if count > recorded[name] * (1 + TOLERANCE)
    ]


def built() -> dict[str, str]:
    """Return what the figures hold for: the machine's kind, Python, and the parsers that count among the instructions."""
    compiled = {name: version(name) for name in ("lxml", "selectolax")}
    return {"machine": platform.machine(), "python": f"{platform.python_version()} {platform.python_compiler()}", **compiled}


if __name__ == "__main__":
    main()
