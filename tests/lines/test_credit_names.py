"""Which stretches of a line are believed to be names, given what the model marks."""

import random
from collections.abc import Sequence
from itertools import pairwise, product

import pytest

from newsbot.data import lines_of
from newsbot.lines.credits import credit_line, is_name, names, opening_credits, read_credits
from newsbot.lines.credits.model import LABELS, Marked, _best_path, _stretches, _Summed, marked_spans, read_weights, weights
from newsbot.lines.credits.names import names_and_media
from newsbot.lines.credits.signs import LineSigns, Position
from newsbot.lines.credits.vocabulary import folded_marks, places, role_words


def believed(monkeypatch, text, *spans, position=Position.END):
    """The names that are left of the stretches ``(word, probability)``, marked in ``text`` as if by the model."""
    text = folded_marks(text)
    found = [Marked(text.index(word), text.index(word) + len(word), is_medium=False, probability=sure) for word, sure in spans]
    monkeypatch.setattr(names, "marked_spans", lambda _signs, _position: found)
    return [text[span.start : span.end] for span in names_and_media(text, position, tuple(role_words(text))) if not span.is_medium]


@pytest.mark.parametrize(("sure", "kept"), [(0.45, []), (0.65, ["刘奕男"])])
def test_a_bare_name_must_be_more_likely_than_not(monkeypatch, sure, kept):
    assert believed(monkeypatch, "扮靓家园(刘奕男)", ("刘奕男", sure)) == kept


@pytest.mark.parametrize(("sure", "kept"), [(0.35, []), (0.5, ["嘎晨子"])])
def test_a_name_that_a_role_word_leads_needs_less(monkeypatch, sure, kept):
    assert believed(monkeypatch, "通讯员 嘎晨子，王某说", ("嘎晨子", sure)) == kept


@pytest.mark.parametrize(("sure", "kept"), [(0.8, []), (0.95, ["贺兰"])])
def test_a_name_that_is_a_place_too_must_be_nearly_certain(monkeypatch, sure, kept):
    assert "贺兰" in places()
    assert believed(monkeypatch, "扮靓家园(贺兰)", ("贺兰", sure)) == kept


def test_a_place_where_a_report_comes_from_is_no_name(monkeypatch):
    assert believed(monkeypatch, "记者王某 贺兰报道", ("王某", 1.0), ("贺兰", 1.0)) == ["王某"]
    assert believed(monkeypatch, "记者：王某、贺兰", ("王某", 1.0), ("贺兰", 0.6)) == ["王某", "贺兰"]


@pytest.mark.parametrize("word", ["翻摄画面", "佚名", "记者", "文明网", "光明路街道", "a", "admin", "12"])
def test_what_has_no_form_of_a_name_is_none_however_sure_the_model_is(monkeypatch, word):
    assert believed(monkeypatch, f"扮靓家园({word})", (word, 1.0)) == []


@pytest.mark.parametrize("text", ["刘奕男告诉记者", "刘奕男(左)", "刘奕男女士", "刘奕男编著", "-刘奕男"])
def test_a_person_who_is_spoken_of_is_not_credited(monkeypatch, text):
    assert believed(monkeypatch, text, ("刘奕男", 1.0)) == []


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("李静余宴", ["李静", "余宴"]),
        ("刘文波奚婷霞高嘉", ["刘文波", "奚婷霞", "高嘉"]),
        ("欧阳振华", ["欧阳振华"]),
        ("邱俊钦桃园", ["邱俊钦"]),
    ],
)
def test_names_run_together_are_taken_apart(monkeypatch, run, parts):
    assert believed(monkeypatch, f"记者：{run}", (run, 0.9)) == parts


def test_the_rest_of_a_run_of_names_is_found_too(monkeypatch):
    assert believed(monkeypatch, "记者王丽张敏李强", ("王丽", 0.8)) == ["王丽", "张敏", "李强"]
    assert believed(monkeypatch, "记者王丽张敏李强", ("王丽", 0.46)) == ["王丽"]
    assert believed(monkeypatch, "记者王丽提升城市", ("王丽", 0.8)) == ["王丽"]


def test_a_list_after_a_role_word_and_a_colon_is_one_of_names(monkeypatch):
    assert believed(monkeypatch, "记者：纪文博 滕悦", ("滕悦", 1.0)) == ["纪文博", "滕悦"]
    assert believed(monkeypatch, "记者 纪文博说", position=Position.LEAD) == []
    assert believed(monkeypatch, "记者：文明办") == []


@pytest.mark.parametrize("name", ["刘奕男", "欧阳明月", "王某", "阿依古丽·买买提", "诸葛亮"])
def test_a_name_has_a_known_surname_or_a_dot(name):
    assert is_name(name)


@pytest.mark.parametrize("text", ["文明办", "小编", "王", "王小明亮", "街道办", "责编", "李先生们好", "", "Anna"])
def test_other_words_are_no_names(text):
    assert not is_name(text)


def test_the_table_has_a_weight_of_every_label_after_every_other():
    table = weights()
    assert len(table.following) == len(LABELS)
    assert {len(row) for row in table.following} == {len(LABELS)}
    assert {len(line.split("\t")) for line in lines_of("credit_weights.tsv")} == {1 + len(LABELS)}


def test_the_model_marks_nothing_in_an_empty_line_and_is_as_sure_as_its_weights(monkeypatch):
    assert marked_spans(LineSigns("", ()), Position.META) == []
    monkeypatch.setattr("newsbot.lines.credits.model.weights", lambda: read_weights([">\t\t\t\t\t\t"] * 6 + ["w:H\t\t300\t\t100\t\t"]))
    (first, *_) = marked_spans(LineSigns("嘎嘎", ()), Position.META)
    assert (first.start, first.is_medium) == (0, False)
    assert 0.5 < first.probability < 1


@pytest.mark.parametrize(
    ("printed", "plain"), [("【聯報╱Ａ】", "[聯報/A]"), ("张三　报导", "张三 报道"), ("甲︱乙：", "甲|乙:"), ("—", "-")]
)
def test_marks_are_folded_in_their_places(printed, plain):
    assert folded_marks(printed) == plain
    assert len(folded_marks(printed)) == len(printed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("责 编:张三", ["责编"]),
        ("来源:本网 编辑:李四", ["来源", "编辑"]),
        ("城市设计院", []),
        ("设计:王五", ["设计"]),
        ("图文并茂", ["图文"]),
        ("文/王五 图/李四", ["文", "图"]),
        ("一文读懂", []),
        ("王五 摄", ["摄"]),
        ("摄氏度", []),
        ("全媒体记者王五", ["全媒体记者"]),
        ("文/图 王五", ["文/图"]),
    ],
)
def test_role_words_are_told_from_parts_of_other_words(text, words):
    assert [word.word for word in role_words(text)] == words


LINES = [
    "记者 祁晓燕 通讯员 乌日娜 摄于2020-10-11(新华网)",
    "据悉,今年全市新增社区食堂十二家。",
    "本报讯 欧阳明月/文 Anna Lee·王 图",
    "(责任编辑:张三)",
    "阿依古丽·买买提",
    "12:30",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("position", [Position.META, Position.END])
def test_what_is_added_up_in_columns_is_the_weight_of_every_sign(line, position):
    table, signs = weights(), LineSigns(line, tuple(role_words(line)))
    by_columns = table.scores(signs, position)
    nothing = (0,) * len(LABELS)
    listed = (line.split("\t") for line in lines_of("credit_weights.tsv"))
    weight_of = {sign: tuple(int(cell or 0) for cell in cells) for sign, *cells in listed}
    rows = ([weight_of.get(sign, nothing) for sign in own] for own in signs.all(position))
    by_signs = [tuple(map(sum, zip(nothing, *row, strict=True))) for row in rows]
    assert [[value - row[0] for value in row] for row in by_columns] == [[value - row[0] for value in row] for row in by_signs]


def test_a_line_is_added_up_anew_where_it_stands_elsewhere():
    table, signs, other = weights(), LineSigns("王某", ()), LineSigns("社区", ())
    first = table.scores(signs, Position.META)
    assert table.scores(signs, Position.END) != first
    assert table.scores(other, Position.META) != first
    assert table.scores(signs, Position.META) == first


@pytest.mark.parametrize("line", [*LINES, "王某 摄", "城市更新 民生实事", "罗森", "近日街道清理小巷(记者 王丽)居民说好(李强 摄)"])
@pytest.mark.parametrize("position", [Position.META, Position.LEAD, Position.END])
def test_the_best_path_of_a_line_stands_outside_where_it_is_not_looked_at(line, position):
    table = weights()
    scores = table.scores(LineSigns(line, tuple(role_words(line))), position)
    whole = _best_path(scores, table.following, before=False, after=False)
    parted = [0] * len(scores)
    for start, end in _stretches(scores, table):
        parted[start:end] = _best_path(scores[start:end], table.following, before=start > 0, after=end < len(scores))
    assert parted == whole


def test_most_sentences_are_passed_over_and_of_credits_the_names_are_looked_at():
    table = weights()

    def seen(line):
        return _stretches(table.scores(LineSigns(line, tuple(role_words(line))), Position.LEAD), table)

    assert seen("据悉,今年全市新增社区食堂十二家。") == []
    assert any(start <= 3 and end >= 6 for start, end in seen("记者 祁晓燕"))


def test_few_values_are_remembered(monkeypatch):
    monkeypatch.setattr("newsbot.lines.credits.model.REMEMBERED_VALUES", 2)
    summed = _Summed(lambda sign: (sign,), {"甲": 1})
    assert [summed[key,] for key in "甲乙丙甲"] == [1, 0, 0, 1]
    assert len(summed) <= 2


@pytest.mark.parametrize(("word", "kept"), [("党政办", []), ("沈若溪", ["沈若溪"]), ("余国会", ["余国会"])])
def test_three_characters_that_end_as_an_office_and_hardly_as_a_given_name_are_no_person(monkeypatch, word, kept):
    assert believed(monkeypatch, f"作者：{word}", (word, 0.9), position=Position.META) == kept


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("作 者 ： 蔡 明 月", [("蔡明月", "author")]),
        ("编辑：廖    欣 校对：王 五", [("廖欣", "editor")]),
        ("文　字：邱　实　谷雨", [("邱实", "author"), ("谷雨", "author")]),
        ("记者 邱 实 李 大 同", [("邱实", "reporter"), ("李大同", "reporter")]),
    ],
)
def test_a_name_that_is_spread_over_a_column_is_one_name(line, expected):
    credit = credit_line(line, bare=True)
    assert credit is not None
    assert [(author.name, author.role) for author in credit.authors] == expected


def test_single_characters_that_no_role_word_leads_are_no_name():
    assert credit_line("高 大 上 的 小 区", bare=True) is None


@pytest.mark.parametrize("line", ["◎ 记者林和谦/采访报导", "记者黄和平／台北报导"])
def test_a_word_that_joins_names_is_part_of_one_between_a_role_word_and_a_stroke(line):
    credit = credit_line(line)
    assert credit is not None
    assert [author.name[1:] for author in credit.authors] in (["和谦"], ["和平"])


def test_a_bracket_of_names_has_all_of_them():
    credit = credit_line("（杨秀兰　石昌武　吴必成）", bare=True)
    assert credit is not None
    assert [author.name for author in credit.authors] == ["杨秀兰", "石昌武", "吴必成"]
    assert credit_line("（便民服务 志愿者 石昌武）", bare=True) is None


def test_the_place_of_a_wire_behind_a_name_is_no_second_reporter():
    found = read_credits("（中央社记者管瑞平苗栗县12日电）", Position.LEAD)
    assert [(author.name, author.role) for author in found.authors] == [("管瑞平", "reporter")]


def test_the_people_of_a_medium_who_report_on_a_day_open_a_text():
    (credit,) = opening_credits("青山网实习记者胥文琦1月12日报道 石桥街道的志愿者走进小区。")
    assert (credit.start, [(author.name, author.role) for author in credit.authors]) == (0, [("胥文琦", "reporter")])
    assert opening_credits("青山街道的记者李小明1月12日报道过这件事，居民还记得。") == []


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("before", "after"), list(product((False, True), repeat=2)))
def test_no_path_through_a_stretch_scores_higher_than_the_best(seed, before, after):
    chance = random.Random(seed)
    labels = range(len(LABELS))
    following = [[chance.randint(-3, 3) for _ in labels] for _ in labels]
    scores = [[chance.randint(-3, 3) for _ in labels] for _ in range(4)]

    def worth(path: Sequence[int]) -> int:
        around = [*([0] if before else []), *path, *([0] if after else [])]  # characters outside stand beside it
        return sum(score[label] for score, label in zip(scores, path, strict=True)) + sum(following[a][b] for a, b in pairwise(around))

    best = _best_path(scores, following, before=before, after=after)
    assert worth(best) == max(map(worth, product(labels, repeat=len(scores))))
