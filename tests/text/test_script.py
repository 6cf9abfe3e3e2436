"""Traditional script becomes simplified exactly as opencc's t2s makes it, and only where a document is in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from newsbot import data
from newsbot.data import lines_of, opencc_dictionary
from newsbot.text.script import overlay, script_of, to_simplified, unified
from tests.text.mojibake.damage import traditional

T2S = OpenCC("t2s")
OVERLAY = overlay()
PHRASES = sorted(phrase for phrase in opencc_dictionary("TSPhrases.txt") if not any(other in phrase for other in OVERLAY))
CHARACTERS = sorted(opencc_dictionary("TSCharacters.txt"))


def large_text() -> str:
    """Half a megabyte: words in both scripts, phrases that overlap, marks, Latin, in an order that is always the same."""
    rng = random.Random(7)
    common = [
        *"的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動",
        *"，。“”：；？！-… \n",
        "abc",
        "2023",
        "👍",
    ]
    pools = (PHRASES, CHARACTERS, common, sorted(opencc_dictionary("STCharacters.txt")))
    pieces = []
    for _ in range(90_000):
        piece = rng.choice(rng.choice(pools))
        if len(piece) > 1 and rng.random() < 0.2:
            piece = piece[: rng.randrange(1, len(piece))]  # the beginning of a phrase, for overlaps
        pieces.append(piece)
    return silent("".join(pieces))


def silent(text: str) -> str:
    """The text without the phrases that we convert otherwise."""
    while found := [phrase for phrase in OVERLAY if phrase in text]:
        for phrase in found:
            text = text.replace(phrase, "")
    return text


def test_a_large_text_is_converted_exactly_as_opencc_does() -> None:
    text = large_text()
    assert to_simplified(text) == T2S.convert(text)


@given(st.lists(st.sampled_from(PHRASES) | st.sampled_from(CHARACTERS) | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_is_converted_exactly_as_opencc_does(text: str) -> None:
    assert to_simplified(silent(text)) == T2S.convert(silent(text))
    assert len(to_simplified(text)) == len(text)


@pytest.mark.parametrize("phrase", PHRASES)
def test_phrases_are_converted_in_context(phrase: str) -> None:
    for text in (phrase, phrase + phrase, "於" + phrase + "乾", phrase[1:] + phrase[:-1]):
        assert to_simplified(silent(text)) == T2S.convert(silent(text))


def test_every_entry_of_every_dictionary_of_the_package_is_converted_as_the_package_does() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (Path(opencc.__file__).parent / "dictionary").glob("*.txt")]
    entries = sorted({entry for text in texts for entry in text.split() if not any(phrase in entry for phrase in OVERLAY)})
    assert len(entries) > 90_000
    text = "\n".join(entries)
    ours, theirs = to_simplified(text).split("\n"), T2S.convert(text).split("\n")
    assert [entry for entry, our, their in zip(entries, ours, theirs, strict=True) if our != their] == []


@pytest.mark.parametrize("to_old", [OpenCC("s2t").convert, traditional], ids=["in words", "as mirrors do"])
def test_every_name_of_a_division_comes_back_from_traditional_script(to_old: Callable[[str], str]) -> None:
    lines = "\n".join(line for name in ("divisions.tsv", "streets.tsv", "former_divisions.tsv") for line in lines_of(name))
    names = sorted(set(re.findall("[\u3400-\u9fff]{2,}", lines)))
    assert len(names) > 30_000
    texts = to_simplified("\n".join(f"在{old}舉行" for old in to_old("\n".join(names)).split("\n"))).split("\n")
    assert [(name, text) for name, text in zip(names, texts, strict=True) if text != f"在{name}举行"] == []


@pytest.mark.parametrize(("phrase", "simplified"), OVERLAY.items())
def test_the_overlay_keeps_names_and_corrections(phrase: str, simplified: str) -> None:
    assert to_simplified(f"在{phrase}，") == f"在{simplified}，"
    assert T2S.convert(phrase) != simplified


def test_without_opencc_the_copies_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("TSCharacters.txt", "TSPhrases.txt", "STCharacters.txt")
    before = [opencc_dictionary(name) for name in names]
    monkeypatch.setattr(data, "find_spec", lambda _: None)
    assert [opencc_dictionary(name) for name in names] == before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("社区居民参与文明城市创建，干部带头打扫后院", "Hans"),
        ("社區居民參與文明城市創建，幹部帶頭打掃後院", "Hant"),
        (traditional("社区居民参与文明城市创建，干部带头打扫后院"), "Hant"),
        ("王丙乾、於梨华和徵羽的故事", "Hans"),
        ("展览名为“開門見山”，" + "介绍社区居民的日常生活和城市的变化，吸引了许多市民前来参观。" * 4, "Hans"),
        ("", "Hans"),
        ("plain English", "Hans"),
    ],
)
def test_the_script_of_a_document_is_told_by_its_share_of_traditional_characters(text: str, expected: str) -> None:
    assert script_of(text) == expected


def test_quotes_become_those_of_simplified_text() -> None:
    assert unified("他說：「這是『文明』城市」") == "他说：“这是‘文明’城市”"


def test_a_simplified_line_of_a_traditional_document_is_left_alone() -> None:
    assert unified("王丙乾、於梨华等人参加活动") == "王丙乾、於梨华等人参加活动"


@pytest.mark.parametrize(
    ("raw", "fixed"),
    [
        ("著力", "着力"),
        ("沿著", "沿着"),
        ("執著", "执着"),
        ("著名", "著名"),
        ("顯著", "显著"),
        ("著作", "著作"),
        ("編著", "编著"),
        ("著稱", "著称"),
    ],
)
def test_the_particle_is_told_from_the_verb(raw: str, fixed: str) -> None:
    assert unified(raw) == fixed
