"""Why a report is what it is: the verdict first, each field with its confidence and evidence, repairs before and after, every block."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, Final

from newsbot.model import PLAIN, Block, Rejection, Report
from newsbot.presentation.document import Document, NamedEntry, Section
from newsbot.presentation.messages import told
from newsbot.presentation.words import FIELDS, OUTCOMES, REPAIRS, slug_in_words
from newsbot.row import Content, Division, Figure, Place, Practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsbot.presentation.collection import Shown
    from newsbot.reading import Reading

SHOWN: Final = tuple(declared.name for declared in fields(Content) if declared.name not in {"body", "confidence", "repairs"})
"""Fields that are shown of a report; its body stands among the blocks, its repairs by themselves."""
MOST_EXAMPLES: Final = 6
"""Of one kind of repair."""


def explanation(reading: Reading, verdict: Report | Rejection, most: int = 0) -> Document:
    """Return the explanation of one reading; texts of blocks are cut to ``most`` characters (0: whole)."""
    page = reading.page
    kind = told("HTML") if reading.html else told("plain document")
    decoded = f"{reading.encoding} ({reading.decoded_because})" if reading.encoding else told("not decoded")
    about = told(
        "{bytes:,} bytes, {kind}, {decoded}, script {script}", bytes=len(page.body), kind=kind, decoded=decoded, script=reading.script
    )
    sections = []
    if isinstance(verdict, Rejection):
        said = told(
            "no row: {outcome}, {reason}: {detail}",
            outcome=slug_in_words(OUTCOMES, verdict.outcome),
            reason=verdict.reason,
            detail=verdict.detail,
        )
    else:
        characters = sum(map(len, verdict.body))
        said = told(
            "report: {title}, {count} paragraphs, {characters:,} characters",
            title=verdict.title or "-",
            count=len(verdict.body),
            characters=characters,
        )
        sections.append(Section(told("Fields"), records=list(_fields(verdict))))
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
    records = [
        NamedEntry(_headed(name, row["confidence"].get(name)), _plain_words(row[name]))
        for name in (*SHOWN, "repairs", "chosen_because", "contested", "provenance")
        if row[name] not in (None, [], {})
    ]
    note = told("The page itself is not at hand: name its archive with --archive to see where each value was read.")
    return Document(row["url"], said, [Section(told("Fields"), [note], records)])


def _fields(report: Report) -> Iterator[NamedEntry]:
    for name in SHOWN:
        yield NamedEntry(
            _headed(name, getattr(report.confidence, name, None)), value_in_words(getattr(report, name)), report.evidence.get(name, "")
        )


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
    marks += [word for word, on in (("hidden", features.hidden), ("bold", features.bold)) if on]
    if features.links:
        marks.append(f"links {features.links:.0%}")
    for part, piece in enumerate(p for p in block.pieces if p.text.strip()):
        text = piece.text.strip()
        head = f"{number}  {piece.role or 'open'}  {piece.rule}" + (f"  ({', '.join(marks)})" if marks and not part else "")
        yield NamedEntry(head, f"{text[:most]}…" if most and len(text) > most else text)


def value_in_words(value: Any) -> str:
    """Return the value of a field in words."""
    if isinstance(value, list):
        return "; ".join(value_in_words(item) for item in value) or "-"
    if isinstance(value, Division):
        return f"{value.name} {value.code}" if value.code else value.name
    if isinstance(value, Place):
        levels = (value.province, value.city, value.county, value.street, value.community, value.zone)
        may_be = f"may be {value_in_words(value.candidates)}" if value.candidates else ""
        return ", ".join(filter(None, [*(value_in_words(level) for level in levels if level), may_be])) or "-"
    if isinstance(value, Figure):
        approximate = f" ({value.approximate})" if value.approximate else ""
        return f"{value.text} = {value.value:,} {value.unit}{approximate}" + (f" {value.what}" if value.what else "")
    if isinstance(value, Practice):
        return f"{value.name} {value.kind or ''}".strip()
    if hasattr(value, "__dataclass_fields__"):
        held = {name: item for name, item in asdict(value).items() if item not in (None, 0, [], "")}
        return ", ".join(f"{name} {item}" for name, item in held.items()) or "-"
    return "-" if value is None else str(value)


def _plain_words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_plain_words(item) for item in value) or "-"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain_words(item)}" for name, item in value.items() if item not in (None, 0, [], "", {})) or "-"
    return str(value)
