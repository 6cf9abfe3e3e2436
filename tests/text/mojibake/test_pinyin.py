"""Which documents count as annotated by a mirror."""

from __future__ import annotations

import pytest

from newsbot.text.mojibake.edits import applied
from newsbot.text.mojibake.pinyin import (
    judge_annotations,
    listed_changes,
    listed_with_reading,
    listed_with_trail,
    readings,
    wordwise_changes,
)


def test_the_table_gives_one_fixed_reading_first() -> None:
    table = readings()
    assert len(table) > 3500
    assert [table[char][0] for char in "創會調應長樂"] == ["chuàng", "huì", "diào", "yīng", "zhǎng", "lè"]
    assert "著" in table
    assert "文" not in table


@pytest.mark.parametrize(
    ("lines", "damaged"),
    [
        (["文明創(chuàng)建動(dòng)員會(huì)議"], True),
        (["文明創(chuàng)建工作"], True),
        (["文明創（chuàng）建工作"], True),
        (["創(chuàng )建文明社會(huì )"], True),
        (["仝(tóng)建國出席會議，會(huì)後參觀"], False),  # a name's reading, and one listed character that stands without, too
        (["甪直(lù zhí)镇", "六安(lù ān)市"], False),
        (["生字：領(lǐng)、導(dǎo)、發(fā)"], False),
        (["普通話水平測試：創(chuàng)建，會(huì)議，動(dòng)員"], False),
        (["孩子們提前學了拼音，在入學之後的頭一個學期裏差異(yì)特別明顯", "各地進行制度創(chuàng)新，從中班結(jié)束的時候做起"], True),
        (["這份拼音練習供家長參考，請各位同學按照老師的要求讀下面的詞", "創(chuàng)建，會(huì)議，動(dòng)員，領(lǐng)導"], False),
        (["拼音課上，先生把差異(yì)讀作差異，把創(chuàng)新讀作創新，再把結(jié)束讀作結束"], False),
        (["創(chuàng)建，創造，創新，創業，創作"], False),
        (["創(chuang)建(a)動(dong)員(b)"], False),
        (["LED(lcd) f(x) g(h)"], False),
        ([], False),
    ],
)
def test_agreement_with_the_table_tells_damage_from_teaching(lines: list[str], *, damaged: bool) -> None:
    assert judge_annotations(lines).damaged is damaged


def test_the_list_of_the_mirror_is_read_off_the_document() -> None:
    assert judge_annotations(["文明創(chuàng)建動(dòng)員會(huì)議"]).listed == {"創": "chuàng", "動": "dòng", "會": "huì"}


def test_only_readings_that_fit_are_deleted() -> None:
    line = "創(chuàng)建(jiàn)會(kuài)計師(abc)"
    assert applied(line, listed_changes(line)) == "創建(jiàn)會計師(abc)"


def test_a_letter_that_makes_a_listed_character_with_the_byte_before_it_is_annotated_too() -> None:
    char, (lead, letter) = next((char, char.encode("gbk")) for char in readings() if _ends_in_a_letter(char))
    before = next(chr(code) for code in range(0x4E00, 0x9FA5) if _last_byte(chr(code)) == lead)
    line = f"{before}{chr(letter)}({readings()[char][0]})"
    assert applied(line, listed_changes(line)) == before + chr(letter)


def _ends_in_a_letter(char: str) -> bool:
    raw = char.encode("gbk", "ignore")
    return len(raw) == 2 and chr(raw[1]).isalpha() and raw[1] < 0x80


def _last_byte(char: str) -> int:
    return char.encode("gbk", "replace")[-1]


def test_word_wise_annotations_need_to_be_many_and_in_running_text() -> None:
    listed = ["亳州(bózhōu)、六安(lùān)、歙县(shèxiàn)、涡阳(guōyáng)、蚌埠(bèngbù)"]
    assert wordwise_changes(listed) == [[]]
    few = ["街道(jiēdào)的居民(jūmín)参加"]
    assert wordwise_changes(few) == [[]]
    doubled = ["街道(jiēdào)(jiēdào)的居民(jūmín)和干部(gànbù)在小区(xiǎoqū)里劳动(láodòng)很久"]
    assert applied(doubled[0], wordwise_changes(doubled)[0]) == "街道的居民和干部在小区里劳动很久"


def test_the_bytes_of_a_torn_character_follow_from_its_reading() -> None:
    assert (0x82, "鎮") in listed_with_trail(0xE6, "zhèn")
    assert "鎮" in listed_with_reading("zhèn")
