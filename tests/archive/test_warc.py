import gzip
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.archive.warc import read_warc, recorded_run
from newsbot.model import Outcome, Page, Reason, Rejection

LIMIT = 10_000


class Recording:
    """A WARC file in the making, written by hand: the writer is not what is tested here."""

    def __init__(self, *, packed=True):
        self.packed = packed
        self.data = b""

    def response(self, url, body=b"<p>page</p>", *, status="200 OK", headers=(), date="2023-04-10T06:53:03Z", kind="response"):
        lines = [f"HTTP/1.1 {status}", "Content-Type: text/html", *(f"{name}: {value}" for name, value in headers)]
        block = "\r\n".join([*lines, "", ""]).encode() + body
        return self.add(kind, "application/http; msgtype=response", block, f"WARC-Target-URI: {url}", f"WARC-Date: {date}")

    def info(self, **fields):
        block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
        return self.add("warcinfo", "application/warc-fields", block)

    def add(self, kind, content_type, block, *headers):
        lines = ["WARC/1.0", f"WARC-Type: {kind}", *headers, f"Content-Type: {content_type}", f"Content-Length: {len(block)}", "", ""]
        record = "\r\n".join(lines).encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(record) if self.packed else record
        return self

    def save(self, path):
        path.write_bytes(self.data)
        return path


def read(path):
    return list(read_warc(path, max_bytes=LIMIT))


@pytest.mark.parametrize("packed", [True, False])
def test_responses_become_pages_in_their_order(tmp_path, packed):
    recording = Recording(packed=packed).response("http://a.test/2").response("http://a.test/1", b"<p>one</p>", status="404 Not Found")
    path = recording.save(tmp_path / ("x.warc.gz" if packed else "x.warc"))
    first, second = read(path)
    assert (first.url, first.status, first.body) == ("http://a.test/2", 200, b"<p>page</p>")
    assert (second.url, second.status, second.body) == ("http://a.test/1", 404, b"<p>one</p>")
    assert first.headers == {"content-type": "text/html"}
    assert first.fetched_at.isoformat() == "2023-04-10T14:53:03+08:00"


@pytest.mark.parametrize(
    "said",
    [
        "[]",
        "{",
        "1",
        '{"region": "x"}',
        '{"id": 1}',
        '{"rules": {"from": ["x"], "body": ["x"]}}',
        '{"rules": {"leave": ["x"]}}',
        '{"selectors": {"leave": ["x"]}}',
        '{"selectors": {"body": ["x["]}}',
        '{"selectors": {"body": "x"}}',
        "[" * 9000,
    ],
)
def test_what_our_own_archives_never_say_of_a_source_is_left_aside(tmp_path, said):
    recording = Recording().add(
        "response", "application/http", b"HTTP/1.1 200 OK\r\n\r\nx", "WARC-Target-URI: http://a.test/", f"X-Newsbot-Source: {said}"
    )
    (page,) = read(recording.save(tmp_path / "x.warc.gz"))
    assert (page.source, page.hints) == (None, None)


def test_class_words_of_archives_written_before_there_were_selectors_are_read_as_such(tmp_path):
    said = '{"id": "one", "rules": {"body": ["story"], "leave": ["ad"]}}'
    recording = Recording().add(
        "response", "application/http", b"HTTP/1.1 200 OK\r\n\r\nx", "WARC-Target-URI: http://a.test/", f"X-Newsbot-Source: {said}"
    )
    (page,) = read(recording.save(tmp_path / "x.warc.gz"))
    assert page.hints.rules == {"body": (".story, #story",), "leave": (".ad, #ad",)}


def test_a_page_says_where_in_the_archive_it_lies(tmp_path):
    path = Recording().response("http://a.test/1").response("http://a.test/2").save(tmp_path / "x.warc.gz")
    first, second = read(path)
    assert first.archive == "x.warc.gz:0"
    name, _, offset = second.archive.partition(":")
    assert name == "x.warc.gz"
    assert path.read_bytes()[int(offset) :][:2] == b"\x1f\x8b"


def test_pages_of_all_sizes_are_read_each_from_its_place(tmp_path):
    sizes = [10, 60_000, 66_000, 20, 131_072, 90_000, 30, 400_000, 65_536, 40, 200_000]
    words = [b"%d" % (number * 7919 % 10_007) for number in range(90_000)]  # packs to less than a chunk, and to more
    recording, places, bodies = Recording(), [], []
    for number, size in enumerate(sizes):
        places.append(len(recording.data))
        bodies.append((b"x" * size, b" ".join(words)[:size])[number % 2])
        recording.response(f"http://a.test/{number}", bodies[-1])
    pages = list(read_warc(recording.save(tmp_path / "x.warc.gz"), max_bytes=1_000_000))
    assert [(page.body, page.archive) for page in pages if isinstance(page, Page)] == [
        (body, f"x.warc.gz:{place}") for body, place in zip(bodies, places, strict=True)
    ]
    assert len(pages) == len(sizes)


def test_what_is_no_page_is_passed_over(tmp_path):
    recording = Recording().info(software="somebody").response("http://a.test/r", status="301 Moved", headers=[("Location", "/x")])
    recording.response("http://a.test/n", status="304 Not Modified").response("dns:a.test").response("http://a.test/q", kind="resource")
    recording.response("http://a.test/1")
    assert [page.url for page in read(recording.save(tmp_path / "x.warc.gz"))] == ["http://a.test/1"]


def test_bodies_are_unpacked_as_their_headers_say(tmp_path):
    chunked = b"3\r\n<p>\r\n4\r\npage\r\n0\r\n\r\n"
    recording = Recording().response("http://a.test/1", gzip.compress(b"<p>gz</p>"), headers=[("Content-Encoding", "gzip")])
    recording.response("http://a.test/2", chunked, headers=[("Transfer-Encoding", "chunked")])
    packed, parts = read(recording.save(tmp_path / "x.warc.gz"))
    assert (packed.body, parts.body) == (b"<p>gz</p>", b"<p>page")
    assert packed.headers == {"content-type": "text/html"}


def test_repeated_headers_are_joined(tmp_path):
    path = (
        Recording(packed=False)
        .response("http://a.test/1", headers=[("X-Robots-Tag", "a"), ("x-robots-tag", "b")])
        .save(tmp_path / "x.warc")
    )
    assert read(path)[0].headers["x-robots-tag"] == "a, b"


def test_addresses_that_cannot_be_visited_are_bad_records(tmp_path):
    recording = Recording().response("http://user:secret@a.test/1").response("http:///nowhere").response("http://a.test/1")
    *bad, good = read(recording.save(tmp_path / "x.warc.gz"))
    assert [found.outcome for found in bad] == [Outcome.BAD_RECORD, Outcome.BAD_RECORD]
    assert "secret" not in str(bad)
    assert good.url == "http://a.test/1"


def test_a_body_that_is_too_large_costs_no_other_page(tmp_path):
    bomb = gzip.compress(b"\0" * 30_000_000)
    recording = Recording().response("http://a.test/b", bomb, headers=[("Content-Encoding", "gzip")]).response("http://a.test/1")
    large, good = read(recording.save(tmp_path / "x.warc.gz"))
    assert (large.outcome, large.page.url) == (Outcome.UNREADABLE, "http://a.test/b")
    assert good.url == "http://a.test/1"


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_file_gives_what_stands_before_the_cut_and_says_where_it_is_damaged(tmp_path, packed):
    path = Recording(packed=packed).response("http://a.test/1").response("http://a.test/2", b"x" * 5000).save(tmp_path / "x.warc.gz")
    path.write_bytes(path.read_bytes()[:-30])
    good, cut = read(path)
    assert good.url == "http://a.test/1"
    assert (cut.outcome, cut.page.url) == (Outcome.UNREADABLE, "http://a.test/2")
    assert "cut short" in cut.detail


@pytest.mark.parametrize("content", [b"", b"no archive at all\n", gzip.compress(b"nor this", mtime=0), b"\x1f\x8b damaged"])
def test_what_is_no_warc_raises_nothing(tmp_path, content):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)
    assert [found.outcome for found in read(path)] == ([] if not content else [Outcome.BAD_RECORD])


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_archive_gives_pages_or_rejections(tmp_path_factory, data):
    whole = bytearray(Recording(packed=False).response("http://a.test/1").response("http://a.test/2").data)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    path = tmp_path_factory.mktemp("damaged") / "x.warc"
    path.write_bytes(whole)
    assert all(isinstance(found, Page | Rejection) for found in read(path))


def test_only_our_own_recordings_name_their_run(tmp_path):
    ours = Recording().info(software="newsbot/0.1.0", run="20260101T000000Z-abcdef").save(tmp_path / "a.warc.gz")
    theirs = Recording().info(software="Nutch", run="20260101T000000Z-abcdef").save(tmp_path / "b.warc.gz")
    forged = Recording().info(software="newsbot/0.1.0", run="../../etc/passwd").save(tmp_path / "c.warc.gz")
    nothing = Recording().response("http://a.test/1").save(tmp_path / "d.warc.gz")
    assert [recorded_run(path) for path in (ours, theirs, forged, nothing)] == ["20260101T000000Z-abcdef", None, None, None]


LENGTH = re.compile(rb"(?<=Content-Length: )[0-9]{1,6}(?=\r\n\r\nHTTP)")


def with_wrong_lengths(data, change):
    return LENGTH.sub(lambda stated: str(max(0, int(stated[0]) + change)).encode(), data)


def three(*, packed):
    recording = Recording(packed=packed).info(software="somebody")
    for n in range(3):
        recording.response(f"http://a.test/{n}", f"<p>page {n}</p>".encode() * 20)
    return recording


def test_a_file_packed_as_a_whole_is_read_like_any_other(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(three(packed=False).data))
    assert [(page.url, page.body) for page in read(path)] == [(f"http://a.test/{n}", f"<p>page {n}</p>".encode() * 20) for n in range(3)]


def test_files_packed_as_wholes_may_follow_each_other(tmp_path):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(gzip.compress(three(packed=False).data) * 2)
    assert [page.url[-1] for page in read(path)] == ["0", "1", "2", "0", "1", "2"]


@pytest.mark.parametrize("change", [-300, -40, -4, -1, 1, 2, 3, 4, 5, 40, 300, 100_000])
@pytest.mark.parametrize("packed", [False, True, "as a whole"])
def test_a_wrong_content_length_costs_no_page(tmp_path, packed, change):
    records = [three(packed=False).data]
    if packed is True:
        records = [part for part in re.split(rb"(?=WARC/1\.0)", records[0]) if part]
    wrong = [with_wrong_lengths(record, change) for record in records]
    path = tmp_path / "x.warc"
    path.write_bytes(b"".join(gzip.compress(record) for record in wrong) if packed else wrong[0])
    found = read(path)
    if change > 4 and packed is not True:  # the last one says that more should follow
        assert found.pop().reason is Reason.CUT_SHORT
    assert [page.url for page in found] == [f"http://a.test/{n}" for n in range(len(found))]
    assert len(found) >= 2
    assert [page.body.rstrip(b"\r\n") for page in found] == [f"<p>page {n}</p>".encode() * 20 for n in range(len(found))]


@pytest.mark.parametrize("packed", [False, True])
def test_a_page_cannot_put_records_into_a_file(tmp_path, packed):
    forged = Recording(packed=False).response("http://victim.test/1", b"<p>forged</p>").data
    recording = Recording(packed=packed).response("http://a.test/1", b"<p>page</p>\r\n\r\n" + forged).response("http://a.test/2")
    assert [page.url for page in read(recording.save(tmp_path / "x.warc"))] == ["http://a.test/1", "http://a.test/2"]


def test_padding_after_the_last_record_is_nothing(tmp_path):
    path = three(packed=True).save(tmp_path / "x.warc.gz")
    path.write_bytes(path.read_bytes() + b"\0" * 1000)
    assert len(read(path)) == 3
