"""What was read in another encoding than it was written in is read anew, and nothing else is."""

import random

import pytest

from newsbot.text.mojibake.recoded import LEAST_LIKELY, may_be_recoded, recoded_changes

SENTENCE = "今天上午，开展活动，杂物36处，东城街道社区服务大家看到环境干净"
"""Its bytes in UTF-8 are pairs of GBK to the end."""
WAYS = [("utf-8", "gb18030"), ("utf-8", "latin-1"), ("gb18030", "latin-1"), ("gb18030", "cp1252"), ("gb18030", "big5")]


def read(line):
    """The line after the changes."""
    for start, end, after, *_ in reversed(recoded_changes(line)):
        line = line[:start] + after + line[end:]
    return line


@pytest.mark.parametrize(("written", "decoded"), WAYS)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("居民代表说：", ""), ("居民代表说，", "，大家都笑了。")])
def test_a_stretch_of_a_line_is_read_anew_and_what_stands_around_it_stays(written, decoded, before, after):
    line = before + SENTENCE.encode(written).decode(decoded) + after
    assert may_be_recoded(line)
    assert read(line) == before + SENTENCE + after


def test_where_a_byte_is_lost_the_character_is_open_unless_its_neighbours_tell():
    line = "东城街道的居民服务社区".encode().decode("cp1252", "replace")
    assert line.count("\ufffd") == 2
    [change] = recoded_changes(line)
    assert (change.after, change.confidence) == ("东城街□的居民服务社区", "low")
    assert [(gap.start, gap.end, gap.printed) for gap in change.gaps] == [(3, 4, "é\ufffd“")]


@pytest.mark.parametrize(
    "line",
    [
        "请Müller、Ångström和São Paulo的朋友喝Café",
        "陕A×××××号车······危难之际",
        "龙凤城餐厅大厨拟出金苹萝蔓优格虾",
        "头孢呋辛酯片，聚维酮碘溶液，饕餮、魑魅魍魉",
        "ㄅㄆㄇㄈ是注音符號，坎墩街道",
        "甲�乙",
    ],
)
def test_sound_text_stays(line):
    assert recoded_changes(line) == []


def test_well_formed_bytes_that_are_no_chinese_are_not_taken():
    line = "丂丂丂丂".encode().decode("latin-1")
    assert may_be_recoded(line)
    assert recoded_changes(line) == []
    assert LEAST_LIKELY < -5


@pytest.mark.parametrize("unit", ["é", "ä»", "鍙峰", "ㄛ踏毞", "å\x80", "鎯\ufffd", "丂a"])
def test_a_line_of_any_size_is_looked_at_a_few_times(unit, monkeypatch):
    asked = 0

    def counting(*_):
        nonlocal asked
        asked += 1
        return -20.0

    monkeypatch.setattr("newsbot.text.mojibake.recoded.in_news", counting)
    assert recoded_changes(unit * 3000) == []
    assert asked <= 8 * len(unit) * 3000


def test_a_sign_of_loss_that_is_printed_behind_a_stretch_is_none_of_it():
    assert read("浠婂ぉ绀惧尯寰堝共鍑€□年") == "今天社区很干净□年"
    assert read("½ñÌì¡õÉçÇø·þÎñ□") == "今天□社区服务□"


@pytest.mark.parametrize("seed", range(40))
def test_no_text_of_such_characters_raises(seed):
    rng = random.Random(seed)
    pieces = [
        "浠婂ぉ",
        "绀惧尯",
        "\ufffd",
        "ä»",
        "\x8a",
        "å¤©",
        "½ñÌì",
        "¡õ",
        "ㄛ",
        "踏毞",
        "□",
        "€",
        " ",
        "?",
        "a",
        "，",
        "今天",
        "鎯",
        "\xa0",
        "é",
    ]
    line = "".join(rng.choices(pieces, k=30))
    for start, end, after, _, _, gaps in recoded_changes(line):
        assert 0 <= start < end <= len(line)
        assert all(after[gap.start : gap.end] == "□" for gap in gaps)
