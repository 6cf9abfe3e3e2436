"""The shape of a regular expression: can a text of n characters cost it much more than n steps?

Python's `re` tries again: from every character of the text, and for every way in which neighbouring repeats can share a run of
characters. One unbounded repeat is harmless, unless

* what follows it, mandatory or not, can begin with characters it has taken (`\\w+\\d`, `(\\d+ ?)+`, `.*x`): every share is tried;
* it stands in a choice inside a repeat whose sides begin alike (`(\\\\.|[^"])*`): every mix is tried;
* something behind it can fail, and a search can begin anywhere inside its run (`\\s+$`, `[a-z]+@`): every beginning is tried. Safe are
  an anchor before it, a mandatory character its run does not hold (`<[^<>]*>`), or a look-behind that forbids its own characters.

`faults` reads a pattern with Python's own parser and names such places. It errs on the safe side: what it flags and you know to be
harmless becomes clear by a bound ({0,40}) or a possessive repeat (*+). Bounded repeats are not flagged; what a stack of them costs is
measured, with the texts of `attacks`.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # private, and the only true reader of patterns
import re._parser as sre_parser  # type: ignore[import-not-found]
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

UNBOUNDED = 1000
"""Repeats allowed to go on this long count as unbounded."""

_CHARACTERS = sorted(
    {chr(c) for low, high in ((0, 0x250), (0x2000, 0x2070), (0x2460, 0x2500), (0x25A0, 0x2600), (0x3000, 0x3040), (0xFF00, 0xFFF0))
     for c in range(low, high)}
    | set("\ud800\ue000\ufeff\ufffd㐀一的年月日来源记者讯电龥鿿\U00020000\U0002fa1f")
)  # fmt: skip
"""Stands for all characters: every one that patterns tell apart, and samples of the rest. A pattern's own are added to it."""

Set = frozenset[str]


@dataclass(frozen=True)
class Chars:
    """One character of a set."""

    allowed: Set


@dataclass(frozen=True)
class Chain:
    """One behind the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True)
class Repeat:
    """``low`` to ``high`` times; ``keeps``: possessive, gives nothing back."""

    low: int
    high: int
    body: Node
    keeps: bool = False

    @property
    def endless(self) -> bool:
        return self.high >= UNBOUNDED


@dataclass(frozen=True)
class Look:
    """A condition on the place: an anchor (``kind`` ^ or $), ``behind`` or ``ahead``, ``!`` in front where it must not hold."""

    kind: str
    body: Node | None = None


Node = Chars | Chain | Choice | Repeat | Look
EMPTY = Chain(())


# ----------------------------------------------------------------------------------------------------- reading a pattern


class _Reader:
    def __init__(self, pattern: str | bytes, flags: int) -> None:
        tree = sre_parser.parse(pattern, flags & ~re.DEBUG)
        self.flags = tree.state.flags
        own = {chr(c) for c in self._points(tree) if c < 0x110000}
        self.alphabet = [chr(c) for c in range(256)] if isinstance(pattern, bytes) else sorted({*_CHARACTERS, *own})
        ascii_only = isinstance(pattern, bytes) or bool(self.flags & re.ASCII)
        flag = re.ASCII if ascii_only else 0
        self.classes = {
            name: frozenset(c for c in self.alphabet if re.match(rf"\{letter}", c, flag))
            for name, letter in (
                (sre.CATEGORY_DIGIT, "d"), (sre.CATEGORY_NOT_DIGIT, "D"), (sre.CATEGORY_SPACE, "s"),
                (sre.CATEGORY_NOT_SPACE, "S"), (sre.CATEGORY_WORD, "w"), (sre.CATEGORY_NOT_WORD, "W"),
            )
        }  # fmt: skip
        self.everything = frozenset(self.alphabet)
        self.root = self.sequence(tree)

    def _points(self, tree: Any) -> Iterator[int]:
        """All character numbers in the pattern: literals and both ends of ranges."""
        if isinstance(tree, (list, tuple, sre_parser.SubPattern)):
            for part in tree:
                yield from self._points(part)
        elif isinstance(tree, int) and not isinstance(tree, sre._NamedIntConstant) and tree >= 0:
            yield tree

    def sequence(self, tree: Any) -> Node:
        parts = tuple(self.node(op, av) for op, av in tree)
        return parts[0] if len(parts) == 1 else Chain(parts)

    def node(self, op: Any, av: Any) -> Node:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            return Chars(self.allowed(op, av))
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = av
            return Repeat(int(low), int(high), self.sequence(body), op is sre.POSSESSIVE_REPEAT)
        if op is sre.SUBPATTERN:
            return self.sequence(av[3])
        if op is sre.ATOMIC_GROUP:
            return Repeat(1, 1, self.sequence(av), keeps=True)
        if op is sre.BRANCH:
            return Choice(tuple(self.sequence(option) for option in av[1]))
        if op is sre.AT:
            begins = av in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING) and not (av is sre.AT_BEGINNING and self.flags & re.MULTILINE)
            return Look("^" if begins else "$")
        if op in (sre.ASSERT, sre.ASSERT_NOT):
            direction, body = av
            return Look(("!" if op is sre.ASSERT_NOT else "") + ("ahead" if direction > 0 else "behind"), self.sequence(body))
        if op is sre.GROUPREF_EXISTS:
            return Choice(tuple(self.sequence(option) if option else EMPTY for option in av[1:]))
        if op is sre.GROUPREF:  # what was taken before: some text of one length, so there is nothing to give back or to begin inside of
            return Repeat(1, 1, Repeat(0, UNBOUNDED - 1, Chars(self.everything), keeps=True), keeps=True)
        if op is sre.FAILURE:
            return Choice(())
        raise AssertionError(f"unknown part of a pattern: {op}")

    def allowed(self, op: Any, av: Any) -> Set:
        if op is sre.ANY:
            return self.everything if self.flags & re.DOTALL else self.everything - {"\n"}
        if op is sre.LITERAL:
            out = frozenset(chr(av))
        elif op is sre.NOT_LITERAL:
            return self.everything - self.cased(frozenset(chr(av)))
        else:
            negated = av[0][0] is sre.NEGATE
            found: set[str] = set()
            for kind, value in av[negated:]:
                if kind is sre.LITERAL:
                    found.add(chr(value))
                elif kind is sre.RANGE:
                    found.update(self.alphabet[bisect_left(self.alphabet, chr(value[0])) : bisect_right(self.alphabet, chr(value[1]))])
                else:
                    found |= self.classes[value]
            if negated:
                return self.everything - self.cased(frozenset(found))
            out = frozenset(found)
        return self.cased(out)

    def cased(self, chars: Set) -> Set:
        if not self.flags & re.IGNORECASE:
            return chars
        return frozenset(c for c in self.alphabet if c in chars or c.lower() in chars or c.upper() in chars)


# ------------------------------------------------------------------------------------------------- questions about a node


def nullable(node: Node) -> bool:
    """Whether it can match without taking a character."""
    match node:
        case Chars():
            return False
        case Chain():
            return all(map(nullable, node.parts))
        case Choice():
            return any(map(nullable, node.options))
        case Repeat():
            return node.low == 0 or nullable(node.body)
        case Look():
            return True


def sure(node: Node) -> bool:
    """Whether it matches at any place, whatever stands there."""
    match node:
        case Chars() | Look():
            return False
        case Chain():
            return all(map(sure, node.parts))
        case Choice():
            return any(map(sure, node.options))
        case Repeat():
            return node.low == 0 or sure(node.body)


def first(node: Node) -> Set:
    """The characters it can begin with."""
    match node:
        case Chars():
            return node.allowed
        case Chain():
            out: Set = frozenset()
            for part in node.parts:
                out |= first(part)
                if not nullable(part):
                    break
            return out
        case Choice():
            return frozenset[str]().union(*map(first, node.options))
        case Repeat():
            return first(node.body) if node.high else frozenset()
        case Look():
            return frozenset()


def taken(node: Node) -> Set:
    """All characters it can take."""
    match node:
        case Chars():
            return node.allowed
        case Chain():
            return frozenset[str]().union(*map(taken, node.parts))
        case Choice():
            return frozenset[str]().union(*map(taken, node.options))
        case Repeat():
            return taken(node.body) if node.high else frozenset()
        case Look():
            return frozenset()


def parts_from(node: Node, chars: Set) -> bool:
    """Whether it always takes a character that is none of ``chars``."""
    match node:
        case Chars():
            return not node.allowed & chars
        case Chain():
            return any(parts_from(part, chars) for part in node.parts)
        case Choice():
            return all(parts_from(option, chars) for option in node.options)
        case Repeat():
            return node.low > 0 and parts_from(node.body, chars)
        case Look():
            return False


def example(node: Node) -> str:
    """A short text it may match (looks are not heeded)."""
    match node:
        case Chars():
            return min(node.allowed, key=lambda c: ("0一a <，".find(c) < 0, not c.isprintable(), c)) if node.allowed else ""
        case Chain():
            return "".join(map(example, node.parts))
        case Choice():
            return example(node.options[0]) if node.options else ""
        case Repeat():
            return example(node.body) * min(node.low, 30)
        case Look():
            return ""


# -------------------------------------------------------------------------------------------------------------- the faults


def faults(pattern: str | bytes, flags: int = 0) -> list[str]:
    """What is dangerous in the pattern's shape, one sentence each; empty where a text of n characters costs about n steps."""
    return list(dict.fromkeys(_faults(_Reader(pattern, flags).root, (), ())))


def _faults(node: Node, before: tuple[Node, ...], after: tuple[Node, ...]) -> Iterator[str]:
    match node:
        case Chain():
            for n, part in enumerate(node.parts):
                yield from _faults(part, before + node.parts[:n], node.parts[n + 1 :] + after)
        case Choice():
            for option in node.options:
                yield from _faults(option, before, after)
        case Look() if node.body is not None:
            yield from _faults(node.body, before, ())
        case Repeat():
            if node.endless:
                yield from _endless(node, before, after)
            again = (Repeat(0, node.high - 1, node.body),) if node.high > 1 and not node.keeps else ()
            yield from _faults(node.body, before, again + after)


def _endless(node: Repeat, before: tuple[Node, ...], after: tuple[Node, ...]) -> Iterator[str]:
    run = taken(node.body)
    shown = _shown(run)
    if nullable(node.body):
        yield f"a repeat without end of what can be empty ({shown})"
    if not node.keeps and _alike(node.body):
        yield f"inside a repeat without end, a choice whose sides begin alike ({shown})"
    if all(map(sure, after)):
        return
    if not node.keeps:
        for part in after:
            if first(part) & run:
                yield f"a repeat without end of {shown}, and what follows can begin with {_shown(first(part) & run)}"
                break
            if not nullable(part):
                break
    if not _guarded(run, before):
        yield f"a repeat without end of {shown}, something behind it can fail, and a search can begin anywhere inside the run"


def _alike(node: Node) -> bool:
    match node:
        case Choice():
            begins = [first(option) for option in node.options]
            return any(a & b for n, a in enumerate(begins) for b in begins[n + 1 :]) or any(map(_alike, node.options))
        case Chain():
            return any(map(_alike, node.parts))
        case Repeat():
            return not node.keeps and _alike(node.body)
        case _:
            return False


def _guarded(run: Set, before: tuple[Node, ...]) -> bool:
    for n, part in enumerate(reversed(before)):
        if isinstance(part, Look) and (part.kind == "^" or (n == 0 and part.kind == "!behind" and part.body and run <= taken(part.body))):
            return True
        if parts_from(part, run):
            return True
    return False


def _shown(chars: Set) -> str:
    printable = sorted((c for c in chars if c.isprintable() and not c.isspace()), key=lambda c: (not c.isalnum(), c))
    return f"[{''.join(printable[:6]) or ' '.join(f'U+{ord(c):04X}' for c in sorted(chars)[:3])}{' …' if len(chars) > 6 else ''}]"


# ------------------------------------------------------------------------------------------------------------- the attacks


def attacks(pattern: str | bytes, flags: int, length: int) -> Iterator[str]:
    """Texts of about ``length`` characters made against this pattern: what leads to a repeat, a long run of it, and no good end."""
    root = _Reader(pattern, flags).root
    seen: set[str] = set()
    for lead, pump in _pumps(root, ""):
        end = lead[0] if lead and lead in pump else "\x01"
        run = lead + pump * 200 + end
        for text in (lead + pump * (length // len(pump)) + end, run * (length // len(run) + 1)):
            if text not in seen:
                seen.add(text)
                yield text
    whole = example(root)
    if len(whole) > 1:
        yield whole[:-1] * (length // (len(whole) - 1))


def _pumps(node: Node, lead: str) -> Iterator[tuple[str, str]]:
    """Each repeat's (text that leads to it, one turn of it)."""
    match node:
        case Chain():
            for n, part in enumerate(node.parts):
                yield from _pumps(part, lead)
                lead += example(part)
                if isinstance(part, Look) and part.kind == "ahead" and part.body is not None and n + 1 < len(node.parts):
                    lead += example(Chars(first(part.body) & first(node.parts[n + 1])))
        case Choice():
            for option in node.options[:8]:
                yield from _pumps(option, lead)
        case Look() if node.body is not None:
            yield from _pumps(node.body, lead)
        case Repeat() if node.high > 1:
            for turn in _turns(node.body, lead):
                yield lead, turn
            yield from _pumps(node.body, lead)
        case Repeat():
            yield from _pumps(node.body, lead)


def _turns(body: Node, lead: str) -> Iterator[str]:
    """Texts of one turn of a repeat; among them those that hold, inside, what leads to the repeat: each is another beginning."""
    match body:
        case Chars():
            yield from [c for c in "0一a \u3000<，" if c in body.allowed][:3] or [example(body)]
        case Choice():
            for option in body.options[:4]:
                yield from _turns(option, lead)
        case Chain():
            whole = [example(part) for part in body.parts]
            if any(whole):
                yield "".join(whole)
            for n, part in enumerate(body.parts):
                for inner in _stuffed(part, lead):
                    yield "".join([*whole[:n], inner, *whole[n + 1 :]])
        case Repeat():
            yield from _turns(body.body, lead)
        case Look():
            return


def _stuffed(node: Node, text: str) -> Iterator[str]:
    """Texts of the node that hold ``text`` in one of its repeats."""
    match node:
        case Repeat() if isinstance(node.body, Chars) and text and len(text) <= node.high and node.body.allowed.issuperset(text):
            yield text
        case Repeat():
            yield from _stuffed(node.body, text)
        case Choice():
            for option in node.options[:4]:
                yield from _stuffed(option, text)
        case Chain():
            whole = [example(part) for part in node.parts]
            for n, part in enumerate(node.parts):
                for inner in _stuffed(part, text):
                    yield "".join([*whole[:n], inner, *whole[n + 1 :]])
        case _:
            return
