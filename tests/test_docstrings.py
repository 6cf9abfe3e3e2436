"""What the docstrings of public functions look like: each begins with what the function does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "newsbot").rglob("*.py"))
VERBS = frozenset(
    re.findall(
        r"\w+",
        """
    Add Answer Ask Be Begin Brand Bring Build Carve Change Check Choose Commit Compare Convert Count Cover Create Decide Decode Delete
    Do Draft Drop End Fill Find Finish Fold Force Forget Free Gather Give Go Hand Have Hold Index Insert Join Judge Keep Label Learn
    Leave Let Listen Log Look Make Mark Measure Name Narrow Note Open Overwrite Pack Parse Print Put Raise Read Record Remember
    Resolve Return Run Say Score See Send Set Settle Spell Split Stand Start Step Stop Take Tell Try Turn Undo Unpack Use Wait Weigh
    Widen Withdraw Work Write Yield
    """,
    )
)
"""What functions of the package do; one that does something else adds its verb. What it is (a property, a class) is named, not done."""


def functions(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The public functions of a module and methods of its public classes, without properties, by their name."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from functions(node.body, f"{node.name}.")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not node.name.startswith("_"):
            decorators = " ".join(map(ast.unparse, node.decorator_list))
            if "property" not in decorators and ".setter" not in decorators:
                yield owner + node.name, node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_docstrings_of_public_functions_begin_with_a_verb(path):
    said = {name: ast.get_docstring(node) for name, node in functions(ast.parse(path.read_bytes()).body)}
    other = {name: text.partition("\n")[0] for name, text in said.items() if text and text.split()[0].strip(".,;:") not in VERBS}
    assert not other
