"""Messages in English and Chinese: English stands in the code, Chinese in the catalogue newsbot/locale/zh, by gettext.

A message is written as ``told("…")`` where it is used, or as ``marked("…")`` where it is only named and told later. Lower rooms, which know
no language, raise and hand on ``said("…")`` (`newsbot.said`), which the command line tells by `retold`. `scripts/messages.py` finds all
three, says what the catalogue lacks, and compiles it.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from newsbot.said import SaidText, said_of

if TYPE_CHECKING:
    from collections.abc import Mapping

Language = Literal["en", "zh"]

LANGUAGES: Final[tuple[Language, ...]] = ("en", "zh")
CATALOGUES: Final = Path(__file__).parents[1] / "locale"
DOMAIN: Final = "newsbot"

_VARIABLES: Final = ("NEWSBOT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Of the environment, the first that is set decides: `newsbot --lang` sets the first."""


def language(environment: Mapping[str, str] | None = None) -> Language:
    """Return the language of whoever reads: Chinese where the environment names any Chinese locale, else English.

    >>> language({"LANG": "zh_CN.UTF-8"}), language({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}), language({})
    ('zh', 'en', 'en')
    """
    known = os.environ if environment is None else environment
    named = next((known[name] for name in _VARIABLES if known.get(name)), "")
    return "zh" if named.lower().startswith("zh") else "en"


def speak(wanted: Language) -> None:
    """Use this language from here on, in this process and those it starts."""
    os.environ[_VARIABLES[0]] = wanted


def have_argparse_speak() -> None:
    """Let what refuses wrong options (argparse, which asks gettext) speak the reader's language, from the same catalogue."""
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language()


def marked(message: str) -> str:
    """Return the message as it is: it is told elsewhere."""
    return message


def told(message: str, /, **values: Any) -> str:
    """Return a message in the reader's language, with its values in their places."""
    return told_in(language(), message, **values)


def told_in(wanted: Language, message: str, /, **values: Any) -> str:
    """Return a message in a given language, with its values in their places."""
    text = _catalogue(wanted).gettext(message)
    return text.format(**values) if values else text


def retold(text: str) -> str:
    """Return what a lower room said, in the reader's language: a message that was said with its values; any other text as it is."""
    if not isinstance(text, SaidText):
        return text
    values = {name: retold(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return told(text.message, **values)


def told_error(error: BaseException) -> str:
    """Return what an error says, in the reader's language."""
    return retold(said_of(error))


def catalogue(wanted: Language) -> dict[str, str]:
    """Return all messages that have a translation, by their English wording."""
    held = getattr(_catalogue(wanted), "_catalog", {})
    return {key: text for key, text in held.items() if key}


@cache
def _catalogue(wanted: Language) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, str(CATALOGUES), [wanted], fallback=True)
