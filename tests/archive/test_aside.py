import pytest

from newsbot.archive import Replay, aside
from newsbot.archive.aside import Aside
from newsbot.model import Page


def test_what_is_kept_can_be_replayed_as_it_came(tmp_path):
    pages = [
        Page("http://a.test/1", bytes(range(256)), {"Content-Type": "text/html"}, "2024-01-01T00:00:00+08:00"),
        Page("http://a.test/\udc80", b"\xff\xfe", status=206),
    ]
    kept = Aside(tmp_path / "aside" / "run")
    assert all(kept.keep(page, "not a text") for page in pages)
    again = list(Replay([tmp_path / "aside" / "run"]))
    assert [(page.url, page.body, page.status) for page in again if isinstance(page, Page)] == [
        (page.url, page.body, page.status) for page in pages
    ]
    assert kept.pages == 2


def test_nothing_is_made_when_nothing_is_kept(tmp_path):
    assert Aside(tmp_path / "aside").pages == 0
    assert not (tmp_path / "aside").exists()


def test_a_flood_of_rubbish_does_not_fill_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(aside, "MOST_ASIDE_BYTES", 10)
    kept = Aside(tmp_path / "aside")
    assert kept.keep(Page("http://a.test/1", b"x" * 8), "")
    assert not kept.keep(Page("http://a.test/2", b"x" * 8), "")
    assert len(list((tmp_path / "aside").iterdir())) == 2


def test_a_disk_that_cannot_be_written_raises(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        Aside(tmp_path / "file" / "aside").keep(Page("http://a.test/1", b"x"), "")
