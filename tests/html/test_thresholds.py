"""Every bound and threshold of the reader stands where its docstring says: one less is kept, one more is not."""

import pytest

from newsbot.html import plain, tree
from newsbot.html.page import HtmlPage, read_html

URL = "http://a.test/b.html"


def read(html: str) -> HtmlPage:
    return read_html(html, URL)


def raws(html: str) -> list[str]:
    return [block.raw for block in read(html).blocks]


# ----------------------------------------------------------------------------------------------------------------- drafts


def test_hidden_text_has_a_bound_in_characters_and_blocks():
    found = read("<p hidden>暗</p><p>明</p>" * 320)
    assert sum(block.features.hidden for block in found.blocks) == 300
    assert found.cut == 20
    found = read("<p hidden>" + "暗" * 19_995 + "</p>明<p hidden>" + "暗" * 9)
    assert [len(block.raw) for block in found.blocks] == [19_995, 1, 5]
    assert found.cut == 4


def test_visible_text_has_a_bound_for_a_block_and_for_a_page():
    found = read("<p>" + "明" * 100_007)
    assert (len(found.blocks[0].raw), found.cut) == (100_000, 7)
    found = read(("<p>" + "明" * 100_000) * 9 + "<p>" + "明" * 99_999 + "<p>城城<p>市")
    assert (sum(len(block.raw) for block in found.blocks), found.cut) == (1_000_000, 2)
    assert found.blocks[-1].raw == "城"


def test_lines_have_seams_up_to_the_length_of_a_meta_line():
    line = "<b>{}</b>来源"
    assert read(line.format("文" * 198)).seams == {0: (198,)}
    assert read(line.format("文" * 199)).seams == {}


def test_a_line_is_bold_where_nine_of_ten_characters_are():
    assert read(f"<p><b>{'文' * 9}</b>明").blocks[0].features.bold
    assert read(f"<p>明<b>{'文' * 9}</b>").blocks[0].features.bold
    assert not read(f"<p><b>{'文' * 8}</b>明").blocks[0].features.bold
    assert not read(f"<p>{'明' * 5}<b>{'文' * 5}</b>").blocks[0].features.bold


@pytest.mark.parametrize(("length", "lines"), [(15, 1), (14, 2)])
def test_a_line_runs_on_after_a_comma_where_it_is_running_text(length, lines):
    assert len(raws(f"<p>{'文' * (length - 1)}，<br>明")) == lines


@pytest.mark.parametrize(("length", "blank"), [(15, ""), (14, " ")])
def test_line_breaks_of_the_source_mean_nothing_after_running_text(length, blank):
    assert raws(f"<p>{'文' * length}\n明") == [f"{'文' * length}{blank}明"]


# ------------------------------------------------------------------------------------------------------- looks and hiding


def test_a_block_knows_the_first_names_around_it():
    found = read("<div class=outer>" + "<div class=abcdefghi>" * 30 + "文")
    names = found.blocks[0].features.names
    assert len(names) == 200
    assert names.startswith("abcdefghi abcdefghi")


def test_class_and_id_are_read_up_to_their_bounds():
    assert read(f"<p class={'c' * 150} id={'i' * 90}>文").blocks[0].features.names.split() == ["c" * 100, "i" * 60]
    assert read(f"<p class='{'c' * 190} jammer'>文").blocks[0].features.hidden
    assert not read(f"<p class='{'c' * 200} jammer'>文").blocks[0].features.hidden


def test_styles_are_read_up_to_their_bound():
    assert read(f"<p style='color:{'x' * 470};display:none'>文").blocks[0].features.hidden
    assert not read(f"<p style='color:{'x' * 490};display:none'>文").blocks[0].features.hidden


def test_style_sheets_are_read_up_to_their_bound():
    rule = ".a{display:none}"
    room = 20_000 - len(rule)
    assert read(f"<style>{' ' * room}{rule}</style><p class=a>文").blocks[0].features.hidden
    assert not read(f"<style>{' ' * (room + 9)}{rule}</style><p class=a>文").blocks[0].features.hidden


@pytest.mark.parametrize(
    ("style", "is_hidden"),
    [
        ("text-indent:-100px", True),
        ("text-indent:-99px", False),
        ("left:-100px", True),
        ("left:-99px", False),
        ("height:1px;overflow:hidden", True),
        ("height:2px;overflow:hidden", False),
        ("height:1px", False),
        ("overflow:hidden", False),
        ("display:none;display:block", False),
        ("width:1%;overflow-x:hidden", True),
        ("clip:rect(1px,1px,1px,1px)", True),
        ("clip:rect(2px,1px,1px,1px)", False),
        ("visibility:collapse", True),
        ("display:none!important", True),
    ],
)
def test_styles_hide_by_property(style, is_hidden):
    assert read(f"<p style='{style}'>文").blocks[0].features.hidden is is_hidden


def test_each_style_says_one_thing():
    centred = read("<p style='text-align:center'>文\n字").blocks
    assert [(block.raw, block.features.centred, block.features.bold) for block in centred] == [("文 字", True, False)]
    lines = read("<p style='white-space:pre'>文\n字").blocks
    assert [(block.raw, block.features.centred, block.features.bold) for block in lines] == [("文", False, False), ("字", False, False)]


@pytest.mark.parametrize(("weight", "is_bold"), [("600", True), ("500", False), ("bold", True), ("bolder", True), ("normal", False)])
def test_bold_begins_at_600(weight, is_bold):
    assert read(f"<p style='font-weight:{weight}'>文").blocks[0].features.bold is is_bold


def test_rules_of_several_plain_selectors_hide_what_each_of_them_names():
    sheet = "<style>/* a */ .a, #b {color:red; visibility:hidden} .c .d, p.e {display:none} .f{left:-9px}</style>"
    found = read(sheet + "".join(f"<p class={name} id={name}>{name}" for name in "abcdef"))
    assert [block.raw for block in found.blocks if block.features.hidden] == ["a b"]


# ---------------------------------------------------------------------------------------------------------------- the walk


def test_links_images_and_their_texts_have_bounds():
    found = read("<a href=x>文</a>" * 5_003 + "<map><area href=y></map>")
    assert len(found.links) == 5_000
    assert len(read("<map>" + "<area href=y>" * 5_003).links) == 5_000
    assert len(raws("<img src=x>" * 1_003)) == 1_000
    assert len(raws(f"<img src=x alt={'文' * 400}>")[0]) == 300
    assert len(read(f"<a href=x>{'文' * 400}</a>").links[0].text) == 300


def test_titles_have_a_bound_before_and_after_white_space_is_taken_out():
    assert len(read(f"<title>{'文' * 1_200}</title>").title or "") == 1_000
    assert read(f"<title>{' ' * 1_990}{'文' * 20}</title>").title == "文" * 10


def test_endless_addresses_are_none():
    long = "/" + "a" * 2_047
    found = read(f"<a href={long}>文</a><a href={long}a>文</a><img src={long}><img src={long}a>")
    assert [link.leads_away for link in found.links] == [True, False]
    assert [link.url[:20] for link in found.links] == ["http://a.test/aaaaaa", ""]
    assert [link.href for link in found.links] == [long, long + "a"]
    assert [block.features.target is None for block in found.blocks if block.features.tag == "img"] == [False, True]
    assert read(f"<base href={long}>").base == f"http://a.test{long}"
    assert read(f"<base href={long}a>").base == URL
    assert read(f"<link rel=canonical href={long}a>").canonical is None


@pytest.mark.parametrize(("size", "shown"), [("3", 0), ("4", 1), ("3px", 0)])
def test_images_of_three_pixels_only_count_visits(size, shown):
    assert len(raws(f"<img src=a width={size} height=9>")) == len(raws(f"<img src=a width=9 height={size}>")) == shown


# ---------------------------------------------------------------------------------------------------------------- machines


def test_what_is_said_to_machines_has_bounds():
    more = 305
    said = read(
        "<meta name=a content=b>" * more
        + "<link rel=next href=x>" * more
        + "<time datetime=y>文</time>" * more
        + "<i itemprop=c>d</i>" * more
    ).machine
    assert [len(each) for each in (said.metas, said.relations, said.times, said.items)] == [300] * 4
    said = read(
        f"<meta name={'n' * 200} content={'c' * 3_000}><link rel=next href=x title={'t' * 200} type={'m' * 200}>"
        f"<time datetime={'d' * 200}>文</time><i itemprop={'p' * 200} content={'v' * 3_000}></i><ruby>文<rt>{'r' * 200}</ruby>"
    ).machine
    assert [len(part) for part in said.metas[0][1:]] == [100, 2_000]
    assert [len(part) for part in said.relations[0][3:]] == [100, 100]
    assert [len(part) for part in said.items[0][1:]] == [100, 2_000]
    assert len(said.times[0].text) == 100
    assert len(said.readings[0].text) == 100
    assert len(read("<ruby>" + "文<rt>r</rt>" * 1_005).machine.readings) == 1_000


def test_json_for_machines_is_kept_whole_or_not_at_all():
    script = "<script type='application/ld+json'>{}</script>"
    kept = "1" * 199_995
    said = read(script.format(kept) + script.format("2" * 6) + script.format("3" * 5)).machine
    assert [placed.text for placed in said.json_ld] == [kept, "3" * 5]


def test_what_is_said_to_machines_knows_its_place():
    said = read(
        "<html lang=zh-CN><meta name=Robots content=all><p>甲</p><meta itemprop=datePublished content=2023-04-10><p>乙"
        "<span itemprop=author><b>王某</b></span><time datetime=2023-04-11>昨天</time>"
        "<link rel='alternate NEXT' href=/2.html type=application/rss+XML title=全文><link rel=stylesheet href=/a.css>"
    ).machine
    assert said.language == "zh-CN"
    assert said.metas == [(0, "robots", "all"), (1, "datepublished", "2023-04-10")]
    assert (said.meta("robots"), said.meta("author")) == ("all", None)
    assert said.items == [(1, "author", "王某")]
    assert said.times == [(1, "2023-04-11")]
    assert said.relations == [(1, ("alternate", "next"), "/2.html", "application/rss+xml", "全文")]


# ---------------------------------------------------------------------------------------------------------------- the tree


def test_selectors_find_elements_with_attributes_and_text():
    found = tree.parse("<ul><li title='a&amp;b' hidden>甲<b>乙</b><li>丙</ul>")
    first, second = found.select("li")
    assert (first.tag, first.attributes, first.text(99)) == ("li", {"title": "a&b", "hidden": ""}, "甲乙")
    assert (second.text(99), first.text(1)) == ("丙", "甲")
    assert [each.tag for each in first.select("b")] == ["b"]
    assert [each.text(9) for each in found.select("li", 1)] == ["甲乙"]


def test_what_selectors_find_has_bounds():
    found = tree.parse("<i>文</i>" * 5_005)
    assert len(found.select("i")) == 5_000
    body = found.select("body")[0]
    assert len(body.select("i")) == 5_000
    assert len(body.text(10_000)) == 249  # of 500 nodes one is the body, and each element and its text are two


def test_lines_of_a_document_have_a_bound():
    blocks = plain.read_plain("文\n" * 20_003)
    assert len(blocks) == 20_001
    assert blocks[-1].raw == "文\n文\n文"
