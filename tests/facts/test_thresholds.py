"""Where the facts turn over: each threshold of these modules at its own value and beside it, as literal numbers."""

from types import SimpleNamespace
from typing import Any

import pytest

from newsbot.facts import confidence
from newsbot.facts.accounts import followed_account
from newsbot.facts.credit_signs import signs_of_credits
from newsbot.facts.figures.figures import figures_of
from newsbot.facts.figures.numerals import TENS
from newsbot.facts.flags import are_cut, flags_of, is_masked, is_shuffled, says_noindex
from newsbot.facts.genre import genre_of
from newsbot.facts.images import images_of
from newsbot.facts.logistic import probability
from newsbot.facts.media_names import looks_like_medium
from newsbot.facts.places.communities import communities
from newsbot.facts.practice_forms import in_clauses, is_numbered, practice_form_of
from newsbot.facts.published import dated_after
from newsbot.facts.source import _line_near_time, source_of
from newsbot.facts.topic import topic_of
from newsbot.lines.meta_line import MetaLine, parse_meta_line
from newsbot.model import Block, Features, Role
from newsbot.row import Place, Repairs, Topic


def block(text: str = "", role: Role | None = None, **features: Any) -> Block:
    made = Block(text, features=Features(**features))
    made.set_text(text)
    if role is not None:
        made.relabel(role, "made")
    return made


# -------------------------------------------------------------------------------------------------------------------------- flags


def joined(times: int) -> str:
    return "街" + "。 街" * times


def met(times: int) -> str:
    return "街" + "。，街" * times


def is_spun(*texts: str) -> bool:
    return "spun" in flags_of([], ["。".join(texts)], Repairs())


def test_signs_of_a_rewriting_machine_are_counted():
    other = "。街" * 10
    assert is_spun(joined(5), other, met(2))
    assert not is_spun(joined(4), other, met(2))
    assert not is_spun(joined(5), met(1))
    assert not is_spun(joined(5))


@pytest.mark.parametrize(("blanks", "others", "spun"), [(3, 3, True), (3, 4, False), (2, 0, False)])
def test_a_short_text_has_few_blanks_after_most_of_its_stops(blanks, others, spun):
    # two marks that meet twice are two stops more without a blank
    assert is_spun(f"街{'。街' * (others - 2)}{'。，街' * 2}{'。 街' * blanks}" if others >= 2 else joined(blanks)) is spun


@pytest.mark.parametrize(("length", "spun"), [(1_000, True), (1_001, False)])
def test_a_broken_expression_counts_in_so_long_a_text(length, spun):
    text = f"志愿者为居民提供意愿服务{met(2)}"
    assert is_spun(text + "街" * (length - len(text))) is spun


@pytest.mark.parametrize(
    ("cut", "whole", "length", "found"), [(3, 0, 60, True), (3, 0, 59, False), (2, 0, 60, False), (3, 6, 60, True), (3, 7, 60, False)]
)
def test_long_paragraphs_that_stop_without_a_mark(cut, whole, length, found):
    assert are_cut(["街" * length] * cut + ["街" * 60 + "。"] * whole) is found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (["街" * 5 + "，"] * 3, True),
        (["街" * 6 + "，"] * 3, False),
        (["街" * 5 + "，"] * 2, False),
        (["“街"] * 2 + ["街，"], True),
        (["“街", "街，"], False),
        (["“街"] * 2, False),
    ],
)
def test_stumps_and_unbalanced_quotes_show_that_clauses_were_shuffled(body, found):
    assert is_shuffled(body) is found


@pytest.mark.parametrize(
    ("text", "masked"), [("街*道" * 3, True), ("街*道" * 2, False), ("全市约个社区。" * 2, True), ("全市约个社区。", False)]
)
def test_masks_and_missing_digits_are_no_chance(text, masked):
    assert is_masked([text]) is masked


@pytest.mark.parametrize(("length", "cut"), [(80, True), (81, False)])
def test_a_notice_that_there_is_more_is_short(length, cut):
    notice = "因篇幅问题不能全部显示，请点此查看更多"
    flags = flags_of([block(notice + "街" * (length - len(notice)))], ["街道。"], Repairs())
    assert ("truncated" in flags) is cut


@pytest.mark.parametrize(("length", "cut"), [(30, True), (29, False)])
def test_a_last_paragraph_of_some_length_ends_with_a_mark(length, cut):
    assert ("truncated" in flags_of([], ["街，" + "道" * (length - 2)], Repairs())) is cut


@pytest.mark.parametrize(("before", "found"), [(992, True), (993, False)])
def test_so_much_of_what_is_said_to_robots_is_read(before, found):
    assert says_noindex("a" * before + ",noindex") is found


# --------------------------------------------------------------------------------------------------------------------- confidence


def around(**more: Any) -> Any:
    given: dict[str, Any] = {
        "head": None,
        "claims": "",
        "title_block": None,
        "true_title": False,
        "close_headline": False,
        "threshold": 5.0,
        "genre": 1.0,
        "metas": [],
    }
    machine = SimpleNamespace(source=None, authors=(), published=None)
    return SimpleNamespace(**{**given, "source_way": "", "bounds": {}, "machine": machine, **more})


def ground(**more: Any) -> Any:
    given: dict[str, Any] = {"kept": [], "near": [], "edges": "", "letters": 0, "roles": frozenset(), "credits": frozenset()}
    return SimpleNamespace(**{**given, **more})


def report(**more: Any) -> Any:
    given: dict[str, Any] = {
        "title": None,
        "body": [],
        "blocks": [],
        "source": None,
        "authors": [],
        "flags": [],
        "repairs": Repairs(),
        "place": Place(),
    }
    return SimpleNamespace(**{**given, "topic": Topic(0.0, []), **more})


@pytest.mark.parametrize(("length", "usual"), [(7, False), (8, True), (40, True), (41, False)])
def test_headlines_have_a_usual_length(length, usual):
    assert confidence._of_title(report(title="街" * length), around(), ground())["usual_length"] is usual


@pytest.mark.parametrize(("before", "shared"), [(2_996, 1.0), (3_000, 0.0)])
def test_so_much_of_a_body_is_compared_with_the_headline(before, shared):
    found = confidence._of_title(report(title="志愿者们", body=["街" * before, "志愿者们"]), around(), ground())
    assert found["shared_with_text"] == shared


def body_signs(*texts: str, letters: int = 0) -> dict[str, Any]:
    blocks = [block(text, Role.BODY) for text in texts]
    return confidence._of_body(report(body=list(texts), blocks=blocks), ground(kept=list(range(len(texts))), letters=letters))


def test_signs_of_a_body():
    assert body_signs("街。", "街。")["few_paragraphs"]
    assert not body_signs("街。", "街。", "街。")["few_paragraphs"]
    assert body_signs("街。", letters=199)["short"]
    assert not body_signs("街。", letters=200)["short"]
    assert body_signs("街" * 59)["last_is_short"]
    assert not body_signs("街" * 60)["last_is_short"]
    assert body_signs("街" * 39)["first_is_short"]
    assert not body_signs("街" * 40)["first_is_short"]


def test_furniture_at_an_end_is_short():
    words = "扫描二维码关注我们"
    for sign, texts in (("furniture_at_end", ("街", "{}")), ("furniture_at_start", ("{}", "街"))):
        for length, found in ((119, True), (120, False)):
            assert body_signs(*(text.format(words + "街" * (length - len(words))) for text in texts))[sign] is found, (sign, length)


def test_what_stands_after_and_before_a_text():
    def signs(before: int, after: str) -> dict[str, Any]:
        sentence = "街" * 41 + "。"
        blocks = [block(sentence), *[block("街")] * before, block("街。", Role.BODY, container=1), block(after)]
        return confidence._of_body(report(body=["街。"], blocks=blocks), ground(kept=[before + 1]))

    assert signs(0, "街" * 121)["text_after"]
    assert not signs(0, "街" * 120)["text_after"]
    assert signs(3, "")["sentence_before"]
    assert not signs(4, "")["sentence_before"]


@pytest.mark.parametrize(("authors", "many"), [(3, False), (4, True)])
def test_many_authors(authors, many):
    names = [SimpleNamespace(name=f"王小{n}", role="reporter") for n in range(authors)]
    assert signs_of_credits(report(authors=names), around(), ground())["authors"]["many"] is many


@pytest.mark.parametrize(("name", "usual"), [("王", False), ("王二", True), ("王小二三", True), ("王小二三四", False)])
def test_usual_names(name, usual):
    author = SimpleNamespace(name=name, role="reporter")
    assert signs_of_credits(report(authors=[author]), around(), ground())["authors"]["usual_names"] is usual


@pytest.mark.parametrize(("length", "long"), [(12, False), (13, True)])
def test_a_long_name_of_a_medium(length, long):
    assert signs_of_credits(report(source="报" * length), around(), ground())["source"]["long_name"] is long


@pytest.mark.parametrize(("before", "named"), [(296, True), (300, False)])
def test_the_lead_names_the_place_at_its_beginning(before, named):
    place = Place(county=SimpleNamespace(name="雨花台区", code=None))  # type: ignore[arg-type]
    assert confidence._of_place(report(place=place, body=["街" * before + "雨花台区"]))["lead_names_deepest"] is named


def test_the_margin_of_topic():
    found = confidence._of_topic(report(topic=Topic(10.0, ["甲"] * 5)), around(), ground())
    assert (found["over"], found["under"], found["terms"]) == (0.5, 0.0, 0.5)


def test_no_field_is_surer_than_so_many_pages_can_say(monkeypatch):
    monkeypatch.setattr(confidence, "confidence_signs", lambda *_: {"title": {"head_has_it": 50.0}})
    assert confidence.confidence_of(report(), around()).title == 0.99


def test_a_curve_is_flat_far_out():
    assert probability({"bias": 29.0}, {}) < probability({"bias": 30.0}, {}) == probability({"bias": 44.0}, {})


def test_so_many_signs_of_a_genre_are_named():
    text = "3月5日，“街道变了。”居民说，志愿者60余名。优惠立减包邮！小时候，我总想。一、爱护公物。请拨打热线咨询。如何办理？"
    genre = genre_of("通知", [text])
    assert len(genre.signs) > 7
    assert len(genre.because.split(", ")) == 5


# ------------------------------------------------------------------------------------------------------------------------- source


@pytest.mark.parametrize(("name", "medium"), [("报", False), ("长" * 14 + "日报", True), ("长" * 17 + "日报", False)])
def test_a_medium_known_by_its_ending_has_a_length(name, medium):
    assert looks_like_medium(name) is medium


def credited(rest: tuple[str, ...]) -> Any:
    line = parse_meta_line("2023-04-10 14:53", None)
    assert line is not None
    meta = MetaLine(line.times, {}, frozenset(), rest, " ".join(("2023-04-10 14:53", *rest)))
    found = source_of([block(meta.text), block(f"{''.join(rest)}的街道。", Role.BODY)], [(0, meta)], None, 1)
    return found and found.medium


def test_a_word_alone_beside_the_time_may_be_who_published_it():
    words = "青枫岭山水云月集锦与风"
    assert credited((words[:10],)) == words[:10]
    assert credited((words[:11],)) is None
    assert credited((words[:2],)) == words[:2]
    assert credited((words[:1],)) is None
    assert credited((words[:5], "123")) == words[:5]
    assert credited((words[:5], "123", "456")) is None


@pytest.mark.parametrize(("links", "read"), [(0.89, True), (0.9, False)])
def test_a_line_beside_the_time_that_is_all_link_is_navigation(links, read):
    line = parse_meta_line("2023-04-10 14:53", None)
    assert line is not None
    blocks = [block("长沙晚报", links=links), block("2023-04-10 14:53"), block("街道。")]
    assert (_line_near_time(blocks, [(1, line)], None, 2) is not None) is read


@pytest.mark.parametrize(("between", "read"), [(23, True), (24, False)])
def test_an_account_stands_near_the_report(between, read):
    blocks = [block("文明长沙"), block("+关注"), *[block("街")] * between, block("街道。")]
    assert (followed_account(blocks, between + 2) is not None) is read


# ------------------------------------------------------------------------------------------------- published, images, topic


def test_a_date_alone_after_the_report():
    def found(between: int = 0, words: str = "", **features: Any) -> bool:
        return dated_after([*[block()] * between, block(f"{words}2012年1月17日", **features)], 0, None) is not None

    assert found(5)
    assert not found(6)
    assert found(links=0.49)
    assert not found(links=0.5)
    assert found(words="香港时间")
    assert not found(words="香港时间为")


@pytest.mark.parametrize(("before", "after", "kept"), [(4, 0, 1), (5, 0, 0), (0, 2, 1), (0, 3, 0)])
def test_pictures_around_a_text(before, after, kept):
    picture = block(tag="img", target="http://a.test/1.jpg", container=1)
    text = block("街道。", Role.BODY, container=1)
    blocks = [picture, *[block()] * (before - 1), text] if before else [text, *[block()] * (after - 1), picture]
    assert len(images_of(blocks)) == kept


def score(title: str | None, *body: str) -> float:
    return topic_of(title, body).score


def test_terms_weigh_more_in_a_title_and_less_in_a_long_body(monkeypatch):
    monkeypatch.setattr("newsbot.facts.topic.civic_odds", lambda *_: 0.0)
    term = "文明创建"
    once = score(None, term + "，" * (600 - len(term)))
    assert once > 0
    assert score(term) == pytest.approx(2 * once, abs=0.02)
    assert score(None, term + "，" * (2_400 - len(term))) == pytest.approx(once / 2, abs=0.02)
    assert score(None, term) == score(None, term + "，" * (150 - len(term))) == pytest.approx(2 * once, abs=0.02)
    assert score(None, term + "，" * (300 - len(term))) < score(None, term)
    thrice, often = (f"{term}，" * times for times in (3, 4))
    assert score(None, thrice + "，" * (600 - len(thrice))) == pytest.approx(3 * once, abs=0.02)
    assert score(None, often + "，" * (600 - len(often))) == pytest.approx(3 * once, abs=0.02)


def test_those_who_act_make_no_civic_report_alone(monkeypatch):
    monkeypatch.setattr("newsbot.facts.topic.civic_odds", lambda *_: 0.0)
    assert score(None, "街道社区居民，" * 12) == 4.5


@pytest.mark.parametrize(("odds", "points"), [(0.5, 1.0), (-2.0, -4.0), (3.0, 6.0), (9.0, 6.0), (-9.0, -6.0)])
def test_what_the_wording_of_a_report_is_worth(monkeypatch, odds, points):
    monkeypatch.setattr("newsbot.facts.topic.civic_odds", lambda *_: odds)
    assert score(None, "云卷云舒。") == points


# ---------------------------------------------------------------------------------------------------------------------- practices


def test_lengths_of_coinages():
    assert practice_form_of("包") is None
    assert practice_form_of("+".join(["党建"] * 8)) == "formula"
    assert practice_form_of("、".join(["日日日调度"] * 10)) == "clauses"
    assert practice_form_of("、".join(["日日日日日调度"] * 8)) is None
    assert is_numbered("门前三包四联双评")
    assert not is_numbered("门前三包四联双评九")


def test_clauses_of_one_length():
    assert in_clauses("包" + "甲" * 11 + "、包" + "乙" * 11)
    assert not in_clauses("包" + "甲" * 12 + "、包" + "乙" * 12)
    assert in_clauses("包甲、包乙丙丁戊")
    assert not in_clauses("包甲、包乙丙丁戊己")
    assert in_clauses("甲乙、丙丁戊")
    assert not in_clauses("甲乙、丙丁戊己")
    assert in_clauses("甲乙、丙丁、戊己庚辛")
    assert not in_clauses("甲乙、丙丁、戊己庚辛壬")
    assert in_clauses("甲、乙、丙")
    assert not in_clauses("甲、乙")


# ------------------------------------------------------------------------------------------------------------- figures and places


def values(text: str) -> list[float]:
    return [figure.value for figure in figures_of([text])]


def test_bounds_of_figures():
    assert TENS == 10
    assert values("共清理垃圾十车，九车运走。") == [10]
    assert values("投入1234567亿元，另有12345678亿元。") == [123456700000000]
    assert values("投入3亿5000万元，惠及3万5千户。") == [350000000, 35000]


def test_names_of_communities_have_a_length():
    def found(name: str) -> bool:
        text = f"在{name}社区，志愿者来了。{name}社区变了。"
        return f"{name}社区" in {one.name for one in communities(text, text)}

    assert found("青枫")
    assert not found("青")
    assert found("青枫岭山水云月")
    assert not found("青枫岭山水云月集")
