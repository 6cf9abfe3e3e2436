"""What stands behind the text of a report, in its element or beside it, and the texts of pictures."""

import pytest

from newsbot import Page, normalise

TITLE = "青山街道志愿者清理老旧楼道"
PARAGRAPHS = [
    "5月6日上午，青山街道组织三十多名志愿者走进杨柳社区，清理楼道里堆放多年的旧家具和废纸箱，打通了消防通道。",
    "志愿者一边清理一边向居民讲解楼道堆物的危害，不少居民听了以后也拿起扫帚，加入到清扫的队伍里来，干得热火朝天。",
    "截至当天中午，共清运杂物六车，劝导居民移走电动自行车二十多辆，社区还把每月第一个周六定为楼道清洁日。",
]
OTHER = "5月5日，白石镇在中心小学门口设置护学岗，安排民警和家长志愿者轮流值守，疏导接送车辆，保障孩子们上下学的安全。"


def row(content, head=TITLE):
    page = f"<html><head><title>{head}</title></head><body>{content}</body></html>"
    return normalise(Page("http://qs.example/1.html", page.encode()), topic="any").to_dict()


def text(tag="p"):
    return "".join(f"<{tag}>{paragraph}</{tag}>" for paragraph in PARAGRAPHS)


HEAD = f"<h1>{TITLE}</h1><div>2024-05-06 10:20 来源：青山日报</div>"


def test_behind_who_wrote_no_line_of_the_text_follows():
    lines = "".join(f"<section><b>{line}</b></section>" for line in ("文字：沈若溪", "图片：陶景行", "一键三连，把好消息告诉更多人"))
    read = row(f"{HEAD}<div>{text('section')}{lines}</div>")
    assert read["body"] == PARAGRAPHS
    assert read["authors"] == [{"name": "沈若溪", "role": "author"}, {"name": "陶景行", "role": "photographer"}]


@pytest.mark.parametrize(("above", "below"), [
    ("↑↑↑点击上方“青山发布”，了解更多资讯", ""),
    ("AI摘要：青山街道组织志愿者清理楼道，消除了消防隐患。（内容由AI生成，仅供参考）", ""),
    ("", "供稿｜青山街道"),
])  # fmt: skip
def test_lines_of_a_platform_around_a_text_are_none_of_it(above, below):
    assert row(f"{HEAD}<div><p>{above}</p>{text()}<p>{below}</p></div>")["body"] == PARAGRAPHS


def test_letters_that_are_left_slanted_in_each_paragraph_part_no_text():
    lines = [*PARAGRAPHS, "居民们说，楼道干净了，上下楼心里也敞亮，今后谁家再往外堆东西，大家都会上前劝一劝。"]
    assert row(f"{HEAD}<div class=wrap><div>{''.join(f'<p><i>{line}</p>' for line in lines)}</div></div>")["body"] == lines


def test_where_who_wrote_works_is_no_text():
    assert row(f"{HEAD}<div>{text()}<p>（作者单位：柳湾区文明办）</p></div>")["body"] == PARAGRAPHS


def test_a_text_in_one_box_with_its_headline_ends_with_the_box_whatever_the_head_says():
    other = f"<div class=b><h3>简讯</h3><h4>白石镇设置护学岗</h4><p>{OTHER}</p></div>"
    assert row(f"<div class=a>{HEAD}{text()}</div>{other}", "青山日报数字报")["body"] == PARAGRAPHS


def test_texts_that_stand_each_below_a_picture_are_the_report():
    pictures = "".join(f"<p><img src=/{n}.jpg></p><p>{line}</p>" for n, line in enumerate([*PARAGRAPHS[:2], f"{PARAGRAPHS[2]}白乐水 摄"]))
    read = row(f"{HEAD}<div>{pictures}</div>")
    assert read["body"] == PARAGRAPHS
    assert read["authors"] == [{"name": "白乐水", "role": "photographer"}]


@pytest.mark.parametrize(("close", "most"), [("</div></div>", 1.0), ("</div></div></div>", 0.9)])
def test_a_row_doubts_a_text_behind_which_more_was_left_by_a_box_closed_once_too_often(close, most):
    more = "随后，志愿者又来到百花社区，帮助独居老人整理阳台，检查电线和燃气软管，并把发现的三处隐患当场报给物业公司，公司当天就派人来换。"
    page = f"<div><div>{HEAD}<div>{text()}</div>{close}<h4>分送温暖</h4><div class=more><p>{more}</p></div>"
    read = row(page)
    assert read["body"] == PARAGRAPHS
    assert (read["confidence"]["body"] <= 0.9) is (most < 1)
