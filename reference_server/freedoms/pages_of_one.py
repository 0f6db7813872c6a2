"""A page holds one event, over REST and in a sync.

No least size is named.
"""

from __future__ import annotations

PERMITS = ("HIST-PAGE-07", "SYNC-SIZE-01", "SYNC-WALK-01")
LATE = True  # many more requests
ARGUMENTS = ("--limit", "history_page=1", "--limit", "sync_page=1")
