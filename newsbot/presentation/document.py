"""A short document for people: written once, shown on a terminal, as one HTML file, or as a Word file."""

from __future__ import annotations

import html
import importlib.util
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from newsbot.presentation.html_page import html_page, report_file
from newsbot.presentation.terminal import TableColumn, plain_table, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsbot.presentation.messages import Language

TERMINAL: Final = 80
"""Columns of the narrowest terminal that is in use."""
_INDENT: Final = 4
A4_MM: Final = (210, 297)
"""Width and height of a sheet."""
MARGIN_MM: Final = 22
"""To the left and right of the text."""
HAN_TYPEFACE: Final = "Microsoft YaHei"
"""What Han characters of a Word file are set in; where it is missing Word and LibreOffice take the machine's own."""


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """One thing with a name: its head, its text, and a note on it, such as where it was read."""

    head: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(slots=True)
class Section:
    """A part with a heading: paragraphs first, then records, then a table."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    records: list[NamedEntry] = field(default_factory=list)
    grid: Grid | None = None


@dataclass(slots=True)
class Document:
    """A title, a paragraph that says it all, and sections."""

    title: str
    verdict: str
    sections: list[Section] = field(default_factory=list)

    def lines(self, width: int = TERMINAL) -> Iterator[str]:
        """Yield the document for a terminal of so many columns."""
        yield from wrapped(self.title, width)
        yield from wrapped(self.verdict, width)
        for section in self.sections:
            yield ""
            yield from wrapped(section.heading, width)
            for paragraph in section.paragraphs:
                yield from _indented(paragraph, width, 2)
            for record in section.records:
                yield from _indented(record.head, width, 2)
                yield from _indented(record.text, width, _INDENT)
                if record.note:
                    yield from _indented(f"[{record.note}]", width, _INDENT)
            if section.grid is not None:
                columns = [TableColumn(head) for head in section.grid.heads]
                yield from (f"  {line}" for line in plain_table(columns, section.grid.rows, width - 2))

    def html(self, language: Language) -> str:
        """Return the document as one HTML file without a script."""
        pieces = [f"<main><h1>{_text(self.title)}</h1><p><b>{_text(self.verdict)}</b></p>"]
        for section in self.sections:
            pieces.append(f"<h2>{_text(section.heading)}</h2>")
            pieces += [f"<p>{_text(paragraph)}</p>" for paragraph in section.paragraphs]
            if section.records:
                pieces.append("<dl>")
                for record in section.records:
                    note = f' <span class="word small">[{_text(record.note)}]</span>' if record.note else ""
                    pieces.append(f"<dt>{_text(record.head)}</dt><dd>{_text(record.text)}{note}</dd>")
                pieces.append("</dl>")
            if section.grid is not None:
                pieces.append(f"<table><thead>{_row('th', section.grid.heads)}</thead><tbody>")
                pieces += [_row("td", row) for row in section.grid.rows]
                pieces.append("</tbody></table>")
        return html_page(self.title, "".join([*pieces, "</main>"]), language=language, style=report_file("report.css"))

    def docx(self) -> bytes:
        """Return the document as a Word file. Needs the extra ``docx``."""
        from docx import Document as Word  # noqa: PLC0415 - optional

        made = Word()
        _dress(made, self.title)
        made.add_heading(_printable(self.title), 0)
        made.add_paragraph(_printable(self.verdict))
        for section in self.sections:
            made.add_heading(_printable(section.heading), 1)
            for paragraph in section.paragraphs:
                made.add_paragraph(_printable(paragraph))
            for record in section.records:
                said = made.add_paragraph(style="List Bullet")
                said.add_run(_printable(record.head)).bold = True
                said.add_run(_printable(f" {record.text} {record.note}".rstrip()))
            if section.grid is not None:
                table = made.add_table(rows=0, cols=len(section.grid.heads), style="Table Grid")
                for number, row in enumerate((section.grid.heads, *section.grid.rows)):
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.paragraphs[0].add_run(_printable(text)).bold = not number
        out = io.BytesIO()
        made.save(out)
        return out.getvalue()


def _dress(made: Any, title: str) -> None:
    """Give a Word file what its readers expect: A4, a typeface for Chinese (the template has a Japanese one), a title of its own."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - optional
    from docx.shared import Mm  # noqa: PLC0415 - optional

    made.core_properties.title, made.core_properties.author = _printable(title), "newsbot"
    for section in made.sections:
        section.page_width, section.page_height = Mm(A4_MM[0]), Mm(A4_MM[1])
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
    for style in made.styles:
        fonts = style.element.find(f".//{qn('w:rFonts')}")
        if fonts is not None or style.name == "Normal":
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), HAN_TYPEFACE)
            fonts = style.element.find(f".//{qn('w:rFonts')}")
            fonts.attrib.pop(qn("w:eastAsiaTheme"), None)


def why_no_docx() -> str | None:
    """Return what is missing to write a Word file, None where nothing is."""
    if importlib.util.find_spec("docx") is None:
        return "A Word file needs python-docx, which is not installed. Install it with: pip install 'newsbot[docx]'"
    return None


def _indented(text: str, width: int, by: int) -> Iterator[str]:
    return (" " * by + line for line in wrapped(text, width - by))


def _text(text: str) -> str:
    return html.escape(_printable(text))


def _printable(text: str) -> str:
    """Return a text without what no file of XML can hold."""
    return "".join(character if character.isprintable() or character in "\n\t" else "·" for character in text)


def _row(tag: str, cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{_text(cell)}</{tag}>' for cell in cells)}</tr>"
