"""Names of HTML's tags by what they mean for a reader of text."""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCKS: Final = _names(
    "address article aside blockquote button caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup legend li listing main marquee menu nav ol optgroup option p plaintext pre search section "
    "select summary table tbody td textarea tfoot th thead tr ul xmp"
)
"""Elements whose text stands in lines of its own."""
HEADINGS: Final = _names("h1 h2 h3 h4 h5 h6")
PARAGRAPHS: Final = HEADINGS | _names("p li dt dd figcaption")
"""Elements that hold one paragraph and are no container, even where <br> breaks their text."""
TEXTLESS: Final = _names("template noscript svg object applet canvas video audio math datalist iframe noframes noembed embed")
"""Elements whose text, if any, is not shown."""
BOLD_TAGS: Final = _names("b strong th")
PREFORMATTED_TAGS: Final = _names("pre textarea listing xmp plaintext")

FORMATTING: Final = _names("a b big code em font i nobr s small strike strong tt u")
"""Elements that the parser makes anew in each paragraph as long as they are not closed."""
NEVER_NESTED: Final = _names(
    "area base basefont bgsound br col embed frame hr img image input keygen link meta param source track wbr "
    "p li dt dd td th tr tbody thead tfoot option optgroup html head body rt rp"
)
"""Elements that do not hold their like by themselves: void ones, and those that close the one before."""
SCOPES: Final = _names("table caption button object applet marquee")
"""Elements out of which an end tag inside them does not reach."""
