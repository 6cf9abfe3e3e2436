"""Why a report is what it is: the verdict first, each field with its confidence and evidence, repairs before and after, every block."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from newsbot.facts.topic import threshold
from newsbot.model import PLAIN, Block, Rejection, Report, Role
from newsbot.presentation.document import Document, NamedEntry, Section
from newsbot.presentation.messages import retold, told
from newsbot.presentation.words import (
    AUTHORS,
    COPY_KINDS,
    DISPUTED,
    FIELDS,
    FLAGS,
    OUTCOME_MEANINGS,
    OUTCOMES,
    PLACE_LEVELS,
    PROVENANCE,
    REPAIRS,
    ROLE_WORDS,
    SCRIPTS,
    repairs_words,
    slug_in_words,
)
from newsbot.row import Content, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from newsbot.presentation.collection import Shown
    from newsbot.reading import Reading

SHOWN: Final = tuple(declared.name for declared in fields(Content) if declared.name not in {"body", "confidence", "repairs"})
"""Fields that are shown of a report; its body stands among the blocks, its repairs by themselves."""
STANDING: Final = ("chosen_because", "copies", "contested", "provenance")
"""Fields of a row that say how it stands among its copies."""
MOST_EXAMPLES: Final = 6
"""Of one kind of repair."""
_FROM_ROLES: Final[Mapping[str, frozenset[Role]]] = {
    "title_raw": frozenset({Role.TITLE}),
    "authors": frozenset({Role.CREDIT, Role.META_LINE, Role.CAPTION}),
    "keywords": frozenset({Role.KEYWORDS}),
    "captions": frozenset({Role.CAPTION}),
}
"""The roles of the blocks that a field without evidence of its own is read from."""
_MAY_BE_STATED: Final = ("authors", "keywords")
"""Fields that may be read from what a page states to machines alone."""


def explanation(reading: Reading, verdict: Report | Rejection, most: int = 0) -> Document:
    """Return the explanation of one reading; texts of blocks are cut to ``most`` characters (0: whole)."""
    page = reading.page
    kind = told("HTML") if reading.html else told("plain document")
    decoded = (
        told("{encoding} ({because})", encoding=reading.encoding, because=retold(reading.decoded_because))
        if reading.encoding
        else told("not decoded")
    )
    about = told(
        "{bytes:,} bytes, {kind}, {decoded}, script {script}",
        bytes=len(page.body),
        kind=kind,
        decoded=decoded,
        script=slug_in_words(SCRIPTS, reading.script),
    )
    sections = []
    if isinstance(verdict, Rejection):
        said = told(
            "no row: {outcome}, {reason}: {detail}",
            outcome=slug_in_words(OUTCOMES, verdict.outcome),
            reason=verdict.reason,
            detail=retold(verdict.detail),
        )
        sections.append(Section(told("This means"), [told("The page {meaning}.", meaning=told(OUTCOME_MEANINGS[verdict.outcome]))]))
    else:
        characters = sum(map(len, verdict.body))
        said = told(
            "report: {title}, {count} paragraphs, {characters:,} characters",
            title=verdict.title or "-",
            count=len(verdict.body),
            characters=characters,
        )
        sections.append(Section(told("Fields"), records=list(_fields(reading, verdict))))
    if reading.edits:
        sections.append(Section(told("{count:,} repairs", count=len(reading.edits)), records=list(_repairs(reading))))
    sections.append(
        Section(told("Blocks, as the page has them"), records=[r for n, b in enumerate(reading.blocks) for r in _block(n, b, most)])
    )
    return Document(page.url, f"{said} · {about}", sections)


def explanation_of_row(row: Shown) -> Document:
    """Return what a row says of itself where its page is not at hand: values, confidence, counts, why this copy."""
    said = told(
        "report: {title}, {count} paragraphs, {characters:,} characters",
        title=row["title"] or "-",
        count=len(row["body"]),
        characters=sum(map(len, row["body"])),
    )
    records = list(_known((name, row[name], row["confidence"].get(name), "") for name in (*SHOWN, "repairs")))
    note = told("The page itself is not at hand: name its archive with --archive to see where each value was read.")
    return Document(row["url"], said, [Section(told("Fields"), [note], records), standing_of_row(row)])


def standing_of_row(row: Shown) -> Section:
    """Return what a row says of itself as a whole: its id, why this copy stands for the report, the others, where the page lies."""
    records = [NamedEntry(told("id"), told("{id}, revision {revision}", id=row["id"], revision=row["revision"]))]
    records += [NamedEntry(_headed(name, None), value_in_words(name, row[name])) for name in STANDING if row[name]]
    return Section(told("The row"), records=records)


def left_out_section(found: Sequence[tuple[str, str, int]]) -> Section:
    """Return what a row leaves out because its site prints it on other pages: each text, the rule, and in how many texts it stood."""
    heading = told("Left out, for the site prints it on pages of other reports: {count}", count=len(found))
    return Section(heading, records=[NamedEntry(rule, text, told("in {count} texts", count=texts)) for text, rule, texts in found])


def _fields(reading: Reading, report: Report) -> Iterator[NamedEntry]:
    values = ((name, plain(getattr(report, name))) for name in SHOWN)
    yield from _known(
        (name, value, getattr(report.confidence, name, None), retold(report.evidence.get(name) or _seen(name, reading, value)))
        for name, value in values
    )


def _known(found: Iterable[tuple[str, Any, float | None, str]]) -> Iterator[NamedEntry]:
    """The fields that say something, each with its confidence and where it was read, and in one line those that say nothing."""
    empty = []
    for name, value, sure, where in found:
        if sure is None and (not value or value_in_words(name, value) == "-"):
            empty.append(slug_in_words(FIELDS, name))
        else:
            yield NamedEntry(_headed(name, sure), value_in_words(name, value), where)
    if empty:
        yield NamedEntry(told("nothing found"), told(", ").join(empty))


def _seen(name: str, reading: Reading, value: Any) -> str:
    """Where the value of a field stands that keeps no evidence of its own: the blocks, by the roles that it is read from."""
    if name == "topic":
        return told("of title and body; from {score:g} on a report is civic", score=threshold())
    names = [each["name"] for each in value] if name == "authors" else [""]
    blocks = [
        str(number)
        for number, block in enumerate(reading.blocks)
        if any(piece.role in _FROM_ROLES.get(name, ()) and any(each in piece.text for each in names) for piece in block.pieces)
    ]
    if blocks:
        return told("from block {blocks}", blocks=told(", ").join(blocks))
    return told("stated to machines") if name in _MAY_BE_STATED and value else ""


def _headed(name: str, sure: float | None) -> str:
    return f"{slug_in_words(FIELDS, name)}  {sure:.0%}" if sure is not None else slug_in_words(FIELDS, name)


def _repairs(reading: Reading) -> Iterator[NamedEntry]:
    kinds: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    low: Counter[str] = Counter()
    for edit in reading.edits:
        raw = reading.blocks[edit.block].raw
        before, after = raw[max(0, edit.start - 1) : edit.end], raw[max(0, edit.start - 1) : edit.start] + edit.after
        kinds[edit.kind][before, after] += 1
        low[edit.kind] += edit.confidence == "low"
    for kind, same in sorted(kinds.items()):
        examples = [
            f"{before} → {after or '∅'}" + (f" ×{times}" if times > 1 else "") for (before, after), times in same.most_common(MOST_EXAMPLES)
        ]
        more = [told("… and {count:,} more", count=len(same) - MOST_EXAMPLES)] if len(same) > MOST_EXAMPLES else []
        note = told("{count} of them uncertain", count=low[kind]) if low[kind] else ""
        yield NamedEntry(f"{slug_in_words(REPAIRS, kind)}  {same.total():,}", told("; ").join([*examples, *more]), note)


def _block(number: int, block: Block, most: int) -> Iterator[NamedEntry]:
    features = block.features
    marks = [features.tag] if features is not PLAIN else []
    marks += [word for word, on in ((told("hidden"), features.hidden), (told("bold"), features.bold)) if on]
    if features.links:
        marks.append(told("links {share:.0%}", share=features.links))
    for part, piece in enumerate(p for p in block.pieces if p.text.strip()):
        text = piece.text.strip()
        marked = f"  ({', '.join(marks)})" if marks and not part else ""
        head = f"{number}  {slug_in_words(ROLE_WORDS, piece.role or 'open')}  {piece.rule}{marked}"
        yield NamedEntry(head, f"{text[:most]}…" if most and len(text) > most else text)


def value_in_words(name: str, value: Any) -> str:
    """Return the value of a field, as plain data, in words."""
    if value in (None, [], {}, ""):
        return "-"
    if (spoken := _SPOKEN.get(name)) is not None:
        return spoken(value)
    if isinstance(value, list):
        return told("; ").join(map(str, value))
    return str(value)


def _authors(value: list[Shown]) -> str:
    return told("; ").join(told("{name} ({role})", name=each["name"], role=slug_in_words(AUTHORS, each["role"])) for each in value)


def _place(value: Shown) -> str:
    named = [_division(found) for level in PLACE_LEVELS if (found := value.get(level))]
    may_be = [told("may be {divisions}", divisions=told(", ").join(map(_division, value["candidates"])))] if value["candidates"] else []
    return told(", ").join([*named, *may_be]) or "-"


def _division(value: Shown) -> str:
    return f"{value['name']} {value['code'] or ''}".rstrip()


def _figures(value: list[Shown]) -> str:
    out = []
    for each in value:
        approximate = f" ({each['approximate']})" if each["approximate"] else ""
        out.append(f"{each['text']} = {each['value']:,} {each['unit']}{approximate} {each['what'] or ''}".rstrip())
    return told("; ").join(out)


def _topic(value: Shown) -> str:
    return told("{score}: {terms}", score=value["score"], terms=told(", ").join(value["terms"]))


def _contested(value: list[Shown]) -> str:
    return told("; ").join(
        told("{field} {value} at {url}", field=slug_in_words(DISPUTED, each["field"]), value=each["value"], url=each["url"])
        for each in value
    )


_SPOKEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "authors": _authors,
    "place": _place,
    "figures": _figures,
    "practices": lambda value: told("; ").join(f"{each['name']} {each['kind'] or ''}".rstrip() for each in value),
    "topic": _topic,
    "images": lambda value: told("; ").join(f"{each['url']} {each['caption'] or ''}".rstrip() for each in value),
    "script": lambda value: slug_in_words(SCRIPTS, value),
    "flags": lambda value: told("; ").join(slug_in_words(FLAGS, each) for each in value),
    "repairs": repairs_words,
    "chosen_because": lambda value: told("; ").join(map(told, value)),
    "contested": _contested,
    "copies": lambda value: told("; ").join(
        each["url"] + told(" ({kind})", kind=slug_in_words(COPY_KINDS, each["kind"])) for each in value
    ),
    "provenance": lambda value: told(", ").join(f"{slug_in_words(PROVENANCE, name)} {item}" for name, item in value.items() if item),
}
"""Fields whose value has parts, and how each is said."""
