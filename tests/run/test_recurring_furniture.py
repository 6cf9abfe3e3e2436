"""Archives of made-up sites with furniture that no list knows, replayed: the same rows in any order and by any number of readers."""

import json
import random

import pytest

from tests.boilerplate.made import STORIES
from tests.test_run import crawl

pytestmark = pytest.mark.slow

DAY = "2023-04-{:02} 10:12    来源：湖畔日报"
BETWEEN, BEHIND, THANKS, END = "图集加载中 请稍等片刻", "掌上沅水客户端同步上线", "感谢您一路陪伴沅江晚风栏目。", "沅水客户端"


def plain(headline, lines, day):
    return "\n".join([headline, day, *lines])


def page(headline, body):
    return f"<html><head><title>{headline}</title></head><body>{body}</body></html>"


def with_paragraphs(headline, lines, day):
    text = "".join(f"<p>{line}</p>" for line in lines)
    return page(headline, f"<h1>{headline}</h1><div>{day}</div><div class='content'>{text}</div>")


def with_breaks(headline, lines, day):
    return page(headline, f"<div class='t'>{headline}</div><div class='d'>{day}</div><div>{'<br><br>'.join(lines)}</div>")


def with_boxes(headline, lines, day):
    text = "".join(f"<div><span>{line}</span></div>" for line in lines)
    return page(headline, f"<article><h2>{headline}</h2><p>{day}</p>{text}</article>")


ENGINES = {"plain": plain, "paragraphs": with_paragraphs, "breaks": with_breaks, "boxes": with_boxes}


def archive(folder, seed):
    """Every engine's site prints the same stories in its own order of letters, so that no site copies another; the pages in some order."""
    folder.mkdir()
    records = []
    for turn, (engine, made) in enumerate(ENGINES.items()):
        for number, (headline, *paragraphs) in enumerate(STORIES):
            told = [text.replace("，", f"，{engine}{turn}里，") for text in paragraphs]
            lines = [told[0], BETWEEN, *told[1:], BEHIND, THANKS]
            name = f"{engine}{number}.{'txt' if engine == 'plain' else 'html'}"
            (folder / name).write_text(made(headline + END, lines, DAY.format(number + 1)), encoding="utf-8")
            kind = "text/plain" if engine == "plain" else "text/html"
            records.append(
                {
                    "url": f"http://www.{engine}.test/2023/{name}",
                    "file": name,
                    "fetched_at": "2024-01-01T00:00:00+08:00",
                    "headers": {"Content-Type": f"{kind}; charset=utf-8"},
                }
            )
    random.Random(seed).shuffle(records)
    (folder / "index.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    folder = tmp_path_factory.mktemp("furniture")
    done = crawl(folder, "-a", f"replay={archive(folder / 'archive', 1)}", "-a", "topic=any", "-s", "REPOSTS_ENABLED=0", "-O", "out.jsonl")
    assert done.code == 0, done.log
    return done


def test_furniture_that_no_list_knows_leaves_every_engines_rows(ran):
    rows = ran.rows()
    assert len(rows) == len(ENGINES) * len(STORIES)
    leaks = [(row["url"], line) for row in rows for line in row["body"] if line in {BETWEEN, BEHIND, THANKS}]
    assert not leaks
    assert {row["title"] for row in rows} == {headline for headline, *_ in STORIES}
    assert all(len(row["body"]) == len(STORIES[0]) - 1 for row in rows)


def test_another_order_and_several_readers_give_the_same_bytes(ran, tmp_path):
    arguments = ("-a", f"replay={archive(tmp_path / 'archive', 2)}", "-a", "topic=any", "-s", "REPOSTS_ENABLED=0", "-s", "JOBS=2")
    again = crawl(tmp_path, *arguments, "-O", "out.jsonl")
    assert again.code == 0, again.log
    assert masked(tmp_path) == masked(ran.folder)


def masked(folder):
    """The rows without what names the archive itself: where each page lies in it, and the run after it."""
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        row["provenance"] |= {"archive": "", "run": ""}
    return [json.dumps(row, ensure_ascii=False) for row in rows]
