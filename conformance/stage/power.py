"""How many tries a check takes, by what it is to see: a bug that shows in only a share of the tries can be missed.

A race is tried by ``k`` requests in one moment, ``r`` times.  They reach the server spread over some time ``d`` of a
few milliseconds, and a bug needs two of them within the window ``w`` between its look and its write.  At random moments
this happens with a chance of ``1 - (1 - (k - 1) * w / d) ** (k * r)``: where a check says what it sees, it is by this.
"""

from __future__ import annotations

import math

MISSED = 0.01
"""Of a hundred runs against a server with such a bug one may pass."""


def tries_to_see(share: float, missed: float = MISSED) -> int:
    """So many tries miss a bug that shows in this share of them with a chance of ``missed``: ``(1 - share) ** n``."""
    return math.ceil(math.log(missed) / math.log(1 - share))
