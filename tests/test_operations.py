"""docs/operations.md is what people copy from: its commands name settings and codes that exist."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import default_settings

from newsbot import exceptions, settings
from newsbot.commands.doctor import examine
from newsbot.ledger import Ledger
from newsbot.model import Page
from newsbot.spiders.options import SETTINGS
from tests.archive.test_recorder import CLOCK, record
from tests.ledger.made import gone
from tests.printed import commands
from tests.test_run import ARTICLE, ROOT, environment

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


@pytest.fixture
def machine(tmp_path):
    """The folders of the page as they are after some nights: programs, a ledger, an archive, and tools that only this machine lacks."""
    app, data = tmp_path / "app", tmp_path / "data"
    (app / ".venv" / "bin").mkdir(parents=True)
    for name in ("fixtures", "requirements", "scripts"):
        (app / name).symlink_to(ROOT / name)
    for name, line in (("scrapy", f"{sys.executable} -W error -m scrapy"), ("python", sys.executable)):
        (app / ".venv" / "bin" / name).write_text(f'#!/bin/sh\nexec {line} "$@"\n', encoding="utf-8")
        (app / ".venv" / "bin" / name).chmod(0o755)
    with Ledger.open(str(data / "newsbot.sqlite"), run="one", version="1") as ledger:
        ledger.record(gone("http://paper.example/1"))
        ledger.commit()
    now = datetime.now(UTC).isoformat()
    (data / "newsbot.sqlite.heartbeat").write_text(f'{{"last_good_end": "{now}", "exit_code": 0}}', encoding="utf-8")
    (data / "runs").mkdir()
    record(data / "archive", [Page("http://paper.example/2", ARTICLE.format(number=7).encode(), {"Content-Type": "text/plain"}, CLOCK)])
    return tmp_path


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("sqlite3"), reason="SQLite's own tool is not installed")
def test_every_command_of_the_page_that_needs_no_root_and_no_network_runs(machine):
    places = iter(re.finditer(r"^```sh\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
    ran = 0
    for place in places:
        marked = TEXT[: place.start()].rpartition("\n\n")[2]
        excused = {each.line for each in commands(marked + place[0]) if each.excused}
        script = "\n".join(line for line in place[1].splitlines() if line.removeprefix(".venv/bin/") not in excused)
        done = shell(f"cd {machine / 'app'}\n{script}", machine, env=environment())
        assert done.returncode == 0, f"{script}\n{done.stderr}"
        ran += bool(script.strip())
    assert ran >= 7
    assert json.loads((machine / "data" / "newsbot.cdx.json").read_text(encoding="utf-8"))["bomFormat"] == "CycloneDX"
    assert "光明街道" in (machine / "data" / "reports.jsonl").read_text(encoding="utf-8")


def sections(kind: str, heading: str) -> list[str]:
    """The blocks of one kind below one heading."""
    below = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(rf"^```{kind}\n(.*?)^```$", below, re.MULTILINE | re.DOTALL)


def shell(script: str, folder: Path, **more) -> subprocess.CompletedProcess[str]:
    """Run commands as printed, but in another folder, and without what only root may do."""
    script = re.sub(r"^systemctl .*$", ":", script, flags=re.MULTILINE).replace("-o newsbot -g newsbot ", "")
    script = script.replace("/srv/newsbot", str(folder))
    return subprocess.run(["/bin/sh", "-e", "-c", script], cwd=folder, capture_output=True, text=True, check=False, **more)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_the_units_as_they_are_printed(tmp_path):
    for name, text in zip(("newsbot.service", "newsbot.timer"), blocks("ini"), strict=True):
        (tmp_path / name).write_text(text.replace("/srv/newsbot/app/.venv/bin/scrapy", "/bin/true"), encoding="utf-8")
    units = [str(tmp_path / name) for name in ("newsbot.service", "newsbot.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_command_can_be_read_by_a_shell():
    (cron,) = blocks("crontab")
    fields = cron.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/,-]{1,20}", field) for field in fields[:5])
    assert "%" not in fields[5]  # cron would take it for a line break
    for script in (*blocks("sh"), fields[5]):
        assert subprocess.run(["/bin/sh", "-n"], input=script, text=True, check=False, capture_output=True).returncode == 0, script


@pytest.mark.skipif(not shutil.which("timeout"), reason="GNU timeout is not installed")
def test_the_cron_line_speaks_only_when_the_code_is_not_0(tmp_path):
    (cron,) = blocks("crontab")
    program = tmp_path / "app" / ".venv" / "bin" / "scrapy"
    program.parent.mkdir(parents=True)
    for code, said in ((0, ""), (65, "newsbot ended with code 65\n")):
        program.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)
        assert shell(cron.split(maxsplit=5)[5], tmp_path).stdout == said


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="SQLite's own tool is not installed")
def test_a_ledger_is_backed_up_and_restored_by_the_commands_printed(tmp_path):
    data = tmp_path / "data"
    place = data / "newsbot.sqlite"
    with Ledger.open(str(place), run="one", version="1") as ledger:
        ledger.record(gone("http://paper.example/1"))
        ledger.commit()
        back_up, restore, _ = sections("sh", "Back-up and restore")
        done = shell(back_up, tmp_path)  # also while a run is at work
    assert (done.returncode, done.stdout) == (0, "ok\n"), done.stderr
    place.write_bytes(b"\xff" * 8192 + place.read_bytes()[8192:])
    place.with_name(place.name + "-wal").write_bytes(b"of the ledger that is gone")
    assert {finding.code for finding in examine(str(place), data / "runs", "") if finding.what == "ledger"} == {74}
    assert shell(restore, tmp_path).returncode == 0
    assert {finding.code for finding in examine(str(place), data / "runs", "") if finding.what == "ledger"} == {0}
    with Ledger.open(str(place), run="two", version="1") as ledger:
        assert ledger.done("http://paper.example/1")
