"""Events that the common matchers are tried on."""

from __future__ import annotations

from typing import Any

from helpers import answer, event, received

from conformance.recorder.events import Event

SILENCE = event("no_answer", who="alice", reason="the connection was refused")
DROPPED = event("dropped", who="alice", reason="the connection ended without a close frame")
LIVE = {"type": "message", "sequence_id": 2, "content": "hi", "mentions": []}


def page(*numbers: int, head: int | None = None, more: bool | None = None, **members: Any) -> Event:
    body = {"events": [{"sequence_id": n, "message_id": f"m{n}"} for n in numbers], **members}
    if head is not None:
        body["current_sequence_id"] = head
    if more is not None:
        body["has_more"] = more
    return answer(200, body)


def closed(code: int, reason: str = "") -> Event:
    return event("close_received", who="alice", code=code, reason=reason)


def hears(who: str, content: str) -> Event:
    return received({"type": "message", "content": content}, who=who)


def waits(*ms: float) -> tuple[list[Event], list[Event]]:
    return [event("sent", at=0) for _ in ms], [event("received", at=round(one * 1e6)) for one in ms]


def created(who: str, room: str, *others: str) -> list[Event]:
    listed = [{"participantId": f"{name}-1", "displayName": name} for name in others]
    people = [event("person", "c", who=name, participant=f"{name}-1") for name in others]
    asked = event("request", "c", who=who, method="POST", path="/chat/create", body={"participants": listed})
    return [*people, asked, event("answer", "c", request=asked.id, who=who, status=201, body={"id": room})]


def joined(who: str, room: str, status: int = 200) -> list[Event]:
    asked = event("request", "c", who=who, method="POST", path=f"/chat/{room}/join", body={})
    body = {"success": True, "conversation": {"id": room}}
    return [asked, event("answer", "c", request=asked.id, who=who, status=status, body=body)]


def told(who: str, room: Any, number: int = 1, check: str | None = "c", kind: str = "message") -> Event:
    return event("received", check, who=who, frame={"type": kind, "conversation_id": room, "sequence_id": number})
