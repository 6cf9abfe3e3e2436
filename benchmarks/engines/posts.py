"""What the sites of the lab publish: made reports and other posts, each with day, category and tags, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from tests.small_web.articles import civic, other

if TYPE_CHECKING:
    from tests.small_web.articles import Article

CATEGORIES: Final = ("文明创建", "社区治理", "体育财经")
NEWEST: Final = date(2026, 11, 27)
ZONE: Final = timezone(timedelta(hours=8))
REPORTERS: Final = ("王秀兰", "李建国", "欧阳明", "陈思远", "赵国庆", "周雨桐")


@dataclass(frozen=True)
class Post:
    """One post: ``slug`` names its file and its address."""

    number: int
    article: Article
    category: str
    author: str

    @property
    def slug(self) -> str:
        return f"p{1000 - self.number:04}"

    @property
    def moment(self) -> datetime:
        day = date.fromisoformat(self.article.day)
        return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)

    @property
    def credited(self) -> bool:
        """Whether its text credits its author; of every other post only the engine says who wrote it, if it does."""
        return self.number % 2 == 0

    @property
    def text(self) -> str:
        """Its paragraphs as Markdown, every other time a by-line in front of them."""
        lead = f"本报讯（记者{self.author}）" if self.credited else ""
        return "\n\n".join((f"{lead}{self.article.paragraphs[0]}", *self.article.paragraphs[1:])) + "\n"


def posts(count: int) -> list[Post]:
    """So many posts, the newest first, two days apart: of five, three are reports on civilised-city building."""
    made, reports, others = [], 0, 0
    for number in range(count):
        day = (NEWEST - timedelta(days=2 * number)).isoformat()
        if number % 5 in {0, 2, 3}:
            article, category = civic(reports, day, "街道观察"), CATEGORIES[reports % 2]
            reports += 1
        else:
            article, category = other(others, day, "街道观察"), CATEGORIES[2]
            others += 1
        made.append(Post(number, article, category, REPORTERS[number % len(REPORTERS)]))
    return made
