"""Long lists of names, what a bracket behind a name or a picture says, and what is no name beside a medium."""

import pytest

from newsbot.lines.credits import Position, caption_credit, closing_credit, credit_line, opening_credits, read_credits
from newsbot.lines.credits.stretches import UNIT_CREDIT

NAMES = ["祁晓燕", "苗青林", "庞革军", "杜若兰", "简文涛", "乔大山", "柳依依", "方雪琴", "钟继明", "彭亮", "陶静", "罗雅琴"]


@pytest.mark.parametrize("mark", ["、", " "])
@pytest.mark.parametrize("count", [2, 8, 9, 12])
@pytest.mark.parametrize("told", ["", "采访报道"])
def test_a_list_of_any_length_names_all(mark: str, count: int, told: str) -> None:
    bracket = f"（本报记者{' ' * (mark == ' ')}{mark.join(NAMES[:count])}{told}）"
    found = closing_credit(f"楼道里的灯亮了起来。{bracket}")
    assert found is not None
    assert [(author.name, author.role) for author in found.authors] == [(name, "reporter") for name in NAMES[:count]]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("（责编：苗青林(实习生)、彭亮）", [("苗青林", "editor"), ("彭亮", "editor")]),
        ("责编：苗青林（见习记者） 彭亮", [("苗青林", "editor"), ("彭亮", "editor")]),
        ("文/柳报融媒记者 苗青林 图/柳报融媒记者 彭亮", [("苗青林", "reporter"), ("彭亮", "photographer")]),
        ("柳叶云/青山日报记者 苗青林", [("苗青林", "reporter")]),
        ("（青山日报社融媒体记者 彭亮 通讯员 额尔敦巴特尔）", [("彭亮", "reporter"), ("额尔敦巴特尔", "correspondent")]),
        ("（作者 约翰·史密斯）", [("约翰·史密斯", "author")]),
        ("（约翰·史密斯摄）", [("约翰·史密斯", "photographer")]),
        ("口苗青林", [("苗青林", "author")]),
        ("责编/苗青林 版样/彭亮", [("苗青林", "editor")]),
    ],
)
def test_who_is_named_in_a_line(line: str, said: list[tuple[str, str]]) -> None:
    found = credit_line(line, bare=True)
    assert found is not None
    assert [(author.name, author.role) for author in found.authors] == said


@pytest.mark.parametrize("box", ["口", "□", "■"])
def test_a_box_before_a_name_behind_the_last_sentence(box: str) -> None:
    found = closing_credit(f"楼道里的灯亮了起来。{box}苗青林")
    assert found is not None
    assert [author.name for author in found.authors] == ["苗青林"]


def test_who_is_quoted_behind_a_dash_wrote_nothing() -> None:
    assert closing_credit("“等灯亮了，就好好陪陪家人”。——苗青林") is None


@pytest.mark.parametrize("agency", ["（柳叶影像）", "（柳叶视觉）", "(青山图库)"])
@pytest.mark.parametrize("who", ["苗青林摄", "苗青林 摄", "彭 亮摄", "彭亮 苗青林摄影报道"])
def test_the_bracket_of_who_sells_a_picture_takes_nobody_away(who: str, agency: str) -> None:
    found = caption_credit(f"志愿者在清理河道。{who}{agency}")
    assert found is not None
    assert {author.name for author in found.authors} == {
        "".join(name.split()) for name in ("彭亮", "苗青林") if name in who.replace(" ", "")
    }
    assert "photographer" in {author.role for author in found.authors}


def test_the_day_on_which_a_picture_was_taken_is_part_of_its_credit() -> None:
    found = caption_credit("志愿者在清理河道。苗青林摄于3月5日")
    assert found is not None
    assert [(author.name, author.role) for author in found.authors] == [("苗青林", "photographer")]


def test_a_name_with_a_dot_goes_to_the_end_of_its_word() -> None:
    assert [author.name for author in read_credits("（作者比尔·巴尔特，系青山大学教授）", Position.END).authors] == ["比尔·巴尔特"]


def test_a_list_with_other_words_is_none() -> None:
    assert not read_credits("志愿者清理了纸屑、烟头、落叶、菜叶、树枝、塑料袋", Position.END).authors


OFFICES = [
    "城建科",
    "宣教科",
    "督查室",
    "人事股",
    "纪检组",
    "德育处",
    "安监站",
    "司法所",
    "卫生院",
    "江南镇",
    "方城乡",
    "和平路",
    "双创办",
    "团委",
]


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("line", ["（{}）", "供稿：{}", "（通讯员 {}）", "撰稿：{} 审核：苗青林", "编辑：{}"])
def test_an_office_is_no_person(line: str, office: str) -> None:
    for position in (Position.END, Position.LEAD, Position.META):
        assert office not in {author.name for author in read_credits(line.format(office), position).authors}


@pytest.mark.parametrize("name", ["王永科", "林安镇", "李建村", "张国会"])
def test_a_name_may_end_as_an_office_does(name: str) -> None:
    assert [author.name for author in read_credits(f"（青山日报记者 {name}）", Position.END).authors] == [name]


@pytest.mark.parametrize("office", ["宣教科", "区文明办", "青山街道"])
def test_an_office_that_signs_leaves_the_text(office: str) -> None:
    closing = [closing_credit(f"楼道里的灯亮了起来。（{said}{office}）") for said in ("", "通讯员 ", "供稿：")]
    assert all(found is not None and not found.authors for found in closing)
    opening = [opening_credits(f"青山网讯（{said}{office}）3月5日，居民清理楼道。")[-1:] for said in ("", "通讯员 ")]
    assert all(found and found[0].rule == UNIT_CREDIT for found in opening)
    line = credit_line(f"（{office}）")
    assert line is not None
    assert not line.authors


def test_an_office_that_a_sentence_speaks_of_stays() -> None:
    assert closing_credit("居民可以到社区服务大厅办理（文化站）") is None


@pytest.mark.parametrize("name", ["林晓明", "陈晓晨", "刘海商", "赵一时", "吴文汇", "韩周"])
@pytest.mark.parametrize("opening", ["本报讯 记者{}报道：", "【本报讯】记者{}报道：", "本报记者{}报道："])
def test_a_name_that_ends_as_papers_begin_is_one_before_the_word_of_reports(opening: str, name: str) -> None:
    found = opening_credits(f"{opening.format(name)}3月5日，居民清理楼道。")
    assert [author.name for credit in found for author in credit.authors] == [name]


@pytest.mark.parametrize("said", ["实地", "现场", "连线"])
def test_how_somebody_reported_is_no_name(said: str) -> None:
    assert not [author for credit in opening_credits(f"本报记者{said}报道：3月5日，居民清理楼道。") for author in credit.authors]


@pytest.mark.parametrize("line", ["房梅青 朱梓玉", "章波民、车思丽、季新", "（房梅青 朱梓玉）"])
def test_a_line_of_nothing_but_names_names_them(line: str) -> None:
    found = credit_line(line, bare=True)
    assert found is not None
    assert [author.name for author in found.authors] == line.strip("（）").replace("、", " ").split()


@pytest.mark.parametrize("line", ["和平 安康", "文明 健康 教育", "青山 柳湾"])
def test_a_line_of_words_names_nobody(line: str) -> None:
    assert credit_line(line, bare=True) is None


def test_a_name_goes_up_to_a_medium_that_speaks_of_itself() -> None:
    found = read_credits("青山网特派记者 郑辉民本报记者 杜鸣", Position.LEAD).authors
    assert [author.name for author in found] == ["郑辉民", "杜鸣"]


@pytest.mark.parametrize("line", ["（中央社记者洪学广高雄11日电）", "（中央社记者林巧琏花莲县6日电）", "记者洪学广高雄报导："])
def test_a_name_before_a_place_and_a_day_is_read_beside_a_sentence(line: str) -> None:
    found = opening_credits(f"{line}高雄市政府今天上午宣布，居民清理楼道。")
    assert [author.name for credit in found for author in credit.authors] == [line.split("记者")[1][:3]]


@pytest.mark.parametrize("medium", ["青观", "极视", "观湖", "潮头", "青柳壹点"])
@pytest.mark.parametrize("line", ["文｜{} 王敏聪", "撰文｜{} 王敏聪 编辑｜彭亮", "记者 {} 王敏聪"])
def test_what_a_medium_is_called_for_short_is_no_person(line: str, medium: str) -> None:
    found = credit_line(line.format(medium))
    assert found is not None
    assert [author.name for author in found.authors if author.role != "editor"] == ["王敏聪"]


def test_who_writes_in_may_be_called_anything() -> None:
    found = credit_line("通讯员 青观 王敏聪")
    assert found is not None
    assert [author.name for author in found.authors] == ["青观", "王敏聪"]


def test_those_who_passed_a_text_are_nobody_and_leave_it():
    text = "楼道里的灯亮了起来。"
    found = closing_credit(f"{text} 初审：郭小宇 复审：石巍 终审：曹梦南")
    assert found is not None
    assert (found.start, found.authors) == (len(text), ())


@pytest.mark.parametrize("name", ["张志强", "贺子涵", "冉子涵", "鲁伟", "谭欣怡", "易志强", "王丽", "刘文静", "陈国庆"])
@pytest.mark.parametrize("text", [
    "据介绍，街道把院落改造与文明创建结合起来，由居民议事会商定改造清单，已有600余户居民参与评议。",
    "“以前一下雨院子里就积水，现在路平了，灯也亮了。”住在三号院的居民王大爷说。",
])  # fmt: skip
def test_names_alone_in_a_bracket_behind_the_last_sentence_are_read_whatever_the_sentence_says(name, text):
    found = closing_credit(f"{text}（{name}）")
    assert found is not None
    assert (found.start, [author.name for author in found.authors]) == (len(text), [name])


@pytest.mark.parametrize("word", ["完", "节选", "青岛", "石家庄", "毛巾", "红旗", "王大妈", "李警官", "许老师", "红马甲"])
def test_words_alone_in_a_bracket_behind_the_last_sentence_name_nobody(word):
    found = closing_credit(f"楼道里的灯亮了起来，已有600余户居民参与评议。（{word}）")
    assert found is None or not found.authors
