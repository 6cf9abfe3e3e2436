"""What is known of a page while it is read, and the stages that add to it: see :mod:`newsbot.normalise`."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from newsbot.facts.bounds import NEAR_THE_END
from newsbot.html.page import HtmlPage
from newsbot.lines.meta_line import MetaLine
from newsbot.model import Block, Outcome, Page, Reason, Rejection, Report, Role
from newsbot.page.machine_facts import MachineFacts, machine_facts
from newsbot.page.roles import Outline
from newsbot.read_page import ReadPage
from newsbot.row import Script
from newsbot.text.doubt import Doubt
from newsbot.text.mojibake import Edit
from newsbot.text.restore import Opening

logger = logging.getLogger(__name__)

TopicName = Literal["civic", "any"]

PLAIN_READING: Final = "plain_reading"
"""The flag of a report in whose reading a stage, or a step of one, raised."""

MAX_WORDS: Final = 200
"""Characters of an error's message that are kept."""


@dataclass(frozen=True, slots=True)
class StageFailure:
    """A stage, or a step of one, that raised on a page: its name, the type of the error, and its words for people."""

    stage: str
    error: str
    words: str


@dataclass(slots=True)
class Reading:
    """What is known of a page so far; every stage adds to it."""

    page: Page
    topic: TopicName = "civic"
    encoding: str = ""
    decoded_because: str = ""
    opened: ReadPage | None = None
    """The page as decoded; whoever has done that already brings it."""
    blocks: list[Block] = field(default_factory=list)
    html: HtmlPage | None = None
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    openings: tuple[Opening, ...] = ()
    script: Script = "Hans"
    outline: Outline = field(default_factory=Outline)
    genre: float = 0.0
    """How likely the text is a report; see :mod:`newsbot.facts.genre`."""
    source_way: str = ""
    """How the medium was read: a way of :mod:`newsbot.facts.source`."""
    bounds: Mapping[str, float] = field(default_factory=dict)
    """How sure the row can be of fields that are damaged or cut off at most, by field."""
    report: Report | None = None
    failures: list[StageFailure] = field(default_factory=list)
    """What raised while the page was read. Where there is any, the raw page is to be kept aside: a fault of ours is to be found."""

    _by_role: defaultdict[Role | None, list[int]] | None = None
    _machine: MachineFacts | None = None
    _paragraphs: list[int] | None = None
    _own_metas: list[tuple[int, MetaLine]] | None = None

    @property
    def machine(self) -> MachineFacts:
        """What the page states to machines; nothing where it is a plain document."""
        if self._machine is None:
            self._machine = machine_facts(self.html.machine, self.page.fetched_at) if self.html else MachineFacts()
        return self._machine

    def with_role(self, *roles: Role) -> list[int]:
        """Return the blocks of which a piece has one of these roles, in the order of the page.

        All roles are looked for once, when all blocks have theirs: a page has hundreds of blocks, and its report a dozen.
        """
        if self._by_role is None:
            self._by_role = defaultdict(list)
            for n, block in enumerate(self.blocks):
                pieces = block.pieces
                if len(pieces) == 1:  # most blocks
                    self._by_role[pieces[0][1]].append(n)
                    continue
                for role in {piece.role for piece in pieces}:
                    self._by_role[role].append(n)
        if len(roles) == 1:
            return self._by_role.get(roles[0], [])
        return sorted({n for role in roles for n in self._by_role.get(role, ())})

    @property
    def paragraphs(self) -> list[int]:
        """The blocks of the report's text; looked for once, when all blocks have their roles."""
        if self._paragraphs is None:
            self._paragraphs = [n for n in self.with_role(Role.BODY) if self.blocks[n].role is Role.BODY]
        return self._paragraphs

    @property
    def extent(self) -> tuple[int, int]:
        """The blocks of the report's text: the first, and the one after the last; of a page without text (number of blocks, 1)."""
        paragraphs = self.paragraphs
        return (paragraphs[0], paragraphs[-1] + 1) if paragraphs else (len(self.blocks), 1)

    @property
    def own_metas(self) -> list[tuple[int, MetaLine]]:
        """The meta lines that speak of the report, and not of what a page prints beside it: after its text, near or around it.

        Looked for once, when all blocks have their roles.
        """
        if self._own_metas is None:
            blocks, text = self.blocks, self.paragraphs
            last, around = self.extent[1] - 1, {blocks[n].features.container for n in text}
            self._own_metas = [
                (n, line)
                for n, line in self.outline.metas
                if not text or n <= last + NEAR_THE_END or (n < len(blocks) and blocks[n].features.container in around)
            ]
        return self._own_metas

    def relabelled(self) -> None:
        """Look anew for what follows from the roles of the blocks."""
        self._by_role = self._paragraphs = self._own_metas = None

    def note_failure(self, stage: str, error: Exception) -> None:
        """Keep that a stage, or a step of one, raised on this page."""
        logger.warning("%s failed on %s", stage, self.page.url, exc_info=error)
        self.failures.append(StageFailure(stage, type(error).__name__, str(error)[:MAX_WORDS]))

    def reject(self, outcome: Outcome, reason: Reason, detail: str) -> Rejection:
        """End the reading here."""
        return Rejection(self.page, outcome, reason, detail, self.encoding or None, tuple(self.blocks), self.edits)


Stage = Callable[[Reading], Rejection | None]
FactStep = Callable[[Reading, Report], Rejection | None]


def stage_name(stage: Callable[..., object]) -> str:
    """Return the name of a stage, or of a step of one, in notes of what raised."""
    return getattr(stage, "__name__", type(stage).__name__)
