"""A passage that somebody put into the copy that stands for a report is shown and left out, where copies of others lack it."""

from newsbot.model import Report
from newsbot.row import Figure, OpenDamage, Practice
from tests.ledger.made import body, report, settled

ADVERT = "想要装修新房又怕被坑？我们旗下二十年老店为您免费量房、免费设计，本月签约立减3000元，名额有限，赶快拨打热线预约吧！"
PRAISE = "本网站创办于两千零八年，是一家综合性门户网站，设有财经、娱乐、汽车等栏目，竭诚为广大网友提供最新最全的资讯服务。"
OWN = "南屏街道的志愿者还走进沿街商户，逐户清理小广告和楼道杂物，对文明示范商户签订的责任书进行了回访，收集居民意见建议。"
OWN_TOO = "走访中，网格员向租户讲解消防知识，提醒大家不要在楼道里堆放杂物和给电动自行车充电，并为独居老人检查了燃气软管。"
SITES = ("b.example", "c.example", "d.example")


def mixed(passage: str, at: int = 2) -> list[str]:
    return [*body(5)[:at], passage, *body(5)[at:]]


def copies(*sites: str, paragraphs: list[str] | None = None) -> list[Report]:
    return [report(5, host=site, paragraphs=paragraphs) for site in sites]


def chosen(passage: str, at: int = 2) -> Report:
    """The copy with the smallest address, and with all that the others have: it stands for the report."""
    return report(5, host="a.example", paragraphs=mixed(passage, at))


def test_a_passage_that_two_sites_lack_and_that_breaks_with_the_rest_is_left_out(new_place: object) -> None:
    assert callable(new_place)
    for passage in (ADVERT, PRAISE):
        for at in (1, 2, 4):
            row = settled(new_place(), [chosen(passage, at), *copies(*SITES[:2])])
            assert row.body == body(5), (passage, at)
            assert [(said.field, said.value, said.url) for said in row.contested] == [("body", passage, row.url)]
            assert row.flags == ["contested"]


def test_one_site_is_not_enough_nor_are_two_pages_of_it(place: str) -> None:
    row = settled(place, [chosen(ADVERT), report(5, host="b.example"), report(5, host="b.example", path="print/5")])
    assert (row.body, row.contested) == (mixed(ADVERT), [])


def test_what_is_of_the_report_stays_whoever_lacks_it(place: str) -> None:
    row = settled(place, [chosen(OWN), *copies(*SITES)])
    assert (row.body, row.contested) == (mixed(OWN), [])


def test_copies_that_the_chosen_one_outranks_tell_nothing(new_place: object) -> None:
    assert callable(new_place)
    row = settled(new_place(), [chosen(ADVERT)], copies(*SITES))
    assert (row.body, row.contested) == (mixed(ADVERT), [])


def test_copies_that_are_cut_tell_nothing(place: str) -> None:
    row = settled(place, [chosen(ADVERT), *copies(*SITES, paragraphs=body(5)[:2])])
    assert ADVERT in row.body


def test_where_the_others_have_something_in_its_place_the_passage_stays(place: str) -> None:
    own = [copies(site, paragraphs=mixed(passage))[0] for site, passage in zip(SITES, (OWN, OWN_TOO), strict=False)]
    row = settled(place, [chosen(PRAISE), *own])
    assert row.body == mixed(PRAISE)


def test_facts_of_a_passage_go_with_it_and_those_behind_it_keep_their_paragraph(place: str) -> None:
    page = chosen(ADVERT)
    page.body[3] = page.body[3].replace("新建电动自行车充电桩", "推行“四包”机制，新建电动自行车充电桩")
    page.figures = [Figure(3000, "元", None, "3000元", None, 2), Figure(12, "个", None, "12个", None, 3)]
    page.practices = [Practice("四包", "机制", 3)]
    page.repairs.open = [OpenDamage(2, 0, "?"), OpenDamage(3, 4, "??")]
    others = [paragraph for paragraph in page.body if paragraph != ADVERT]
    row = settled(place, [page, *copies(*SITES[:2], paragraphs=others)])
    assert row.body == others
    assert [(figure.text, figure.paragraph) for figure in row.figures] == [("12个", 2)]
    assert [(practice.name, practice.paragraph) for practice in row.practices] == [("四包", 2)]
    assert [(damage.printed, damage.paragraph) for damage in row.repairs.open] == [("??", 2)]


def test_a_passage_comes_back_when_its_page_no_longer_has_it_put_in(place: str) -> None:
    """The page is corrected: nothing is contested any more."""
    night = [chosen(ADVERT), *copies(*SITES[:2])]
    row = settled(place, night, [report(5, host="a.example", later=9)])
    assert (row.body, row.contested, row.flags, row.revision) == (body(5), [], [], 2)


def inside(passage: str, paragraph: int = 1) -> list[str]:
    """The paragraphs with a passage at the end of one of them."""
    return [said + passage if n == paragraph else said for n, said in enumerate(body(5))]


def test_a_sentence_put_into_a_paragraph_leaves_it_and_the_rest_stays(new_place: object) -> None:
    assert callable(new_place)
    for passage, paragraph in ((ADVERT, 0), (PRAISE, 1), (PRAISE, 3)):
        page = report(5, host="a.example", paragraphs=inside(passage, paragraph))
        row = settled(new_place(), [page, *copies(*SITES[:2])])
        assert row.body == body(5), (passage, paragraph)
        assert [(said.field, said.value, said.url) for said in row.contested] == [("body", passage, row.url)]


def test_a_sentence_of_the_report_that_others_cut_out_stays(new_place: object) -> None:
    """Whoever they are: copies of the same night where it has to do with the rest, later ones where it has not."""
    assert callable(new_place)
    for passage in (OWN, OWN_TOO):
        row = settled(new_place(), [report(5, host="a.example", paragraphs=inside(passage)), *copies(*SITES)])
        assert (row.body, row.contested) == (inside(passage), [])
    row = settled(new_place(), [report(5, host="a.example", paragraphs=inside(PRAISE))], copies(*SITES))
    assert (row.body, row.contested) == (inside(PRAISE), [])


def test_facts_of_a_sentence_go_with_it_and_those_of_its_paragraph_stay(place: str) -> None:
    own = "社区新建充电桩12个，整改飞线充电30处。"
    page = report(5, host="a.example", paragraphs=[own + ADVERT, *body(5)])
    page.figures = [
        Figure(12, "个", None, "12个", None, 0),
        Figure(3000, "元", None, "3000元", None, 0),
        Figure(9, "个", None, "9个", None, 1),
    ]
    page.repairs.open = [OpenDamage(0, 2, "??"), OpenDamage(0, len(own) + 3, "?"), OpenDamage(1, 4, "?")]
    row = settled(place, [page, *copies(*SITES[:2], paragraphs=[own, *body(5)])])
    assert row.body == [own, *body(5)]
    assert [figure.text for figure in row.figures] == ["12个", "9个"]
    assert [(damage.paragraph, damage.start) for damage in row.repairs.open] == [(0, 2), (1, 4)]
