from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import newsbot.run.run
from newsbot.extensions.coverage import KEPT_RUNS, CoverageMonitor
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.run.arguments import Arguments, Options
from newsbot.run.coverage import LEAST_FAILED, LEAST_RUNS, Coverage, asked, fallen
from tests.notebook import Notebook

GOOD = Coverage(lists=10, leads=400, articles=50, readable=45, reports=20, fields={"title": 20, "authors": 15, "images": 2})


def coverage(**given):
    values = {name: getattr(GOOD, name) for name in ("lists", "leads", "articles", "readable", "reports", "fields")}
    return Coverage(**{**values, **given})


def test_a_run_like_the_others_is_fine():
    assert fallen(GOOD, [GOOD] * 5) == []
    assert fallen(coverage(lists=20, leads=500, articles=15, readable=12, reports=7, fields={"title": 7}), [GOOD] * 5) == []


def test_lists_that_offer_little_are_seen():
    (words,) = fallen(coverage(leads=40), [GOOD] * 5)
    assert words == "addresses offered by a list: 4.00, in earlier runs 40.00"


def test_articles_that_are_empty_shells_are_seen():
    assert "share of articles that could be read" in fallen(coverage(readable=2, reports=1, fields={}), [GOOD] * 5)[0]


def test_a_field_that_is_empty_is_seen_if_it_used_to_be_filled():
    (words,) = fallen(coverage(fields={"title": 20, "authors": 3, "images": 0}), [GOOD] * 5)
    assert words.startswith("share of reports with authors")


def test_a_quiet_night_is_no_fall():
    assert fallen(Coverage(), [GOOD] * 10) == []
    assert fallen(Coverage(lists=2, leads=0, articles=3), [GOOD] * 10) == []


def test_nothing_is_said_without_a_history():
    assert fallen(Coverage(lists=10), [GOOD] * (LEAST_RUNS - 1)) == []
    assert fallen(Coverage(lists=10), [GOOD] * LEAST_RUNS)


@given(st.builds(Coverage, *[st.integers(0, 1000)] * 5, st.dictionaries(st.text(max_size=5), st.integers(0, 1000), max_size=4)))
def test_a_run_never_falls_behind_runs_of_its_own_kind(run):
    assert fallen(run, [run] * 5) == []


def test_figures_survive_json_and_damage_does_not_hurt():
    assert Coverage.from_json({name: getattr(GOOD, name) for name in Coverage.__dataclass_fields__}) == GOOD
    wrong: list[Any] = [
        None,
        3,
        [],
        {},
        {"lists": "x"},
        {**dict.fromkeys(("lists", "leads", "articles", "readable", "reports"), 1), "fields": 3},
        {**dict.fromkeys(("lists", "leads", "articles", "readable", "reports"), 1), "fields": {}, "working": 3},
    ]
    for damaged in wrong:
        assert Coverage.from_json(damaged) is None


def test_runs_are_compared_with_those_that_were_asked_the_same():
    assert asked({}) == "all sources"
    assert asked({"topic": "any", "only": "a", "since": "2024-01-01"}) == asked({"only": "a", "topic": "any", "since": "2024-01-02"})
    assert asked({"only": "a"}) != asked({"only": "b"})


# ------------------------------------------------------------------------------------------------------------------- a run


class Run(newsbot.run.run.Run):
    """A run with a memory instead of a ledger."""

    def __init__(self, memory, articles, empty=0, reason="finished", failed=0):
        super().__init__("r", Arguments(), Options(None, None, reposts=True, allow_private=frozenset()), None)
        self.memory = memory
        self.closed(reason)
        for number in range(articles + empty + failed):
            outcome = Outcome.OFF_TOPIC if number < articles else Outcome.NO_ARTICLE if number < articles + empty else Outcome.FAILED
            self.tally.count(Rejection(Page(f"http://a.test/{number}", b"", source="a"), outcome, Reason.NO_PARAGRAPH))
        self.tally.count(Rejection(Page("http://b.test/", b"", source="b"), Outcome.OFF_TOPIC, Reason.LOW_SCORE))

    @property
    def ledger(self):
        return self.memory


def code(run):
    CoverageMonitor(run).engine_stopped()
    return run.ending.exit_code(run.tally, live=True)


def test_a_run_that_fell_behind_the_others_ends_with_65_and_later_ones_are_the_new_measure():
    memory = Notebook()
    assert [code(Run(memory, 20)) for _ in range(KEPT_RUNS)] == [0] * KEPT_RUNS
    codes = [code(Run(memory, 2, empty=20)) for _ in range(KEPT_RUNS)]
    assert codes[0] == 65
    assert codes[-1] == 0
    assert len(memory.notes["coverage all sources"]) == KEPT_RUNS


def test_a_source_that_used_to_work_and_of_which_every_article_fails_ends_with_65():
    memory = Notebook()
    assert code(Run(memory, 0, failed=LEAST_FAILED)) == 0
    assert code(Run(memory, LEAST_FAILED)) == 0
    assert code(Run(memory, 0, failed=LEAST_FAILED - 1)) == 0
    failing = Run(memory, 0, failed=LEAST_FAILED)
    assert code(failing) == 65
    assert failing.ending.coverage == [f"none of {LEAST_FAILED} articles of the source a came, which used to work"]
    assert code(Run(memory, 1, failed=LEAST_FAILED)) == 0


def test_a_night_on_which_short_lists_changed_and_brought_nothing_is_no_fall():
    memory = Notebook()
    for _ in range(5):
        code(Run(memory, 20))
    quiet = Run(memory, 0, empty=12)
    quiet.tally.discovery = {"a": {"lists": 12, "leads": 60}}
    assert code(quiet) == 0


def test_a_run_that_was_stopped_is_neither_judged_nor_remembered():
    memory = Notebook()
    for _ in range(5):
        code(Run(memory, 20))
    assert code(Run(memory, 2, empty=20, reason="closespider_timeout")) == 0
    assert len(memory.notes["coverage all sources"]) == 5


def test_a_note_that_is_damaged_is_begun_anew():
    memory = Notebook()
    memory.notes["coverage all sources"] = {"what": "is this"}
    assert code(Run(memory, 20)) == 0
    assert len(memory.notes["coverage all sources"]) == 1
