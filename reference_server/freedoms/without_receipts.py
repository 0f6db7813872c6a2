"""The capability `receipts` is not offered.

Nothing is counted as unread.  What a profile does not demand may be left out.
"""

from __future__ import annotations

PERMITS = ("CAP-ABSENT-01", "CAP-ABSENT-02", "CAP-ABSENT-03")
WITHOUT = ("receipts",)
