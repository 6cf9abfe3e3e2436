"""A step of a datatrove pipeline: documents whose text is the raw page, in; those that hold a report, with its fields as metadata, out."""

from collections.abc import Iterator
from typing import Any

from datatrove.data import DocumentsPipeline
from datatrove.pipeline.base import PipelineStep

from newsbot import Page, Report, normalise


class CivicReports(PipelineStep):
    """Keeps reports, and counts how the other pages ended."""

    name = "newsbot"
    type = "extractor"

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002 - datatrove's signature
        """Yield the documents that hold a report."""
        for document in data:
            outcome = normalise(Page(document.metadata["url"], document.text))
            self.stat_update("report" if isinstance(outcome, Report) else outcome.outcome.value)
            if isinstance(outcome, Report):
                said = outcome.to_dict()
                document.text = "\n".join(said.pop("body"))
                document.metadata |= said
                yield document
