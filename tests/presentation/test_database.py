"""The ledger as real tables with a search: what Datasette shows, asked here without it."""

import json
import sqlite3

import pytest

from newsbot.ledger import Ledger
from newsbot.presentation.database import QUESTIONS, metadata, question, write_database
from tests.ledger.made import report
from tests.test_main import newsbot


@pytest.fixture
def ledger(tmp_path):
    place = str(tmp_path / "ledger.sqlite")
    with Ledger.open(place, run="one", version="1") as opened:
        opened.record(report(1, title="网格员跑出创城加速度", date="2023-05-06"))
        opened.record(report(2, paragraphs=["街道网格化管理覆盖全域。", "党建引领创城出实效，居民议事会协商解决停车难题。"] * 2))
        opened.settle()
    return place


def test_every_saved_question_can_be_asked_and_the_best_answer_comes_first(ledger, tmp_path):
    with Ledger.open(ledger, run="look", version="1") as opened:
        assert write_database(opened.export(), tmp_path / "x.db") == 2
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.create_function("pairs", 1, question, deterministic=True)
    for name, sql in QUESTIONS.items():
        connection.execute(sql, {"words": "创城"} if name == "search" else {}).fetchall()

    def titles(words: str) -> list[str]:
        return [line[2] for line in connection.execute(QUESTIONS["search"], {"words": words})]

    found = {words: titles(words) for words in ("创城", "网格员", "党建引领 创城", "，")}
    assert found["创城"][0] == "网格员跑出创城加速度"
    assert len(found["创城"]) == 2
    assert found["网格员"] == ["网格员跑出创城加速度"]
    assert len(found["党建引领 创城"]) == 1
    assert found["，"] == []
    assert connection.execute("SELECT count(*) FROM paragraphs").fetchone() == (8,)
    connection.close()
    assert json.loads(metadata("reports"))["databases"]["reports"]["queries"].keys() == QUESTIONS.keys()


@pytest.mark.slow
def test_the_command_writes_what_datasette_needs(ledger, tmp_path):
    ran = newsbot(tmp_path, "explore", "x", "--no-open", "-s", f"LEDGER={ledger}")
    assert ran.code == 0, ran.log
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"reports.db", "plugins", "metadata.json"}
    compile((tmp_path / "x" / "plugins" / "pairs.py").read_text(), "pairs.py", "exec")
