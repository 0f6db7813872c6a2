"""No optional capability is offered at all.

The smallest server worth the name (profile `core`).
"""

from __future__ import annotations

PERMITS = ("CAP-ABSENT-01", "CAP-ABSENT-02", "CAP-ABSENT-03", "ROLE-NONE-01")
WITHOUT = ("invites", "roles", "presence", "typing", "receipts", "tickets")
