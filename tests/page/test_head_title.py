"""The headline of a page that prints none: what its head states, without the site's names."""

import pytest

from newsbot import Page, Report, normalise

TEXT = [
    "3月5日，柳湾街道组织党员、网格员和志愿者走上街头，开展楼道整治行动，清理杂物和卫生死角，受到居民好评。",
    "志愿者分成六个小组，对背街小巷逐一巡查，劝导不文明行为，并把发现的问题登记造册，逐项销号。",
    "下一步，街道将继续完善长效机制，把文明创建做到群众心坎上，不断提升居民的获得感。",
]
TITLE = "柳湾街道：志愿者清理楼道杂物"
SITES = [
    "{}-青山区人民政府",
    "{}--时政--青山网",
    "{}_社会频道_青山网",
    "【{}】-青山网",
    "{}— 青山日报",
    "{} › 青山生活",
    "{}·青山晚报",
    "{} – 青山论坛",
    "{} 青山新闻网",
    "{} :: 青山网 ::",
    "{}-掌上青山",
    "{} - Powered by AnyCms",
    "青山区人民政府 - 要闻 - {}",
    "青山文明网-{}",
    "青山区人民政府 {}",
]


def page(title: str, *, meta: str = "", headline: str = "") -> Page:
    head = f"<title>{title}</title>" + (f'<meta property="og:title" content="{meta}">' if meta else "")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    return Page(
        "http://news.qingshan.example/a/1.html", f"<html><head>{head}</head><body>{headline}<p>2024-03-06 09:12 来源：青山日报</p>{body}"
    )


def read(page: Page) -> tuple[str | None, float]:
    row = normalise(page, topic="any")
    assert isinstance(row, Report)
    assert row.confidence is not None
    return row.title, row.confidence.title or 0.0


@pytest.mark.parametrize("site", SITES)
def test_the_names_of_a_site_are_no_part_of_a_headline_that_the_head_alone_states(site: str) -> None:
    title, sure = read(page(site.format(TITLE)))
    assert title == TITLE
    assert sure <= 0.9  # no other statement says so


@pytest.mark.parametrize(
    "title", [f"{TITLE}——柳湾街道文明创建纪实", f"暖心｜{TITLE}", f"{TITLE} 背街小巷换新颜", "柳湾街道-志愿者清理楼道杂物"]
)
def test_what_the_text_speaks_of_and_columns_stay(title: str) -> None:
    assert read(page(title))[0] == title


def test_two_statements_that_agree_leave_no_doubt() -> None:
    title, sure = read(page(f"{TITLE}-掌上青山", meta=TITLE))
    assert (title, sure > 0.9) == (TITLE, True)


def test_a_printed_headline_needs_none_of_this() -> None:
    title, sure = read(page("柳湾街道：志愿者清理楼道杂物-掌上青山", headline=f"<h1>{TITLE}</h1>"))
    assert (title, sure > 0.9) == (TITLE, True)
