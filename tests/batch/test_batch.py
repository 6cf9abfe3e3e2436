"""Archives in bulk: reading is broken off and goes on, and what is settled has the rows of one replay of all archives."""

import gzip
import json
import os
import signal

import pytest

from newsbot.addresses import canonical
from newsbot.batch import __main__ as command
from newsbot.batch import settle as settling
from newsbot.batch import shards
from newsbot.batch.cc_news import paths_between
from newsbot.exceptions import ArgumentError
from newsbot.ledger import Ledger
from newsbot.ledger import settling as reports_of_ledger
from newsbot.output.files import WholeFile
from tests.batch.archives import articles_of_several_pages
from tests.test_run import ROOT, crawl

GIVEN = ("-a", "topic=any")
SINCE = (*GIVEN, "-a", "since=2023-05-07")


@pytest.fixture(params=["parquet", "lines"])
def stored(request, monkeypatch):
    """Shards as Parquet where pyarrow is installed, and always as lines of JSON, which say the same."""
    if request.param == "parquet":
        pytest.importorskip("pyarrow")
        return

    def write(path, entries):
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [shards._as_row(entry) for entry in entries]
        for row in rows:
            row.update({name: row[name].hex() if row[name] is not None else None for name in ("content", "checksum")})
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return len(rows)

    def read(path, columns=None):
        for text in path.read_text("utf-8").splitlines():
            row = json.loads(text)
            row.update({name: bytes.fromhex(row[name]) if row[name] is not None else None for name in ("content", "checksum")})
            yield shards._of_row({name: row[name] for name in columns or row})

    monkeypatch.setattr(shards, "write_shard", write)
    monkeypatch.setattr(settling, "read_shard", read)


def batch(folder, archives, *given, rows="rows.jsonl"):
    """What both commands end with, and the rows."""
    places = [str(place) for place in archives]
    read = command.run_batch(["read", *places, "--to", str(folder / "shards"), *given])
    settled = command.run_batch(["settle", *places, "--to", str(folder / "shards"), "--rows", str(folder / rows), *given])
    return read, settled, (folder / rows).read_bytes()


@pytest.fixture(scope="module")
def replay(tmp_path_factory):
    """Archives of several kinds, and the rows of one replay of all of them."""
    folder = tmp_path_factory.mktemp("replay")
    archives = [ROOT / "fixtures" / "documents", ROOT / "fixtures" / "pages", *articles_of_several_pages(folder)]
    ran = crawl(folder, "-a", f"replay={','.join(map(str, archives))}", *SINCE, "-O", "replayed.jsonl", "-s", "LEDGER=:memory:")
    assert ran.code == 0, ran.log
    return archives, (folder / "replayed.jsonl").read_bytes()


@pytest.mark.slow
def test_two_commands_give_the_rows_of_one_replay(tmp_path, stored, replay):
    archives, expected = replay
    read, settled, rows = batch(tmp_path, archives, *SINCE)
    assert (read, settled) == (0, 0)
    assert rows == expected
    assert len(rows.splitlines()) > 15


def test_an_article_whose_pages_lie_in_two_archives_is_put_together(tmp_path, stored):
    archives = articles_of_several_pages(tmp_path)
    _, _, rows = batch(tmp_path, archives, *SINCE)
    assert len(rows.splitlines()) == 2
    (row,) = [row for row in map(json.loads, rows.splitlines()) if row["url"].endswith("/c356999-40834999.html")]
    assert len(row["body"]) == 4
    found = settling._of_several(sorted((tmp_path / "shards").glob("0*")))
    assert canonical("http://www.a.test.cn/n2/2024/0506/c356999-40834999-2.html") in found


def test_what_was_broken_off_goes_on(tmp_path, stored, capsys):
    archives = articles_of_several_pages(tmp_path)
    _, _, rows = batch(tmp_path, archives, *GIVEN)
    first, *_ = sorted((tmp_path / "shards").glob("0*"))
    first.unlink()
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "_write", lambda *_: pytest.fail("a shard is missing"))
        assert command.run_batch(["settle", *map(str, archives), "--to", str(tmp_path / "shards"), "--rows", str(tmp_path / "x")]) == 2
    assert first.name in capsys.readouterr().err
    read, settled, again = batch(tmp_path, archives, *GIVEN)
    assert (read, settled) == (0, 0)
    assert again == rows
    assert "4 records" not in capsys.readouterr().out  # only the missing archive was read again


KILLED_AT = {
    "while a shard is written": (shards, "_as_row", 3),
    "while entries are taken in": (Ledger, "take_in", 2),
    "while it is noted that the ledger has a shard": (Ledger, "remember", 2),
    "before pages of one article are put together": (settling, "_verdict", 1),
    "while the ledger is settled": (reports_of_ledger, "renew", 1),
    "while rows are written": (settling, "line", 2),
    "before the rows take their place": (WholeFile, "commit", 1),
}
"""What is called, and at which call of it the process is killed."""


@pytest.mark.parametrize("when", KILLED_AT)
def test_a_batch_that_is_killed_gives_the_same_rows_when_it_is_given_again(tmp_path, stored, when):
    archives = articles_of_several_pages(tmp_path)
    _, _, rows = batch(tmp_path / "whole", archives, *SINCE)
    assert killed_at(*KILLED_AT[when], lambda: batch(tmp_path / "killed", archives, *SINCE))
    assert not (tmp_path / "killed" / "rows.jsonl").exists()
    assert batch(tmp_path / "killed", archives, *SINCE) == (0, 0, rows)


def killed_at(where, name, call, work):
    """Whether a process that did the work was killed at that call of a function: nothing is closed, nothing tidied up."""
    child = os.fork()
    if child == 0:
        try:
            real, calls = getattr(where, name), iter(range(call))

            def deadly(*given, **more):
                if next(calls, None) == call - 1:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **more)

            setattr(where, name, deadly)
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_an_archive_of_which_nothing_could_be_read_ends_with_66(tmp_path, stored, capsys):
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(gzip.compress(b"WARC/1.0\r\nWARC-Type: resp")[:20])
    archives = [*articles_of_several_pages(tmp_path), broken]
    read, settled, rows = batch(tmp_path, archives, *GIVEN)
    assert (read, settled) == (0, 66)
    assert rows
    assert "broken.warc.gz" in capsys.readouterr().err


def test_a_fault_on_one_page_is_an_outcome_of_that_page(tmp_path, stored, monkeypatch):
    archives = articles_of_several_pages(tmp_path)

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(shards, "read_apart", broken)
    read, settled, rows = batch(tmp_path, archives, *GIVEN)
    assert (read, settled, rows) == (0, 0, b"")


@pytest.mark.parametrize(("part", "expected"), [("1/2", slice(0, None, 2)), ("2/2", slice(1, None, 2))])
def test_parts_are_for_several_machines(part, expected):
    assert command._part(part) == expected
    for wrong in ("0/2", "3/2", "x", "1"):
        with pytest.raises(ArgumentError, match="K/N"):
            command._part(wrong)


PATHS = """crawl-data/CC-NEWS/2024/05/CC-NEWS-20240501001122-00001.warc.gz
crawl-data/CC-NEWS/2024/05/CC-NEWS-20240506071011-00002.warc.gz
crawl-data/CC-NEWS/2024/05/CC-NEWS-20240507235959-00003.warc.gz
crawl-data/CC-NEWS/2024/05/CC-NEWS-20249907235959-00004.warc.gz
"""


@pytest.mark.parametrize("pack", [str.encode, lambda text: gzip.compress(text.encode())])
def test_archives_of_cc_news_are_chosen_by_day(tmp_path, pack, capsys):
    (tmp_path / "warc.paths.gz").write_bytes(pack(PATHS))
    assert command.run_batch(["cc-news", "2024-05-06", "2024-05-07", "--paths", str(tmp_path / "warc.paths.gz")]) == 0
    assert capsys.readouterr().out.split() == PATHS.split()[1:3]
    with pytest.raises(ArgumentError, match="no day"):
        paths_between([tmp_path / "warc.paths.gz"], "2024-13-01", "2024-05-07")
    (tmp_path / "other").write_text("no path")
    for name in ("other", "missing"):
        with pytest.raises(ArgumentError, match=name):
            paths_between([tmp_path / name], "2024-05-01", "2024-05-07")


def test_the_same_as_steps_of_datatrove(tmp_path):
    pytest.importorskip("datatrove")
    pytest.importorskip("pyarrow")
    from datatrove.executor import LocalPipelineExecutor  # noqa: PLC0415

    from newsbot.batch.steps import Archives, Normalise, Shards  # noqa: PLC0415

    archives = articles_of_several_pages(tmp_path)
    _, _, rows = batch(tmp_path, archives, *GIVEN)
    other = tmp_path / "other"
    steps = [Archives([str(place) for place in archives], str(other / "shards")), Normalise(topic="any"), Shards(str(other / "shards"))]
    LocalPipelineExecutor(steps, tasks=2, workers=1, logging_dir=str(tmp_path / "logs")).run()
    read, settled, again = batch(other, archives, *GIVEN)
    assert (read, settled) == (0, 0)
    assert again == rows
