"""A refused reuse of a message_id has by then replaced the original's content.

The row is upserted first, and the conflict is found afterwards.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

from reference_server.core import wire
from reference_server.core.errors import Refusal

BREAKS = "MSG-REUSE-03"
REPLACES = "reference_server.service.messages:decide"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Write the other content, then refuse it."""

    def decide(service: Any, draft: Any, caller: Any, conversation_id: str, sent: Any) -> Any:
        try:
            return original(service, draft, caller, conversation_id, sent)
        except Refusal as refusal:
            if refusal.code == "MESSAGE_ID_REUSED":
                known = draft.message(conversation_id, caller.participant_id, sent["message_id"])
                text = wire.encode({**json.loads(known.text), "content": sent["content"]})
                with closing(sqlite3.connect(service.store.path)) as store, store:
                    key = (text, conversation_id, known.sequence_id)
                    store.execute("UPDATE events SET text = ? WHERE conversation_id = ? AND sequence_id = ?", key)
                service.store.refresh()
            raise

    return decide
