import errno
import hashlib
import os
import stat
import subprocess
import sys
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.output.files import WholeFile, why_not_writable, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def finish(file, *parts):
    for part in parts:
        file.write(part)
    file.commit()
    return file


@pytest.fixture
def full_disk(monkeypatch):
    """A disk that takes 10 bytes of each file, then is full."""
    real = os.write
    room: dict[int, int] = {}

    def write(descriptor, data):
        left = room.setdefault(descriptor, 10)
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        room[descriptor] = left - min(left, len(data))
        return real(descriptor, bytes(data)[:left])

    monkeypatch.setattr(os, "write", write)


def test_the_file_appears_only_when_it_is_complete(tmp_path):
    place = tmp_path / "new" / "folder" / "out.jsonl"
    file = WholeFile(place)
    file.write(b"one\n")
    assert not place.exists()
    file.commit()
    assert place.read_bytes() == b"one\n"
    assert names(place.parent) == ["out.jsonl"]


def test_readers_see_the_old_file_until_the_new_one_is_complete(tmp_path):
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"old\n")
    file = WholeFile(place)
    file.write(b"new\n")
    assert place.read_bytes() == b"old\n"
    file.commit()
    assert place.read_bytes() == b"new\n"


def test_appending_keeps_what_stands_there(tmp_path):
    place = tmp_path / "out.jsonl"
    finish(WholeFile(place, append=True), b"1\n")
    finish(WholeFile(place, append=True), b"2\n")
    assert place.read_bytes() == b"1\n2\n"


@pytest.mark.parametrize(
    ("before", "after", "left_out"),
    [
        (b'{"a": 1}\n{"b": ', b'{"a": 1}\nnew\n', 6),
        (b'{"a": 1}', b'{"a": 1}\nnew\n', 0),
        (b'{"torn', b"new\n", 6),
        (b'{"a": 1}\n', b'{"a": 1}\nnew\n', 0),
        (b"", b"new\n", 0),
        (b'{"a": 1}\n' + b"\0" * 4096, b'{"a": 1}\nnew\n', 4096),
        (b'{"a": 1}\n' + b'{"b": "' + b"x" * 3_000_000, b'{"a": 1}\nnew\n', 3_000_007),
    ],
)
def test_a_torn_last_line_is_mended_before_lines_are_appended(tmp_path, before, after, left_out):
    place = tmp_path / "out.jsonl"
    place.write_bytes(before)
    file = finish(WholeFile(place, append=True, whole_lines=True), b"new\n")
    assert place.read_bytes() == after
    assert file.left_out == left_out


@given(st.lists(st.binary(max_size=40), max_size=5), st.lists(st.binary(max_size=40), max_size=5))
def test_digest_and_lines_are_those_of_the_file_on_disk(tmp_path_factory, first, second):
    place = tmp_path_factory.mktemp("digest") / "out"
    finish(WholeFile(place), *first)
    file = finish(WholeFile(place, append=True), *second)
    content = place.read_bytes()
    assert content == b"".join([*first, *second])
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert file.lines == content.count(b"\n")


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, full_disk):
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"old\n")
    file = WholeFile(place)
    file.write(b"a line that is longer than the disk\n")
    file.write(b"another\n")
    with pytest.raises(OSError, match="No space left"):
        file.commit()
    assert file.created
    assert not file.committed
    assert names(tmp_path) == ["out.jsonl"]
    assert place.read_bytes() == b"old\n"


def test_a_disk_that_is_full_while_the_old_file_is_copied_leaves_it_as_it_is(tmp_path, full_disk):
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"more than ten bytes\n")
    with pytest.raises(OSError, match="No space left"):
        finish(WholeFile(place, append=True), b"new\n")
    assert place.read_bytes() == b"more than ten bytes\n"
    assert names(tmp_path) == ["out.jsonl"]


def test_an_error_at_the_last_moment_leaves_nothing_half_done(tmp_path, monkeypatch):
    def fsync(_):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match="Input/output error"):
        finish(WholeFile(tmp_path / "out.jsonl"), b"new\n")
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_made_is_an_error_of_creation(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    file = WholeFile(tmp_path / "file" / "out.jsonl")
    assert not file.created
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        file.commit()


def test_a_file_that_is_given_up_leaves_nothing(tmp_path):
    place = tmp_path / "out.jsonl"
    place.write_bytes(b"old\n")
    file = WholeFile(place)
    file.write(b"new\n")
    file.fail(ValueError("changed my mind"))
    with pytest.raises(ValueError, match="changed my mind"):
        file.commit()
    assert place.read_bytes() == b"old\n"
    assert names(tmp_path) == ["out.jsonl"]


def test_what_a_killed_writer_left_is_swept_up_but_not_a_living_ones(tmp_path):
    place = tmp_path / "out.jsonl"
    code = (
        "import sys, os; from pathlib import Path; from newsbot.output.files import WholeFile\n"
        "WholeFile(Path(sys.argv[1])).write(b'x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(place)], check=False)
    assert len(names(tmp_path)) == 1
    living = WholeFile(place)
    living.write(b"living\n")
    finish(WholeFile(place), b"new\n")
    assert len(names(tmp_path)) == 2
    living.commit()
    assert place.read_bytes() == b"living\n"
    assert names(tmp_path) == ["out.jsonl"]


def test_permissions_and_links_survive(tmp_path):
    target = tmp_path / "target.jsonl"
    target.write_bytes(b"old\n")
    target.chmod(0o640)
    link = tmp_path / "link.jsonl"
    link.symlink_to(target)
    finish(WholeFile(link), b"new\n")
    assert link.is_symlink()
    assert target.read_bytes() == b"new\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_gets_the_usual_permissions(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    finish(WholeFile(tmp_path / "whole"), b"")
    assert (tmp_path / "whole").stat().st_mode == plain.stat().st_mode


def test_pipes_are_written_as_they_are(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    finish(WholeFile(pipe), b"line\n")
    reader.join(10)
    assert got == [b"line\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_very_long_names_work(tmp_path):
    place = tmp_path / ("文" * 84)  # 252 bytes
    finish(WholeFile(place), b"x")
    assert place.read_bytes() == b"x"


def test_whether_a_file_can_be_made_is_tried_without_a_trace(tmp_path):
    assert why_not_writable(tmp_path / "sub" / "folder" / "out.jsonl") is None
    assert names(tmp_path) == []
    (tmp_path / "file").write_bytes(b"")
    assert why_not_writable(tmp_path / "file" / "out.jsonl") is not None
    assert isinstance(why_not_writable(tmp_path), IsADirectoryError)
    assert why_not_writable(tmp_path / "file") is None


def test_a_small_file_is_written_at_once(tmp_path):
    write_whole(tmp_path / "a" / "b.json", b"{}")
    assert (tmp_path / "a" / "b.json").read_bytes() == b"{}"
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, b"{}")
    assert names(tmp_path) == ["a"]
