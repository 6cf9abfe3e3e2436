"""Plain text of any shape takes work in proportion to its size: measured in calls of functions, as a ratio of two sizes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.shapes_of_text import LINES, SHAPES, TIMES

ROOT = Path(__file__).parents[1]
MOST: Final = 2
"""Times as much work for each byte of the larger text as for each of the smaller: there is searching by halving; what is squared has 4."""


@pytest.fixture(scope="module")
def counted():
    command = [sys.executable, "-m", "tests.shapes_of_text"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True)
    return json.loads(ran.stdout)


@pytest.mark.parametrize("shape", SHAPES)
def test_plain_text_of_any_shape_takes_work_in_proportion_to_its_size(counted, shape):
    small, large = counted[shape]
    assert LINES < small < large <= small * TIMES * MOST
