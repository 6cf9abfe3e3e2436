"""Text that a page carries and does not print: in its elements, in the data of its scripts, under what hides it."""

import html
import json
from urllib.parse import quote

import pytest

from newsbot import Page, normalise
from newsbot.html.carried import as_markup, carried_in
from newsbot.html.script_data import article_in, unescaped
from newsbot.model import Rejection

HEADLINE = "青山街道志愿者清理老旧楼道"
PARAGRAPHS = (
    "5月6日上午，青山街道组织三十多名志愿者走进杨柳社区，清理楼道里堆放多年的旧家具和废纸箱，打通了消防通道。",
    "志愿者一边清理一边向居民讲解楼道堆物的危害，不少居民听了以后也拿起扫帚，加入到清扫的队伍里来，干得热火朝天。",
    "截至当天中午，共清运杂物六车，劝导居民移走电动自行车二十多辆，社区还把每月第一个周六定为楼道清洁日。",
)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEAD = f"<h1>{HEADLINE}</h1><div>2024-05-06 10:20 来源：青山日报</div>"


def read(body, title=HEADLINE, head=""):
    page = Page("http://qs.example/1.html", f"<html><head><title>{title}</title>{head}</head><body>{body}".encode())
    return normalise(page, topic="any")


def report(body, head=""):
    outcome = read(body, head=head)
    return outcome if isinstance(outcome, Rejection) else outcome.to_dict()


def state(**more):
    return {"id": 7, "title": HEADLINE, "content": TEXT, "publishTime": "2024-05-06 10:20", "source": "青山日报", **more}


OTHER = state(title="别的标题也很长", content=TEXT.replace("青山", "白石"))
PARK = "湖畔公园的荷花开了，前来赏花拍照的市民络绎不绝，园方延长了开放时间并增设休息座椅。" * 3
MORE = "当天下午，街道又组织党员走访独居老人，帮助他们整理阳台、检查电线，还送去了米面油等生活用品，老人们连声道谢。" * 2


@pytest.mark.parametrize("body", [
    f"{HEAD}<textarea style='display:none'>{html.escape(TEXT)}</textarea>",
    f"{HEAD}<textarea readonly>" + "\n".join(PARAGRAPHS) + "</textarea>",
    f"<div id=app></div><noscript>{HEAD}{TEXT}</noscript><script src=/a.js></script>",
    f"{HEAD}<template>{TEXT}</template>",
    f"{HEAD}<canvas>{TEXT}</canvas>",
    f"{HEAD}<script type='text/x-template'>{TEXT}</script>",
    f"{HEAD}<iframe srcdoc='{TEXT}'></iframe>",
    f"{HEAD}<div style='display:none'>{TEXT}</div>",
    f'{HEAD}<div class=box data-content="{html.escape(TEXT)}"></div>',
    f'<div id=app></div><news :info="{html.escape(json.dumps(state(), ensure_ascii=False))}"></news><script src=/v.js></script>',
    f"<div>加载中</div><script>d = JSON.parse({json.dumps(json.dumps({'a': state()}))})</script>",
    f"{HEAD}<script>show(decodeURIComponent('{quote(TEXT)}'))</script>",
    f"{HEAD}<script>show('{''.join(f'&#{ord(letter)};' for letter in TEXT)}')</script>",
    f"{HEAD}<div id=box></div><script>var text = {json.dumps(TEXT)}; box.innerHTML = text</script>",
    f"<div id=app></div><script>window.__STATE__ = {json.dumps({'news': state()}, ensure_ascii=False)};</script>",
    "<div id=app></div><script>window.__N__=(function(a){return {data:[{detail:{id:a,title:'" + HEADLINE + "',content:"
    + json.dumps(TEXT).replace("<", "\\u003C") + ",createTime:'2024-05-06 10:20',source:'青山日报'}}]}}(1))</script>",
    f"<div id=app></div><script>s={json.dumps(state(content=[{'type': 'p', 'text': one} for one in PARAGRAPHS]))}</script>",
])  # fmt: skip
def test_a_text_that_a_page_carries_is_read_where_it_prints_none_and_its_row_doubts(body):
    row = report(body)
    assert (row["title"], row["body"]) == (HEADLINE, list(PARAGRAPHS))
    assert (row["date_published"], row["source"]) == ("2024-05-06T10:20:00+08:00", "青山日报")
    assert row["flags"] == ["shown_by_script"]
    assert max(row["confidence"][name] for name in ("title", "date_published", "source", "authors", "body")) <= 0.9


def test_what_a_page_prints_stands_before_what_it_carries():
    other = TEXT.replace("青山", "白石")
    row = report(f"{HEAD}{TEXT}<textarea>{html.escape(other)}</textarea><script>var s={json.dumps(state(content=other))}</script>")
    assert row["body"] == list(PARAGRAPHS)
    assert row["flags"] == []


@pytest.mark.parametrize("body", [
    f"<div id=app></div><script>var n = {json.dumps([state(), OTHER])}</script>",
    "<div id=app></div><noscript>请启用脚本后再浏览本站。</noscript><script src=/a.js></script>",
])  # fmt: skip
def test_of_several_articles_in_its_data_none_is_a_pages_own_unless_its_head_names_one(body):
    outcome = read(body, "青山网")
    assert outcome.reason == "needs_script"


def test_a_report_in_the_data_of_a_front_page_that_links_to_it_is_not_the_pages_own():
    links = "".join(f"<li><a href=/{n}.html>青山区第{n}次社区工作会议召开</a></li>" for n in range(20))
    page = f"<a href=/x.html>{HEADLINE}</a><ul>{links}</ul><script>var hot = {json.dumps(state())}</script>"
    assert isinstance(read(page, "青山网"), Rejection)


def test_the_article_among_several_that_the_head_names_is_the_pages_own():
    both = json.dumps([OTHER, state(author={"name": "王小满"})])
    row = report(f"<div id=app></div><script>var n = {both}</script>")
    assert row["body"] == list(PARAGRAPHS)
    assert row["authors"] == [{"name": "王小满", "role": "author"}]


def test_a_list_that_hides_a_report_is_none():
    links = "".join(f"<li><a href=/{n}.html>青山区第{n}次社区工作会议召开</a></li>" for n in range(20))
    outcome = read(f"<ul>{links}</ul><div style='display:none'><h2>{HEADLINE}</h2>{TEXT}</div>", "青山网")
    assert isinstance(outcome, Rejection)


@pytest.mark.parametrize(("stated", "doubted"), [
    (TEXT, set()),
    (TEXT[:60] + PARK, {"title", "date_published", "body"}),
    (TEXT + MORE, {"body"}),
])  # fmt: skip
def test_a_row_doubts_where_the_data_of_its_page_have_another_text(stated, doubted):
    data = json.dumps({"@type": "NewsArticle", "headline": HEADLINE, "articleBody": stated.replace("<p>", "").replace("</p>", "\n")})
    said = f"<script type=application/ld+json>{data}</script>"
    plain, row = report(HEAD + TEXT)["confidence"], report(HEAD + TEXT, said)["confidence"]
    assert {name for name in plain if row[name] < plain[name]} == doubted


def test_markup_is_read_through_its_escapes():
    assert as_markup("%3Cp%3E%E7%94%B2%3C%2Fp%3E") == "<p>甲</p>"
    assert as_markup("甲<乙\n\n丙") == "<p>甲&lt;乙</p><p>丙</p>"
    assert unescaped(r"\ud83d\ude00\x41\/\n") == "\U0001f600A/\n"


def test_data_without_running_text_are_no_article():
    assert article_in('var a = {title: "青山街道", list: ["一", "二"]}', "") is None
    assert not list(carried_in("<script>var a = 1</script><textarea>说点什么。</textarea>"))


def test_a_script_of_quotation_marks_and_brackets_is_read_once():
    assert article_in('"\\"' * 50_000 + "{[" * 50_000, "") is None
