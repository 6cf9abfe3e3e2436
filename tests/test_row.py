"""What the classes of the row promise each other."""

from dataclasses import fields

from newsbot.row import Repairs
from newsbot.text.mojibake import DamageKind


def test_every_kind_of_damage_has_its_count():
    assert [field.name for field in fields(Repairs)] == [*DamageKind, "uncertain"]
