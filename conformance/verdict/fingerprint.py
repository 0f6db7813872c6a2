"""Fingerprints: by which a finding of one run is known again in another.

A fingerprint is made from the clause and from the first divergence: the matcher that did not hold, and the gist of its
reason.  The gist leaves out what differs from run to run while the fault is the same: identifiers, times, counts, and
what else came while something was awaited in vain.
Statuses, close codes and words stay, because they tell two faults of one clause apart.
"""

from __future__ import annotations

import hashlib
import re

_DIGITS = 12

_CHANGING = (
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    # People and ids of ours end in twelve hexadecimal digits; a server's are long and mix letters with digits.
    (re.compile(r"\b[A-Za-z][\w.]*(?:-[0-9a-f]{8})?-[0-9a-f]{12}\b"), "<id>"),
    # What is all capitals, as a requirement or a code of the contract is, is a word.
    (re.compile(r"\b(?=[\w-]*[A-Za-z])(?=[\w-]*\d)(?![A-Z]+(?:[-_][A-Z\d]+)+\b)[\w-]{8,}"), "<id>"),
    (re.compile(r"\b(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{16,}"), "<id>"),
    (re.compile(r"[\w-]+…"), "…"),
    (re.compile(r"(?:(?<= ms)|(?<=<amount>)); (?:nothing came at all|\d+ frames came, the last: .*)", re.DOTALL), ""),
    (re.compile(r"\b\d+(?:\.\d+)? ?(?:ms|s|seconds|KiB|MiB|bytes|characters)\b"), "<amount>"),
    (re.compile(r"\[(?:-?\d+(?:, )?){2,}…?\]?"), "<numbers>"),
    # A status or a close code is a word spelt in digits.
    (re.compile(r"(?<![\w.])(?!(?:[1-5]\d\d|10[01]\d|44\d\d)(?![\w.]))-?\d+(?:\.\d+)?(?![\w])"), "<number>"),
)


LONGEST = 2000
"""Of a reason so many characters count: what follows may be a server's, and to look through it costs its square."""


def gist(reason: str) -> str:
    """A reason without what differs between two runs of one fault."""
    reason = reason[:LONGEST]
    for pattern, name in _CHANGING:
        reason = pattern.sub(name, reason)
    return reason


def fingerprint(clause: str, matcher: str | None, reason: str) -> str:
    """Twelve hexadecimal digits; ``matcher`` is ``None`` where no evaluation failed, as in a time-out."""
    text = "\n".join((clause, matcher or "", gist(reason)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
