"""Whole runs of `scrapy crawl`, each in a process of its own, as a user or cron starts them. Warnings are errors there too."""

import fcntl
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newsbot.row import Row

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "fixtures" / "documents"
PATIENCE = 120

ARTICLE = """光明街道推动文明城市创建

本报讯 为推动全国文明城市创建工作，光明街道组织志愿者深入社区，开展环境整治，受到居民欢迎。

街道党工委坚持党建引领，把文明创建和基层治理结合起来，网格员每天走访居民，收集意见{number}条，解决了一批问题。

下一步，街道将继续完善长效机制，不断提升社区治理水平和群众满意度，让文明创建成果惠及更多居民。
"""


@dataclass
class Ran:
    """What came of a command."""

    code: int
    log: str
    folder: Path

    def rows(self, name="out.jsonl"):
        return [json.loads(line) for line in (self.folder / name).read_text("utf-8").splitlines()]

    @property
    def record(self):
        (path,) = (self.folder / "data" / "runs").glob("*.json")
        return json.loads(path.read_text("utf-8"))


def command(*arguments, warnings="error"):
    return [sys.executable, "-W", warnings, "-m", "scrapy", *map(str, arguments)]


def environment(settings="newsbot.settings", path=ROOT):
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    return {**kept, "SCRAPY_SETTINGS_MODULE": settings, "PYTHONPATH": os.pathsep.join({str(ROOT), str(path)})}


def scrapy(folder, *arguments, env=None, warnings="error", **more):
    ran = subprocess.run(
        command(*arguments, warnings=warnings),
        cwd=folder,
        env=env or environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        **more,
    )
    return Ran(ran.returncode, ran.stdout + ran.stderr, Path(folder))


def crawl(folder, *arguments, **more):
    return scrapy(folder, "crawl", "civic_news", *arguments, **more)


def archive(folder, *texts, **more):
    """A replay folder of plain-text documents."""
    folder.mkdir(exist_ok=True)
    with (folder / "index.jsonl").open("w", encoding="utf-8") as index:
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
            record = {"url": f"http://documents.test/{number}.txt", "file": f"{number}.txt", "fetched_at": "2024-01-01T00:00:00+08:00"}
            index.write(json.dumps({**record, "headers": {"Content-Type": "text/plain; charset=utf-8"}, **more}) + "\n")
    return folder


# ------------------------------------------------------------------------------------------------------- the main job


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """The five given documents, replayed with 16 requests at a time."""
    ran = crawl(tmp_path_factory.mktemp("documents"), "-a", f"replay={DOCUMENTS}", "-O", "out.jsonl", "-s", "CONCURRENT_REQUESTS=16")
    assert ran.code == 0, ran.log
    return ran


def test_five_documents_give_five_rows_with_every_key_in_order(documents):
    rows = documents.rows()
    assert len(rows) == 5
    for row in rows:
        assert list(row) == [field.name for field in fields(Row)]
        assert row["status"] == "valid"
        assert row["provenance"]["run"] == documents.record["run"]
        assert row["first_seen"] == row["fetched_at"] == "2024-01-01T00:00:00+08:00"
    index = (DOCUMENTS / "index.jsonl").read_text("utf-8").splitlines()
    assert {row["url"] for row in rows} == {json.loads(line)["url"] for line in index}


def test_the_run_record_adds_up_and_names_the_output(documents):
    record, content = documents.record, (documents.folder / "out.jsonl").read_bytes()
    assert (record["exit_code"], record["finish_reason"], record["pages"], record["rows"]) == (0, "finished", 5, 5)
    assert sum(record["outcomes"].values()) == sum(sum(counts.values()) for counts in record["sources"].values()) == 5
    assert record["outputs"] == [{"path": "out.jsonl", "sha256": hashlib.sha256(content).hexdigest(), "lines": 5}]
    assert record["versions"]["scrapy"].startswith("2.")
    assert record["arguments"] == {"replay": str(DOCUMENTS)}


def test_nothing_else_is_left_behind(documents):
    files = {str(path.relative_to(documents.folder)) for path in documents.folder.rglob("*") if path.is_file()}
    assert files == {"out.jsonl", f"data/runs/{documents.record['run']}.json"}


def test_the_same_archive_gives_the_same_bytes_whatever_the_concurrency(documents, tmp_path):
    elsewhere = tmp_path / "copied"
    shutil.copytree(DOCUMENTS, elsewhere)
    again = crawl(tmp_path, "-a", f"replay={elsewhere}", "-o", "out.jsonl", "-s", "CONCURRENT_REQUESTS=1", "-L", "DEBUG")
    assert again.code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == (documents.folder / "out.jsonl").read_bytes()
    for row in again.rows():  # even the most talkative log holds no text of a page
        assert not any(paragraph in again.log for paragraph in row["body"])


def test_records_that_cannot_be_read_have_their_own_outcomes_and_cost_no_other_page(tmp_path):
    folder = archive(tmp_path / "broken", ARTICLE, "")
    (folder / "binary").write_bytes(bytes(range(256)) * 40)
    lines = [
        "this is not JSON",
        json.dumps({"url": "http://documents.test/gone", "file": "gone.txt"}),
        json.dumps({"url": "http://documents.test/escape", "file": "../../etc/passwd"}),
        json.dumps({"url": "http://documents.test/binary", "file": "binary", "headers": {"Content-Type": "text/html"}}),
        json.dumps({"url": "http://documents.test/404", "file": "0.txt", "status": 404}),
        json.dumps({"url": f"http://documents.test/{'long' * 500}", "file": "empty"}),
    ]
    (folder / "empty").touch()
    with (folder / "index.jsonl").open("a", encoding="utf-8") as index:
        index.write("\n".join(lines))
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{ARTICLE.replace('光明', '护国')}".encode()
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://w.test/1\r\nContent-Length: {len(page)}\r\n\r\n".encode()
    (tmp_path / "cut.warc").write_bytes(head + page + b"\r\n\r\n" + head + page[:-9])
    ran = crawl(tmp_path, "-a", f"replay={folder},cut.warc", "-a", "topic=any", "-O", "out.jsonl")
    assert ran.code == 0
    assert {row["url"] for row in ran.rows()} == {"http://documents.test/0.txt", "http://w.test/1"}
    assert ran.record["outcomes"] == {"bad_record": 2, "empty": 2, "failed": 1, "missing_file": 1, "report": 2, "unreadable": 2}
    for words in ("line 3 of index.jsonl is not JSON", "'gone.txt'", "outside the folder"):
        assert words in ran.log


# ---------------------------------------------------------------------------------------- what the ledger still owes a file


def test_rows_are_owed_until_a_file_holds_them(tmp_path):
    folder = archive(tmp_path / "two", ARTICLE.format(number=30), ARTICLE.format(number=45).replace("光明", "护国"))
    arguments = ("-a", f"replay={folder}", "-a", "topic=any", "-s", "LEDGER=ledger.sqlite", "-s", "REPOSTS_ENABLED=0")
    assert crawl(tmp_path, *arguments).code == 0
    (tmp_path / "out.jsonl").write_text('{"mine": 1}\n{"torn', encoding="utf-8")
    written = crawl(tmp_path, *arguments, "-o", "out.jsonl")
    assert written.code == 0
    mine, *rows = written.rows()
    assert mine == {"mine": 1}
    assert len(rows) == 2
    again = crawl(tmp_path, *arguments, "-O", "new.jsonl")
    assert again.code == 0
    assert again.rows("new.jsonl") == []
    assert crawl(tmp_path, *arguments, "-O", "out.jsonl").code == 0
    assert len(again.rows()) == 3  # nothing new: what stands there stays


@pytest.mark.parametrize(("code", "mode"), [(73, "unwritable"), (74, "full")])
def test_an_output_that_cannot_be_had_is_told_and_nothing_half_written_is_left(tmp_path, code, mode):
    folder = archive(tmp_path / "one", ARTICLE * 20)
    place = tmp_path / "out" / "out.jsonl"
    place.parent.mkdir()
    place.write_text("old\n", encoding="utf-8")
    limits = {}
    if mode == "unwritable":
        place = place / "below" / "a" / "file.jsonl"
    else:
        limits["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
    ran = crawl(
        tmp_path,
        "-a",
        f"replay={folder}",
        "-a",
        "topic=any",
        "-O",
        place,
        "-s",
        "RUNS=/dev/null/.." if not limits else "RUNS=data/runs",
        **limits,
    )
    assert ran.code == code, ran.log
    assert (tmp_path / "out" / "out.jsonl").read_text("utf-8") == "old\n"
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["out.jsonl"]


def test_a_ledger_that_another_run_holds_ends_the_second_one_and_leaves_its_output(tmp_path):
    folder = archive(tmp_path / "one", ARTICLE)
    (tmp_path / "out.jsonl").write_text("of the first run\n", encoding="utf-8")
    with (tmp_path / "ledger.sqlite.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = crawl(tmp_path, "-a", f"replay={folder}", "-s", "LEDGER=ledger.sqlite", "-O", "out.jsonl")
    assert ran.code == 75
    assert "Another run holds the ledger" in ran.log
    assert "Traceback" not in ran.log
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "of the first run\n"
    assert ran.record["exit_code"] == 75


# ------------------------------------------------------------------------------------------------------- how a run ends


def test_wrong_arguments_end_the_run_before_it_begins(tmp_path):
    ran = crawl(tmp_path, "-a", "nonsense=1", "-a", "topic=civc")
    assert ran.code == 2
    assert "-a nonsense: there is no such argument" in ran.log
    assert "Did you mean civic?" in ran.log
    assert "Traceback" not in ran.log
    assert list(tmp_path.iterdir()) == []


def test_scrapy_list_and_check_do_what_they_always_do(tmp_path):
    listed = scrapy(tmp_path, "list")
    assert (listed.code, listed.log) == (0, "civic_news\n")
    checked = scrapy(tmp_path, "check")
    assert checked.code == 0
    assert "OK" in checked.log
    assert list(tmp_path.iterdir()) == []


FAULTY = """
from newsbot.settings import *
from newsbot.spiders.civic_news import CivicNews

class Faulty(CivicNews):
    name = "faulty"
    def parse(self, response):
        if response.url.endswith("0.txt"):
            raise ZeroDivisionError("in the callback")
        yield from super().parse(response)

SPIDER_MODULES = ["faulty_settings"]
"""


def test_a_fault_in_a_callback_shows_in_the_exit_code_and_the_other_rows_are_written(tmp_path):
    (tmp_path / "faulty_settings.py").write_text(FAULTY, encoding="utf-8")
    folder = archive(tmp_path / "two", ARTICLE, ARTICLE.replace("光明", "护国"))
    arguments = ("-a", f"replay={folder}", "-a", "topic=any", "-O", "out.jsonl")
    ran = scrapy(tmp_path, "crawl", "faulty", *arguments, env=environment("faulty_settings", tmp_path))
    assert ran.code == 1
    assert len(ran.rows()) == 1
    assert "in the callback" in ran.record["first_faults"][0]


@contextmanager
def by_default(number):
    """Nothing started meanwhile ignores the signal, though the tests may, and children inherit that: under nohup SIGHUP is ignored."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 143)])
def test_a_signal_ends_the_run_in_order_and_the_next_one_brings_the_rest(tmp_path, number, code):
    folder = archive(tmp_path / "many", *(ARTICLE.format(number=number) for number in range(20, 60)))
    arguments = ("-a", f"replay={folder}", "-a", "topic=any", "-s", "LEDGER=ledger.sqlite", "-s", "REPOSTS_ENABLED=0", "-O", "out.jsonl")
    slow = ("-s", "DOWNLOAD_DELAY=0.3", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "CONCURRENT_REQUESTS=1", "-L", "DEBUG")
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as sink:
        with by_default(number):
            running = subprocess.Popen(command("crawl", "civic_news", *arguments, *slow), cwd=tmp_path, env=environment(), stderr=sink)
        deadline = time.monotonic() + PATIENCE
        while "documents.test/1.txt" not in log.read_text("utf-8") and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(number)
        assert running.wait(PATIENCE) == code, log.read_text("utf-8")
    stopped = Ran(code, "", tmp_path)
    assert 1 <= len(stopped.rows()) < 40
    assert (stopped.record["signal"], stopped.record["exit_code"]) == (number, code)
    if number == signal.SIGTERM:
        assert crawl(tmp_path, *arguments).code == 0
        assert len(stopped.rows()) == 40


def test_a_time_limit_ends_the_run_in_order(tmp_path):
    folder = archive(tmp_path / "many", *(ARTICLE.format(number=number) for number in range(20, 30)))
    limit = (
        "-s",
        "CLOSESPIDER_TIMEOUT=1",
        "-s",
        "DOWNLOAD_DELAY=0.4",
        "-s",
        "CONCURRENT_REQUESTS_PER_DOMAIN=1",
        "-s",
        "CONCURRENT_REQUESTS=1",
    )
    ran = crawl(tmp_path, "-a", f"replay={folder}", "-a", "topic=any", "-s", "REPOSTS_ENABLED=0", *limit, "-O", "out.jsonl")
    assert ran.code == 0
    assert ran.record["finish_reason"] == "closespider_timeout"
    assert 1 <= len(ran.rows()) == ran.record["pages"] < 10


DYING = """
import os
from newsbot.settings import *
from newsbot.{room} import {owner}

def die(*_, **__):
    os._exit(9)

{owner}.{step} = die
"""


@pytest.mark.parametrize(("room", "owner", "step", "option"), [("ledger", "Ledger", "delivered", "-o"), ("run.run", "Run", "close", "-O")])
def test_a_run_that_dies_at_the_end_is_made_good_by_the_next(tmp_path, room, owner, step, option):
    """It dies with the file in its place: before the ledger knows, or when all is done but the process has not ended."""
    (tmp_path / "dying_settings.py").write_text(DYING.format(room=room, owner=owner, step=step), encoding="utf-8")
    folder = archive(tmp_path / "two", ARTICLE, ARTICLE.replace("光明", "护国"))
    arguments = ("-a", f"replay={folder}", "-a", "topic=any", "-s", "LEDGER=ledger.sqlite", "-s", "REPOSTS_ENABLED=0", option, "out.jsonl")
    died = crawl(tmp_path, *arguments, env=environment("dying_settings", tmp_path))
    assert died.code == 9, died.log
    ran = crawl(tmp_path, *arguments)
    assert ran.code == 0, ran.log
    assert len({row["id"] for row in ran.rows()}) == len(ran.rows()) == 2


# ---------------------------------------------------------------------------------------------------------------- live


class Site(BaseHTTPRequestHandler):
    """A site on loopback: one article, and a robots.txt that forbids a part."""

    def do_GET(self):
        pages = {"/robots.txt": "User-agent: *\nDisallow: /private/\n", "/article": ARTICLE, "/private/article": ARTICLE}
        body = pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def live(folder, site, path):
    where = ("-a", f"url=http://{site}{path}", "-a", "topic=any", "-s", f"ALLOW_PRIVATE={site}", "-s", "DOWNLOAD_DELAY=0")
    return crawl(folder, *where, "-s", "RETRY_ENABLED=0", "-O", "out.jsonl")


def test_a_live_address_is_fetched_and_read(tmp_path, site):
    ran = live(tmp_path, site, "/article")
    assert ran.code == 0, ran.log
    (row,) = ran.rows()
    assert row["url"] == f"http://{site}/article"
    assert row["provenance"]["run"] == ran.record["run"]
    assert (tmp_path / "data" / "newsbot.sqlite").exists()


def test_robots_that_forbid_everything_are_obeyed_and_told(tmp_path, site):
    ran = live(tmp_path, site, "/private/article")
    assert ran.code == 77
    assert ran.rows() == []


def test_nothing_reachable_is_told(tmp_path, site):
    ran = live(tmp_path, site, "/nowhere")
    assert ran.code == 69
    assert ran.record["outcomes"] == {"failed": 1}
