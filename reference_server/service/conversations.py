"""Conversations: making one, looking at one, listing one's own."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from reference_server.core import errors, invites, membership, timeline, wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Caller, Conversation, Member
from reference_server.core.validate import NewConversation
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.service.ledger import Draft
from reference_server.storage import Created

LAST_MESSAGES = 50


async def create(service: Service, caller: Caller, body: NewConversation, key: str | None) -> str:
    """Make a conversation, once per Idempotency-Key; return its id. Nothing is appended: its head is 0."""
    made = Created(fresh(caller, body), caller.participant_id, key, fingerprint(body))
    return await service.ledger.submit(lambda draft: create_once(draft, made))


def create_once(draft: Draft, made: Created) -> str:
    """Decide a create: the same key and body again mean the same conversation."""
    earlier = draft.created_under(made.owner, made.key) if made.key is not None else None
    if earlier is None:
        draft.add(made)
        return made.conversation.id
    conversation_id, told = earlier
    if told != made.fingerprint:
        raise Refusal("INVALID_REQUEST", "This Idempotency-Key was used with another body")
    return conversation_id


def fresh(caller: Caller, body: NewConversation) -> Conversation:
    """Return the conversation that a create makes: the caller owns it, the others are members."""
    now = context.stamp()
    label = caller.name or caller.participant_id
    owner = Member(caller.participant_id, label, caller.kind, "owner", now, 0)
    members = {owner.participant_id: owner}
    for participant_id, name in body.participants:
        members[participant_id] = Member(participant_id, name, "human", "member", now, 0, presented=False)
    return Conversation(
        id=context.new_id("c"),
        stream_id=context.new_id("s"),
        title=body.title,
        access=body.access,
        mode=body.mode,
        sites=body.sites,
        created_at=now,
        updated_at=now,
        head=0,
        members=members,
    )


def fingerprint(body: NewConversation) -> str:
    """Return what two equal bodies have in common."""
    return context.hashed(repr(body))


async def view(service: Service, caller: Caller, conversation_id: str, invite: str | None) -> wire.Json:
    """Return a member's view, or what the holder of the id or of an invite may know."""
    conversation = service.ledger.conversation(conversation_id)
    if conversation is None:
        raise errors.not_found()
    if caller.participant_id not in conversation.members:
        return preview(service, conversation, invite)
    conversation, member = await context.enter(service, caller, conversation_id)
    return full(service, conversation, member)


def preview(service: Service, conversation: Conversation, invite: str | None) -> wire.Json:
    """Return the preview of an open conversation or to a good invite; to others it does not exist."""
    if conversation.access != "open" and not invited(service, conversation, invite):
        raise errors.not_found()
    has_room = membership.has_room(conversation, service.settings.limits.max_participants)
    return wire.preview(conversation, has_room)


def invited(service: Service, conversation: Conversation, token: str | None) -> bool:
    """Is this a good invite to this conversation? Looking uses none up."""
    if token is None or not service.settings.has("invites"):
        return False
    invite = service.store.invite_by_hash(context.hashed(token))
    good = invite is not None and invite.conversation_id == conversation.id
    return bool(good and invite and invites.usable(invite, context.now()))


def full(service: Service, conversation: Conversation, member: Member) -> wire.Json:
    """Return everything a member sees, as of the head."""
    behind = cleared(service, conversation)
    page = service.store.events(conversation.id, behind, conversation.head + 1, LAST_MESSAGES, True, True)
    messages = [json.loads(event.text) for event in page.events]
    shown = wire.full(conversation, participants(service, conversation), messages)
    if service.settings.has("receipts"):
        marker = service.store.marker(conversation.id, member.participant_id)
        shown["read_sequence_id"] = marker
        shown["unread_count"] = service.store.unread(conversation.id, marker)
    return shown


def cleared(service: Service, conversation: Conversation) -> int:
    """Return the number of the last event that is no longer shown; 0 where all are."""
    return timeline.oldest_kept(conversation, service.settings.limits.oldest_sequence_id_kept) - 1


def participants(service: Service, conversation: Conversation) -> list[wire.Json]:
    """Return the members as resources show them."""
    return [participant(service, conversation, member) for member in conversation.members.values()]


def participant(service: Service, conversation: Conversation, member: Member) -> wire.Json:
    """Return one member as resources show them."""
    return wire.participant(member, service.presence.shown(conversation.id, member.participant_id))


async def mine(service: Service, caller: Caller, limit: int, cursor: str | None) -> wire.Json:
    """Return one page of the caller's conversations, latest activity first."""
    below = read_cursor(cursor) if cursor is not None else None
    ids = service.store.conversations_of(caller.participant_id, below, limit + 1)
    found = [service.ledger.conversation(conversation_id) for conversation_id in ids[:limit]]
    page = [conversation for conversation in found if conversation is not None]
    return {
        "conversations": [entry(service, caller, conversation) for conversation in page],
        "next_cursor": write_cursor(page[-1]) if len(ids) > limit else None,
    }


def entry(service: Service, caller: Caller, conversation: Conversation) -> wire.Json:
    """Return one entry of the list."""
    shown = wire.listed(conversation)
    if service.settings.has("receipts"):
        marker = service.store.marker(conversation.id, caller.participant_id)
        shown["unread_count"] = service.store.unread(conversation.id, marker)
    return shown


def write_cursor(last: Conversation) -> str:
    """Return where the next page begins: below this one."""
    place = wire.encode([last.updated_at, last.id]).encode()
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[str, str]:
    """Read a cursor; whatever it says, the list holds the caller's own conversations only."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        place: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        place = None
    if not isinstance(place, list) or len(place) != 2 or not all(plain(one) for one in place):
        raise Refusal("INVALID_REQUEST", "cursor: one that this server gave is wanted")
    return place[0], place[1]


def plain(value: Any) -> bool:
    """Is it a text that a cursor of ours could hold?"""
    return isinstance(value, str) and value.isascii() and 0 < len(value) < 500
