"""What a server may have lengthened, where it is put into words: the whole of it lies in the record."""

from __future__ import annotations

LONGEST_SAID = 1000
"""At most so many characters of one reason: the longest that the contract's own words need has half of them."""

LONGEST_TRACE = 20_000
"""At most so many of a traceback, whose last line may quote a server."""


def bounded(text: str, most: int = LONGEST_SAID) -> str:
    """At most so many characters of a text, and how many there were where some are left out."""
    if len(text) <= most:
        return text
    said = f"… ({len(text)} characters)"
    return text[: max(0, most - len(said))] + said
