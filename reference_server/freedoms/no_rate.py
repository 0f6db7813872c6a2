"""There is no limit of rate.

`rate` is null.
"""

from __future__ import annotations

PERMITS = ("RATE-NULL-01", "LIM-DECL-01")
ARGUMENTS = ("--limit", "rate=none")
