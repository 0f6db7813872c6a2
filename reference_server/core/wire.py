"""Every body and every frame that the server writes, each built in one place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from reference_server.core.model import Conversation, Event, Invite, Member

Json = dict[str, Any]
LAST_SECOND = 253_402_300_799.0  # the end of year 9999: later times cannot be written as RFC 3339


def encode(value: Any) -> str:
    """Return compact JSON; content goes out as the code points that came in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def timestamp(seconds: float) -> str:
    """Return RFC 3339 UTC with milliseconds and `Z`; texts sort as times do."""
    moment = datetime.fromtimestamp(max(0.0, min(seconds, LAST_SECOND)), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def with_events(body: Json, events: Iterable[Event]) -> str:
    """Encode a body with a member `events` taken as stored: equal member for member on every transport."""
    joined = ",".join(event.text for event in events)
    return f'{encode(body)[:-1]},"events":[{joined}]}}'


def text_frame(text: str) -> bytes:
    """Return one unmasked RFC 6455 text frame: made once, sent to all as the same bytes."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65_536:
        return bytes((0x81, 126)) + size.to_bytes(2, "big") + payload
    return bytes((0x81, 127)) + size.to_bytes(8, "big") + payload


# Participants


def author(member: Member) -> Json:
    """Return the reference to a participant that stands inside events."""
    return {
        "participantId": member.participant_id,
        "displayName": member.display_name,
        "type": member.kind,
    }


def joiner(member: Member) -> Json:
    """Return the participant as `participant_joined` freezes it."""
    return {**author(member), "role": member.role, "joinedAt": member.joined_at}


def participant(member: Member, online: bool | None) -> Json:
    """Return the participant as a resource shows it; `isOnline` only where presence is offered."""
    shown = joiner(member)
    return shown if online is None else {**shown, "isOnline": online}


# Timeline events


def timeline_event(conversation: Conversation, sequence_id: int, kind: str, now: str, members: Json) -> Event:
    """Return an event of the timeline with the four members that each has."""
    head = {"type": kind, "conversation_id": conversation.id, "sequence_id": sequence_id}
    return Event(sequence_id, kind, encode({**head, **members, "timestamp": now}))


def message_event(conversation: Conversation, sequence_id: int, sender: Member, sent: Json, now: str) -> Event:
    """Return the `message` event for what a member sent: the body's members as they came."""
    body = {
        "type": "message",
        "conversation_id": conversation.id,
        "sequence_id": sequence_id,
        "message_id": sent["message_id"],
        "participant": author(sender),
        "content": sent["content"],
        "mentions": sent["mentions"],
        "reply_to": sent["reply_to"],
        "metadata": sent["metadata"],
        "timestamp": now,
    }
    return Event(sequence_id, "message", encode(body), sender.participant_id, sent["message_id"])


# Answers and ephemeral frames


def ack(conversation_id: str, message_id: str, sequence_id: int, duplicate: bool) -> Json:
    """Return the answer to a message."""
    return {
        "type": "message_ack",
        "conversation_id": conversation_id,
        "message_id": message_id,
        "sequence_id": sequence_id,
        "duplicate": duplicate,
    }


def error(code: str, message: str, message_id: str | None, retry_after: int | None) -> Json:
    """Return the one `error` that a refused frame gets."""
    frame: Json = {"type": "error", "code": code, "message": message}
    if message_id is not None:
        frame["message_id"] = message_id
    if retry_after is not None:
        frame["retry_after"] = retry_after
    return frame


def problem(status: int, title: str, detail: str, code: str, retry_after: int | None) -> Json:
    """Return an RFC 9457 problem."""
    body: Json = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code}
    if retry_after is not None:
        body["retry_after"] = retry_after
    return body


def typing(conversation_id: str, member: Member, is_typing: bool) -> Json:
    """Return the `typing` frame that the others see."""
    return {
        "type": "typing",
        "conversation_id": conversation_id,
        "participant": author(member),
        "isTyping": is_typing,
    }


def read(conversation_id: str, participant_id: str, sequence_id: int) -> Json:
    """Return the `read` frame: how far somebody has read."""
    return {
        "type": "read",
        "conversation_id": conversation_id,
        "participantId": participant_id,
        "sequence_id": sequence_id,
    }


def participant_update(conversation_id: str, participant_id: str, online: bool) -> Json:
    """Return the `participant_update` for one participant who came or went."""
    return {
        "type": "participant_update",
        "conversation_id": conversation_id,
        "participants": [{"participantId": participant_id, "isOnline": online}],
    }


# Resources


def preview(conversation: Conversation, can_join: bool) -> Json:
    """Return what a stranger with the id or an invite may know, and nothing else."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "participant_count": len(conversation.members),
        "can_join": can_join,
    }


def headline(conversation: Conversation) -> Json:
    """Return the short form of a conversation that `connected` and snapshots carry."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "access": conversation.access,
        "created_at": conversation.created_at,
    }


def listed(conversation: Conversation) -> Json:
    """Return a conversation as an entry of its participant's list."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "access": conversation.access,
        "participant_count": len(conversation.members),
        "last_message_preview": conversation.preview,
        "updated_at": conversation.updated_at,
        "current_sequence_id": conversation.head,
    }


def full(conversation: Conversation, participants: list[Json], messages: list[Any]) -> Json:
    """Return a member's view of a conversation."""
    return {
        **headline(conversation),
        "mode": conversation.mode,
        "sites": list(conversation.sites),
        "updated_at": conversation.updated_at,
        "participant_count": len(conversation.members),
        "participants": participants,
        "messages": messages,
        "current_sequence_id": conversation.head,
        "stream_id": conversation.stream_id,
    }


def invite(item: Invite) -> Json:
    """Return an invite as it is listed: the token is shown once, at its making, and not here."""
    return {
        "invite_id": item.invite_id,
        "role": item.role,
        "created_by": item.created_by,
        "created_at": item.created_at,
        "expires_at": timestamp(item.expires_at),
        "max_uses": item.max_uses,
        "uses": item.uses,
    }
