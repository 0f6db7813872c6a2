"""What the operations share: the settings, the clock, the randomness, and the parts of the house."""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from reference_server import config
from reference_server.broker.hub import Hub
from reference_server.config import Settings
from reference_server.core import errors, limits, membership, roles, wire
from reference_server.core.limits import RateWindow
from reference_server.core.model import Caller, Change, Conversation, Member
from reference_server.identity import keys
from reference_server.identity.tokens import Verifier
from reference_server.service.ledger import Draft, Ledger
from reference_server.service.presence import Presence
from reference_server.storage import Store
from reference_server.storage.sqlite import SqliteStore

MOST_WINDOWS = 10_000


@dataclass(slots=True)
class Service:
    """One running chat service."""

    settings: Settings
    store: Store
    hub: Hub
    presence: Presence
    verifier: Verifier
    ledger: Ledger
    declared_limits: wire.Json
    stopping: bool = False
    rates: dict[str, RateWindow] = field(default_factory=dict)

    @property
    def matrix(self) -> dict[str, frozenset[str]]:
        """The role matrix in force."""
        return roles.MAY if self.settings.has("roles") else roles.MAY_WITHOUT_ROLES


def build(settings: Settings) -> Service:
    """Put the house together; call it on the running event loop."""
    store = SqliteStore(Path(settings.data))
    hub = Hub()
    presence = Presence(hub, settings)
    verifier = Verifier(settings, keys.source(settings.jwks))
    ledger = Ledger(store, lambda change: show(hub, presence, change))
    ledger.queue_limit = settings.limits.queue_limit
    declared = config.declared(settings.limits, settings.capabilities)
    return Service(settings, store, hub, presence, verifier, ledger, declared)


def show(hub: Hub, presence: Presence, change: Change) -> None:
    """A decision has become durable: every open connection hears of it, in order."""
    conversation = change.after
    for event in change.events:
        if event.sender is not None:
            presence.stopped_typing_by_message(conversation, event.sender)
        hub.deliver(conversation.id, event.text)
    for participant_id, reason in (change.gone or {}).items():
        see_off(hub, presence, conversation, participant_id, reason)
    if conversation.closed:
        for connection in hub.of(conversation.id):  # no human left
            connection.close("done", "the conversation is over")


def see_off(hub: Hub, presence: Presence, conversation: Conversation, participant_id: str, reason: str) -> None:
    """Close all sockets of somebody who left or was removed; nothing after their leaving reaches them."""
    presence.forget(conversation.id, participant_id)
    for connection in hub.of_participant(conversation.id, participant_id):
        connection.close("done" if reason == "left" else "removed", reason)


# The clock and the randomness


def now() -> float:
    """Return seconds since the epoch."""
    return time.time()


def stamp() -> str:
    """Return now as the wire writes it."""
    return wire.timestamp(now())


def new_id(prefix: str) -> str:
    """Return a fresh id with 128 random bits."""
    return f"{prefix}_{secrets.token_urlsafe(16)}"


def new_secret() -> str:
    """Return an invite or a ticket: 192 random bits."""
    return secrets.token_urlsafe(24)


def hashed(secret: str) -> str:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


# Access


def rate_window(service: Service, participant_id: str) -> RateWindow | None:
    """Return somebody's window: one over all connections, transports and conversations."""
    rate = service.settings.limits.rate
    if rate is None:
        return None
    if len(service.rates) > MOST_WINDOWS:
        at = time.monotonic()
        service.rates = {key: one for key, one in service.rates.items() if not one.idle(at)}
    return service.rates.setdefault(participant_id, limits.RateWindow(rate.messages, float(rate.per_seconds)))


async def enter(service: Service, caller: Caller, conversation_id: str) -> tuple[Conversation, Member]:
    """Return the conversation and the caller's place in it; a stranger hears what nobody could deny."""
    conversation = service.ledger.conversation(conversation_id)
    if conversation is None or caller.participant_id not in conversation.members:
        raise errors.not_found()
    if not conversation.members[caller.participant_id].presented:
        conversation = await service.ledger.submit(lambda draft: introduce(draft, caller, conversation_id))
    return conversation, membership.member_of(conversation, caller.participant_id)


def introduce(draft: Draft, caller: Caller, conversation_id: str) -> Conversation:
    """Take down what a listed participant turned out to be."""
    conversation = draft.conversation(conversation_id)
    member = membership.member_of(conversation, caller.participant_id)
    if member.presented:
        return conversation
    change = membership.present(conversation, member, caller)
    draft.add(change)
    return change.after
