"""A message over REST is answered and shown at once, and stored 50 ms later.

The handler posts to a queue whose consumer writes in batches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server import http
from reference_server.core import membership, timeline, validate
from reference_server.core.fields import Fields
from reference_server.service import context

BREAKS = "DUR-ACK-02"
REPLACES = "reference_server.http:Rest.send"
CHANCE = True

BEHIND_S = 0.05


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Answer from memory."""

    async def send(self: Any, conversation_id: str) -> Any:
        caller, ledger = await self.caller(), self.service.ledger
        sent = validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        conversation = ledger.conversation(conversation_id)
        sender = membership.member_of(conversation, caller.participant_id)
        change = timeline.append(conversation, sender, sent, context.stamp())
        ledger.remember(change.after)
        ledger.show_one(change)
        asyncio.get_running_loop().call_later(BEHIND_S, ledger.submit, lambda draft: draft.add(change))
        return http.reply(change.events[0].text, 201)

    return send
