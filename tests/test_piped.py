"""What a process beside ours brings with it: only what its work needs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = "heavy_module"

SCRIPT = f"""
import {HEAVY}
import sys
import work_module
from newsbot.piped import PipedProcess

one = PipedProcess("beside", work_module.serve)  # guarded by nothing: a process that ran this script would start another
print(one.pipe().recv(), sys.modules["__main__"].__spec__)
one.end()
"""

WORK = f"""
import sys

def serve(pipe):
    pipe.send("{HEAVY}" in sys.modules)
"""


def test_the_script_that_runs_is_not_imported_by_the_process_beside_it(tmp_path: Path) -> None:
    (tmp_path / f"{HEAVY}.py").write_text("", encoding="utf-8")
    (tmp_path / "work_module.py").write_text(WORK, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert told.stdout.split() == ["False", "None"], told.stderr  # not brought along, and the script is itself again
