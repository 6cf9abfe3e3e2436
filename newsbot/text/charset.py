"""Thin stand-in until the real one lands."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    because: str
    replaced: int


def decode(body: bytes, declared: str | None = None, *, hint: str | None = None) -> Decoded:
    try:
        return Decoded(body.decode("utf-8-sig"), "utf-8", "strict", 0)
    except UnicodeDecodeError:
        return Decoded(body.decode("gb18030", "replace"), "gb18030", "not utf-8", 0)


def looks_binary(body: bytes) -> str | None:
    return "control bytes" if body[:4] in {b"%PDF", b"\x89PNG"} or body[:2000].count(0) > 20 else None
