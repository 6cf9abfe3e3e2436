"""Memory that was freed goes back to the system."""

import subprocess
import sys

import pytest

CODE = """
import re, sys
from newsbot.run.allocator import give_memory_back
if sys.argv[1] == "asked":
    give_memory_back()
def held():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
kept = [bytes(200_000) for _ in range(300)]
fresh = [bytes(200_000) for _ in range(300)]
kept = kept[::50]
del fresh
print(held())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_freed_pieces_go_back():
    asked = subprocess.run([sys.executable, "-c", CODE, "asked"], capture_output=True, text=True, check=True)
    assert int(asked.stdout) < 60_000
