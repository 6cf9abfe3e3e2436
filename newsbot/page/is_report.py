"""Is there a report on this page of HTML at all? List pages, front pages, error pages and the like have running text here and there too.

No single sign decides: each adds or takes points, and what remains must reach :data:`ENOUGH`. On 78 real pages the 72 reports have 4 and
more points, the six other pages 2 and fewer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsbot.html.page import HtmlPage
from newsbot.lines.measures import han, key
from newsbot.model import Outcome, Reason
from newsbot.page.block_measures import ABSTRACTS, Ground, stands_under_link
from newsbot.page.find_report import Finding, Span
from newsbot.page.roles import Outline

ENOUGH = 3
LIST = 12
"""Links of eight characters and more that make a page without a report a list page."""
_ERROR = re.compile(
    r"404|页面(?:不存在|未找到|没有找到|已(?:被)?删除|走丢|找不到|出错)|(?:找不到|无法(?:找到|访问|显示)|访问)[^。]{0,10}页面"
    r"|出错了|系统错误|不存在或已|not found|(?:文章|内容|信息|帖子|网页|稿件)(?:不存在|已(?:被)?(?:删除|下线|撤销))"
    r"|正在(?:跳转|维护|建设)|请(?:先)?登[录陆]|安全验证|访问验证|error",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"自动(?:跳转|返回)|秒后(?:跳转|返回)|(?:还|尚)?[没未]有?登[录陆]|登[录陆]后(?:才能|可以?|方可|即可)?(?:查看|阅读|浏览|享受)|(?:没有|无)(?:访问|浏览|查看)?权限|权限不足"
    r"|(?:网络|系统)(?:异常|繁忙|错误)|稍[后候](?:再试|重试)|(?:该|此|本)(?:文章|内容|信息|帖子|网页|稿件|页面)(?:已|不存在|暂时?无法)|同意我们的隐私|输入验证码|启用(?:JavaScript|Cookie)"
    r"|升级(?:您的)?浏览器|浏览器版本过低|订阅后(?:可|即可)?(?:查看|阅读)|会员(?:专享|可见)",
    re.IGNORECASE,
)
"""What a template prints in the place of a text that is gone, or for members alone."""
NOTICE = 100
"""Han characters of the longest text that can be such a notice."""
_FRONT = re.compile(r"^/?(?:(?:index|default|home)\.\w{2,5})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The points, and what gave them, in words."""

    points: int
    because: tuple[str, ...]


def judge(page: HtmlPage, ground: Ground, finding: Finding, outline: Outline) -> tuple[Outcome, Reason, str] | None:
    """Outcome, reason and detail where the page is no report, else None. The blocks around the report are labelled already."""
    links = sum(
        1 for b in page.blocks if b.features.links >= 0.5 and len(b.text) >= 8 and b.features.tag != "img" and not b.features.hidden
    )
    other = Outcome.LIST_PAGE if links >= LIST or ground.abstracts > ABSTRACTS else Outcome.NO_ARTICLE
    if finding.span is None:
        return other, Reason.NO_PARAGRAPH, f"no block reads as a paragraph of a report; {links} links to other pages"
    judgement = points(page, ground, finding, finding.span, outline)
    if judgement.points >= ENOUGH:
        return None
    return (
        other,
        Reason.TOO_FEW_SIGNS,
        f"{judgement.points} points of {ENOUGH}: {', '.join(judgement.because)}; {links} links to other pages",
    )


def points(page: HtmlPage, ground: Ground, finding: Finding, span: Span, outline: Outline) -> Judgement:
    """Weigh the signs."""
    signs: list[tuple[int, str]] = []
    blocks = page.blocks
    title = "".join(blocks[n].text for n in finding.title)
    if finding.title:
        signs.append((2, "a headline the head names") if finding.agrees and han(title) >= 8 else (1, "a short or unnamed headline"))
        gap = ground.shown(finding.title[-1] + 1, span.first)
        if 0 <= gap <= 300:
            signs.append((1, "text right behind the headline"))
        elif gap > 800:
            signs.append((-1, "text far behind the headline"))
        if han(title) >= 4 and sum(b.features.tag in {"h1", "h2", "h3"} and key(b.text) == key(title) for b in blocks) >= 4:
            signs.append((-3, "the headline printed again and again"))
    else:
        signs.append((-1, "no headline"))
    stated = [n for n, line in outline.metas if n < span.first and (line.times or "source" in line.labels)]
    if len(stated) > 5:
        signs.append((-2, "many dates before the text"))
    elif stated:
        signs.append((2, "a time or a source"))
    if span.mass >= 400:
        signs.append((2, "long text"))
    elif span.mass >= 150:
        signs.append((1, "text"))
    elif span.mass < 60:
        signs.append((-1, "little text"))
    if len(span.members) >= 3:
        signs.append((1, "several paragraphs"))
    everything = sum(ground.mass)
    containers = {blocks[n].features.container for n, mass in enumerate(ground.mass) if mass}
    if span.mass < 0.3 * everything and len(containers) >= 4 and not stated:
        signs.append((-2, "most text elsewhere, in many places"))
    if _is_list_of_abstracts(ground, span):
        signs.append((-5, "a linked headline before each paragraph"))
    if _FRONT.search(urlsplit(page.url).path) and not urlsplit(page.url).query:
        signs.append((-2, "the address of a front page"))
    if span.mass < 150 and _ERROR.search(f"{page.title or ''} {title}"[:300]):
        signs.append((-4, "an error in the headline"))
    if span.mass < NOTICE and _is_notice("".join(blocks[n].text for n in span.members)):
        signs.append((-6, "a notice in the place of the text"))
    return Judgement(sum(value for value, _ in signs), tuple(words for _, words in signs))


def _is_notice(text: str) -> bool:
    """Whether a short text begins with saying that there is nothing to read, or says little else."""
    sentences = re.split(r"[。！!；;]", text[:400])
    telling = [sentence for sentence in sentences if _NOTICE.search(sentence) or _ERROR.search(sentence)]
    return sentences[0] in telling or sum(map(len, telling)) * 2 > sum(map(len, sentences))


def _is_list_of_abstracts(ground: Ground, span: Span) -> bool:
    """Whether the text's paragraphs stand under headlines that are links, as do others of the page: abstracts of other pages."""
    headed = [n for n, mass in enumerate(ground.mass) if mass and stands_under_link(ground.blocks, n)]
    inside = sum(n in headed for n in span.members)
    return len(headed) >= 4 and span.first in headed and inside >= 0.6 * len(span.members)
