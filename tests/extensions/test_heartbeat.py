import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.extensions.heartbeat import Heartbeat, heartbeat_path
from newsbot.run.tally import Tally


class Run:
    """A run as far as the heartbeat knows it."""

    def __init__(self, exit_code=0):
        self.name, self.started_at, self.exit_code = "r1", datetime(2024, 5, 6, tzinfo=UTC), exit_code
        self.tally = Tally()
        self.tally.add("pages", 7)


def beat(place, *, ended=False, exit_code=0):
    Heartbeat(Run(exit_code), place).beat(ended=ended)  # type: ignore[arg-type]
    return json.loads(place.read_text())


def test_it_says_what_the_run_does(tmp_path):
    said = beat(tmp_path / "x.heartbeat")
    assert (said["run"], said["state"], said["pages"], said["exit_code"], said["last_good_end"]) == ("r1", "running", 7, None, None)


def test_the_last_good_end_is_kept_through_bad_runs(tmp_path):
    place = tmp_path / "x.heartbeat"
    good = beat(place, ended=True)["last_good_end"]
    assert datetime.fromisoformat(good)
    assert beat(place)["last_good_end"] == good
    assert beat(place, ended=True, exit_code=69)["last_good_end"] == good


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"last_good_end": 3}', '{"last_good_end": "yesterday"}'])
def test_a_damaged_file_is_written_anew(tmp_path, text):
    place = tmp_path / "x.heartbeat"
    place.write_text(text)
    assert beat(place)["last_good_end"] is None


def test_a_place_that_cannot_be_written_stops_nothing(tmp_path, caplog):
    (tmp_path / "file").write_text("")
    Heartbeat(Run(), tmp_path / "file" / "x.heartbeat").beat()  # type: ignore[arg-type]
    assert "could not be written" in caplog.text


def test_it_stands_beside_the_ledger():
    assert heartbeat_path("data/newsbot.sqlite", Path("data/runs")) == Path("data/newsbot.sqlite.heartbeat")
    assert heartbeat_path("sqlite:///data/a.db", Path("data/runs")) == Path("data/a.db.heartbeat")
    assert heartbeat_path("sqlite://", Path("data/runs")) is None
    server = heartbeat_path("postgresql://u:p@host/db", Path("data/runs"))
    assert server is not None
    assert server.parent == Path("data/runs")
    assert server.name.startswith(".heartbeat-")


def test_it_beats_from_the_opening_to_the_closing_of_the_spider(tmp_path):
    place = tmp_path / "x.heartbeat"

    async def live():
        heartbeat = Heartbeat(Run(), place)  # type: ignore[arg-type]
        heartbeat.spider_opened()
        await asyncio.sleep(0.05)
        heartbeat.spider_closed()
        running = json.loads(place.read_text())["state"]
        heartbeat.engine_stopped()
        return running

    assert asyncio.run(live()) == "running"
    assert json.loads(place.read_text())["state"] == "ended"
