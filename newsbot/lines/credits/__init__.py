"""Printed credits: `本报讯(记者 祁晓燕 通讯员 乌日娜)`, `极目新闻记者 陈倩`, `(刘奕男)`, `文/图 王某`, `王某 摄`.

``vocabulary`` has the words, ``signs`` what is seen of each character, ``model`` weighs it, ``names`` finds persons and media, ``slots``
those that are words as well, ``grammar`` says in which role, ``reader`` joins these for one line, ``stretches`` says where in a text a
credit stands.
"""

from newsbot.lines.credits.name_forms import is_name
from newsbot.lines.credits.reader import MAX_READ_CHARS, CreditReading, may_credit, read_credits
from newsbot.lines.credits.signs import Position
from newsbot.lines.credits.stretches import (
    CLOSING,
    CLOSING_NAMES,
    CREDIT_LINE,
    MAX_CREDIT_CHARS,
    NAMES_AFTER_DATELINE,
    OPENING,
    OPENING_PARAGRAPHS,
    OWN_DATELINE,
    PICTURE,
    UNIT_CREDIT,
    Credit,
    authors_of_credit,
    caption_credit,
    closing_credit,
    credit_line,
    opening_credits,
)

__all__ = [
    "CLOSING",
    "CLOSING_NAMES",
    "CREDIT_LINE",
    "MAX_CREDIT_CHARS",
    "MAX_READ_CHARS",
    "NAMES_AFTER_DATELINE",
    "OPENING",
    "OPENING_PARAGRAPHS",
    "OWN_DATELINE",
    "PICTURE",
    "UNIT_CREDIT",
    "Credit",
    "CreditReading",
    "Position",
    "authors_of_credit",
    "caption_credit",
    "closing_credit",
    "credit_line",
    "is_name",
    "may_credit",
    "opening_credits",
    "read_credits",
]
