"""What cannot be Chinese as it stands."""

from __future__ import annotations

from newsbot.text.mojibake.garbage import IDEOGRAPHS, may_be_broken
from scripts.build_ideographs import DATA, rare_ideographs, text


def test_the_table_of_rare_ideographs_is_what_the_counts_say() -> None:
    rare = rare_ideographs()
    assert {"敝", "呲"} <= rare
    assert rare.isdisjoint("的區区")
    assert DATA.joinpath(IDEOGRAPHS).read_text(encoding="utf-8") == text(), "python -m scripts.build_ideographs"


def test_rare_ideographs_alone_are_a_name_and_no_damage() -> None:
    assert not may_be_broken("国务委员谌贻琴、蒟蒻")
    assert may_be_broken("大家都說好!敝驹刚呲w來了")
