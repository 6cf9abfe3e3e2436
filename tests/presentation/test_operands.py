"""What `newsbot read` takes: files, archives, lists of addresses, standard input."""

import io
from pathlib import Path

import pytest

from newsbot.presentation.operands import NothingToRead, addresses_in, arguments_of, split


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")


def given(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("words", "operands", "options"),
    [
        (["a", "b", "-O", "c"], ["a", "b"], ["-O", "c"]),
        (["-O", "c", "a", "-s", "LEDGER=x", "b"], ["a", "b"], ["-O", "c", "-s", "LEDGER=x"]),
        (["-", "-atopic=any", "-O", "-:jsonl"], ["-"], ["-atopic=any", "-O", "-:jsonl"]),
        (["--nolog", "a"], ["a"], ["--nolog"]),
        (["-O"], [], ["-O"]),
    ],
)
def test_operands_stand_anywhere(words, operands, options):
    assert split(words) == (operands, options)


def test_files_and_archives_are_replayed_addresses_are_fetched(tmp_path):
    assert arguments_of(["a", "b.warc.gz"]) == ["-a", "replay=a,b.warc.gz"]
    assert arguments_of(["https://a.example/1", "http://b.example/"]) == ["-a", "url=https://a.example/1,http://b.example/"]
    listed = tmp_path / "addresses.txt"
    listed.write_text("# mine\nhttps://a.example/1\n\n  https://b.example/2  \n")
    assert arguments_of([str(listed)]) == ["-a", "url=https://a.example/1,https://b.example/2"]


def test_a_document_that_names_an_address_is_no_list(tmp_path):
    document = tmp_path / "page.txt"
    document.write_text("https://a.example/1\n光明街道推动文明城市创建\n", encoding="utf-8")
    assert arguments_of([str(document)]) == ["-a", f"replay={document}"]
    assert addresses_in(b"") == addresses_in(b"http://a.example/ and more") == []


def test_standard_input_is_a_page_or_a_list(monkeypatch):
    given(monkeypatch, b"http://a.example/1\nhttp://a.example/2\n")
    assert arguments_of(["-"]) == ["-a", "url=http://a.example/1,http://a.example/2"]
    for data, ending in ((b" <!doctype html><p>x", ".html"), ("标题\n正文".encode(), ".txt")):
        given(monkeypatch, data)
        name, value = arguments_of(["-"])
        place = Path(value.removeprefix("replay="))
        assert (name, place.suffix, place.read_bytes()) == ("-a", ending, data)


@pytest.mark.parametrize(
    ("operands", "words"),
    [([], "at least one"), (["a", "http://a.example/"], "two commands"), (["a,b"], "comma"), (["http://a.example/1,2"], "comma")],
)
def test_what_cannot_be_read_is_refused_in_words(operands, words):
    with pytest.raises(NothingToRead, match=words):
        arguments_of(operands)


def test_nothing_on_standard_input_and_too_many_addresses_are_refused(monkeypatch):
    given(monkeypatch, b" \n")
    with pytest.raises(NothingToRead, match="empty"):
        arguments_of(["-"])
    with pytest.raises(NothingToRead, match="too many"):
        arguments_of([f"http://a.example/{n}" for n in range(1001)])
