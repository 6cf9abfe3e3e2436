"""Personal data inside texts that are kept: mobile numbers, identity and bank card numbers, private mail addresses, QQ numbers.

They are recognised by form and by check digit, labelled, and never reach a row. Service numbers (12345), landlines of offices and mail
addresses of offices are no personal data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsbot.data import table
from newsbot.words import HAN_RANGE, any_of, either

STEP_CHARS: Final = 20_000
"""Characters of one block that are looked at; the rest of a longer one is looked at in further steps of this length."""
MAX_PERSONAL_DATA: Final = 200
"""Data of one text that are taken out one by one. A text that holds more is a list of them, and goes as a whole."""

OVERLAP_CHARS: Final = 64
"""Characters that two steps share, so that no datum is cut in two; the longest form has fewer."""
CARD_DIGITS: Final = range(16, 20)
"""Digits of a bank card number, ISO/IEC 7812."""

_DATA = table("personal.toml")
_HINTS = (re.compile(r"\d\d{4}"), re.compile(r"1[3-9]\d[- ]"), any_of([*_DATA["account"]["services"], "@", "＠"]))
"""One of these has every personal datum. For each by itself `re` skips to where it may begin, which takes a fraction of the time."""
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.]\d|\d)")
_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{2}(?:[- ]?\d{4}){3}(?:[- ]?\d{1,3})?(?!\d)")
_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+\-]{0,40}\s{0,2}[@＠]\s{0,2}"
    r"(?:(?:vip\.)?(?:qq|163|126|sina|sohu|foxmail|gmail|hotmail|outlook|live|yahoo|139|189|wo|yeah|aliyun|icloud)\.(?:com|cn|net)(?:\.cn)?)"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_OFFICE_BOX = re.compile(
    rf"(?:{either(_DATA['office']['acts'])})[{HAN_RANGE}]{{0,2}}(?:{either(_DATA['office']['boxes'])})[{_DATA['office']['is']}]?\s{{0,2}}[:：]?\s{{0,2}}$"
)
"""What stands before the address of a mail box that an office has for something: with a free service, too, it is no person's."""
OFFICE_BOX_CHARS: Final = 24
"""Characters before an address in which that is looked for."""
_LABELLED = re.compile(rf"(?<=[{_DATA['number']['label_ends']}])\s{{0,2}}[:：]\s{{0,2}}((?:\d[- ]?){{14,20}}[\dXx]?)(?!\d)")
"""A long number after 身份证, 卡号, 账号: whatever its check digit says."""
_QQ = re.compile(
    rf"(?<![A-Za-z])(?:{either(_DATA['account']['names'])})\s{{0,2}}(?:{either(_DATA['account']['of'])})?\s{{0,2}}[:：]"
    r"\s{0,2}[A-Za-z0-9_\-]{5,20}"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""Weights of the check digit of identity numbers, GB 11643-1999."""


def may_be_personal(text: str) -> bool:
    """Return whether a text has any of the signs that every personal datum has: cheaper than :func:`personal_data`."""
    number, telephone, word = _HINTS
    return number.search(text) is not None or telephone.search(text) is not None or word.search(text) is not None


def without_personal(text: str) -> str:
    """Return ``text`` without personal data, for fields that are read from labels."""
    for start, end, _ in sorted(personal_data(text), reverse=True):
        text = text[:start] + text[end:]
    return text


def personal_data(text: str) -> list[tuple[int, int, str]]:
    """Start, end and rule of every personal datum, none overlapping another."""
    found: list[tuple[int, int, str]] = []
    for offset in range(0, len(text), STEP_CHARS):
        for start, end, rule in _readers(text[offset : offset + STEP_CHARS + OVERLAP_CHARS]):
            if not any(start + offset < other[1] and other[0] < end + offset for other in found):
                found.append((start + offset, end + offset, rule))
            if len(found) > MAX_PERSONAL_DATA:
                return [(0, len(text), "personal.list")]
    return found


def _readers(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _IDENTITY.finditer(text):
        if _is_identity(m[0]):
            yield (*m.span(), "personal.identity number")
    for m in _CARD.finditer(text):
        if _is_card(m[0]):
            yield (*m.span(), "personal.card number")
    for m in _LABELLED.finditer(text):
        yield (*m.span(1), "personal.labelled number")
    for m in _MOBILE.finditer(text):
        yield (*m.span(), "personal.mobile number")
    for m in _MAIL.finditer(text):
        if not _OFFICE_BOX.search(text, max(0, m.start() - OFFICE_BOX_CHARS), m.start()):
            yield (*m.span(), "personal.mail address")
    for m in _QQ.finditer(text):
        yield (*m.span(), "personal.account")


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1), which one number in ten passes by chance."""
    digits = [int(c) for c in number if c.isdigit()]
    if len(digits) not in CARD_DIGITS:
        return False
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0
