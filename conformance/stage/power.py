"""How many tries a check takes, by what it is to see: a bug that shows in only a share of the tries can be missed."""

from __future__ import annotations

import math

MISSED = 0.01
"""Of a hundred runs against a server with such a bug one may pass."""


def tries_to_see(share: float, missed: float = MISSED) -> int:
    """So many tries miss a bug that shows in this share of them with a chance of ``missed``: ``(1 - share) ** n``."""
    return math.ceil(math.log(missed) / math.log(1 - share))
