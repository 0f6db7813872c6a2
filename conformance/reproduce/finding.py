"""PURE: whether a story failed for the reason for which the check had failed."""

from __future__ import annotations

import re

from conformance.verdict.fingerprint import gist

_DETAILS = re.compile(r'[{\["\u2026;]| with |, the ')
"""Where a reason begins to quote what came: that differs with who else takes part."""


def same_finding(recorded: str, found: str) -> bool:
    """Whether two reasons of one rule say the same, but for what they quote."""
    return opening(recorded) == opening(found)


def opening(reason: str) -> str:
    """What a reason says before it quotes what came, without what differs from run to run."""
    plain = reason.encode("ascii", "backslashreplace").decode()
    return _DETAILS.split(gist(plain), maxsplit=1)[0].strip()
