"""A document that has a size: of what failed as much is shown as fits, of each the same, and none is left out."""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from conformance.report.timeline import Detail

LARGEST = 4_900_000
"""Bytes that a document may have: CI systems and mail gateways refuse larger ones, and phones open them slowly."""

DETAILS = (
    Detail(events=60, line=600, block=4000),
    Detail(events=40, line=300, block=2000),
    Detail(events=24, line=200, block=1200),
    Detail(events=18, line=160, block=900),
    Detail(events=14, line=140, block=700),
    Detail(events=11, line=120, block=550),
    Detail(events=8, line=100, block=400),
    Detail(events=5, line=90, block=300),
    Detail(events=2, line=60, block=160),
)
"""How much of each failure is shown, from what a reader can use to what remains a failure: the first that fits."""


def fitting(details: Sequence[Detail], largest: float, pieces: Callable[[Detail], Iterable[str]]) -> str:
    """The text of all pieces at the first of these details, the fullest first, at which it is no larger than it may be;
    at the last of them where even that is too large."""

    @cache
    def written(detail: Detail, largest: float = largest) -> str | None:
        return _within(largest, pieces(detail))

    def fits(detail: Detail) -> bool:
        return written(detail) is not None

    first = 0 if fits(details[0]) else bisect.bisect_left(details, True, lo=1, key=fits)
    return (written(details[first]) if first < len(details) else written(details[-1], math.inf)) or ""


def _within(largest: float, pieces: Iterable[str]) -> str | None:
    """The text of all pieces, or ``None`` as soon as it has more bytes than it may."""
    text, size = [], 0
    for piece in pieces:
        text.append(piece)
        size += len(piece.encode())
        if size > largest:
            return None
    return "".join(text)
