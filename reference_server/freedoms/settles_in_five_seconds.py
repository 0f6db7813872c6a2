"""The server declares a long time for effects without a bound of their own, and is as fast as ever.

LIM-BOUND-01: at most 10000; half of that is long enough for a suite that takes the default of 2000 for granted to be
found out, and every absence that is waited for takes as long.
"""

from __future__ import annotations

PERMITS = ("LIM-BOUND-01", "DLV-LIMIT-01")
LATE = True  # every absence is waited for as long
ARGUMENTS = ("--limit", "settle_ms=5000")
