"""A page holds a thousand events over REST, and two thousand in a sync.

No greatest size is named, but for the bytes of a sync (SYNC-SIZE-02).
"""

from __future__ import annotations

PERMITS = ("HIST-PAGE-07", "SYNC-SIZE-01", "SYNC-SIZE-02")
UNTRIED = "pages so large are not filled"
LATE = True  # so many more events are said
ARGUMENTS = ("--limit", "history_page=1000", "--limit", "sync_page=2000")
