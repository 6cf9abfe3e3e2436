"""Does a row know how likely it is right? What agrees makes a field surer, what is promised and not read makes it less sure."""

from dataclasses import asdict, replace

import pytest

from newsbot import Page, Report, normalise
from newsbot.data import table
from newsbot.fact_steps import surroundings
from newsbot.facts.confidence import HIGHEST, confidence_signs, field_names
from newsbot.facts.damaged import DAMAGED_BODY, DAMAGED_TITLE, INCOMPLETE_FIELD, SCRATCHED_BODY
from newsbot.facts.logistic import probability
from newsbot.normalise import explained
from newsbot.row import FieldConfidence

PARAGRAPHS = (
    "3月5日，长沙市岳麓区望月湖街道石塘社区组织60余名志愿者清理楼道杂物，推进全国文明城市创建，居民的出行更加方便了。",
    "“楼道宽敞了，心里也敞亮。”居民李奶奶说，志愿服务队每周都来，邻里之间的联系也多了，大家一起把家园维护好。",
    "下一步，社区将继续完善网格治理机制，邀请更多居民参与志愿服务，把文明创建做到群众心坎上，不断提升幸福感。",
)
TITLE = "石塘社区：志愿服务进楼栋 文明创建见实效"


def page(
    meta: str = "2024-03-06 09:30 来源：长沙晚报", *, title: str = TITLE, head: str | None = None, end: str = "", url: str = "1"
) -> Page:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    html = (
        f"<!DOCTYPE html><html><head><title>{head or title}</title></head><body><div><h1>{title}</h1>"
        f"<div>{meta}</div><div>{body}{end}</div></div></body></html>"
    )
    return Page(f"http://trust.test/{url}.html", html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def read(page: Page) -> Report:
    verdict = normalise(page, topic="any")
    assert isinstance(verdict, Report)
    return verdict


def signs(page: Page) -> dict[str, dict[str, float]]:
    reading, verdict = explained(page, topic="any")
    assert isinstance(verdict, Report)
    return confidence_signs(verdict, surroundings(reading))


def test_every_field_of_the_contract_has_a_probability_of_two_decimals():
    said = asdict(read(page()).confidence)
    assert tuple(said) == field_names() == ("title", "date_published", "source", "authors", "body", "place", "topic")
    assert all(0 < value <= HIGHEST and round(value, 2) == value for value in said.values())


@pytest.mark.parametrize(
    ("field", "surer", "less_sure"),
    [
        ("source", page(), page("2024-03-06 09:30 街巷故事")),
        ("source", page(), page("2024-03-06 09:30 来源：")),
        ("date_published", page(), page("来源：长沙晚报")),
        ("date_published", page(), page("2024-03-06 来源：长沙晚报")),
        ("authors", page("2024-03-06 09:30 来源：长沙晚报 记者：李静"), page("2024-03-06 09:30", end="<p>文/小陆同学</p>")),
    ],
)
def test_what_is_printed_plainly_is_surer(field, surer, less_sure):
    assert getattr(read(surer).confidence, field) > getattr(read(less_sure).confidence, field)


def test_a_headline_that_the_head_and_the_text_have_is_surer():
    found = signs(page())["title"]
    assert found["head_begins_with_it"] == 1.0
    assert found["heading"] == 1.0
    other = signs(page(head="长沙频道"))["title"]
    assert "head_has_it" not in other
    weights = table("confidence_weights.toml")["title"]
    assert probability(weights, found) > probability(weights, other)


def test_a_day_in_the_address_agrees_with_the_day_that_is_stated():
    assert "in_address" in signs(page(url="2024/03/06/1"))["date_published"]
    assert "in_address" in signs(page(url="t20240306_1"))["date_published"]
    assert "in_address" not in signs(page(url="2024/03/07/1"))["date_published"]


def test_what_machines_are_told_agrees_or_not():
    told = '<meta property="article:published_time" content="{}T09:30:00+08:00">'
    same, other = (
        replace(page(), body=page().body.replace(b"<title>", told.format(day).encode() + b"<title>"))
        for day in ("2024-03-06", "2024-03-08")
    )
    assert "claimed" in signs(same)["date_published"]
    assert "claims_other" in signs(other)["date_published"]


def test_several_communities_make_the_place_less_sure():
    assert "more_communities" not in signs(page())["place"]
    assert "more_communities" in signs(page(title="石塘社区、云泽社区志愿服务进楼栋"))["place"]


def test_every_model_is_of_a_field_and_has_a_bias():
    models = table("confidence_weights.toml")
    assert tuple(models) == field_names()
    assert all("bias" in weights for weights in models.values())


def test_a_report_that_nobody_estimated_claims_nothing():
    assert set(asdict(FieldConfidence()).values()) == {None}


def test_how_a_medium_was_read_is_a_sign():
    assert {"label", "plainly_credited"} <= signs(page())["source"].keys()
    beside = signs(page("2024-03-06 09:30 石塘社区报"))["source"]
    assert "beside_time" in beside
    assert "plainly_credited" not in beside


def test_a_known_medium_is_plainly_credited_wherever_it_stands():
    assert {"known", "plainly_credited"} <= signs(page("2024-03-06 09:30 新华网"))["source"].keys()


def test_what_machines_are_told_of_another_medium_or_person_speaks_against_it():
    told = b'<meta name="source" content="\xe7\xba\xa2\xe7\xbd\x91"><meta name="article:author" content="\xe7\x8e\x8b\xe4\xba\x94">'
    found = signs(replace(page(), body=page().body.replace(b"<title>", told + b"<title>")))
    assert "machine_differs" in found["source"]
    assert "plainly_credited" not in found["source"]


def test_a_name_left_beside_a_word_for_a_role_is_seen():
    quiet = signs(page())["authors"]
    assert "quiet" in quiet
    assert "name_left" not in quiet
    one = signs(page("2024-03-06 09:30 来源：长沙晚报 记者：李静"))["authors"]
    assert {"one", "plainly_credited"} <= one.keys()


LIKELIER_THAN_NOT = 0.5
LOST_BY_A_DOUBT = 0.03


def document(*lines: str) -> Page:
    return Page("http://trust.test/1.txt", "\n".join(lines).encode(), {"Content-Type": "text/plain; charset=utf-8"})


def test_a_document_that_states_no_day_is_surer_of_it_where_no_line_around_its_text_holds_one():
    quiet = document(TITLE, *PARAGRAPHS)
    loud = document(TITLE, "望月湖 2024 年刊", *PARAGRAPHS)
    assert read(quiet).date_published is None is read(loud).date_published
    assert "nothing_dated" in signs(quiet)["date_published"]
    assert "nothing_dated" not in signs(loud)["date_published"]
    assert (read(quiet).confidence.date_published or 0) > (read(loud).confidence.date_published or 0) > LIKELIER_THAN_NOT


@pytest.mark.parametrize(
    ("sign", "before", "after"),
    [
        ("credit_in_text", "社区组织", "社区（摄影 李静 王芳）组织"),
        ("credit_in_text", "社区组织", "社区（李静 王芳）组织"),
        ("stray_letter", "出行更加", "出w行更加"),
    ],
)
def test_what_was_left_in_a_text_makes_its_body_less_sure(sign, before, after):
    changed = replace(page(), body=page().body.replace(before.encode(), after.encode()))
    assert sign not in signs(page())["body"]
    assert sign in signs(changed)["body"]
    assert (read(changed).confidence.body or 0) < (read(page()).confidence.body or 0) - LOST_BY_A_DOUBT


@pytest.mark.parametrize(
    ("before", "after"), [("社区组织", "社区（下辖三个小区）组织"), ("出行更加", "出行KTV更加"), ("出行更加", "出行app更加")]
)
def test_a_bracket_without_a_name_and_a_word_of_letters_are_no_doubt(before, after):
    changed = signs(replace(page(), body=page().body.replace(before.encode(), after.encode())))["body"]
    assert not {"credit_in_text", "stray_letter"} & changed.keys()


@pytest.mark.parametrize("lost", ["��", "锟斤拷", "□"])
def test_a_headline_with_what_nobody_can_read_is_none(lost):
    damaged = read(page(title=TITLE.replace("服务", lost)))
    assert damaged.confidence.title is not None
    assert damaged.confidence.title <= DAMAGED_TITLE < 0.5
    assert damaged.confidence.date_published == read(page()).confidence.date_published


def test_a_text_is_hardly_sure_where_much_of_it_cannot_be_read_and_less_sure_where_a_little_cannot():
    much = "居民说" + "锟斤拷" * 6 + "来过了，都很高兴。"
    sound, scratched, torn = (
        read(page(end=f"<p>{more}</p>")).confidence.body for more in (PARAGRAPHS[1][:-9], "居民说�来过了，都很高兴。", much)
    )
    assert sound is not None
    assert scratched is not None
    assert torn is not None
    assert sound > SCRATCHED_BODY >= scratched > DAMAGED_BODY >= torn


@pytest.mark.parametrize("lost", ["�", "锟斤拷"])
def test_no_name_is_read_where_a_character_of_it_is_lost(lost):
    sound = read(page("2024-03-06 09:30 来源：长沙晚报 作者：李小明 王大山"))
    torn = read(page(f"2024-03-06 09:30 来源：{lost}沙晚报 作者：李{lost}明 王大山"))
    assert (sound.source, [author.name for author in sound.authors]) == ("长沙晚报", ["李小明", "王大山"])
    assert (torn.source, [author.name for author in torn.authors]) == (None, ["王大山"])
    assert torn.confidence.source is not None
    assert torn.confidence.authors is not None
    assert max(torn.confidence.source, torn.confidence.authors) <= INCOMPLETE_FIELD
    assert torn.date_published == sound.date_published


def test_a_name_that_is_printed_whole_elsewhere_is_read():
    end = "<p>（本报记者 李小明）</p>"
    assert [author.name for author in read(page("2024-03-06 09:30 来源：长沙晚报 作者：李小明�", end=end)).authors] == ["李小明"]


CUT_OFF = '<html><head><title>{title}</title></head><body><div class="main"><h1>{title}</h1><div>{meta}</div><div>{text}'


@pytest.mark.parametrize("end", ["", '<p class="te', "<p>居民代表还说，他们希望把"])
def test_a_page_that_stops_within_its_text_is_truncated_and_not_sure_of_it(end):
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    source = CUT_OFF.format(title=TITLE, meta="2024-03-06 09:30 来源：长沙晚报", text=text)
    cut = read(replace(page(), body=(source + end).encode()))
    assert "truncated" in cut.flags
    assert cut.confidence.body is not None
    assert cut.confidence.body <= INCOMPLETE_FIELD
    for whole in ("</div></div></body></html>", "</div></div>", "</div><div><a href='/'>返回首页</a>"):
        assert "truncated" not in read(replace(page(), body=(source + whole).encode())).flags


def test_what_nobody_can_read_in_the_furniture_of_a_page_is_no_matter_of_the_row():
    sound, furnished = read(page()), read(page(end="</div><div><a href='/'>返回��首页</a>"))
    assert furnished.flags == sound.flags == []
    assert furnished.confidence == sound.confidence
    assert "uncertain_repair" in read(page("2024-03-06 09:30 来源：长沙晚报 作者：李�明")).flags
