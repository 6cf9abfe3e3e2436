import json
from dataclasses import fields
from functools import cache
from pathlib import Path

from newsbot.output.schema import row_schema, schema_text
from newsbot.row import Row

FILE = Path(__file__).parents[2] / "schema" / "row.schema.json"
made = cache(row_schema)


def objects(schema):
    """Every schema of an object inside a schema."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


def test_the_file_in_the_repository_is_what_the_class_says():
    assert FILE.read_text("utf-8") == schema_text(), "run: python scripts/fields.py"


def test_it_names_every_key_of_a_row_in_order_and_requires_it():
    schema = made()
    names = [field.name for field in fields(Row)]
    assert list(schema["properties"]) == names
    assert schema["required"] == names
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_objects_inside_a_row_are_as_strict():
    found = list(objects(made()))
    assert len(found) > 10
    for schema in found:
        assert schema["required"] == list(schema["properties"])
        assert schema["additionalProperties"] is False


def test_every_value_has_a_type_and_every_key_a_description():
    for schema in objects(made()):
        for name, value in schema["properties"].items():
            assert "type" in value or "anyOf" in value, name
    assert all(value.get("description") for value in made()["properties"].values())


def test_what_may_be_unknown_may_be_null_and_fixed_words_are_listed():
    properties = made()["properties"]
    assert set(properties["date_published"]["type"]) == {"null", "string"}
    assert properties["status"]["enum"] == ["valid", "merged", "withdrawn"]
    assert {choice["type"] for choice in properties["place"]["properties"]["city"]["anyOf"]} == {"null", "object"}
    assert properties["authors"]["items"]["properties"]["role"]["enum"][0] == "author"
    assert "default" not in json.dumps(made())
