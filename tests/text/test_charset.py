"""Bytes become the text they were, whatever is declared."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.model import Page
from newsbot.read_page import read_page
from newsbot.text.charset import declared_in, decode, looks_binary
from tests.text.mojibake.damage import traditional

TEXT = "光明路街道组织党员志愿者开展环境卫生整治活动，清理垃圾12车。“社区更干净了。”居民王阿姨说。"
PAGE = "<html><head>{meta}<title>{text}</title></head><body><p>{text}</p><p>{text}</p></body></html>"
DECLARED = [None, "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "text/html; charset=utf-8", "nonsense", ""]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize("meta", ["", '<meta charset="utf-8">', "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_evidence_wins_over_any_declaration(encoding: str, meta: str, declared: str | None) -> None:
    text = PAGE.format(meta=meta, text=traditional(TEXT).replace("圾", "土及") if encoding == "big5hkscs" else TEXT)
    raw = text.encode(encoding, "ignore")
    decoded = decode(raw, declared)
    assert (decoded.encoding, decoded.text, decoded.replaced) == (encoding, raw.decode(encoding), 0)
    assert decoded.because


def test_a_few_broken_bytes_do_not_change_the_verdict() -> None:
    raw = (TEXT * 5).encode()
    decoded = decode(raw[:40] + b"\xff" + raw[40:200] + raw[201:], "gb2312")
    assert decoded.encoding == "utf-8"
    assert 1 < decoded.replaced < 9
    assert TEXT in decoded.text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_cut_tail_is_left_out(encoding: str) -> None:
    raw = TEXT.rstrip("。").encode(encoding)[:-1]
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.replaced) == (TEXT.rstrip("。")[:-1], encoding, 0)


def test_nul_bytes_inside_are_dropped() -> None:
    assert decode(b"\0".join(part.encode() for part in ("社区", "居民", "活动"))).text == "社区居民活动"


def test_the_byte_80_of_cp936_is_the_euro_sign() -> None:
    raw = "票价".encode("gbk") + b"\x80" + "一百欧元，社区居民可以免费参加活动".encode("gbk")
    assert decode(raw).text == "票价€一百欧元，社区居民可以免费参加活动"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_decides(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "gbk").text == TEXT


def test_utf_16_without_a_mark_is_known_by_its_zero_bytes() -> None:
    page = PAGE.format(meta="", text="社区")
    assert decode(page.encode("utf-16-be")).text == decode(page.encode("utf-16-le")).text == page


def test_where_there_is_hardly_any_text_the_declaration_decides() -> None:
    raw = "台北".encode("big5")
    assert decode(raw, "big5").text == "台北"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        ("주민들이 동네 청소에 나섰다. 구청은 밝혔다.", "cp949", "euc-kr"),
        ("住民がまちの清掃に参加しました。", "cp932", "Shift_JIS"),
        ("Les élèves étaient près de la forêt, où l'été s'achève déjà à midi.", "cp1252", "ISO-8859-1"),
        ("Жители района вышли на уборку", "cp1251", "windows-1251"),
    ],
)
def test_pages_in_other_languages_are_read_as_declared(text: str, encoding: str, declared: str) -> None:
    assert decode(text.encode(encoding), declared).text == text


def test_the_page_is_asked_for_its_charset_wherever_it_says_so() -> None:
    assert declared_in(b"<html>" + b"<!-- x -->" * 2000 + b'<META content="text/html; charset = GB2312">') == "gb18030"
    assert declared_in(b'<?xml version="1.0" encoding="big5"?><rss>') == "big5hkscs"
    assert declared_in(b'<script charset="utf-8" src="a.js"></script>') is None


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"PK\x03\x04\x14\0", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "office"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (b"RIFF\x24\0\0\0WEBP", "image"),
        (random.Random(1).randbytes(4000), "control"),
        (b"\0" * 400 + b"abc", "NUL"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, what: str) -> None:
    assert what in (looks_binary(body) or "")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le"])
def test_text_of_any_charset_is_not_called_binary(encoding: str) -> None:
    assert looks_binary(PAGE.format(meta="", text=traditional(TEXT)).encode(encoding, "ignore")) is None


@pytest.mark.parametrize("body", [b"", b"BM is short for bench mark", b"MZ\x90", b"<html>\0\0\0</html>", b"GIF89 is what we need, he said"])
def test_short_text_that_begins_like_a_file_is_judged_by_the_rest(body: bytes) -> None:
    assert (looks_binary(body) is None) == (body != b"MZ\x90")


@given(st.binary(max_size=300), st.none() | st.text(max_size=20), st.none() | st.sampled_from(["gbk", "big5", "utf-8"]))
def test_no_bytes_break_it(body: bytes, declared: str | None, hint: str | None) -> None:
    decoded = decode(body, declared, hint=hint)
    assert "\0" not in decoded.text
    assert decoded.replaced <= decoded.text.count("\ufffd")
    looks_binary(body)


@given(st.text(max_size=80))
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    raw = text.replace("\0", "").encode("utf-8", "ignore")
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        assert decode(raw).text == raw.decode()


TEXT = "<p>安居社区的志愿者走进小区，和居民一起打扫卫生。"


@pytest.mark.parametrize("label", ["chinese", "csISO58GB231280", "iso-ir-58", "GB2312"])
def test_every_label_of_gb2312_is_known(label: str) -> None:
    body = "<p>安居".encode("gb18030")
    assert decode(body, label).because.endswith("as the header says")


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be"])
def test_a_false_declaration_of_utf_16_is_no_harm(label: str) -> None:
    page = f'<META http-equiv="Content-Type" content="text/html; charset={label}">{TEXT}'
    assert decode(page.encode("gbk")).text == page
    assert decode(page.encode()).text == page
    assert decode(b" \xa0", label).text


@pytest.mark.parametrize(("codec", "label"), [("utf-16-le", "utf-16"), ("utf-16-le", "utf-16le"), ("utf-16-be", "utf-16be")])
def test_utf_16_without_mark_and_without_markup_is_read_where_it_is_declared(codec: str, label: str) -> None:
    text = "安居社区的志愿者走进小区，和居民一起打扫卫生。" * 3
    assert decode(text.encode(codec), label).text == text


@pytest.mark.parametrize("codec", ["utf-32-le", "utf-32-be"])
def test_utf_32_is_told_by_its_mark(codec: str) -> None:
    assert decode(("\ufeff" + TEXT).encode(codec)).text == TEXT


def test_a_body_in_utf_8_is_not_made_anew() -> None:
    body = "<p>街道组织志愿者开展活动".encode()
    assert decode(body).as_it_came
    assert read_page(Page("http://a.test/1.html", body)).in_utf8 is body


@pytest.mark.parametrize(
    "body",
    [
        "<p>街道组织志愿者开展活动".encode("gb18030"),
        "\ufeff<p>街道组织志愿者开展活动".encode(),
        "<p>街道组织\0志愿者开展活动".encode(),
        "<p>街道组织志愿者开展活动".encode()[:-1],
        "<p>街道组织志愿者开展活动".encode() * 20 + b"\xff\xfe<p>",
        gzip.compress(b"<urlset><url><loc>http://a.test/1.html</loc></url></urlset>", mtime=0),
    ],
    ids=["another charset", "a byte order mark", "NUL", "a cut tail", "broken bytes", "packed"],
)
def test_a_body_that_is_not_its_text_in_utf_8_is(body: bytes) -> None:
    page = read_page(Page("http://a.test/1.html", body))
    assert page.text
    assert page.in_utf8 == page.text.encode()
    assert page.in_utf8 != body
