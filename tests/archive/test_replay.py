import gzip
import json
import os
import shutil

import pytest

from newsbot.archive import Replay
from newsbot.exceptions import ArgumentError
from newsbot.model import Page
from tests.archive.test_warc import Recording


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "folder", "a")


def addresses(*places):
    return [page.url[-1] for page in Replay(places) if isinstance(page, Page)]


def make_folder(folder, *names, text=b"page"):
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(text)
    lines = [json.dumps({"url": f"http://x.test/{name}", "file": name}) for name in names]
    (folder / "index.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_several_archives_are_read_in_their_given_order(tmp_path, folder):
    warc = Recording().response("http://a.test/w").save(tmp_path / "x.warc.gz")
    assert addresses(folder, warc) == ["a", "w"]
    assert addresses(warc, folder) == ["w", "a"]


def test_a_folder_of_warc_files_is_read_by_name(tmp_path):
    for name in ("2.warc", "1.warc.gz"):
        Recording(packed=name.endswith("gz")).response(f"http://a.test/{name[0]}").save(tmp_path / name)
    assert addresses(tmp_path) == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nowhere", "does not exist"),
        ("empty", "holds no archive"),
        ("notes.pdf", "is no archive"),
        ("nowhere.warc.gz", "does not exist"),
        ("*.html", "does not exist"),
    ],
)
def test_what_is_no_archive_is_said(tmp_path, name, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.pdf").write_text("x", encoding="utf-8")
    with pytest.raises(ArgumentError, match=words):
        Replay([tmp_path / name])


def test_the_same_archive_is_the_same_run_wherever_it_lies(tmp_path, folder):
    shutil.copytree(folder, tmp_path / "elsewhere")
    assert Replay([folder]).run == Replay([tmp_path / "elsewhere"]).run
    assert Replay([folder]).run.startswith("replay-")


def test_another_archive_is_another_run(tmp_path, folder):
    longer = make_folder(tmp_path / "longer", "a", text=b"longer page")
    more = make_folder(tmp_path / "more", "a", "b")
    warc = Recording().response("http://a.test/w").save(tmp_path / "x.warc.gz")
    places = [[folder], [longer], [more], [warc], [folder, warc], [warc, folder]]
    assert len({Replay(place).run for place in places}) == len(places)


def test_our_own_recording_replays_under_its_own_run(tmp_path, folder):
    recorded = [Recording().info(software="newsbot/0.1.0", run="live-1").save(tmp_path / name) for name in ("a.warc.gz", "b.warc.gz")]
    assert Replay(recorded).run == "live-1"
    assert Replay([*recorded, folder]).run.startswith("replay-")


def test_a_replay_can_be_read_twice(folder):
    replay = Replay([folder])
    assert list(replay) == list(replay)


def pages(*places):
    return [found for found in Replay(places) if isinstance(found, Page)]


def saved(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def test_pages_in_files_need_no_index(tmp_path):
    saved(tmp_path, b_html="<p>页", a_txt="一\n二", c_htm_gz="<p>三", notes_pdf="%PDF", inner__d_html="<p>四")
    found = pages(tmp_path)
    assert [(page.url, page.content_type, page.fetched_at) for page in found] == [
        ("http://documents.test/a.txt", "text/plain", None),
        ("http://documents.test/b.html", "text/html", None),
        ("http://documents.test/c.htm.gz", "text/html", None),
    ]
    assert found[2].body == "<p>三".encode()


def test_names_of_any_bytes_stop_nothing_and_are_one_line_of_text(tmp_path):
    """Chinese names as an old system wrote them, escapes of a terminal, a line that looks like one of a log."""
    for name in (b"\xd6\xd0\xb9\xfa.txt", b"a\x1b[31m.txt", b"b\nERROR: c.txt"):
        (tmp_path / os.fsdecode(name)).write_text("一", encoding="utf-8")
    Recording().response("http://a.test/w").save(tmp_path / os.fsdecode(b"\xd6\x1b.warc.gz"))
    found = pages(tmp_path / "*")
    assert {page.url for page in found} == {
        "http://a.test/w",
        "http://documents.test/%D6%D0%B9%FA.txt",
        "http://documents.test/a%1B%5B31m.txt",
        "http://documents.test/b%0AERROR%3A%20c.txt",
    }
    assert all(page.archive.isprintable() for page in found)


def test_a_pattern_names_files_and_a_single_file_is_one(tmp_path):
    saved(tmp_path, b_html="<p>页", a_txt="一", inner__d_html="<p>四")
    Recording().response("http://a.test/w").save(tmp_path / "x.warc.gz")
    assert [page.url for page in pages(tmp_path / "**" / "*.html")] == [
        "http://documents.test/b.html",
        "http://documents.test/inner/d.html",
    ]
    assert [page.url for page in pages(tmp_path / "*")] == [
        "http://a.test/w",
        "http://documents.test/a.txt",
        "http://documents.test/b.html",
    ]
    assert [page.url for page in pages(tmp_path / "a.txt")] == ["http://documents.test/a.txt"]


def test_the_same_files_are_the_same_run_and_other_text_is_another(tmp_path):
    for place, text in (("one", "一"), ("two", "一"), ("three", "三")):
        saved(tmp_path / place, a_txt=text)
    one, two, three = (Replay([tmp_path / place]).run for place in ("one", "two", "three"))
    assert one == two != three
