"""Whoever reads the name of a rule or sign finds it by searching for it: it stands whole in code or data, never put together."""

import ast
import tomllib
from functools import cache
from pathlib import Path

from newsbot.archive.replay import Replay
from newsbot.model import Page
from newsbot.normalise import explained

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "newsbot"


@cache
def written() -> str:
    """Everything in which a name may stand."""
    return "\n".join(path.read_text(encoding="utf-8") for ending in ("py", "toml") for path in sorted(PACKAGE.rglob(f"*.{ending}")))


@cache
def rules_seen() -> frozenset[str]:
    """The rules that our own pages meet."""
    pages = [page for folder in ("documents", "pages") for page in Replay([ROOT / "fixtures" / folder]) if isinstance(page, Page)]
    return frozenset(
        piece.rule for page in pages for block in explained(page, topic="any")[1].blocks for piece in block.pieces if piece.rule
    )


def beginnings(path: Path) -> list[str]:
    """What the texts begin with that a module puts together: the part before the first thing put in."""
    joined = [node.values[0] for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.JoinedStr) and node.values]
    return [str(first.value) for first in joined if isinstance(first, ast.Constant)]


def test_every_rule_is_found_by_its_name():
    assert len(rules_seen()) > 30
    assert not [rule for rule in sorted(rules_seen()) if f'"{rule}"' not in written()]


def test_no_rule_is_named_by_putting_words_together():
    families = tuple(f"{rule.partition('.')[0]}." for rule in (*rules_seen(), "site.", "spam.", "form."))
    made = {
        path.name: found for path in PACKAGE.rglob("*.py") if (found := [text for text in beginnings(path) if text.startswith(families)])
    }
    assert not made


def test_every_sign_of_a_confidence_is_found_by_its_name():
    weights = tomllib.loads((PACKAGE / "data" / "confidence_weights.toml").read_text(encoding="utf-8"))
    signs = {sign for each in weights.values() if isinstance(each, dict) for sign in each} - {"bias"}
    assert len(signs) > 50
    assert not [sign for sign in sorted(signs) if f'"{sign}"' not in written()]
