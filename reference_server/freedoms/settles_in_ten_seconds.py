"""The server declares the longest time for effects without a bound of their own, and is as fast as ever.

LIM-BOUND-01: at most 10000.
"""

from __future__ import annotations

PERMITS = ("LIM-BOUND-01", "DLV-LIMIT-01")
ARGUMENTS = ("--limit", "settle_ms=10000")
