"""What the ledger keeps of a page."""

import zlib

import pytest

from newsbot.ledger.content import _DICTIONARY, decoded, pack
from tests.ledger.made import body, report


@pytest.mark.parametrize("many", [0, 1, 6, 20, 90])
def test_the_window_is_as_large_as_the_page_and_gives_the_bytes_of_the_largest(many: int) -> None:
    kept = pack(report(1, paragraphs=[line for number in range(many) for line in body(number)]), "1")
    plain = zlib.decompressobj(-15, _DICTIONARY).decompress(kept)
    largest = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY)
    assert kept == largest.compress(plain) + largest.flush()
    assert len(decoded(kept)["body"]) == 4 * many
