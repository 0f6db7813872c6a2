"""Limits are far larger than a test would like them, and some timers slower.

What a server of a large company declares.  Only sizes that can be reached are tried at their edge.
"""

from __future__ import annotations

PERMITS = ("LIM-BOUND-01", "LIM-DECL-01", "LIM-PEOPLE-01", "BP-ANSWER-01")
UNTRIED = "limits so large are not tried at their edge"
LATE = True  # so much more has to be said
ARGUMENTS = tuple(
    word
    for limit in (
        "max_title_length=1000",
        "max_display_name_length=500",
        "max_participants=5000",
        "max_connections_per_participant=100",
        "max_content_length=20000",
        "max_frame_bytes=300000",
        "queue_limit=5000",
        "rate.messages=150",
        "rate.per_seconds=4",
        "write_timeout_ms=3000",
        "send_queue_bytes=1048576",
        "typing_interval_ms=2000",
        "clock_leeway_s=5",
    )
    for word in ("--limit", limit)
)
