"""The cluster in containers names settings, files and servers that there are."""

import re

from newsbot.spiders.options import SETTINGS
from tests.test_run import ROOT

FOLDER = ROOT / "examples" / "cluster"


def test_the_workers_are_given_settings_that_there_are_and_the_servers_of_the_file():
    command = (FOLDER / "Dockerfile").read_text("utf-8")
    given = dict(re.findall(r"-s ([A-Z_]+)=(\S+)", command))
    assert set(given) == {"LEDGER", "FRONTIER", "CONTACT"}
    assert set(given) <= set(SETTINGS)
    services = set(re.findall(r"^  (\w+):$", (FOLDER / "compose.yaml").read_text("utf-8"), re.MULTILINE))
    hosts = {re.split(r"[:/]", value.rpartition("@")[2].rpartition("//")[2])[0] for name, value in given.items() if "://" in value}
    assert hosts == {"ledger", "queue"} <= services
    assert all((ROOT / path).exists() for path in re.findall(r"^COPY (\S+/\S+) ", command, re.MULTILINE))
