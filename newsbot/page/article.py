"""Where the report stands on a page of HTML.

Three kinds of evidence are put together. The headline anchors: the block that agrees best with what the page's head says of itself.
Paragraphs vote for the element around them: running text, measured in Han characters and Chinese marks, not in words; and an element
is widened to the one around it as long as that adds running text close by. Headings of lists and second headlines are barriers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsbot.model import Block, Role
from newsbot.page.anchor import is_barrier_heading
from newsbot.page.forms import form_of
from newsbot.page.html import HtmlPage
from newsbot.page.measures import han, is_paragraph

LONGEST = 400
"""Han characters for which one paragraph counts at most, so that one endless paragraph does not outvote an article."""
GAP = 300
"""Characters between headline and text that halve a container's votes; meta line, share bar and caption together have some 100."""
_NO_TEXT = frozenset({"img", "option", "button", "select", "textarea", "rest", "label", "legend", "footer"})

# Class and id words of containers, of the systems that Chinese news and government sites run (TRS, UCAP, people.com.cn, xinhuanet,
# WeChat, Visual SiteBuilder, Discuz, WordPress, DedeCMS ...); evidence beside the text, never the only one.
_GOOD = (
    "article", "content", "zoom", "trs_editor", "ucap", "rm_txt_con", "detail", "artibody", "main-text", "v_news_content", "js_content",
    "newstext", "news_txt", "text_con", "post_text", "entry", "cont_", "neirong", "zhengwen", "story", "body", "show_text", "view", "p-detail",
)  # fmt: skip
_BAD = (
    "comment", "recommend", "related", "relat", "sidebar", "side_", "footer", "foot", "copyright", "hot", "rank", "advert", "ad_", "-ad", "share",
    "tuijian", "xiangguan", "pinglun", "nav", "menu", "login", "breadcrumb", "header", "toolbar", "dialog", "popup", "modal", "links", "mod-list",
    "statement", "disclaimer", "shengming",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The report stands in ``blocks[first:last]``, mostly in the element ``root``; ``mass``: Han characters of its running text."""

    first: int
    last: int
    root: int
    mass: int


@dataclass(slots=True)
class Ground:
    """What finding needs to know of every block, measured once."""

    blocks: Sequence[Block]
    parents: Sequence[int]
    mass: list[int] = field(default_factory=list)
    """Han characters of running text; 0 for links, short lines, images and what is hidden."""
    barrier: list[bool] = field(default_factory=list)
    """Headings of lists, and headlines of the first level: another part of the page begins."""
    walked: list[int] = field(default_factory=list)
    """Characters shown before each block."""

    @classmethod
    def of(cls, page: HtmlPage) -> Ground:
        """Measure the blocks of a page, whose texts are restored."""
        ground = cls(page.blocks, page.parents)
        shown = 0
        for block in page.blocks:
            features, text = block.features, block.text
            ground.walked.append(shown)
            weight = 0
            if not features.hidden and features.tag not in _NO_TEXT:
                shown += len(text)
                if len(text) >= 18 and features.links < 0.5 and is_paragraph(text):
                    weight = round(min(han(text), LONGEST) * (1 - features.links))
                    if len(text) <= 400 and (form := form_of(text)) and form.role is not Role.TITLE:
                        weight = 0
            ground.mass.append(weight)
            ground.barrier.append(not features.hidden and is_barrier_heading(block))
        ground.walked.append(shown)
        return ground

    def around(self, element: int) -> list[int]:
        """The element and those around it, from the inside outward; the root (0) is last."""
        found = [element]
        while element:
            element = self.parents[element]
            found.append(element)
        return found

    def inside(self, element: int, block: int) -> bool:
        """Whether the block stands in the element."""
        return element in self.around(self.blocks[block].features.element)


def find_span(ground: Ground, title: int | None) -> Span | None:
    """The report's blocks, or None where the page has no running text."""
    start = 0 if title is None else title + 1
    paragraphs = [n for n in range(start, len(ground.mass)) if ground.mass[n]] or [n for n, mass in enumerate(ground.mass) if mass]
    if not paragraphs:
        return None
    root = _best_container(ground, paragraphs, start)
    members = [n for n in paragraphs if ground.inside(root, n)]
    root, members = _widen(ground, root, members, paragraphs, title)
    members = _before_barrier(ground, members)
    return Span(members[0], members[-1] + 1, root, sum(ground.mass[n] for n in members))


def _best_container(ground: Ground, paragraphs: Sequence[int], start: int) -> int:
    votes: dict[int, float] = {}
    first: dict[int, int] = {}
    for n in paragraphs:
        container = ground.blocks[n].features.container
        votes[container] = votes.get(container, 0) + ground.mass[n]
        first.setdefault(container, n)
    barriers = 0
    passed = start
    for container, n in first.items():  # in the order of the page
        barriers += sum(ground.barrier[passed:n])
        passed = max(passed, n)
        gap = max(ground.walked[n] - ground.walked[start], 0)
        votes[container] *= _by_names(ground.blocks[n].features.names) / (1 + gap / GAP) / (1 + min(barriers, 4))
    return max(votes, key=lambda container: votes[container])


def _by_names(names: str) -> float:
    near = names[:120]
    return (1.5 if any(word in near for word in _GOOD) else 1.0) * (0.3 if any(word in near for word in _BAD) else 1.0)


def _widen(ground: Ground, root: int, members: list[int], paragraphs: Sequence[int], title: int | None) -> tuple[int, list[int]]:
    """Go from element to the one around it while that adds running text beside the text found."""
    element = root
    while element:
        element = ground.parents[element]
        added = [n for n in paragraphs if n not in set(members) and ground.inside(element, n)]
        if added:
            near = [n for n in added if _is_near(ground, members, n)]
            if not near:
                break
            members = sorted([*members, *near])
            root = element
        if title is not None and ground.inside(element, title):
            break
    return root, members


def _is_near(ground: Ground, members: Sequence[int], n: int) -> bool:
    low, high = members[0], members[-1]
    if low < n < high:
        return True
    between = range(high + 1, n) if n > high else range(n + 1, low)
    shown = sum(len(ground.blocks[k].text) for k in between if not ground.blocks[k].features.hidden)
    return not any(ground.barrier[k] for k in between) and shown <= 120


def _before_barrier(ground: Ground, members: list[int]) -> list[int]:
    """The paragraphs before another article of the same stream begins: behind a barrier and a gap in the text."""
    for before, after in zip(members, members[1:], strict=False):
        between = range(before + 1, after)
        if any(ground.barrier[k] for k in between) and ground.blocks[before].features.container != ground.blocks[after].features.container:
            return members[: members.index(after)]
    return members
