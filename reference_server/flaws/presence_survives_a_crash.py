"""Whoever was online when the server was killed is shown as online after its restart.

Presence is a column that connecting sets and disconnecting clears; at the start nobody clears it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

BREAKS = "PRES-RESTART-01"
REPLACES = "reference_server.service.presence:Presence.shown"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write down who is here, and believe what is written."""
    seen_here: set[tuple[str, str]] = set()

    def shown(self: Any, conversation_id: str, participant_id: str) -> bool | None:
        online: bool | None = original(self, conversation_id, participant_id)
        if online is None:
            return None
        file = Path(self.settings.data) / "online.json"
        written = {tuple(who) for who in json.loads(file.read_text())} if file.exists() else set()
        who = (conversation_id, participant_id)
        if online:
            seen_here.add(who)
            file.write_text(json.dumps(sorted({*written, who})))
        elif who in seen_here:
            file.write_text(json.dumps(sorted(written - {who})))
            return False
        return online or who in written

    return shown
