import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.gzips import MOST_MEMBERS, gunzip, gunzip_as_far


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(0, 20))
def test_files_of_several_members_unpack_to_all_of_them(parts, padding):
    packed = b"".join(gzip.compress(part, mtime=0) for part in [*parts, b"end"]) + b"\0" * padding
    assert gunzip(packed, 10_000) == gunzip_as_far(packed, 10_000) == b"".join(parts) + b"end"


def test_what_is_larger_than_one_piece_comes_out_whole():
    content = bytes(range(256)) * 4_000
    packed = gzip.compress(content) + gzip.compress(b"end")
    assert gunzip(packed, 2_000_000) == content + b"end"


def test_a_bomb_is_unpacked_no_further_than_its_bound():
    bomb = gzip.compress(b"0" * 10_000_000)
    with pytest.raises(ValueError, match="more than 1,000,000 bytes"):
        gunzip(bomb, 1_000_000)
    assert gunzip_as_far(bomb, 1_000_000) == b"0" * 1_000_000


def test_a_file_of_very_many_empty_members_is_given_up():
    packed = gzip.compress(b"first") + gzip.compress(b"") * (MOST_MEMBERS + 1)
    with pytest.raises(ValueError, match="parts"):
        gunzip(packed, 1_000_000)
    assert gunzip_as_far(packed, 1_000_000) == b"first"


@pytest.mark.parametrize("cut", [1, 9, 15, 400, -1])
def test_a_cut_file_gives_what_stands_before_the_cut(cut):
    content = "".join(f"line {number}\n" for number in range(2_000)).encode()
    packed = gzip.compress(content)[:cut]
    with pytest.raises(ValueError, match="cut short"):
        gunzip(packed, 1_000_000)
    assert content.startswith(gunzip_as_far(packed, 1_000_000))


@given(st.binary(max_size=500))
def test_damage_raises_nothing_but_value_errors(data):
    packed = gzip.compress(b"what it holds" * 20, mtime=0)[:30] + data
    assert isinstance(gunzip_as_far(packed, 1_000), bytes)
    with pytest.raises(ValueError, match=r"gzip|more than"):
        gunzip(packed, 100)
