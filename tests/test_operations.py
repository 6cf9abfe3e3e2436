"""docs/operations.md is what people copy from: its commands name settings and codes that exist."""

import configparser
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy.settings import default_settings

from newsbot import exceptions, settings
from newsbot.spiders.arguments import SETTINGS

TEXT = (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_every_exit_code_is_explained():
    _, _, after = TEXT.partition("| code | what happened | what to do |\n")
    told = {int(code) for line in after.split("\n\n")[0].splitlines()[1:] for code in re.findall(r"\d+", line.split("|")[1])}
    errors = [value for value in vars(exceptions).values() if isinstance(value, type) and issubclass(value, exceptions.NewsbotError)]
    assert told == {error.exit_code for error in errors} | {0, 124, 130, 137, 143}


def test_every_setting_named_exists():
    named = set(re.findall(r"-s ([A-Z_]+)=", TEXT))
    assert named <= set(SETTINGS) | set(vars(settings)) | set(dir(default_settings))
    assert "CLOSESPIDER_TIMEOUT" in named


def test_units_can_be_read_and_run_the_same_command_as_cron():
    service, timer = blocks("ini")
    units = [configparser.RawConfigParser(strict=True) for _ in range(2)]
    for unit, text in zip(units, (service, timer), strict=True):
        unit.read_string(text)
    command = units[0]["Service"]["ExecStart"].partition("scrapy ")[2]
    (cron,) = blocks("crontab")
    assert set(command.split()) <= set(cron.split())
    assert units[0]["Service"]["Type"] == "oneshot"
    assert "OnCalendar" in units[1]["Timer"]


def test_the_watcher_speaks_up_when_the_last_good_run_is_long_ago(tmp_path):
    (script,) = [found for block in blocks("sh") for found in re.findall(r"<<'END'\n(.*?)^END$", block, re.MULTILINE | re.DOTALL)]
    place = tmp_path / "x.heartbeat"
    for hours, code in ((1, 0), (40, 1), (None, 1)):
        good = f'"{(datetime.now(UTC) - timedelta(hours=hours)).isoformat()}"' if hours else "null"
        place.write_text(f'{{"last_good_end": {good}, "exit_code": 0}}')
        done = subprocess.run([sys.executable, "-c", script, str(place)], capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert done.stderr.startswith("newsbot: no good run since") == bool(code)
