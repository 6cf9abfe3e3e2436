"""What warcio's tests ask of WARC files and of the answers in them, put to our reading, and where we answer otherwise.

The questions are those of warcio's tests (https://github.com/webrecorder/warcio, Apache-2.0) in words of our own, with files made here:
its own ones are not in its source distribution. warcio gives records, ours pages: asked is for the body that a reader gets, None where
there is none. The divergences are known and counted: a new one, or one that is gone, is seen here.
"""

import gzip
import zlib
from typing import NamedTuple

import pytest

from newsbot.archive.warc import read_warc
from newsbot.model import Page
from tests.archive.test_warc import LIMIT, Recording

TEXT = b"<p>a page of a few words</p>"
CHUNKED = "Transfer-Encoding: chunked"
GZIP = "Content-Encoding: gzip"
PACKED = gzip.compress(TEXT, mtime=0)
DEFLATED = zlib.compress(TEXT)


def chunks(body, size=10):
    parts = [body[n : n + size] for n in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


def answer(body=TEXT, *headers, first="HTTP/1.1 200 OK", end="\r\n"):
    return end.join([first, *headers, "", ""]).encode() + body


def record(block, url="http://a.test/", kind="response", *headers):
    return Recording(packed=False).add(kind, "application/http; msgtype=response", block, f"WARC-Target-URI: {url}", *headers).data


WHOLE = record(answer())
ARC = b"http://a.test/ 1.1.1.1 20230410065303 text/html %d\n" % len(answer()) + answer() + b"\n"


class Case(NamedTuple):
    """``body``: what a reader has of the first answer in the file by warcio's tests, None where it raises or finds none."""

    name: str
    file: bytes
    body: bytes | None = TEXT
    why_not: str = ""
    """Why we answer otherwise."""


HONEST = "a page that is not all there is counted as unreadable, and kept aside: half a report is none"

CASES = [
    Case("a response", WHOLE),
    Case("a response in a gzip member", gzip.compress(WHOLE)),
    Case("among requests and revisits", b"".join(record(answer(), kind=kind) for kind in ("request", "revisit")) + WHOLE),
    Case("a revisit alone", record(answer(b""), kind="revisit"), None),
    Case("a resource", record(TEXT, kind="resource"), TEXT, why_not="without an answer's headers nobody knows how it was served"),
    Case("an ARC file", ARC, TEXT, why_not="WARC took its place in 2009"),
    Case("no archive", b"neither WARC nor ARC\r\n" * 20, None),
    Case("from the middle of a member", gzip.compress(WHOLE)[10:], None),
    Case("one member of all records", gzip.compress(WHOLE * 2), None, why_not="what somebody packed again is read all the same"),
    Case("address in brackets, as some wget writes it", record(answer(), "<http://a.test/>")),
    Case("space in an address", record(answer(), "http://a.test/a b")),
    Case("a digest that does not fit", record(answer(), "http://a.test/", "response", "WARC-Block-Digest: sha1:AAAA"), TEXT),
    Case("a length beyond the end of the file", WHOLE.replace(b"Content-Length: ", b"Content-Length: 1", 1)[:-4], TEXT, why_not=HONEST),
    Case("chunks", record(answer(chunks(TEXT), CHUNKED))),
    Case("chunks of something packed", record(answer(chunks(PACKED), CHUNKED, GZIP))),
    Case("said to be in chunks", record(answer(TEXT, CHUNKED))),
    Case("said to be in chunks, and packed", record(answer(PACKED, CHUNKED, GZIP))),
    Case("digits that look like a chunk", record(answer(b"ABCDE" * 10 + b"\r\n", CHUNKED)), b"ABCDE" * 10 + b"\r\n"),
    Case("chunks that are cut off", record(answer(b"4\r\n1234\r\n4\r\n12", CHUNKED)), b"123412"),
    Case("no chunk at all", record(answer(b"0\r\n\r\n", CHUNKED)), b""),
    Case("packed as gzip", record(answer(PACKED, GZIP))),
    Case("packed as deflate", record(answer(DEFLATED, "Content-Encoding: deflate"))),
    Case("packed as bare deflate", record(answer(DEFLATED[2:-4], "Content-Encoding: deflate"))),
    Case("said to be packed", record(answer(TEXT, GZIP))),
    Case("something after what is packed", record(answer(PACKED + b"123", GZIP))),
    Case("packed in a way nobody knows", record(answer(TEXT, "Content-Encoding: rot13"))),
    Case("no reason after the status", record(answer(first="HTTP/1.0 200"))),
    Case("small letters", record(answer(first="http/1.1 200 ok"))),
    Case("lines that end in LF", record(answer(end="\n"))),
    Case("a header on two lines", record(answer(TEXT, "X-A: one", "   two"))),
    Case("a line that is no header", record(answer(TEXT, "%Invalid%", "\tmore", GZIP.replace("gzip", "identity")))),
    Case("a second status line", record(answer(TEXT, "HTTP/1.0 200 OK", "X-A: b"))),
    Case("letters beyond ASCII in a header", record(answer(TEXT, "X-A: é"))),
    Case("another protocol", record(answer(first="Other 200")), None),
    Case("no status", record(answer(first="HTTP/1.1 OK")), None),
    Case("nothing", record(b""), None),
]
DIVERGENCES = 4


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_we_read_as_others_do_or_say_why_not(case, tmp_path):
    path = tmp_path / "x.warc"
    path.write_bytes(case.file)
    body = next((found.body for found in read_warc(path, max_bytes=LIMIT) if isinstance(found, Page)), None)
    assert (body == case.body) is not bool(case.why_not)


def test_divergences_are_counted():
    assert sum(bool(case.why_not) for case in CASES) == DIVERGENCES
