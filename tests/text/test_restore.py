"""Texts come back as they were, whatever mirrors did to them, and undamaged texts are not touched."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsbot.row import Repairs
from newsbot.text.mojibake.edits import DamageKind, applied
from newsbot.text.mojibake.pinyin import readings
from newsbot.text.mojibake.stray import folded
from newsbot.text.restore import Restored, restore_lines
from newsbot.text.script import unified
from tests.text.mojibake.damage import damaged, encodable, traditional

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"

REPORT = [
    "安居社区党员带头清理楼道，居民说“环境越来越好了”",
    "本报讯（记者 王晓明 通讯员 李建国）为进一步推进文明城市创建工作，连日来，青山街道组织机关干部、社区工作者和志愿者开展环境卫生整治。",
    "“我们把小区当成自己的家。”社区党支部书记陈丽华告诉记者，这次活动共清理垃圾12车，劝导乱停车辆86台次。",
    "在红星路农贸市场，网格员张敏正在向商户讲解垃圾分类知识。“以前摊位占道经营，行人过不去；现在划了线，大家都自觉了。”店主刘大姐说。",
    "下一步，街道将坚持党建引领，完善网格化管理机制，发动更多居民参与共建共治共享，让文明成为城市最美的风景。",
    "活动结束后，志愿者们还来到独居老人家中，帮助打扫卫生、检查燃气安全，把温暖送到他们的心坎上。",
]


def laws(raw: list[str], restored: Restored) -> None:
    """What holds of every result: edits are exact, in order, and account for all but the script."""
    assert len(restored.lines) == len(raw)
    by_line = {number: [edit for edit in restored.edits if edit.block == number] for number in range(len(raw))}
    assert sum(map(len, by_line.values())) == len(restored.edits)
    for number, line in enumerate(raw):
        edits = by_line[number]
        assert all(left.end <= right.start for left, right in pairwise(edits))
        assert all(line[edit.start : edit.end] == edit.before != edit.after for edit in edits)
        assert all(hasattr(Repairs(), edit.kind) for edit in edits)
        text = folded(applied(line, edits))
        assert restored.lines[number] == (unified(text) if restored.script == "Hant" else text)
        assert len(restored.lines[number]) == len(text)
    assert {edit.block for edit in restored.edits if edit.confidence == "low"} <= restored.uncertain


@pytest.mark.parametrize(
    ("name", "script", "annotations", "shifts"),
    [("000", "Hans", 0, 0), ("001", "Hant", 189, 1), ("002", "Hans", 0, 0), ("003", "Hant", 140, 1), ("004", "Hant", 87, 0)],
)
def test_given_documents_are_repaired_to_the_last_character(name: str, script: str, annotations: int, shifts: int) -> None:
    (path,) = DOCUMENTS.glob(f"{name}_*.txt")
    raw = [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    restored = restore_lines(raw)
    laws(raw, restored)
    kinds = Counter(edit.kind for edit in restored.edits)
    assert (restored.script, kinds[DamageKind.PINYIN_ANNOTATIONS], kinds[DamageKind.BYTE_SHIFTS]) == (script, annotations, shifts)
    assert kinds.total() == annotations + shifts
    if not annotations:
        assert list(restored.lines) == raw


def test_shifted_runs_of_the_given_documents_read_as_they_were() -> None:
    runs = [
        (edit.before, edit.after, edit.confidence)
        for path in sorted(DOCUMENTS.glob("*.txt"))
        for edit in restore_lines(path.read_text(encoding="utf-8").split("\n")).edits
        if edit.kind is DamageKind.BYTE_SHIFTS
    ]
    assert runs == [("?!熬€", "。“線", "high"), ("?zhèn)鋺?zhàn)", "備戰", "high")]


LISTS = ("區創發務", "黨創會動區發員來說環網關務車實處記", "".join(char for char in readings() if encodable(char) == char and char != "著"))


@pytest.mark.parametrize("keep_private", [True, False])
@pytest.mark.parametrize("listed", LISTS, ids=["four characters", "seventeen", "all"])
def test_a_damaged_report_comes_back(listed: str, *, keep_private: bool) -> None:
    old = [traditional(line) for line in REPORT]
    spoilt = [damaged(line, listed, keep_private=keep_private) for line in old]
    assert spoilt != old
    restored = restore_lines(spoilt)
    laws(spoilt, restored)
    assert all(agrees(found, line) for found, line in zip(restored.lines, REPORT, strict=True))
    assert "".join(restored.lines).count(LOST) * 50 < len("".join(REPORT))
    assert restored.script == "Hant"


LOST = "□"


def agrees(found: str, truth: str) -> bool:
    """Whether nothing is wrong: every character is the true one or open."""
    return len(found) == len(truth) and all(mine in (true, LOST) for mine, true in zip(found, truth, strict=True))


def test_what_is_open_is_told_with_what_it_may_have_been() -> None:
    restored = restore_lines([PAGE, "在福?；▓@里"])
    assert restored.lines[1] == "在福□花园里"
    (opening,) = restored.openings
    assert (opening.line, opening.start, opening.end, opening.printed) == (1, 2, 3, "?；")
    assert {text for text, _ in opening.candidates} >= {"福", "。"}
    assert all(0 <= chance < 0.99 for _, chance in opening.candidates)
    assert restored.uncertain == {1}


def test_a_swallowed_digit_leaves_a_gap_of_one_character() -> None:
    restored = restore_lines([PAGE, "我們有力量。", damaged(traditional("居民说。“我们有6人”"), "").replace("覀冇6", "覀冇?")])
    assert "6" not in restored.lines[2]
    assert restored.openings


@pytest.mark.parametrize(
    "line", ["大家都说好!敝驹刚呲w來了", "燃?xì)獍踩", "燃气,F(xiàn)主要", "殷切期望！焙幽鲜∥睍", "能?guǐ)蘛匠雠_(tái)"]
)
def test_no_broken_stretch_goes_unflagged_whatever_it_begins_with(line: str) -> None:
    for lines in ([line], [PAGE, line]):
        restored = restore_lines(lines)
        assert restored.openings or restored.edits
        assert len(lines) - 1 in restored.uncertain or not set(line) & set("敝呲獍焙睍蘛")


def test_sound_text_has_nothing_open() -> None:
    rare = ["国务委员谌贻琴、作家毕飞宇与饕餮、蒟蒻、魑魅魍魉", "甪直(lù zhí)镇，使用APP打卡；鄢陵县清潩河畔"]
    assert restore_lines([*REPORT, *rare]).openings == ()


def test_a_small_list_in_a_short_text_is_enough() -> None:
    assert restore_lines(["文明城市創(chuàng)建動員大會舉行"]).lines == ("文明城市创建动员大会举行",)


def test_a_blank_before_the_closing_bracket_is_accepted() -> None:
    raw = ["創(chuàng )建文明社會(huì )，開(kāi)展家家樂(lè )活動"]
    assert restore_lines(raw).lines == ("创建文明社会，开展家家乐活动",)


def test_word_wise_pinyin_in_simplified_text_goes() -> None:
    raw = ["街道(jiēdào)干部走进小区(xiǎoqū)与居民(jūmín)零距离(língjùlí)交流，大家朝气蓬勃(zhāoqìpéngbó)地参加活动"]
    assert restore_lines(raw).lines == ("街道干部走进小区与居民零距离交流，大家朝气蓬勃地参加活动",)


# Real snippets of mirror pages, each behind one line that shows the page to be annotated.
PAGE = "黨的建設工作領(lǐng)導(dǎo)小組辦公室組織開展志愿服務活動，社區居民積極參與創(chuàng)建工作。"


@pytest.mark.parametrize(
    ("raw", "fixed"),
    [
        ("日?qǐng)?bào)社記者", "日报社记者"),
        ("當(dāng)?shù)氐慕煌ㄟ\\(yùn)輸(shū)", "当地的交通运输"),
        ("慶?；顒?", "庆祝活动"),
        ("搞好鄰里關系?；剡w小區的居民", "搞好邻里关系。回迁小区的居民"),
        ("夯實創建?；鶎由鐓^的根基", "夯实创建。基层社区的根基"),
        ("我們很高興?！爸袊鴫魧儆诖蠹摇！?", "我们很高兴。“中国梦属于大家。”"),
        ("居民都說“好?！?/p>", "居民都说“好。”"),
        ("全面zhèn)鋺zhàn)創城", "全面备战创城"),
        ("幸福生活?！彼f。", "幸福生活。”她说。"),
    ],
)
def test_real_snippets_are_read(raw: str, fixed: str) -> None:
    restored = restore_lines([PAGE, raw])
    assert agrees(restored.lines[1], fixed)
    assert all(any(text == fixed[one.start : one.end] for text, _ in one.candidates) for one in restored.openings)


def test_a_first_byte_that_only_the_document_knows_is_taken_from_it() -> None:
    raw = [PAGE, "福海花園小區位于福海路", "走進福?；▓@小區"]
    assert agrees(restore_lines(raw).lines[2], "走进福海花园小区")


@pytest.mark.parametrize(
    "text",
    [
        "甪直(lù zhí)镇位于苏州东南",
        "六安(lù ān)市、亳州(bó zhōu)市、歙(shè)县",
        "仝(tóng)建國，一九四〇年生",
        "維生素(a)與葉黃素(lutein)",
        "真的吗?!我们都不信",
        "真的嗎?!",
        "什么?,他问道?;我不知道!?",
        "John(约翰)和Mary(玛丽)在LED(灯)屏前(a)(b)",
        "他說:「你好嗎?!」",
        "王丙乾、於梨华、徵羽摩柯",
        "生字：領(lǐng)、導(dǎo)、發(fā)",
        "会议室里的C++、C#、R&D和AT&T",
        "价格是100元/平方米？！",
        "what?! no; yes?,maybe",
        "怎么样?!——“好!”",
    ],
)
def test_undamaged_text_is_not_touched(text: str) -> None:
    restored = restore_lines([text])
    assert restored.edits == ()
    assert restored.lines == (unified(text) if restored.script == "Hant" else text,)


def test_a_simplified_report_is_not_touched() -> None:
    restored = restore_lines(REPORT)
    assert (list(restored.lines), restored.script, restored.edits) == (REPORT, "Hans", ())


def test_a_clean_traditional_report_only_changes_its_script() -> None:
    restored = restore_lines([traditional(line) for line in REPORT])
    assert (list(restored.lines), restored.script, restored.edits) == (REPORT, "Hant", ())


def test_the_particle_is_written_as_simplified_text_writes_it() -> None:
    raw = ["他著力解決問題，帶著居民參觀，取得顯著成效，是著名的編著者", "這項工作著眼於長遠，圍繞著羣眾需要，著有《城市》一書"]
    assert restore_lines(raw).lines == (
        "他着力解决问题，带着居民参观，取得显著成效，是著名的编著者",
        "这项工作着眼于长远，围绕着群众需要，著有《城市》一书",
    )


def test_doubled_marks_keep_the_second() -> None:
    raw = ["各級部門,,居民,、商戶,志愿者,。", "大家都說,;好"]
    restored = restore_lines(raw)
    assert restored.lines == ("各级部门,居民、商户,志愿者。", "大家都说;好")
    assert {edit.kind for edit in restored.edits} == {"doubled_punctuation"}


def test_a_mark_doubled_once_or_twice_is_left() -> None:
    assert restore_lines(["好,。", "是的,,"]).edits == ()


def test_a_gateways_ampersands_are_a_verb_again_but_not_for_certain() -> None:
    restored = restore_lines(["她&&，雖然辛苦，但是值得"])
    assert restored.lines == ("她表示，虽然辛苦，但是值得",)
    assert restored.uncertain == {0}


@pytest.mark.parametrize("line", ["****年*月*日，社区开展活动", "活动吸引近**人参加", "1127日上午，活动举行"])
def test_lines_with_masked_or_glued_digits_are_uncertain(line: str) -> None:
    assert restore_lines(["社区\n开展活动。", line]).uncertain == {1}


def test_a_swallowed_digit_makes_its_line_uncertain() -> None:
    old = traditional("志愿者每天清晨6点到岗，参加城市环境整治。")
    restored = restore_lines([PAGE, old.replace("清晨6", "清晨?")])
    assert 1 in restored.uncertain


def test_a_lost_byte_right_behind_a_full_stop_makes_its_line_uncertain() -> None:
    assert 1 in restore_lines([PAGE, "吸引了居民。?髦v人用身边的故事告诉大家怎样牵绳。"]).uncertain


def test_certain_lines_are_not_called_uncertain() -> None:
    assert restore_lines(REPORT).uncertain == frozenset()


def test_importing_the_room_reads_no_table() -> None:
    code = "import sys; import newsbot.text.restore as r; print(r.restore_lines(['abc']).lines, 'opencc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "('abc',) False\n"


# ------------------------------------------------------------------------------------------------------------------- laws

DAMAGE = (
    "(chuàng)",
    "?zhèn)",
    "?！",
    "?；",
    "huì)",
    "&amp;",
    "#xff1a;",
    "創(chuàng)",
    "會(huì)",
    "動(dòng)",
    "&&",
    ",,",
    "/p>",
    "?/p>",
    "拔覀",
)
PIECES = st.sampled_from(
    [*DAMAGE, "1127日", *"的一是在社区城市創建會動。，“”！；?？!;:(（)）€\ufffd\u200b\ue000\u3000\x80 熬鋺６ﬁ𠀀\u2028\ud800"]
)
LINES = st.lists(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=30), max_size=6)


@given(LINES)
@example(["\ufffd。:\ufffd\ufffd,,"])  # whose repair brings a full-width mark
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it_and_every_change_is_told(lines: list[str]) -> None:
    restored = restore_lines(lines)
    laws(lines, restored)


CLAUSES = st.sampled_from(
    [
        clause
        for line in REPORT
        for clause in line.replace("。", "，").replace("；", "，").replace("“", "").replace("”", "").split("，")
        if clause
    ]
)


@given(
    st.lists(st.lists(CLAUSES, min_size=2, max_size=4).map(lambda clauses: "，".join(clauses) + "。"), min_size=3, max_size=5),
    st.randoms(use_true_random=False),
)
@settings(max_examples=15, deadline=None)
def test_annotations_always_come_off(lines: list[str], random: Random) -> None:
    old = [traditional(line) for line in lines]
    here = sorted({char for char in "".join(old) if char in readings() and encodable(char) == char})
    listed = random.sample(here, min(len(here), 8))
    spoilt = [damaged(line, "".join(listed), splits=()) for line in old]
    annotations = sum(map("".join(old).count, listed))
    restored = restore_lines(spoilt)
    laws(spoilt, restored)
    if annotations >= 3:
        assert not any(reading in "".join(restored.lines) for reading in ("ā", "á", "ǎ", "à", "ē", "é", "è", "ī", "í", "ǐ", "ì", "ū", "ù"))


REPEATED = (
    "?!",
    "(a",
    "?zhèn)",
    "會(huì)",
    "?！",
    "?；顒",
    "\u200ba",
    "&#65;",
    "&",
    ",,。",
    "(huì",
    "約",
    "*",
    "於是乾",
    "創(chuàng)?；",
    "a@",
)
HOSTILE_CHARS = 50_000
"""Enough that work which grows with the square of a line would take minutes."""
HOSTILE = {piece: piece * (HOSTILE_CHARS // len(piece)) for piece in REPEATED}
HOSTILE |= {"a day": "0" * HOSTILE_CHARS + "日", "a run": "?！拔覀" + "中國" * (HOSTILE_CHARS // 2)}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_end_in_bounded_work(hostile: str) -> None:
    laws([PAGE, hostile], restore_lines([PAGE, hostile]))
