"""What a report says in sentences: each is built from what this run found and from the registry's own words.

Pure functions of ``results.json``.  No sentence here would be true of any run: each names what it is about (the causes,
what waits for them, the server), and the words for what that means and where to look are those of the requirement.  A
test holds this: two runs with different faults have no sentence in common.  Nothing here is markup; whoever renders a
sentence escapes it, because a server may have written parts of it.
"""

from __future__ import annotations

from conformance.report.narrative.causes import (
    UNKNOWN_SHOWN,
    levels_missed,
    recommendation,
    shown_by,
    stakes,
    unknown,
    waits,
)
from conformance.report.narrative.run import conclusion, summary
from conformance.report.narrative.steps import Step, next_steps, phase_done
from conformance.report.narrative.words import NAMED, listed

__all__ = [
    "NAMED",
    "UNKNOWN_SHOWN",
    "Step",
    "conclusion",
    "levels_missed",
    "listed",
    "next_steps",
    "phase_done",
    "recommendation",
    "shown_by",
    "stakes",
    "summary",
    "unknown",
    "waits",
]
