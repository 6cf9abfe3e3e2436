import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsbot.exceptions import LedgerBusy, OutputError, OutputNotCreated
from newsbot.model import Outcome, Page, Reason, Rejection
from newsbot.run.ending import MAX_FAULT_MESSAGES, Ending
from newsbot.run.run import Run
from newsbot.run.tally import Tally


def tally_of(*outcomes):
    tally = Tally()
    for outcome in outcomes:
        tally.count(Rejection(Page("http://a.test/", b""), outcome, Reason.NO_PARAGRAPH))
    return tally


def code(ending, tally=None, *, live=False):
    return ending.exit_code(tally or Tally(), live=live)


def test_a_run_that_finished_is_fine():
    assert code(Ending(reason="finished")) == 0
    assert code(Ending(reason="closespider_timeout")) == 0


@pytest.mark.parametrize("reason", [None, "start_error", "memusage_exceeded", "closespider_errorcount"])
def test_a_run_that_broke_off_is_a_fault(reason):
    assert code(Ending(reason=reason)) == 1


def test_faults_are_counted_and_the_first_are_kept():
    ending = Ending(reason="finished")
    for number in range(MAX_FAULT_MESSAGES + 10):
        ending.fault(str(number))
    assert (ending.fault_count, len(ending.faults), code(ending)) == (MAX_FAULT_MESSAGES + 10, MAX_FAULT_MESSAGES, 1)


def test_the_first_error_decides_even_over_faults_and_signals():
    ending = Ending([OutputNotCreated("x"), OutputError("y")], signal=signal.SIGTERM, reason="shutdown")
    ending.fault("z")
    assert code(ending) == 73
    assert code(Ending([LedgerBusy("x")])) == 75


def test_one_of_several_workers_is_not_judged_by_what_the_others_left_it():
    lost = tally_of(Outcome.FAILED)
    assert code(Ending(reason="finished"), lost, live=True) == 69
    assert Ending(reason="finished").exit_code(lost, live=True, alone=False) == 0


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 143)])
def test_a_signal_that_cut_the_run_short_shows(number, expected):
    assert code(Ending(signal=number, reason="shutdown")) == expected
    assert code(Ending(signal=number, reason="finished")) == 0


def test_a_second_signal_that_breaks_the_run_off_shows_as_the_signal():
    ending = Ending(signal=signal.SIGTERM)
    ending.fault("a task was cancelled")
    assert code(ending) == 143


def test_an_error_is_kept_once():
    ending = Ending()
    assert ending.error(OutputError("full"))
    assert not ending.error(OutputError("full"))
    assert len(ending.errors) == 1


def test_a_live_run_that_got_nothing_says_why():
    done = Ending(reason="finished")
    assert code(done, tally_of(Outcome.FORBIDDEN, Outcome.FORBIDDEN), live=True) == 77
    assert code(done, tally_of(Outcome.FAILED, Outcome.FAILED), live=True) == 69
    assert code(done, tally_of(Outcome.FAILED, Outcome.OFF_TOPIC), live=True) == 0
    assert code(done, tally_of(), live=True) == 0


def test_lists_that_came_are_no_excuse_for_articles_none_of_which_did():
    done = Ending(reason="finished")
    assert code(done, tally_of(Outcome.LIST_PAGE, Outcome.NOT_MODIFIED, Outcome.FAILED), live=True) == 69
    assert code(done, tally_of(Outcome.LIST_PAGE, Outcome.FORBIDDEN, Outcome.FAILED), live=True) == 69
    assert code(done, tally_of(Outcome.LIST_PAGE, Outcome.NOT_MODIFIED), live=True) == 0


def test_a_site_that_keeps_all_its_text_in_scripts_is_told():
    def scripted(*others):
        tally = tally_of(*others)
        tally.count(Rejection(Page("http://a.test/app", b""), Outcome.NO_ARTICLE, Reason.NEEDS_SCRIPT))
        return tally

    done = Ending(reason="finished")
    assert code(done, scripted(Outcome.LIST_PAGE), live=True) == 69
    assert code(done, scripted(Outcome.LIST_PAGE, Outcome.OFF_TOPIC), live=True) == 0
    assert code(done, scripted()) == 0  # an archive has what it has


def test_lists_that_did_not_come_cost_a_night_without_news_nothing():
    tally = tally_of(Outcome.LIST_PAGE, Outcome.NOT_MODIFIED, Outcome.FAILED)
    tally.add("lost_listings")
    assert code(Ending(reason="finished"), tally, live=True) == 0


def test_a_replay_of_pages_that_were_missing_when_they_were_asked_for_is_fine():
    assert code(Ending(reason="finished"), tally_of(Outcome.FAILED), live=False) == 0


def test_an_archive_of_which_no_page_could_be_read_is_told():
    done = Ending(reason="finished")
    assert code(done, tally_of(Outcome.BAD_RECORD, Outcome.MISSING_FILE, Outcome.UNREADABLE)) == 66
    assert code(done, tally_of(Outcome.BAD_RECORD, Outcome.LIST_PAGE)) == 0
    assert code(done, tally_of()) == 0
    assert code(Ending(reason="finished", unread=["empty.warc"]), tally_of(Outcome.OFF_TOPIC)) == 66


def test_the_name_of_an_archive_that_could_not_be_read_is_one_line_of_text():
    run: Any = SimpleNamespace(ending=Ending(reason="finished"))
    Run.unread(run, Path("a\x1b]0;x\n.warc"))
    assert run.ending.unread == ["a\\x1b]0;x\\n.warc"]
