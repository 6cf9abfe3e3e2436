"""The reading of a page as a web-poet page object: what a Scrapy project with scrapy-poet asks for."""

from typing import Any

from web_poet import WebPage

from newsbot import Page, Report, normalise


class CivicReportPage(WebPage):
    """A page that may hold a report."""

    def to_item(self) -> dict[str, Any]:  # type: ignore[override]
        """Return the report under the keys of a row, or how the page ended without one."""
        headers = {name: value for name, value in self.response.headers.items() if isinstance(value, str)}
        outcome = normalise(Page(str(self.response.url), self.response.body, headers), topic="any")
        return {"is_report": isinstance(outcome, Report), **outcome.to_dict()}
