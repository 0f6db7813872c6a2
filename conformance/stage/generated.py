"""Requests and frames generated from the contract's own documents, sent as somebody who is in the right place.

The documents say what each operation takes; schemathesis makes values of them, right ones and wrong ones.  Where a
value must exist on the server (a conversation, an invite, a member), the one that was prepared takes the place of
the generated one: a request about nothing would be answered 404 and show nothing of its operation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import schemathesis
from hypothesis.strategies import SearchStrategy

from conformance.client.http import NoAnswer
from conformance.contract import schemas
from conformance.recorder.events import Event
from conformance.stage.people import Person, Room
from conformance.stage.stage import Stage

RIGHT = schemathesis.GenerationMode.POSITIVE
WRONG = schemathesis.GenerationMode.NEGATIVE
PLACES = {".", "..", ""}
"""Path segments that no client can send: they are folded away before the request leaves."""
TAKE_NOTHING = ("/chat/capabilities", "/health/chat")
"""Nothing can be wrong in a request to these."""
DISTORTIONS: tuple[Any, ...] = (None, True, -1, 0.5, 10**30, "", "text", [], [None], [[]], [{}], {}, {"a": []})
"""A value of each kind; most members take none of them."""
KEY = re.compile(r"[!-~]{1,128}")
FRAMES = {"MessageFrame": None, "SyncFrame": None, "PingFrame": None, "TypingFrame": "typing", "ReadFrame": "receipts"}


@dataclass(frozen=True, slots=True)
class Ground:
    """What an operation needs to make sense: who asks, and what the path and the body must name."""

    who: Person
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document, with the statuses that are listed for it."""

    method: str
    path: str
    listed: tuple[int, ...]
    prepare: Callable[[Stage], Ground]
    takes: bool
    """Whether there is anything but the path in which a request can be wrong."""

    @property
    def label(self) -> str:
        """As the document calls it."""
        return f"{self.method} {self.path}"

    def cases(self, mode: Any) -> SearchStrategy[Any]:
        """Generated requests, right or wrong ones."""
        found: SearchStrategy[Any] = _document()[self.path][self.method].as_strategy(generation_mode=mode)
        return found

    def send(self, ground: Ground, case: Any, mode: Any) -> Event | None:
        """Send one generated request; ``None`` where it cannot be written as HTTP."""
        generated = dict(case.path_parameters or {})
        live = {name: quote(value, safe="") for name, value in ground.names.items()}
        names = {**generated, **live} if mode is RIGHT or self.takes else generated
        if any(str(value) in PLACES for value in names.values()):
            return None
        path = self.path.format_map({name: str(value) for name, value in names.items()})
        query = _query(dict(case.query or {}), mode)
        body = _body(case.body, ground.names, self.path, mode)
        headers = {} if body is None else {"Content-Type": "application/json"}
        key = str(dict(case.headers or {}).get("Idempotency-Key", ""))
        if KEY.fullmatch(key):
            headers["Idempotency-Key"] = f"{key[:60]}{ground.who.id[-20:]}"
        ground.who.keep_to_rate()
        asked = f"{path}?{query}" if query else path
        return ground.who.request(self.method, asked, headers=headers, content=body).event


def operations(stage: Stage) -> list[Operation]:
    """Every operation of the document whose capability is demanded."""
    found = []
    for path, item in schemas.openapi()["paths"].items():
        for method, described in item.items():
            if method == "parameters" or not _offered(stage, method, path):
                continue
            takes = "requestBody" in described or any(
                parameter.get("in") == "query" or ("$ref" in parameter and "ConversationId" not in parameter["$ref"])
                for parameter in described.get("parameters", [])
            )
            listed = tuple(sorted(int(status) for status in described["responses"]))
            found.append(Operation(method.upper(), path, listed, _grounds(method, path), takes))
    return found


def sent_all(stage: Stage, operation: Operation, mode: Any, examples: int, judge: Callable[[Event], None]) -> int:
    """Send generated requests to one operation, each from a ground of its own, and judge each answer; returns how
    many were accepted.  An answer that does not come is judged too."""
    accepted = 0

    @stage.for_all(examples, case=operation.cases(mode))
    def answers(case: Any) -> None:
        nonlocal accepted
        try:
            answer = operation.send(operation.prepare(stage), case, mode)
        except NoAnswer as silence:
            stage.refuse_stalled(stage.started)
            answer = silence.event
        if answer is not None:
            judge(answer)
            accepted += answer.data.get("status") in range(200, 300)

    return accepted


def distorted_all(stage: Stage, operation: Operation, judge: Callable[[Event], None]) -> None:
    """Send an operation its own example with one member at a time replaced by a value of each other kind, then by
    whole bodies that are none; judge each answer."""
    described = schemas.openapi()["paths"][operation.path][operation.method.lower()]
    if "requestBody" not in described:
        return
    media = described["requestBody"]["content"]["application/json"]
    name = media["schema"]["$ref"].rpartition("/")[2]
    members = schemas.openapi()["components"]["schemas"][name].get("properties", {})
    example = next(iter(media["examples"].values()))["value"]
    bodies = [{**example, member: value} for member in members for value in DISTORTIONS]
    ground = operation.prepare(stage)
    for body in [*DISTORTIONS, *bodies]:
        if ground.who.must_wait:
            ground = operation.prepare(stage)
        ground.who.keep_to_rate()
        path = operation.path.format_map({key: quote(value, safe="") for key, value in ground.names.items()})
        try:
            content = json.dumps(body).encode()
            headers = {"Content-Type": "application/json"}
            answer = ground.who.request(operation.method, path, headers=headers, content=content).event
        except NoAnswer as silence:
            stage.refuse_stalled(stage.started)
            answer = silence.event
        judge(answer)


def distorted_frames(stage: Stage, live: Callable[[], Mapping[str, Any]]) -> Iterator[str]:
    """The example of each frame that a client may send, with one member at a time replaced by a value of each other
    kind, and whole frames that are none.

    ``live`` is asked before each for the members whose values must fit the present (a number, a member, a new id):
    in the frame that comes of it one thing is wrong.
    """
    yield from map(json.dumps, DISTORTIONS)
    for described in schemas.asyncapi()["components"]["messages"].values():
        name = described["payload"]["$ref"].rpartition("/")[2]
        if name not in FRAMES or not _demanded(stage, FRAMES[name]):
            continue
        example = described["examples"][-1]["payload"]  # the fullest
        for member in example:
            for value in DISTORTIONS:
                fitting = {key: fits for key, fits in live().items() if key in example}
                yield json.dumps({**example, **fitting, member: value})


def _demanded(stage: Stage, capability: str | None) -> bool:
    return capability is None or capability in stage.demanded


def wrong_frames(stage: Stage) -> dict[str, SearchStrategy[Any]]:
    """For each frame that a client may send, generated values that are no such frame."""
    document = _frames_document()
    return {
        name: document[f"/{name}"]["POST"].as_strategy(generation_mode=WRONG)
        for name, capability in FRAMES.items()
        if _demanded(stage, capability)
    }


@cache
def _document() -> Any:
    return schemathesis.openapi.from_dict(schemas.openapi())


@cache
def _frames_document() -> Any:
    # The generator reads OpenAPI: each frame becomes the body of an operation of its own.
    frames = schemas.asyncapi()["components"]["schemas"]
    paths = {
        f"/{name}": {
            "post": {
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
                },
                "responses": {"200": {"description": "taken"}},
            }
        }
        for name in FRAMES
    }
    return schemathesis.openapi.from_dict(
        {
            "openapi": "3.1.0",
            "info": {"title": "frames", "version": "1"},
            "paths": paths,
            "components": {"schemas": frames},
        }
    )


def _offered(stage: Stage, method: str, path: str) -> bool:
    needed = {"invites": "invite" in path, "tickets": "tickets" in path, "roles": method == "patch"}
    return all(name in stage.demanded for name, is_needed in needed.items() if is_needed)


def _query(query: dict[str, Any], mode: Any) -> str:
    if mode is RIGHT:
        # A cursor and an invite must be the server's own, and two directions exclude each other.
        for name in ("cursor", "invite", "before" if "after" in query else ""):
            query.pop(name, None)
    return urlencode({name: _text(value) for name, value in query.items()}, doseq=True, errors="replace")


def _text(value: Any) -> Any:
    return [_text(item) for item in value] if isinstance(value, list) else str(value)


def _body(body: Any, names: Mapping[str, str], path: str, mode: Any) -> bytes | None:
    if type(body).__name__ == "NotSet":
        return None
    if isinstance(body, bytes):
        return body
    if mode is RIGHT and isinstance(body, dict):
        # What must name something on the server names it, or is left out.
        body = {name: value for name, value in body.items() if name not in ("invite", "mentions", "reply_to")}
        if path == "/chat/tickets":
            body["conversation_id"] = names["conversation_id"]
    return json.dumps(body).encode()


def _grounds(method: str, path: str) -> Callable[[Stage], Ground]:
    """Who asks for an operation, and of what: a newcomer joins, bob leaves, alice owns."""

    def prepare(stage: Stage) -> Ground:
        alice, bob, carol = stage.people("alice", "bob", "carol")
        room = alice.creates(bob, access="open")
        names = {"conversation_id": room.id, "participantId": bob.id}
        if "invite" in path and path != "/chat/{conversation_id}/invites":
            made = _invite(alice, room)
            names |= {"invite": made["token"], "invite_id": made["invite_id"]}
        if path.endswith("/join") or path == "/chat/join/{invite}":
            return Ground(carol, names)
        return Ground(bob if path.endswith("/leave") else alice, names)

    return prepare


def _invite(owner: Person, room: Room) -> Mapping[str, str]:
    answer = owner.request("POST", room.path("/invites"), {})
    return answer.body if answer.status == 201 else {"token": "none", "invite_id": "none"}
