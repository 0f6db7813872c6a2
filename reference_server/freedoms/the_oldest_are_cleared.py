"""The first four events of a conversation are cleared away as soon as there is a fifth, and the limits say so.

HIST-KEPT-01 asks for what lies at or above `oldest_sequence_id_kept`, and for nothing below.
"""

from __future__ import annotations

PERMITS = ("HIST-KEPT-01", "SYNC-TRUE-01", "SYNC-KEPT-01")
UNTRIED = "stories that need the events from the first on cannot be told"
ARGUMENTS = ("--limit", "oldest_sequence_id_kept=5")
