"""What a client's frames do: every frame that asks for something gets exactly one answer."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

from reference_server import log
from reference_server.broker.connection import Connection
from reference_server.core import errors, membership, roles, validate, wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Conversation, Event, Member
from reference_server.core.validate import Frame
from reference_server.identity import tokens
from reference_server.service import context, messages
from reference_server.service.context import Service

LONGEST_TIMER = 86_400.0

# type -> method of Session
HANDLERS: dict[str, str] = {
    "message": "message",
    "sync": "sync",
    "typing": "typing",
    "read": "read",
    "ping": "ping",
    "auth": "auth",
}
# type -> the capability that brings it
BROUGHT_BY: dict[str, str] = {"typing": "typing", "read": "receipts"}


class Session:
    """One connection's frames. They take effect in the order sent; messages do not wait for each other's acks."""

    def __init__(self, service: Service, connection: Connection, lines: log.Log, check: str) -> None:
        self.service = service
        self.connection = connection
        self.caller = connection.caller
        self.lines = lines
        self.check = check
        self.unanswered = 0
        self.answered = asyncio.Event()
        self.answered.set()
        self.expiry: asyncio.TimerHandle | None = None

    async def take(self, data: str | bytes) -> None:
        """Take one frame. A refused one stops no later one; the connection lives."""
        await self.connection.room.wait()  # who does not read is not read from
        if self.connection.closed or self.service.stopping:
            return
        if not isinstance(data, str):
            self.connection.close("binary", "frames are text")
            return
        frame: Frame | None = None
        try:
            frame = validate.frame(data)
            await self.dispatch(frame)
        except Refusal as refusal:
            self.refuse(frame, refusal)
        except Exception:  # noqa: BLE001  whatever breaks here breaks for one frame, and says so
            self.lines.line("fault", traceback.format_exc().strip())
            self.refuse(frame, Refusal("INTERNAL"))

    async def dispatch(self, frame: Frame) -> None:
        """Call what the type asks for."""
        if not frame.type:
            raise Refusal("INVALID_FRAME", "type: a string is wanted")
        if not self.offers(frame.type):
            raise Refusal("UNKNOWN_TYPE")
        if frame.type != "message":
            await self.answered.wait()
        await getattr(self, HANDLERS[frame.type])(frame)

    def offers(self, kind: str) -> bool:
        """Is there such a type here? Without its capability there is not."""
        capability = BROUGHT_BY.get(kind)
        return kind in HANDLERS and (capability is None or self.service.settings.has(capability))

    # Answers

    def answer(self, frame: Frame, body: wire.Json) -> None:
        """Send the one answer to a frame, with its `ref`."""
        self.connection.say(body if frame.ref is None else {**body, "ref": frame.ref})

    def refuse(self, frame: Frame | None, refusal: Refusal) -> None:
        """Send the one error that a refused frame gets; one that cannot be parsed has nothing to echo."""
        code = errors.socket_name(refusal.code)
        kind = log.printable(frame.type, 40) if frame else "?"
        self.lines.line("frame", kind, code, self.caller.participant_id, self.check)
        body = wire.error(code, refusal.detail, frame.message_id if frame else None, refusal.retry_after)
        if frame is None:
            self.connection.say(body)
        else:
            self.answer(frame, body)

    def place(self) -> tuple[Conversation, Member]:
        """Return the conversation and the caller's present place in it."""
        conversation = self.service.ledger.conversation(self.connection.conversation_id)
        if conversation is None:
            raise errors.not_found()
        return conversation, membership.member_of(conversation, self.caller.participant_id)

    # Frames

    async def message(self, frame: Frame) -> None:
        """Hand a message on; its ack follows when it is durable, and acks come in the order sent."""
        sent = validate.message(frame.fields, self.service.settings.limits.sizes)
        future = messages.send(self.service, self.caller, self.connection.conversation_id, sent)
        self.unanswered += 1
        self.answered.clear()
        future.add_done_callback(lambda done: self.message_done(frame, done))

    def message_done(self, frame: Frame, done: asyncio.Future[tuple[Event, bool]]) -> None:
        """Acknowledge a message, or say why not."""
        self.unanswered -= 1
        if not self.unanswered:
            self.answered.set()
        try:
            event, duplicate = done.result()
            assert event.message_id is not None
            ack = wire.ack(self.connection.conversation_id, event.message_id, event.sequence_id, duplicate)
            self.answer(frame, ack)
        except Refusal as refusal:
            self.refuse(frame, refusal)
        except Exception:  # noqa: BLE001  the answer is owed, whatever happened
            self.lines.line("fault", traceback.format_exc().strip())
            self.refuse(frame, Refusal("INTERNAL"))

    async def sync(self, frame: Frame) -> None:
        """Answer one page of the timeline."""
        position, stream_id = validate.sync(frame.fields)
        conversation, _ = self.place()
        text = messages.sync(self.service, conversation, position, stream_id, frame.ref)
        self.connection.send(wire.text_frame(text))

    async def typing(self, frame: Frame) -> None:
        """Pass typing on; it has no answer."""
        is_typing = validate.typing(frame.fields)
        conversation, member = self.place()
        roles.require(member, "typing", self.service.matrix)
        self.service.presence.typing(conversation.id, member, is_typing)

    async def read(self, frame: Frame) -> None:
        """Move the read marker; the answer comes even if it did not move, the others hear if it did."""
        asked = validate.read(frame.fields)
        conversation_id = self.connection.conversation_id
        marker, moved = await messages.mark_read(self.service, self.caller, conversation_id, asked)
        body = wire.read(conversation_id, self.caller.participant_id, marker)
        if moved:
            others = [one for one in self.service.hub.of(conversation_id) if one is not self.connection]
            self.service.hub.whisper(others, body)
        self.answer(frame, body)

    async def ping(self, frame: Frame) -> None:
        """Answer a ping with its nonce."""
        body: dict[str, Any] = {"type": "pong"}
        nonce = validate.nonce(frame.fields)
        self.answer(frame, body if nonce is None else {**body, "nonce": nonce})

    async def auth(self, frame: Frame) -> None:
        """Take a fresh token of the same subject; a failure changes nothing."""
        caller = await self.service.verifier.verify(validate.auth(frame.fields))
        if caller.participant_id != self.caller.participant_id:
            raise tokens.refused()
        self.caller = caller
        self.watch_expiry()
        self.answer(frame, {"type": "auth_ok", "expires_at": wire.timestamp(caller.expires_at)})

    # The token's end

    def watch_expiry(self) -> None:
        """Close with 4401 when the token has expired, unless it is renewed."""
        if self.expiry is not None:
            self.expiry.cancel()
        left = self.caller.expires_at + self.service.settings.limits.clock_leeway_s - context.now()
        loop = asyncio.get_running_loop()
        if left > LONGEST_TIMER:
            self.expiry = loop.call_later(LONGEST_TIMER, self.watch_expiry)
        else:
            self.expiry = loop.call_later(max(0.0, left), self.connection.close, "expired", "token expired")

    def end(self) -> None:
        """Stop the clock."""
        if self.expiry is not None:
            self.expiry.cancel()
