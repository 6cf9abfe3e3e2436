"""A row in the words of others: schema.org's NewsArticle (as JSON-LD), and the Article of Zyte's API. What is not known is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from newsbot.output.tables import PLACE_KEYS
from newsbot.row import Place, Row


def news_article(row: Row) -> dict[str, Any]:
    """Return a row as https://schema.org/NewsArticle. The text is in simplified characters, whatever those of the page were."""
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "identifier": row.id,
            "url": row.url,
            "headline": row.title,
            "alternativeHeadline": row.title_raw if row.title_raw != row.title else None,
            "datePublished": row.date_published,
            "dateModified": row.date_modified,
            "inLanguage": "zh-Hans",
            "author": [{"@type": "Person", "name": author.name, "jobTitle": author.role} for author in row.authors],
            "publisher": {"@type": "Organization", "name": row.source} if row.source else None,
            "keywords": row.keywords,
            "image": [_known({"@type": "ImageObject", "url": image.url, "caption": image.caption}) for image in row.images],
            "contentLocation": _area(row.place),
            "articleBody": "\n\n".join(row.body),
            "sameAs": [copy.url for copy in row.copies if copy.kind in {"same", "mirror"}],
            "version": row.revision,
        }
    )


def zyte_article(row: Row) -> dict[str, Any]:
    """Return a row as the data type Article of Zyte's API (docs.zyte.com, zyte-common-items: Article)."""
    return _known(
        {
            "url": row.url,
            "headline": row.title,
            "datePublished": row.date_published,
            "dateModified": row.date_modified,
            "authors": [{"name": author.name} for author in row.authors],
            "inLanguage": "zh",
            "mainImage": {"url": row.images[0].url} if row.images else None,
            "images": [{"url": image.url} for image in row.images],
            "articleBody": "\n\n".join(row.body),
            "metadata": _known({"dateDownloaded": row.fetched_at, "probability": row.confidence.body}),
        }
    )


SHAPES: Final[Mapping[str, Callable[[Row], dict[str, Any]]]] = {"newsarticle": news_article, "zyte": zyte_article}
"""By the name that a command takes."""


def _area(place: Place) -> dict[str, Any] | None:
    """Return the deepest division, each within the one above it."""
    area: dict[str, Any] | None = None
    for level in PLACE_KEYS:
        if division := getattr(place, level):
            area = _known({"@type": "AdministrativeArea", "name": division.name, "identifier": division.code, "containedInPlace": area})
    return area


def _known(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}
