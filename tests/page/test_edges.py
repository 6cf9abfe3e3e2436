"""Bounds of what a page says to machines, of site rules, true titles and litter: one case at each side of each."""

import json

import pytest

from newsbot.html.machine import MachineData, PlacedText
from newsbot.model import Features, Hints, Page, Report, Role
from newsbot.normalise import normalise
from newsbot.page import block_measures, label_plain
from newsbot.page.captions import CaptionStyle
from newsbot.page.headline import is_named_title
from newsbot.page.litter import find_litter
from newsbot.page.machine_facts import machine_facts
from newsbot.page.roles import label_credits
from newsbot.page.site_rules import read_by_rule
from newsbot.page.true_title import true_title, wins
from newsbot.read_page import read_page
from tests.page.pieces import OTHER, TEXT, block, ground

URL = "http://www.town.gov.cn/2023/a.html"


# ------------------------------------------------------------------------------------------------------------- statements and rules


@pytest.mark.parametrize(("others", "published"), [(150, "2023-04-10"), (250, None)])
def test_so_many_objects_of_a_page_are_looked_at(others, published):
    objects = [*[{"@type": "Organization"}] * others, {"@type": "Article", "datePublished": "2023-04-10"}]
    assert machine_facts(MachineData(json_ld=[PlacedText(0, json.dumps(objects))]), None).published == published


def read(html: str, **rules: tuple[str, ...]):
    found = read_page(Page(URL, f"<html><body>{html}</body></html>", hints=Hints(rules=rules)))
    for one in found.blocks:
        one.set_text(one.raw)
    return read_by_rule(found)


@pytest.mark.parametrize(("length", "taken"), [(22, False), (30, True)])
def test_an_element_with_hardly_any_text_is_an_empty_shell(length, taken):
    text = f"{TEXT.replace('，', '')[: length - 2]}，居民。"
    assert (read(f"<div class=story><p>{text}</p></div>", body=(".story",)) is not None) is taken


@pytest.mark.parametrize(("length", "taken"), [(110, True), (130, False)])
def test_an_element_with_much_text_is_no_field(length, taken):
    found = read(f"<p class=from>{'报' * length}</p><div class=story><p>{TEXT}</p></div>", body=(".story",), source=(".from",))
    assert found is not None
    assert ("source" in found.fields) is taken


# ---------------------------------------------------------------------------------------------------------------------- true titles


@pytest.mark.parametrize(("shared", "won"), [(3, True), (6, False)])
def test_a_true_title_stands_for_a_heading_in_other_words(shared, won):
    value = "桂溪街道志愿者清理楼道"
    assert wins("标题：", value, value[:shared] + "甲乙丙丁戊己庚辛"[: 11 - shared]) is won


@pytest.mark.parametrize(("length", "is_title"), [(5, True), (4, False), (150, True), (170, False)])
def test_a_true_title_is_as_long_as_headlines_are(length, is_title):
    line = "原标题：" + "街道志愿者清理楼道" * 20
    assert (true_title(line[: length + 4 if length < 10 else length]) is not None) is is_title


# --------------------------------------------------------------------------------------------------------------------------- litter


@pytest.mark.parametrize(("before", "found"), [(4_900, 1), (5_200, 0)])
def test_litter_is_looked_for_in_a_paragraph_and_not_in_a_book(before, found):
    assert len(find_litter((TEXT * 200)[:before] + "<br/>")) == found


@pytest.mark.parametrize(
    ("name", "found"), [("喷绘", 0), ("南城喷绘", 1), ("江西南昌南城桂溪街道户外喷绘", 1), ("江西省南昌市南城区桂溪街道户外喷绘", 0)]
)
def test_the_name_of_an_advertiser_has_a_length(name, found):
    assert len(find_litter(f"{name} {TEXT}")) == found


def test_what_is_read_by_a_rule_is_the_report():
    html = f"<html><body><h1>桂溪街道志愿者清理楼道</h1><div class=story><p>{TEXT}</p></div><div><p>{OTHER}</p></div></body></html>"
    report = normalise(Page(URL, html, hints=Hints(rules={"body": (".story",)})), topic="any")
    assert isinstance(report, Report)
    assert report.body == [TEXT]


# ------------------------------------------------------------------------------------------------------------- looks and measures


@pytest.mark.parametrize(("before", "named"), [(54, True), (70, False)])
def test_a_title_is_named_by_the_nearest_elements(before, named):
    assert is_named_title(Features(names="x" * before + " title")) is named


@pytest.mark.parametrize(("named", "tells"), [(2, True), (3, False)])
def test_a_class_tells_nothing_that_most_paragraphs_have(named, tells):
    lines = [block(TEXT, names="caption" if n < named else "") for n in range(4)]
    assert CaptionStyle(lines, 0, 4).class_tells is tells


@pytest.mark.parametrize(("centred", "of", "mostly"), [(1, 2, False), (2, 3, True)])
def test_images_are_centred_where_most_are(centred, of, mostly):
    lines = [block("", tag="img", centred=n < centred) for n in range(of)]
    assert CaptionStyle(lines, 0, of).images_centred is mostly


def test_a_text_keeps_a_tenth_of_its_mass_however_it_is_worded(monkeypatch):
    monkeypatch.setattr(block_measures, "text_chance", lambda _: 0.0)
    text = "，".join(["街道社区组织居民开展文明创建活动"] * 20) + "。"
    assert ground(block(text)).mass == [32]


@pytest.mark.parametrize(("at", "role"), [(2, Role.CREDIT), (4, Role.SUBHEAD)])
def test_a_line_of_names_is_a_credit_near_the_ends_of_a_report(at, role):
    lines = [block(TEXT) for _ in range(10)]
    lines[at] = block("记者 王丽 李强")
    for n, line in enumerate(lines):
        line.label(Role.SUBHEAD if n == at else Role.BODY, "test")
    label_credits(lines)
    assert lines[at].role is role


@pytest.mark.parametrize(("odds", "tail"), [(0.8, False), (1.2, True)])
def test_a_line_after_the_text_is_none_of_it_where_it_is_rather_furniture(odds, tail, monkeypatch):
    monkeypatch.setattr(label_plain, "furniture_odds", lambda _: odds)
    assert (label_plain._speaks_for_tail("居民们都来了", below=False) > 0) is tail
