"""The columns of a row in Arrow and Parquet: typed as its fields are. Needs the extra ``parquet``."""

from __future__ import annotations

import importlib.util
import types
from dataclasses import is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def why_no_parquet() -> str | None:
    """Return what is missing to write Parquet, None where nothing is."""
    if importlib.util.find_spec("pyarrow") is None:
        return "Parquet needs pyarrow, which is not installed. Install it with: pip install 'newsbot[parquet]'"
    return None


def arrow_schema(of: type, names: list[str] | None = None) -> Any:
    """Return the Arrow schema of a dataclass, or of those of its fields that are named."""
    import pyarrow as pa  # noqa: PLC0415 - optional, and slow to load

    hints = get_type_hints(of)
    return pa.schema([(name, _arrow(hints[name])) for name in names or hints])


def _arrow(hint: Any) -> Any:
    """Return the Arrow type of an annotation of the model."""
    import pyarrow as pa  # noqa: PLC0415

    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _arrow(next(part for part in inside if part is not type(None)))
    if origin is list:
        return pa.list_(_arrow(inside[0]))
    if is_dataclass(hint):
        return pa.struct([(name, _arrow(part)) for name, part in get_type_hints(hint).items()])
    if origin is Literal or hint is str:
        return pa.string()
    return {int: pa.int64(), float: pa.float64(), bool: pa.bool_()}[hint]
