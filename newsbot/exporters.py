"""What writes rows in each of Scrapy's formats: the same exporters for `-o`, `-O` and FEEDS, and for `scrapy export`.

Scrapy's own write what Python prints of a nested value, and join paragraphs by commas. Here every exporter takes a row as plain data: all
keys in their order, characters that no text can hold replaced, no number that JSON lacks. A row that cannot be written gives the whole file
up: some of the rows would look like all of them.
"""

from __future__ import annotations

import gzip
import marshal
import pickle
import re
from codecs import BOM_UTF8
from dataclasses import fields
from typing import IO, TYPE_CHECKING, Any, Final, cast

from itemadapter import ItemAdapter
from scrapy.exporters import BaseItemExporter, CsvItemExporter, JsonItemExporter, XmlItemExporter

from newsbot.output.cells import cell
from newsbot.output.columns import arrow_schema
from newsbot.output.files import WholeFile
from newsbot.output.lines import clean, line
from newsbot.row import Row, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from io import BytesIO

ROW_GROUP: Final = 1000
"""Rows of a Parquet file that are held in memory together."""

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, not even as a reference."""


def plain_row(item: Any) -> dict[str, Any]:
    """Return an item as plain data, every field in its declared order. Raises ValueError for NaN and infinity."""
    adapter = ItemAdapter(item)
    return {name: plain(adapter.get(name), clean) for name in adapter.field_names()}


class _RowExporter:
    """What the exporters share: they take plain data, and a row that cannot be written gives the file up."""

    file: Any

    def export_item(self, item: Any) -> None:
        """Write one item, a row or any other."""
        try:
            self.write_row(plain_row(item))
        except (TypeError, ValueError) as error:
            if not isinstance(self.file, WholeFile):
                raise
            self.file.fail(error)

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one item that is plain data. Raises TypeError or ValueError where the format cannot hold it."""
        raise NotImplementedError

    @property
    def begun(self) -> bool:
        """Return whether rows stand in the file already, to which more are appended."""
        return isinstance(self.file, WholeFile) and self.file.size > 0


class RowLinesExporter(_RowExporter, BaseItemExporter):
    """JSON lines: one line for every line splitter."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        self.file.write(line(dict(self.get_serialized_fields(row, include_empty=True))))


class RowJsonExporter(_RowExporter, JsonItemExporter):
    """One JSON array."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **{"allow_nan": False, **options})

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        JsonItemExporter.export_item(self, row)


class RowXmlExporter(_RowExporter, XmlItemExporter):
    """XML: what has parts as elements, what is not known as an empty one."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(file, **options)
        self.file = file

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        XmlItemExporter.export_item(self, _for_xml(row))


class RowCsvExporter(_RowExporter, CsvItemExporter):
    """A table for people: see :mod:`newsbot.output.cells`. It begins with the mark by which spreadsheets know UTF-8."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        self.file = file
        super().__init__(file, **{"include_headers_line": not self.begun, **options})
        self._marked = self.begun

    def start_exporting(self) -> None:
        """Write the mark, unless rows are appended."""
        if not self._marked and (self.encoding or "").lower().replace("-", "") == "utf8":
            self.file.write(BOM_UTF8)
        self._marked = True

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        CsvItemExporter.export_item(self, {name: cell(value) for name, value in row.items()})

    def finish_exporting(self) -> None:
        """Name the columns of a table without rows too."""
        if self._headers_not_written:
            self._headers_not_written = False
            self._write_headers_and_set_fields_to_export(dict.fromkeys(field.name for field in fields(Row)))
        super().finish_exporting()


class RowPickleExporter(_RowExporter, BaseItemExporter):
    """Pickled dicts one after the other, which need nothing of ours to be read."""

    def __init__(self, file: BytesIO, protocol: int = 4, **options: Any) -> None:
        super().__init__(**options)
        self.file, self.protocol = file, protocol

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        self.file.write(pickle.dumps(dict(self.get_serialized_fields(row)), self.protocol))


class RowMarshalExporter(_RowExporter, BaseItemExporter):
    """Marshalled dicts one after the other."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(**options)
        self.file = file

    def write_row(self, row: dict[str, Any]) -> None:
        """Write one row."""
        self.file.write(marshal.dumps(dict(self.get_serialized_fields(row))))


class RowParquetExporter(_RowExporter, BaseItemExporter):
    """Parquet, with columns of the types of the row; of other items the types of the first ones."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        super().__init__(dont_fail=True, **options)
        self.file = file
        self._table: Any = None
        self._group: list[dict[str, Any]] = []
        self._of_rows = True

    def export_item(self, item: Any) -> None:
        """Take one item; its type decides the columns."""
        self._of_rows &= isinstance(item, Row)
        super().export_item(item)

    def write_row(self, row: dict[str, Any]) -> None:
        """Take one row; a thousand are written together."""
        self._group.append(dict(self.get_serialized_fields(row, include_empty=True)))
        if len(self._group) >= ROW_GROUP:
            self._write()

    def finish_exporting(self) -> None:
        """Write the rest, and the end of the file."""
        if self._group or self._table is None:
            self._write()
        self._table.close()

    def _write(self) -> None:
        import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load
        import pyarrow.parquet as pq  # noqa: PLC0415

        names = None if isinstance(self.fields_to_export, dict) else list(self.fields_to_export or []) or None
        typed = self._of_rows and not isinstance(self.fields_to_export, dict)
        schema = self._table.schema if self._table else arrow_schema(Row, names) if typed else None
        group = pa.Table.from_pylist(self._group, schema=schema)
        if self._table is None:
            self._table = pq.ParquetWriter(pa.PythonFile(self.file, mode="w"), group.schema, compression="zstd")
        self._table.write_table(group)
        self._group.clear()


class RowCompressedLinesExporter(RowLinesExporter):
    """JSON lines, compressed; equal rows give equal bytes (no name and no time in the head)."""

    def __init__(self, file: BytesIO, **options: Any) -> None:
        self._whole = file
        super().__init__(cast("BytesIO", gzip.GzipFile(filename="", mode="wb", fileobj=cast("IO[bytes]", file), mtime=0)), **options)

    def finish_exporting(self) -> None:
        """Write the end of the compressed data."""
        self.file.close()


def _for_xml(value: Any) -> Any:
    """Return a plain value as XML can hold it: nothing instead of None, numbers and texts without what XML has no way to write."""
    if isinstance(value, dict):
        return {name: _for_xml(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_for_xml(part) for part in value]
    if value is None:
        return ""
    return _NOT_IN_XML.sub("\ufffd", str(value))


FORMATS: Final[Mapping[str, Callable[..., BaseItemExporter]]] = {
    "jsonl": RowLinesExporter,
    "jsonl.gz": RowCompressedLinesExporter,
    "json": RowJsonExporter,
    "csv": RowCsvExporter,
    "xml": RowXmlExporter,
    "parquet": RowParquetExporter,
    "pickle": RowPickleExporter,
    "marshal": RowMarshalExporter,
}
"""How a file's name ends, and what writes it."""

ONE_DOCUMENT: Final = frozenset({"json", "xml", "parquet"})
"""Formats whose files end once: nothing can be appended to them."""
