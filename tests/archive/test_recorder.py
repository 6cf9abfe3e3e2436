import fcntl
import gzip
import io
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from newsbot.archive import Replay
from newsbot.archive.recorder import PART, Recorder, finish_killed, packed
from newsbot.exceptions import OutputError, OutputNotCreated
from newsbot.model import CHINA, Hints, Page

CLOCK = datetime(2023, 4, 10, 14, 53, 3, tzinfo=CHINA)


def page(number=0, body=b"<p>page</p>", **more):
    moment = CLOCK + timedelta(seconds=number)
    return Page(f"http://a.test/{number}.html", body, {"Content-Type": "text/html; charset=gb2312", **more}, moment)


def urls(folder):
    return [found.url for found in Replay([folder]) if isinstance(found, Page)]


def record(folder, pages, run="20230410T065303Z-abcdef", **more):
    """Record pages, and say them as a replay should."""
    recorder = Recorder(folder, run, **more)
    said = [recorder.write(each, {"User-Agent": "newsbot"}) for each in pages]
    recorder.close()
    assert [(each.url, each.body, each.status, each.fetched_at) for each in said] == [
        (each.url, each.body, each.status, each.fetched_at) for each in pages
    ]
    return said


def test_what_is_recorded_replays_into_the_same_pages(tmp_path):
    pages = [page(n, f"<p>第{n}页</p>".encode("gb18030")) for n in range(5)]
    said = record(tmp_path, pages)
    replay = Replay([tmp_path])
    assert list(replay) == said
    assert replay.run == "20230410T065303Z-abcdef"
    assert [path.name for path in tmp_path.iterdir()] == ["20230410T065303Z-abcdef-00000.warc.gz"]


def test_what_the_source_says_of_its_pages_is_kept_with_each(tmp_path):
    said = replace(
        Hints(("湖南省", "长沙市"), "gb18030", {"body": (".text", "//div[@id='story']")}, rendered=True, modified="2023-04-12"),
        published="2023-04-10",
        headline="社区网格员入户走访",
        author="王秀兰",
    )
    pages = [replace(page(0), source="wenming-cs", hints=said), replace(page(1), hints=Hints()), page(2)]
    record(tmp_path, pages)
    found = [(each.source, each.hints) for each in Replay([tmp_path]) if isinstance(each, Page)]
    assert found == [("wenming-cs", said), (None, Hints()), (None, None)]


def test_error_pages_and_headers_are_kept_and_those_of_the_transfer_are_not(tmp_path):
    headers = {"X-Robots-Tag": "noindex, nofollow", "X-Name": "caf\xe9\r\nX: y", "Content-Encoding": "gzip"}
    gone = Page("http://a.test/gone?x=1&y=文", b"gone", headers, CLOCK, 404)
    said = record(tmp_path, [gone])
    (found,) = Replay([tmp_path])
    assert isinstance(found, Page)
    assert [found] == said
    assert (found.status, found.url, found.body) == (404, gone.url, b"gone")
    assert found.headers == {"x-robots-tag": "noindex, nofollow", "x-name": "caf%C3%A9  X: y"}


def test_the_file_is_one_that_other_tools_read(tmp_path):
    record(tmp_path, [page()])
    (path,) = tmp_path.iterdir()
    with path.open("rb") as file:
        records = [(r.rec_type, r.http_headers and r.http_headers.get_header("User-Agent"), r.rec_headers.get_header("WARC-Date"))
                   for r in ArchiveIterator(file, check_digests="raise") if r.content_stream().read() is not None]  # fmt: skip
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "request"]
    assert records[2][1] == "newsbot"
    assert records[1][2] == "2023-04-10T06:53:03Z"


def test_files_are_changed_by_size_and_each_names_its_run(tmp_path):
    said = record(tmp_path, [page(n, bytes(range(256)) * 40) for n in range(6)], file_bytes=1500)
    assert len(list(tmp_path.iterdir())) == 3
    assert Replay([tmp_path]).run == "20230410T065303Z-abcdef"
    assert list(Replay([tmp_path])) == said


def test_nothing_is_created_before_the_first_page(tmp_path):
    Recorder(tmp_path / "archive", "run").close()
    assert list(tmp_path.iterdir()) == []


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path):
    recorder = Recorder(tmp_path, "run")
    recorder.write(page())
    assert [path.name for path in tmp_path.iterdir()] == ["run-00000.warc.gz.part"]
    assert finish_killed(tmp_path) == []  # its run is still going
    recorder.close()
    assert [path.name for path in tmp_path.iterdir()] == ["run-00000.warc.gz"]


def test_a_name_given_twice_overwrites_nothing(tmp_path):
    assert len({*map(repr, [*record(tmp_path, [page(1)], run="run"), *record(tmp_path, [page(2)], run="run")])}) == 2
    assert urls(tmp_path) == ["http://a.test/1.html", "http://a.test/2.html"]


# ------------------------------------------------------------------------------------------------------- killed runs


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    said = record(folder, [page(n, bytes(range(256)) * n) for n in range(4)], run="run")
    (path,) = folder.iterdir()
    return path.read_bytes(), said


@given(cut=st.integers(0, 10_000), noise=st.binary(max_size=20))
def test_a_torn_file_is_repaired_to_its_last_whole_record(tmp_path_factory, whole, cut, noise):
    data, said = whole
    folder = tmp_path_factory.mktemp("torn")
    (folder / f"run-00000.warc.gz{PART}").write_bytes(data[: min(cut, len(data))] + (noise if cut < len(data) else b""))
    finished = finish_killed(folder)
    assert not list(folder.glob(f"*{PART}"))
    if not finished:
        assert cut < int(said[1].archive.partition(":")[2])
        return
    found = list(Replay([folder]))
    starts = [int(each.archive.partition(":")[2]) for each in said[1:]]
    assert found == said[: len(found)]
    assert len(found) >= sum(start <= cut for start in starts)
    assert Replay([folder]).run == "run"


def test_many_records_that_unpack_to_much_are_scanned_with_little_memory(tmp_path):
    bomb = gzip.compress(b"0" * (64 << 20))
    (tmp_path / f"run-00000.warc.gz{PART}").write_bytes(bomb * 3 + b"\x1f\x8b\x08")
    (path,) = finish_killed(tmp_path)
    assert path.stat().st_size == 3 * len(bomb)


def test_a_folder_that_does_not_exist_needs_no_repair(tmp_path):
    assert finish_killed(tmp_path / "nowhere") == []


# ------------------------------------------------------------------------------------------------------- full disks


class FullDisk(io.RawIOBase):
    """A file on a disk with room for so many more bytes."""

    def __init__(self, file, room):
        self.file, self.room = file, room

    def write(self, data):
        if self.room == 0:
            raise OSError(28, "No space left on device")
        written = self.file.write(bytes(data)[: self.room])
        self.room -= written
        return written

    def truncate(self, size=None):
        return self.file.truncate(size)

    def seek(self, offset, whence=0):
        return self.file.seek(offset, whence)

    def fileno(self):
        return self.file.fileno()

    def close(self):
        self.file.close()


def test_a_full_disk_ends_the_file_with_the_record_before(tmp_path):
    recorder = Recorder(tmp_path, "run")
    recorder.write(page(1))
    recorder._file = FullDisk(recorder._file, room=200)  # type: ignore[assignment]
    with pytest.raises(OutputError, match="No space left"):
        recorder.write(page(2, bytes(range(256)) * 100))
    recorder.close()
    assert urls(tmp_path) == ["http://a.test/1.html"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputNotCreated, match="ARCHIVE"):
        Recorder(tmp_path / "file" / "archive", "run").write(page())


def test_another_runs_lock_is_respected(tmp_path):
    part = tmp_path / f"run-00000.warc.gz{PART}"
    part.write_bytes(gzip.compress(b"x") * 3)
    with part.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert finish_killed(tmp_path) == []
    assert finish_killed(tmp_path) == [tmp_path / "run-00000.warc.gz"]


def test_credentials_of_a_request_never_stand_in_the_archive(tmp_path):
    recorder = Recorder(tmp_path, "r")
    recorder.write(page(), {"User-Agent": "newsbot", "Proxy-Authorization": "Basic c2VjcmV0", "Authorization": "Bearer c2VjcmV0"})
    recorder.close()
    (path,) = tmp_path.iterdir()
    text = gzip.decompress(path.read_bytes()).decode("latin-1")
    assert "User-Agent: newsbot" in text
    assert "c2VjcmV0" not in text


def test_the_archive_says_which_machine_answered():
    data = gzip.decompress(packed(page(0), address="192.0.2.7").data)
    assert b"WARC-IP-Address: 192.0.2.7\r\n" in data
    assert b"WARC-IP-Address" not in gzip.decompress(packed(page(0)).data)
