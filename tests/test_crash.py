"""Live runs that die at any moment: behind one ordinary run more, every article is there exactly once, and every line is whole."""

import json
import re
import shutil
import signal
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.hostile_web import article
from tests.test_run import PATIENCE, command, environment

ARTICLES = 60
PER_LIST = 30


class Handler(BaseHTTPRequestHandler):
    """Two lists of articles. From the request that `Site.at` counts down to, answers wait until the run has got its signal."""

    protocol_version = "HTTP/1.1"
    server: "Site"

    def do_GET(self):
        self.server.asked()
        status, body = 200, ""
        if found := re.fullmatch(r"/art/(\d+)\.html", self.path):
            body = article(int(found[1]))
        elif self.path in {"/", "/index_1.html"}:
            body = self.server.listing(1 if self.path == "/" else 2)
        else:
            status = 404
        data = body.encode()
        try:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
        except OSError:
            self.close_connection = True

    def log_message(self, *_):
        pass


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.at, self.shrunk = 0, False
        self.offered: set[int] = set()
        self.then, self.signalled = threading.Event(), threading.Event()
        self.signalled.set()

    @property
    def where(self):
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Say nothing: clients that are killed hang up."""

    def asked(self):
        self.at -= 1
        if self.at == 0:
            self.then.set()
        if self.at <= 0:
            self.signalled.wait(PATIENCE)

    def listing(self, number):
        numbers = range((number - 1) * PER_LIST, number * PER_LIST) if not self.shrunk else ()
        self.offered |= set(numbers)
        items = "".join(f"<li><a href='/art/{n}.html'>光明街道第{n}次推动文明城市创建工作</a></li>" for n in numbers)
        further = "<a href='/index_1.html'>下一页</a>" if number == 1 and not self.shrunk else ""
        return f"<html><head><title>创建_某网</title></head><body><ul>{items}</ul>{further}</body></html>"


@pytest.fixture
def site():
    site = Site()
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()
    thread.join()


FEEDS = '{"out.jsonl": {"format": "jsonl", "overwrite": true}, "too.jsonl": {"format": "jsonl", "overwrite": false}}'
OUTPUTS = {"-O": ("-O", "out.jsonl"), "-o": ("-o", "out.jsonl"), "FEEDS": ("-s", f"FEEDS={FEEDS}")}


class Crawl:
    """The same command again and again in one folder."""

    def __init__(self, folder, site, output):
        self.folder, self.site = folder, site
        what = ("-a", f"url=http://{site.where}/", "-a", "topic=any", "-s", f"ALLOW_PRIVATE={site.where}", "-s", "ARCHIVE=")
        self.command = command(
            *("crawl", "civic_news", *what, "-s", "LEDGER=ledger.sqlite", "-s", "REPOSTS_ENABLED=0"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=4", *OUTPUTS[output]),
        )

    def begin(self, *before):
        log = (self.folder / "log").open("ab")
        try:
            return subprocess.Popen([*before, *self.command], cwd=self.folder, env=environment(), stdout=log, stderr=log)
        finally:
            log.close()

    def run(self, *before):
        return self.begin(*before).wait(PATIENCE)

    def run_until(self, request, number):
        """Run, and send a signal while the request with this number waits for its answer; return how the run ended."""
        self.site.then.clear()
        self.site.signalled.clear()
        self.site.at = request
        process = self.begin()
        ends = time.monotonic() + PATIENCE
        while not self.site.then.wait(0.05) and process.poll() is None and time.monotonic() < ends:
            pass
        time.sleep(0.5)  # what was answered before is read meanwhile
        process.send_signal(number)
        self.site.signalled.set()
        return process.wait(PATIENCE)

    def titles(self, name="out.jsonl"):
        data = (self.folder / name).read_bytes()
        assert not data or data.endswith(b"\n")
        return sorted(json.loads(line)["url"].rpartition("/")[2] for line in data.splitlines())


ALL = sorted(f"{number}.html" for number in range(ARTICLES))


@pytest.mark.parametrize(("output", "request_number"), [("-O", 20), ("-o", 30), ("FEEDS", 12)])
def test_a_run_that_is_killed_is_made_good_by_the_next(tmp_path, site, output, request_number):
    crawl = Crawl(tmp_path, site, output)
    assert crawl.run_until(request_number, signal.SIGKILL) == -signal.SIGKILL
    assert crawl.run() == 0
    assert crawl.titles() == ALL
    if output == "FEEDS":
        assert crawl.titles("too.jsonl") == ALL


def test_articles_that_have_left_the_lists_when_the_next_run_comes_are_not_lost(tmp_path, site):
    crawl = Crawl(tmp_path, site, "-O")
    assert crawl.run_until(12, signal.SIGKILL) == -signal.SIGKILL
    site.shrunk = True
    assert crawl.run() == 0
    assert crawl.titles() == sorted(f"{number}.html" for number in site.offered)


def test_a_row_of_deaths_is_no_worse_than_one(tmp_path, site):
    crawl = Crawl(tmp_path, site, "-o")
    for request in (8, 6, 3):
        assert crawl.run_until(request, signal.SIGKILL) == -signal.SIGKILL
    assert crawl.run() == 0
    assert crawl.titles() == ALL


def test_a_run_that_is_asked_to_stop_hands_over_what_it_has(tmp_path, site):
    crawl = Crawl(tmp_path, site, "-o")
    assert crawl.run_until(6, signal.SIGTERM) == 143  # up to 32 requests are in hand then
    early = crawl.titles()
    assert 0 < len(early) < ARTICLES
    assert crawl.run() == 0
    assert crawl.titles() == ALL


def test_of_two_runs_at_once_one_is_sent_away(tmp_path, site):
    crawl = Crawl(tmp_path, site, "-o")
    both = [crawl.begin(), crawl.begin()]
    assert sorted(process.wait(PATIENCE) for process in both) == [0, 75]
    assert crawl.titles() == ALL


INJECTED = ("rename:signal=KILL:when=2", "fdatasync:signal=KILL:when=5", "unlink:signal=KILL:when=1", "write:error=ENOSPC:when=2+")


def _can_trace():
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.skipif(not _can_trace(), reason="strace is not installed, or may not trace here")
@pytest.mark.parametrize("fault", INJECTED)
def test_a_fault_at_a_system_call_is_made_good_by_the_next_run(tmp_path, site, fault):
    call = fault.partition(":")[0]
    calls = {"rename": "rename,renameat,renameat2", "unlink": "unlink,unlinkat"}.get(call, call)
    crawl = Crawl(tmp_path, site, "-o")
    trace = ("strace", "-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:{fault.partition(':')[2]}")
    assert crawl.run(*trace) not in {0, None}
    assert crawl.run() == 0
    assert crawl.titles() == ALL
