"""The capability `tickets` is not offered.

Browsers cannot come; others bring their token in a header.  What a profile does not demand may be left out.
"""

from __future__ import annotations

PERMITS = ("CAP-ABSENT-01", "CAP-ABSENT-02", "CAP-ABSENT-03")
WITHOUT = ("tickets",)
