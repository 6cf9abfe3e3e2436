"""What a document itself says of its characters, counted in one form."""

from __future__ import annotations

from newsbot.text.mojibake.own_text import OwnText


def test_what_follows_one_character_and_two_is_counted_in_one_form_and_not_across_parts() -> None:
    own = OwnText()
    own.count(["社區社区的人", "社区内"])
    own.count(["社区的"])
    assert own.singles["区"] == own.pairs["社区"] == 4
    assert own.followers["区"] == {"社": 1, "的": 2, "内": 1}
    assert own.behind("社区") == {"社": 1, "的": 2, "内": 1}
    assert own.behind("的人") == own.behind("人社") == own.behind("内社") == {}
    assert own.total == 12


def test_more_text_is_found_behind_what_was_asked_for_before() -> None:
    own = OwnText()
    own.count(["好好好"])
    assert own.behind("好好") == {"好": 1}
    own.count(["好好的"])
    assert own.behind("好好") == {"好": 1, "的": 1}
