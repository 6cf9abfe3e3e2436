"""Every repair has a name, can be switched off, and is told; the examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from dataclasses import fields

import pytest

import newsbot.text.mojibake as room
from newsbot.row import Repairs
from newsbot.text.mojibake import STEPS, DamageKind, RepairConfig, explain, repair

DAMAGED = {
    "entities": ["甲&amp;nbsp;乙"],
    "wrong_encodings": ["居民說：½ñÌìÉçÇø·þÎñ"],
    "stray_characters": ["甲\u200b乙"],
    "lost_indents": ["????連日來，社區"],
    "byte_shifts": ["文明創(chuàng)建動(dòng)員", "全面?zhèn)鋺?zhàn)創城"],
    "pinyin_annotations": ["文明創(chuàng)建動(dòng)員"],
    "doubled_marks": ["各級部門,,居民,、商戶,志愿者,。"],
    "ampersands": ["她&&，雖然辛苦"],
    "unreadable_characters": ["甲\ue000乙"],
}


def test_there_is_one_switch_for_each_step() -> None:
    assert [field.name for field in fields(RepairConfig)] == [step.name for step in STEPS] == list(DAMAGED)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_step_that_is_switched_off_changes_nothing(step) -> None:
    lines = DAMAGED[step.name]
    assert [edit for edit in repair(lines).edits if edit.kind is step.kind]
    off = repair(lines, RepairConfig(**{step.name: False}))
    assert not [edit for edit in off.edits if edit.kind is step.kind]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_gate_lets_nothing_through_that_its_step_would_change(step) -> None:
    assert all(step.applies("\n".join(DAMAGED[name])) for name in DAMAGED if name == step.name)
    assert not step.applies("社区居民参与文明城市创建，大家都说好。")


def test_every_kind_of_damage_is_undone_by_a_step_and_counted_in_a_row() -> None:
    assert {step.kind for step in STEPS} == set(DamageKind) - {DamageKind.WATERMARKS}
    assert {kind.value for kind in DamageKind} <= {field.name for field in fields(Repairs)}


def test_every_edit_is_explained() -> None:
    lines = [line for lines in DAMAGED.values() for line in lines]
    assert len(explain(lines)) == len(repair(lines).edits) > len(STEPS)


@pytest.mark.parametrize("module", [module.name for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}.")])
def test_examples_in_docstrings_are_true(module) -> None:
    results = doctest.testmod(importlib.import_module(module))
    assert results.failed == 0
