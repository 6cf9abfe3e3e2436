"""What stands in one line with the headline of a report."""

import pytest

from newsbot import Page, normalise

TEXT = "".join(
    f"<p>{paragraph}</p>"
    for paragraph in (
        "5月6日上午，青山街道组织三十多名志愿者走进杨柳社区，清理楼道里堆放多年的旧家具和废纸箱，打通了消防通道。",
        "志愿者一边清理一边向居民讲解楼道堆物的危害，不少居民听了以后也拿起扫帚，加入到清扫的队伍里来，干得热火朝天。",
        "截至当天中午，共清运杂物六车，劝导居民移走电动自行车二十多辆，社区还把每月第一个周六定为楼道清洁日。",
    )
)
TITLE = "青山街道志愿者清理老旧楼道"


def row(head, title=TITLE):
    page = f"<html><head><title>{title}</title></head><body><div>{head}</div><div>{TEXT}</div></body></html>"
    return normalise(Page("http://qs.example/1.html", page.encode()), topic="any").to_dict()


@pytest.mark.parametrize("head", [
    f"<span>{TITLE}</span><span>2024-05-06 10:20</span><span>青山日报</span>",
    f"<span>{TITLE}</span> <span>2024-05-06 10:20</span> <span>来源：青山日报</span>",
])  # fmt: skip
def test_a_meta_line_behind_the_headline_is_no_part_of_it(head):
    read = row(head)
    assert (read["title"], read["date_published"], read["source"]) == (TITLE, "2024-05-06T10:20:00+08:00", "青山日报")


def test_a_number_in_a_tag_belongs_to_the_headline():
    title = "青山街道志愿者一天清理老旧楼道28处"
    assert row("<h1>青山街道志愿者一天清理老旧楼道<em>28处</em></h1><div>2024-05-06 10:20 来源：青山日报</div>", title)["title"] == title


def test_a_linked_category_before_the_headline_is_no_part_of_it():
    head = f"<h1><a href=/f2>[社区]</a> <span>{TITLE}</span></h1><div>发表于 2024-05-06 10:20</div>"
    assert row(head, f"{TITLE} - 青山论坛")["title"] == TITLE
