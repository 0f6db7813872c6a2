"""Behind every `participant_joined` the timeline gets an event of the server's own, `x_welcomed`.

Names that begin with `x_` are free, and "an unknown timeline event still takes its number" (section 1.6).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("GEN-EXT-03", "MEM-JOIN-02", "HIST-MSG-01", "GEN-FOLD-01")
REPLACES = "reference_server.core.membership:join"


def vary(original: Callable[..., Any]) -> Callable[..., Any]:
    """One decision, two events."""

    def join(conversation: Any, caller: Any, display_name: str, role: str, now: str) -> Any:
        from dataclasses import replace

        from reference_server.core import timeline

        change = original(conversation, caller, display_name, role, now)
        more = {"x_text": "Say hello!", "participantId": caller.participant_id}
        after, welcome = timeline.extend(change.after, [("x_welcomed", more)], now)
        return replace(change, after=after, events=(*change.events, *welcome))

    return join
