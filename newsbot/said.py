"""What a room says to a person, by one that knows no language: a message of the code with its values, in English until somebody tells it.

An error is raised with ``said("{path} cannot be read ({why}).", path=path, why=why)``. It is that text in English, for logs, records and
programs; the command line finds the message in it and says it in the reader's language (`newsbot.presentation.messages.retold`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self


class SaidText(str):
    """A text in English that knows of which message and values it was made.

    Made of a name of the code alone (a form, a rule, a flag), it is told in words where the catalogue has words for that.
    """

    __slots__ = ("message", "values")

    message: str
    values: dict[str, Any]

    def __new__(cls, message: str, values: dict[str, Any] | None = None) -> Self:
        """Put the values into their places; a message without values is taken as it is."""
        made = super().__new__(cls, message.format(**values) if values else message)
        made.message, made.values = message, values or {}
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what a copy in another process is made of."""
        return type(self), (self.message, self.values)


def said(message: str, /, **values: Any) -> SaidText:
    """Return a message of the code, as a literal, with its values.

    >>> said("{count} parts of {name}", count=3, name="x")
    '3 parts of x'
    """
    return SaidText(message, values)


def said_list(parts: Iterable[str], between: str = "; ") -> SaidText:
    """Return several of what was said on one line, ``between`` them what the catalogue has for that.

    >>> said_list([said("{count} parts", count=3), "x"])
    '3 parts; x'
    """
    held: dict[str, Any] = {f"part{number}": part for number, part in enumerate(parts)}
    return SaidText("{between}".join(f"{{{name}}}" for name in held), {**held, "between": SaidText(between)})


def said_of(error: BaseException) -> str:
    """Return what an error says, as the message that it was raised with where it was raised with one."""
    first = error.args[0] if len(error.args) == 1 else None
    return first if isinstance(first, SaidText) else str(error)


def lines_said(parts: Iterable[str]) -> SaidText:
    """Return several of what was said, each on a line of its own."""
    held = {f"line{number}": part for number, part in enumerate(parts)}
    return SaidText("\n".join(f"{{{name}}}" for name in held), held)
