import gzip
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.archive.folder import LONGEST_LINE, read_folder
from newsbot.model import CHINA, Outcome, Page, Rejection

LIMIT = 10_000


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "page.html").write_bytes(b"<p>page</p>")
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>packed</p>"))
    return tmp_path


def write_index(folder, *lines):
    (folder / "index.jsonl").write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )


def read(folder):
    return list(read_folder(folder, max_bytes=LIMIT))


def only(folder):
    (found,) = read(folder)
    return found


def test_a_record_becomes_a_page(folder):
    write_index(
        folder,
        {
            "url": "http://a.test/1",
            "file": "page.html",
            "status": 404,
            "headers": {"Content-Type": "text/html; charset=gbk"},
            "fetched_at": "2024-01-01T00:00:00+08:00",
        },
    )
    page = only(folder)
    assert isinstance(page, Page)
    assert (page.url, page.body, page.status, page.archive) == ("http://a.test/1", b"<p>page</p>", 404, "page.html")
    assert page.headers == {"content-type": "text/html; charset=gbk"}
    assert page.fetched_at is not None
    assert page.fetched_at.isoformat() == "2024-01-01T00:00:00+08:00"


def test_status_headers_and_clock_may_be_left_out_and_a_clock_without_zone_is_chinese(folder):
    write_index(
        folder,
        {"url": "http://a.test/1", "file": "page.html"},
        {"url": "http://a.test/1", "file": "page.html", "headers": None, "fetched_at": "2024-01-01T00:00:00"},
    )
    bare, clocked = read(folder)
    assert (bare.status, bare.headers, bare.fetched_at) == (200, {}, None)
    assert clocked.fetched_at.tzinfo is CHINA


def test_pages_come_in_the_order_of_the_index_and_as_often_as_it_names_them(folder):
    lines = [{"url": f"http://a.test/{name}", "file": "page.html"} for name in ("z", "a", "z")]
    write_index(folder, *lines)
    assert [page.url[-1] for page in read(folder)] == ["z", "a", "z"]


def test_packed_files_are_unpacked(folder):
    write_index(folder, {"url": "http://a.test/1", "file": "page.html.gz"})
    assert only(folder).body == b"<p>packed</p>"


def test_a_body_that_is_still_packed_as_it_was_sent_is_unpacked_too(folder):
    (folder / "sent").write_bytes(gzip.compress(b"<p>sent</p>"))
    write_index(folder, {"url": "http://a.test/1", "file": "sent", "headers": {"Content-Encoding": "gzip", "X": "y"}})
    page = only(folder)
    assert page.body == b"<p>sent</p>"
    assert page.headers == {"x": "y"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "line 1 of index.jsonl is not JSON"),
        (b'{"url": "http://a.test/1", "file"', "is not JSON"),
        (b"\xff\xfe{}", "is not JSON"),
        (b"[" * 200_000, "is not JSON"),
        (b"x" * (LONGEST_LINE + 5), "is longer than"),
        (b"[]", "not an object"),
        (b"{}", 'needs "url"'),
        ({"url": "file:///etc/passwd", "file": "page.html"}, 'needs "url"'),
        ({"url": "http://[::1", "file": "page.html"}, 'needs "url"'),
        ({"url": "http://user:secret@a.test/1", "file": "page.html"}, "without a name or password"),
        ({"url": "http://a.test/1"}, 'needs "file"'),
        ({"url": "http://a.test/1", "file": "a\0b"}, 'needs "file"'),
        ({"url": "http://a.test/1", "file": "page.html", "status": "200"}, '"status" is a number'),
        ({"url": "http://a.test/1", "file": "page.html", "status": True}, '"status" is a number'),
        ({"url": "http://a.test/1", "file": "page.html", "headers": ["a"]}, '"headers"'),
        ({"url": "http://a.test/1", "file": "page.html", "headers": {"a": 1}}, '"headers"'),
        ({"url": "http://a.test/1", "file": "page.html", "fetched_at": "yesterday"}, '"fetched_at" is ISO 8601'),
        ({"url": "http://a.test/1", "file": "page.html", "fetched_at": 5}, '"fetched_at" is ISO 8601'),
        ({"url": "http://a.test/1", "file": "../secret"}, "outside the folder"),
        ({"url": "http://a.test/1", "file": "/etc/passwd"}, "outside the folder"),
    ],
)
def test_what_is_no_record_is_said_and_costs_no_other_page(folder, line, words):
    write_index(folder, line, {"url": "http://a.test/good", "file": "page.html"})
    bad, good = read(folder)
    assert isinstance(bad, Rejection)
    assert bad.outcome is Outcome.BAD_RECORD
    assert words in bad.detail
    assert "secret@" not in bad.detail
    assert good.body == b"<p>page</p>"


def test_a_link_does_not_lead_out_of_the_folder(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_bytes(b"secret")
    (folder / "link").symlink_to(secret)
    write_index(folder, {"url": "http://a.test/1", "file": "link"})
    assert only(folder).outcome is Outcome.BAD_RECORD


@pytest.mark.parametrize("name", ["nowhere.html", "sub"])
def test_a_file_that_cannot_be_read_is_missing(folder, name):
    (folder / "sub").mkdir()
    write_index(folder, {"url": "http://a.test/1", "file": name})
    missing = only(folder)
    assert (missing.outcome, missing.page.url) == (Outcome.MISSING_FILE, "http://a.test/1")
    assert name in missing.detail


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("big.html", b"x" * (LIMIT + 1), "more than 10,000 bytes"),
        ("bomb.gz", gzip.compress(b"\0" * 50_000_000, mtime=0), "more than 10,000 bytes"),
        ("cut.gz", gzip.compress(b"text" * 100, mtime=0)[:-10], "cut short"),
        ("no.gz", b"plain text", "no valid gzip"),
    ],
)
def test_a_file_that_does_not_unpack_or_is_too_large_is_unreadable(folder, name, content, words):
    (folder / name).write_bytes(content)
    write_index(folder, {"url": "http://a.test/1", "file": name})
    found = only(folder)
    assert found.outcome is Outcome.UNREADABLE
    assert words in found.detail


def test_blank_lines_and_a_byte_order_mark_are_no_records(folder):
    (folder / "index.jsonl").write_bytes(b'\xef\xbb\xbf{"url": "http://a.test/1", "file": "page.html"}\r\n\n   \n')
    assert only(folder).url == "http://a.test/1"


def test_a_folder_without_index_raises(tmp_path):
    with pytest.raises(OSError, match=r"index\.jsonl"):
        read(tmp_path)


@given(st.binary(max_size=2000))
def test_an_index_of_any_bytes_gives_pages_or_rejections(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("any")
    (folder / "index.jsonl").write_bytes(data)
    assert all(isinstance(found, Page | Rejection) for found in read_folder(folder, max_bytes=LIMIT))


def test_a_pipe_in_the_index_is_not_waited_for(folder):
    os.mkfifo(folder / "pipe")
    write_index(folder, {"url": "http://a.test/1", "file": "pipe"}, {"url": "http://a.test/2", "file": "page.html"})
    pipe, page = read(folder)
    assert (pipe.outcome, page.body) == (Outcome.MISSING_FILE, b"<p>page</p>")
    assert "no regular file" in pipe.detail
