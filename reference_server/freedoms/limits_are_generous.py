"""Limits are far larger than a test would like them, and some timers slower.

What a server of a large company declares.  Only sizes that can be reached are tried at their edge.
"""

from __future__ import annotations

PERMITS = ("LIM-BOUND-01", "LIM-DECL-01", "LIM-PEOPLE-01", "BP-ANSWER-01")
UNTRIED = "limits so large are not tried at their edge"
ARGUMENTS = tuple(
    word
    for limit in (
        "max_title_length=1000",
        "max_display_name_length=500",
        "max_participants=5000",
        "max_connections_per_participant=100",
        "max_content_length=100000",
        "max_frame_bytes=2000000",
        "queue_limit=5000",
        "rate.messages=300",
        "rate.per_seconds=10",
        "write_timeout_ms=3000",
        "send_queue_bytes=4194304",
        "typing_interval_ms=2000",
        "clock_leeway_s=5",
    )
    for word in ("--limit", limit)
)
