"""The JSON Schema of the row (draft 2020-12) and what its keys mean, generated from :class:`newsbot.row.Row` and its descriptions.

`schema/row.schema.json` holds the one, docs/fields.md the other, in both languages; scripts/fields.py writes both, and a test compares.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from itemadapter import ItemAdapter

from newsbot.row import Row


def row_schema() -> dict[str, Any]:
    """Return the schema. Every key of a row and of the objects in it is required: what is not known is null or an empty list."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "newsbot row: one report, one line of JSONL",
        **ItemAdapter.get_json_schema(Row),
    }
    _complete(schema, Row)
    return schema


def schema_text() -> str:
    """Return the schema as it stands in the file."""
    return json.dumps(row_schema(), ensure_ascii=False, indent=2) + "\n"


def keys_meanings() -> dict[str, str]:
    """Return what each key of a row means, in their order, each on one line."""
    return {name: " ".join(schema["description"].split()) for name, schema in row_schema()["properties"].items()}


def _complete(schema: dict[str, Any], of: type) -> None:
    """Add what itemadapter 0.13 leaves out: the values of a Literal, and that keys with a default are written too."""
    hints = get_type_hints(of)
    for field in fields(of):
        _complete_value(schema["properties"][field.name], hints[field.name])
    schema["required"] = list(schema["properties"])


def _complete_value(schema: dict[str, Any], hint: Any) -> None:
    schema.pop("default", None)
    parts = get_args(hint)
    if get_origin(hint) is Literal:
        schema["type"], schema["enum"] = "string", list(parts)
    elif get_origin(hint) is list:
        _complete_value(schema["items"] if "items" in schema else schema.setdefault("items", {}), parts[0])
    elif isinstance(hint, type) and is_dataclass(hint):
        _complete(schema, hint)
    else:
        for part in parts:
            if is_dataclass(part) and isinstance(part, type):
                _complete(next(choice for choice in schema["anyOf"] if choice.get("type") == "object"), part)
