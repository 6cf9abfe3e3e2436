import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.model import Outcome
from newsbot.output.lines import line

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(st.characters(codec=None)),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=12,
)


@dataclass
class Inner:
    value: float
    name: str | None = None


@dataclass
class Outer:
    z: int
    a: list[Inner] = field(default_factory=list)


def test_keys_keep_their_declared_order_and_chinese_stays_readable():
    assert line(Outer(1, [Inner(0.5, "社区")])) == '{"z": 1, "a": [{"value": 0.5, "name": "社区"}]}\n'.encode()


@pytest.mark.parametrize("breaker", ["\n", "\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_row_is_one_line_for_every_splitter(breaker):
    text = line({"a": f"one{breaker}two"}).decode()
    assert text.splitlines() == [text.removesuffix("\n")]
    assert json.loads(text)["a"] == f"one{breaker}two"


def test_what_no_text_can_hold_becomes_the_replacement_character():
    assert json.loads(line({"a": "x\ud800y\0z", "b\udfff": ["\x00"]})) == {"a": "x\ufffdy\ufffdz", "b\ufffd": ["\ufffd"]}


def test_a_backslash_that_looks_like_an_escape_is_left_alone():
    assert json.loads(line({"a": "\\u0000 \\ud800"}))["a"] == "\\u0000 \\ud800"


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_in_json_is_refused(number):
    with pytest.raises(ValueError, match="JSON"):
        line(Inner(number))


def test_a_word_of_a_fixed_set_is_written_as_text():
    assert line([Outcome.NO_ARTICLE]) == b'["no_article"]\n'


@given(anything)
def test_every_value_comes_out_as_one_line_of_valid_utf8_that_reads_back(value):
    data = line(value)
    text = data.decode("utf-8", "strict")
    assert len(text.splitlines()) == 1
    assert data.endswith(b"\n")
    again = json.loads(text)
    assert line(again) == data
