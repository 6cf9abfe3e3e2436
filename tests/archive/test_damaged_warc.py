"""Archives that a disk damaged: what is not damaged is read, what is passed over is told with its place and its bytes."""

import gzip
import random
import re
from datetime import UTC, datetime

import pytest

from newsbot.archive import records, resync
from newsbot.archive.recorder import Recorder
from newsbot.archive.warc import read_warc
from newsbot.model import Outcome, Page, Reason, Rejection
from tests.archive.test_warc import Recording

LIMIT = 1 << 20
PAGES = 30
FORMS = ("members", "plain", "as a whole")
MARKS = {"members": rb"\x1f\x8b\x08", "plain": rb"WARC/1\.0", "as a whole": rb"(?!)"}
ERASED = 600
"""Bytes: fewer than any page has, so that damage meets two records at most."""


def recording(folder):
    """Write an archive as a live run does, of pages that pack well and of pages that hardly do."""
    dice = random.Random(1)
    recorder = Recorder(folder, "run")
    for n in range(PAGES):
        letters = "".join(chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(dice.randrange(400, 4000)))
        body = dice.randbytes(70_000) if n == 5 else f"<p>{letters}</p>\r\n\r\n<p>{n}</p>".encode()
        recorder.write(Page(f"http://a.test/{n}", body, {"content-type": "text/html"}, datetime(2024, 1, 1, tzinfo=UTC)))
    recorder.close()
    return next(folder.glob("*.warc.gz")).read_bytes()


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    packed = recording(tmp_path_factory.mktemp("archive"))
    plain = gzip.decompress(packed)
    return dict(zip(FORMS, (packed, plain, gzip.compress(plain)), strict=True))


def damage(data, form, dice):
    """Damage an archive in one place: a bit, some bytes that are gone, zeroed, or put in, near the begin of a record or anywhere."""
    starts = [found.start() for found in re.finditer(MARKS[form], data)]
    at = dice.choice(starts) + dice.randrange(-6, 300) if starts and dice.random() < 0.4 else dice.randrange(len(data))
    at = max(0, min(at, len(data) - 1))
    kind = dice.randrange(4)
    if kind == 0:
        return data[:at] + bytes([data[at] ^ (1 << dice.randrange(8))]) + data[at + 1 :]
    if kind == 1:
        return data[:at] + data[at + dice.randrange(1, 50) :]
    if kind == 2:
        return data[:at] + bytes(min(ERASED, len(data) - at)) + data[at + ERASED :]
    return data[:at] + dice.randbytes(30) + data[at:]


def read(path, data):
    path.write_bytes(data)
    return list(read_warc(path, max_bytes=LIMIT))


def pages(found):
    return {each.url: each.body for each in found if isinstance(each, Page)}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_damaged_is_read_and_what_is_passed_over_is_told(forms, tmp_path, form, seed):
    whole = pages(read(tmp_path / "x.warc.gz", forms[form]))
    assert len(whole) == PAGES
    dice = random.Random(seed)
    for _ in range(8):
        data = damage(forms[form], form, dice)
        found = read(tmp_path / "x.warc.gz", data)
        assert found == read(tmp_path / "x.warc.gz", data)
        got = pages(found)
        known = [url for url in got if url in whole]
        told = [each for each in found if isinstance(each, Rejection)]
        assert told or len(got) == PAGES, "a page is missing and nothing says so"
        if form == "as a whole":  # nothing can be unpacked behind the damage, and the one check sum stands at the end
            assert told or got == whole
            continue
        assert all(got[url] == whole[url] for url in known)
        assert len(known) >= PAGES - 2


@pytest.mark.parametrize("form", ["members", "plain"])
def test_a_stretch_that_is_passed_over_is_told_with_its_place_and_size(forms, tmp_path, form):
    data = forms[form]
    place = len(data) // 2
    found = read(tmp_path / "x.warc.gz", data[:place] + b"\xff" * 100 + data[place + 100 :])
    told = [each for each in found if isinstance(each, Rejection) and each.reason is Reason.ARCHIVE_DAMAGED][-1]
    assert told.outcome is Outcome.BAD_RECORD
    (stated,) = re.findall(r"is damaged at x\.warc\.gz:(\d+): ([\d,]+) bytes were passed over", told.detail)
    begin, size = int(stated[0]), int(stated[1].replace(",", ""))
    assert begin <= place + 100 <= begin + size <= len(data)


def test_each_of_many_damaged_records_costs_itself_alone(forms, tmp_path):
    data = bytearray(forms["members"])
    starts = [found.start() for found in re.finditer(rb"\x1f\x8b\x08\0", data)]
    for number in range(3, len(starts), 5):
        data[starts[number] + 40] ^= 0x10
    found = read(tmp_path / "x.warc.gz", bytes(data))
    told = [each for each in found if isinstance(each, Rejection)]
    assert len(told) == len(range(3, len(starts), 5))
    assert len(pages(found)) >= PAGES - len(told)


def test_a_first_record_that_is_damaged_costs_no_other(forms, tmp_path):
    for form in ("members", "plain"):
        assert len(pages(read(tmp_path / "x.warc.gz", b"\0\0\0" + forms[form][3:]))) == PAGES


def test_files_packed_as_wholes_that_follow_a_damaged_one_are_read(tmp_path):
    one = Recording(packed=False).response("http://a.test/1").response("http://a.test/2", b"a" * 300).response("http://a.test/3")
    other = Recording(packed=False).response("http://a.test/4").response("http://a.test/5")
    first = bytearray(gzip.compress(one.data))
    first[-3] ^= 1
    found = read(tmp_path / "x.warc.gz", bytes(first) + gzip.compress(other.data))
    assert list(pages(found)) == [f"http://a.test/{n}" for n in range(1, 6)]
    assert sum(isinstance(each, Rejection) for each in found) == 1


def forged(form, *headers):
    """A page that holds a record of its own, packed or not, in an archive whose records name the file they belong to."""
    mine = Recording(packed=form == "members")
    mine.add("response", "application/http", b"HTTP/1.1 200 OK\r\n\r\nforged", "WARC-Target-URI: http://victim.test/", *headers)
    return random.Random(1).randbytes(3000) + b"\r\n\r\n" + mine.data + random.Random(2).randbytes(3000)


@pytest.mark.parametrize("form", ["members", "plain"])
def test_records_that_a_damaged_page_holds_are_none_of_the_archive(tmp_path, form):
    recorder = Recorder(tmp_path, "run")
    for url, body in (("1", b"<p>page</p>"), ("2", forged(form, "WARC-Warcinfo-ID: <urn:uuid:guessed>")), ("3", b"<p>page</p>")):
        recorder.write(Page(f"http://a.test/{url}", body, {}, datetime(2024, 1, 1, tzinfo=UTC)))
    recorder.close()
    data = next(tmp_path.glob("*.warc.gz")).read_bytes()
    data = gzip.decompress(data) if form == "plain" else data
    starts = [found.start() for found in re.finditer(MARKS[form], data)]
    hurt = starts[2] + 12  # the first is that of the record that says whose file it is
    for at in range(hurt, hurt + 600, 37):
        found = read(tmp_path / "x.warc.gz", data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        assert "http://victim.test/" not in pages(found)
        assert "http://a.test/3" in pages(found)


def test_a_damaged_name_of_the_file_does_not_bind_what_follows(forms, tmp_path):
    data = re.sub(rb"WARC-(Block|Payload)-Digest:[^\r]*\r\n", b"", forms["plain"])
    names = [found.start() for found in re.finditer(rb"WARC-Warcinfo-ID", data)]
    at = names[20] + 40
    assert len(pages(read(tmp_path / "x.warc.gz", data[:at] + bytes(600) + data[at + 600 :]))) >= PAGES - 2


@pytest.mark.parametrize("hurt", [b"WARC-Type: respXnse", b"WARC-Xype: response", b"WARC-Xarget-URI: http://a.test/2"])
def test_a_plain_header_that_is_damaged_is_told(tmp_path, hurt):
    data = Recording(packed=False).response("http://a.test/1").response("http://a.test/2").response("http://a.test/3").data
    name, _, value = hurt.partition(b": ")
    sound = hurt.replace(b"respX", b"respo").replace(b"-Xy", b"-Ty").replace(b"-Xa", b"-Ta")
    place = data.index(sound, data.index(b"WARC/1.0", 10))
    found = read(tmp_path / "x.warc", data[:place] + name + b": " + value + data[place + len(hurt) :])
    assert list(pages(found)) == ["http://a.test/1", "http://a.test/3"]
    assert [each.outcome for each in found if isinstance(each, Rejection)] == [Outcome.BAD_RECORD]


def test_a_plain_record_is_held_to_its_check_sum_where_those_before_fit(forms, tmp_path):
    data = forms["plain"]
    at = data.index(b"</p>", data.index(b"http://a.test/7"))
    found = read(tmp_path / "x.warc", data[:at] + b"</q>" + data[at + 4 :])
    assert {f"http://a.test/{n}" for n in range(PAGES)} - set(pages(found)) == {"http://a.test/7"}
    assert "check sum" in next(each.detail for each in found if isinstance(each, Rejection))
    wrong = re.sub(rb"(WARC-Block-Digest: sha1:)...", rb"\1AAA", data)
    assert len(pages(read(tmp_path / "x.warc", wrong))) == PAGES


def test_searching_has_bounds(monkeypatch, tmp_path):
    monkeypatch.setattr(resync, "_MOST_TRIED", 50)
    monkeypatch.setattr(records, "_REREAD_BYTES", 10_000)
    good = Recording().response("http://a.test/1").data
    for filling in (b"\x1f\x8b\x08\0" * 2000, good[:-9] * 300, gzip.compress(b"WARC/1.0\r\nA: b\r\n" * 3)[:-1] * 200):
        found = read(tmp_path / "x.warc.gz", good + filling + good)
        assert [each.url for each in found if isinstance(each, Page)][:1] == ["http://a.test/1"]
        assert any(isinstance(each, Rejection) for each in found)
    text = Recording(packed=False).response("http://a.test/1").data
    found = read(tmp_path / "x.warc", text + b"WARC/1.0\r\nAnd: so on\r\n" * 4000 + text)
    assert [each.url for each in found if isinstance(each, Page)] == ["http://a.test/1"]
    assert any(isinstance(each, Rejection) for each in found)
