"""Names packed in arrays: what they answer is what a dict would."""

from __future__ import annotations

import pytest

from newsbot.facts.places.gazetteer import CITY, COUNTY, gazetteer
from newsbot.facts.places.packed_names import Bearers, Codes, Names


def bearers(*streets: list[str]) -> Bearers:
    """Return counties, each with its streets after it."""
    names = Names(part for number, listed in enumerate(streets) for part in (f"甲{number}县", " ".join(listed)))
    full = Bearers()
    counties = {division: name for division, name in enumerate(names) if name.endswith("县")}
    for division, name in counties.items():
        full.add(name, division)
    full.add_streets(names, [division not in counties for division in range(len(names))])
    return full


def test_a_name_leads_to_all_that_bear_it_in_their_order() -> None:
    full = bearers(["城关镇", "东门街道", "城关镇"], ["城关镇"])
    assert full["城关镇"] == (1, 3, 5)
    assert full["甲1县"] == (4,)
    assert dict(full) == {"甲0县": (0,), "城关镇": (1, 3, 5), "东门街道": (2,), "甲1县": (4,)}


def test_a_street_and_a_county_may_share_a_name_and_what_is_added_later_comes_last() -> None:
    full = Bearers()
    full.add("东门街道", 2)
    full.add_streets(Names(["东门街道", "西门街道", "东门街道"]), [True, True, False])
    full.add("东门街道", 1)
    assert full["东门街道"] == (0, 2, 1)


def test_a_name_of_nobody_is_absent() -> None:
    full = bearers(["城关镇"])
    assert "城关" not in full
    assert full.get("城关") is None
    with pytest.raises(KeyError):
        full["城关"]


def test_names_and_codes_are_read_by_number() -> None:
    names, codes = Names(["甲县", "乙镇 丙镇 丁镇", "戊县"]), Codes()
    codes.add("110101")
    codes.add_streets("110101", "001 100-101", 3)
    codes.add(None)
    assert (list(names), names[-1:], len(names)) == (["甲县", "乙镇", "丙镇", "丁镇", "戊县"], ["戊县"], 5)
    assert list(codes) == ["110101", "110101001000", "110101100000", "110101101000", None]
    assert (codes[3:], len(codes)) == (["110101101000", None], 5)


def test_names_are_spelled_a_stretch_at_a_time_and_none_is_cut() -> None:
    parts = [" ".join(f"{'长' * (number % 7)}{number}街道" for number in range(start, start + 50)) for start in range(0, 20_000, 50)]
    names = Names(parts)
    assert list(names.spelled()) == " ".join(parts).split(" ") == list(names)
    assert list(Names(["甲县"]).spelled()) == ["甲县"]


def test_a_division_without_a_code_and_a_zone_stand_below_what_holds_them() -> None:
    known = gazetteer()
    (county,), (island,) = known.full["花莲县"], known.full["台湾省"]
    assert (known.parents[county], known.parents[island], known.codes[county]) == (island, -1, None)
    assert all(known.levels[zone] == COUNTY and known.levels[known.parents[zone]] == CITY for zone in known.zones)
