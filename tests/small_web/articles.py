"""The reports and other articles of the small web: written for it (texts.toml), each with its own headline, place and facts."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

TEXTS = tomllib.loads((Path(__file__).parent / "texts.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Article:
    """One article, as its author wrote it."""

    title: str
    paragraphs: tuple[str, ...]
    day: str
    source: str
    civic: bool = True


def civic(number, day, source):
    """A report on civilised-city building, different from all others."""
    place, (deed, facts, saying) = TEXTS["places"][number % 24], TEXTS["deeds"][number % 6]
    words = {
        "place": place,
        "short": place[place.index("市") + 1 :],
        "deed": deed,
        "saying": saying,
        "counted": facts.format(n=number * 7 + 13, m=number * 11 + 29),
        "speaker": TEXTS["speakers"][number % 6],
        "weekday": "一二三四五"[number % 5],
        "few": number + 3,
        "station": number + 1,
        "house": number + 21,
        "many": number * 5 + 60,
        "branches": number % 4 + 2,
        "rest": number % 6 + 4,
    }
    title = "{short}：{deed} 文明创建进社区第{station}站".format(**words)
    return Article(title, tuple(paragraph.format(**words) for paragraph in TEXTS["paragraphs"]), day, source)


def updated(article):
    """The report as its author went on with it a day later."""
    return replace(article, title=f"{article.title}（更新）", paragraphs=(*article.paragraphs, TEXTS["update"]))


def other(number, day, source):
    """An article on something else."""
    title, text = TEXTS["other"][number % 6]
    paragraphs = (text, f"{text[:-1]}，这是本月第{number + 1}次。", f"有关详情，本报将继续关注。{text}")
    return Article(f"{title}（{number + 1}）", paragraphs, day, source, civic=False)


def damaged(article, how):
    """The article as a mirror shows it: a glued title, and annotations or a watermark in the text."""
    texts = list(article.paragraphs)
    if how == "pinyin":
        texts = ["".join(f"{c}({TEXTS['pinyin'][c]})" if c in TEXTS["pinyin"] else c for c in text) for text in texts]
    elif how == "watermark":
        texts[1] = texts[1][:-1] + "。本文来自幸运28预测网"
    return replace(article, title=f"今日热讯：{article.title}", paragraphs=tuple(texts))
