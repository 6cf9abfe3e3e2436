"""Names packed in arrays: what they answer is what a dict would."""

from __future__ import annotations

import pytest

from newsbot.facts.places.packed_names import Bearers, Codes, Names


def bearers(*streets: list[str]) -> Bearers:
    """Return a county and its streets, then another one."""
    names = Names()
    full = Bearers(names)
    for number, listed in enumerate(streets):
        full.add(f"甲{number}县", len(names))
        names.add([f"甲{number}县"])
        full.add_streets(listed, len(names))
        names.add(listed)
    names.close()
    full.close()
    return full


def test_a_name_leads_to_all_that_bear_it_in_their_order() -> None:
    full = bearers(["城关镇", "东门街道", "城关镇"], ["城关镇"])
    assert full["城关镇"] == (1, 3, 5)
    assert full["甲1县"] == (4,)
    assert dict(full) == {"甲0县": (0,), "城关镇": (1, 3, 5), "东门街道": (2,), "甲1县": (4,)}


def test_a_street_and_a_county_may_share_a_name_and_what_is_added_later_comes_last() -> None:
    names = Names()
    full = Bearers(names)
    full.add_streets(["东门街道", "西门街道"], 0)
    names.add(["东门街道", "西门街道"])
    full.add("东门街道", 2)
    names.add(["东门街道"])
    names.close()
    full.close()
    full.add("东门街道", 1)
    assert full["东门街道"] == (0, 2, 1)


def test_a_name_of_nobody_is_absent() -> None:
    full = bearers(["城关镇"])
    assert "城关" not in full
    assert full.get("城关") is None
    with pytest.raises(KeyError):
        full["城关"]


def test_names_and_codes_are_read_by_number() -> None:
    names, codes = Names(), Codes()
    names.add(["甲县", "乙镇"])
    names.close()
    for code in ("110101", None, "110101001000"):
        codes.add(code)
    assert (list(names), names[-1:], len(names)) == (["甲县", "乙镇"], ["乙镇"], 2)
    assert (list(codes), codes[1:], len(codes)) == (["110101", None, "110101001000"], [None, "110101001000"], 3)
