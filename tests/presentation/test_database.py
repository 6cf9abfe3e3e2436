"""The ledger as real tables with a search: what Datasette shows, asked here without it."""

import asyncio
import json
import sqlite3
from typing import Any

import pytest

from newsbot.ledger import Ledger
from newsbot.presentation.database import PLUGIN, QUESTIONS, TITLES, around, datasette_metadata, question, write_database
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
    connection.create_function("around", 2, around, deterministic=True)
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
    assert "【党建引领】【创城】" in connection.execute(QUESTIONS["search"], {"words": "党建引领 创城"}).fetchone()[-2]
    assert connection.execute("SELECT count(*) FROM paragraphs").fetchone() == (8,)
    connection.close()
    assert json.loads(datasette_metadata("reports"))["databases"]["reports"]["queries"].keys() == QUESTIONS.keys()
    assert TITLES.keys() == QUESTIONS.keys()


@pytest.mark.slow
def test_the_command_writes_what_datasette_needs(ledger, tmp_path):
    ran = newsbot(tmp_path, "explore", "x", "--no-open", "-s", f"LEDGER={ledger}")
    assert ran.code == 0, ran.log
    assert {path.name for path in (tmp_path / "x").iterdir()} == {"reports.db", "plugins", "metadata.json"}
    compile((tmp_path / "x" / "plugins" / "pairs.py").read_text(), "pairs.py", "exec")


def test_datasette_finds_words_of_two_characters_and_shows_facets(ledger, tmp_path):
    """What Datasette itself answers, without a port: its saved question, the marks, its facets."""
    app = pytest.importorskip("datasette.app", reason="no Datasette: pip install 'newsbot[explore]'")
    with Ledger.open(ledger, run="look", version="1") as opened:
        write_database(opened.export(), tmp_path / "reports.db")
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "pairs.py").write_text(PLUGIN, encoding="utf-8")

    async def asked(*paths: str) -> list[Any]:
        served = app.Datasette(
            [str(tmp_path / "reports.db")], metadata=json.loads(datasette_metadata("reports")), plugins_dir=str(tmp_path / "plugins")
        )
        return [(await served.client.get(path)).json() for path in paths]

    words = ("创城", "网格员", "党建引领")
    *found, table = asyncio.run(asked(*(f"/reports/search.json?words={word}&_shape=array" for word in words), "/reports/reports.json"))
    assert [len(lines) for lines in found] == [2, 1, 1]
    assert found[0][0]["title"] == "网格员跑出创城加速度"
    assert "【党建引领】" in found[2][0]["found"]
    assert "script" in table["facet_results"]
