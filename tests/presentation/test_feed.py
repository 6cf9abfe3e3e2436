"""The Atom feed: the newest reports of a place, and a message about what it did not have."""

import argparse
import json
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer
from xml.etree import ElementTree as ET

import pytest

from newsbot.commands.notify import Command, send
from newsbot.exceptions import ArgumentError, UnreachableError
from newsbot.presentation.collection import Collection
from newsbot.presentation.feed import NAMESPACE, atom, ids_in, newest
from tests.presentation.made import row


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("NEWSBOT_LANG", "en")


def test_the_feed_holds_the_newest_of_a_place_and_can_be_read():
    rows = newest([row(n, title=f"<题{n}>\x07") for n in range(12)], "黄冈")
    assert [each["id"][-1] for each in rows] == ["9", "6", "3", "0"]
    read = ET.fromstring(atom(rows, "黄冈"))
    entries = read.findall(f"{{{NAMESPACE}}}entry")
    assert entries[0].findtext(f"{{{NAMESPACE}}}title") == "<题9>\ufffd"
    assert read.findtext(f"{{{NAMESPACE}}}updated") == "2023-10-10T00:00:00+08:00"
    assert ids_in(atom(rows)) == {each["id"] for each in rows}
    assert len(newest([row(n) for n in range(80)])) == 50


def call(monkeypatch, path, rows, to=None):
    monkeypatch.setattr(Command, "collection", lambda *_: Collection(rows))
    Command().act([str(path)], argparse.Namespace(of=None, place=None, to=to))


def test_what_the_feed_did_not_have_is_sent_once(tmp_path, monkeypatch, capsys):
    sent = []
    works = [True]

    class Apprise:
        def add(self, address):
            return address == "json://here"

        def notify(self, title, body):
            sent.append((title, body))
            return works[0]

    monkeypatch.setitem(sys.modules, "apprise", types.SimpleNamespace(Apprise=Apprise, __spec__=True))
    path = tmp_path / "x.xml"
    call(monkeypatch, path, [row(1)], ["json://here"])
    call(monkeypatch, path, [row(1)], ["json://here"])
    assert [title for title, _ in sent] == ["1 new reports"]
    works[0] = False
    with pytest.raises(UnreachableError):
        call(monkeypatch, path, [row(1), row(2)], ["json://here"])
    works[0] = True
    call(monkeypatch, path, [row(1), row(2)], ["json://here"])
    assert "http://paper.example/2.html" in sent[-1][1]
    assert "http://paper.example/1.html" not in sent[-1][1]
    assert "0 new reports in" in capsys.readouterr().out


def test_without_apprise_the_feed_is_written_and_a_message_refused(tmp_path, monkeypatch):
    call(monkeypatch, tmp_path / "x.xml", [row(1)])
    assert (tmp_path / "x.xml").exists()
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ArgumentError, match=r"newsbot\[notify\]"):
        call(monkeypatch, tmp_path / "y.xml", [row(1)], ["json://here"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its own
def test_apprise_takes_a_message_and_says_where_it_could_not(tmp_path):
    """The real package, to a server of the test's own and to a port where nobody listens."""
    pytest.importorskip("apprise", reason="no Apprise: pip install 'newsbot[notify]'")
    taken: list[dict[str, str]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        listening = threading.Thread(target=server.serve_forever)
        listening.start()
        try:
            send([f"json://127.0.0.1:{server.server_port}/"], "3 new reports", "黄州区 光明街道")
        finally:
            server.shutdown()
            listening.join()
        gone = server.server_port
    assert [(said["title"], said["message"]) for said in taken] == [("3 new reports", "黄州区 光明街道")]
    with pytest.raises(UnreachableError, match="could not be sent"):
        send([f"json://127.0.0.1:{gone}/"], "x", "y")
