"""What two flaws have in common: a message over REST is answered from memory, and stored later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from reference_server import http
from reference_server.core import membership, timeline, validate
from reference_server.core.fields import Fields
from reference_server.service import context


def stored_later(tell: Callable[[], None], behind_s: float) -> Callable[..., Any]:
    """Answer and show at once, and store so much later."""

    async def send(self: Any, conversation_id: str) -> Any:
        caller, ledger = await self.caller(), self.service.ledger
        sent = validate.message(Fields.of(await self.body(), "INVALID_REQUEST"), self.sizes)
        conversation = ledger.conversation(conversation_id)
        sender = membership.member_of(conversation, caller.participant_id)
        change = timeline.append(conversation, sender, sent, context.stamp())
        tell()
        ledger.remember(change.after)
        ledger.show_one(change)
        asyncio.get_running_loop().call_later(behind_s, ledger.submit, lambda draft: draft.add(change))
        return http.reply(change.events[0].text, 201)

    return send
