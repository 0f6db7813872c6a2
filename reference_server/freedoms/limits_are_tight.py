"""Every declared limit is as small as it may be, or nearly.

Section 2.2 bounds a few of them from below, and no other.
"""

from __future__ import annotations

PERMITS = ("LIM-BOUND-01", "LIM-DECL-01", "BP-ANSWER-01", "RATE-FREE-01")
UNTRIED = "so few people cannot fill a queue within so small a rate"
LATE = True  # less time for everything than usual
ARGUMENTS = tuple(
    word
    for limit in (
        "max_title_length=64",
        "max_display_name_length=64",
        "max_participants=8",
        "max_connections_per_participant=5",
        "max_content_length=300",
        "max_frame_bytes=8192",
        "queue_limit=4",
        "rate.messages=20",
        "rate.per_seconds=1",
        "send_queue_bytes=65536",
        "typing_interval_ms=50",
        "clock_leeway_s=0",
        "settle_ms=1500",
    )
    for word in ("--limit", limit)
)
