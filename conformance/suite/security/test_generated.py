"""Generated nonsense: whatever is sent, the server answers and lives."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers as am
from conformance.stage import Stage, Tab, check, generated

DEFAULT_FRAME_BYTES = 131_072


@check("malformed.requests", "ERR-CRASH-01", transports=("rest",), hostile=True, slow=True)
def test_malformed_requests_are_answered(stage: Stage, transport: str) -> None:
    """Requests that are wrong in one member, or generated to be wrong in their body, query or path: none costs the
    server an error of its own."""
    judge = partial(stage.judge, "ERR-CRASH-01", am.survived)
    for operation in generated.operations(stage):
        generated.distorted_all(stage, operation, judge)
        if operation.path not in generated.TAKE_NOTHING:
            generated.sent_all(stage, operation, generated.WRONG, 4, judge)


@check("malformed.frames", "ERR-CRASH-01", transports=("ws",), hostile=True, slow=True)
def test_malformed_frames_are_answered(stage: Stage, transport: str) -> None:
    """Frames that are wrong in one member, or generated to be no frame of any type: the connection lives on and
    nothing breaks inside."""
    for text in generated.distorted_frames(stage, lambda: _live(_tab(stage))):
        _survives(_tab(stage), text)
    for cases in generated.wrong_frames(stage).values():

        @stage.for_all(8, case=cases)
        def answers(case: Any) -> None:
            body = case.body
            _survives(_tab(stage), body.decode("latin-1") if isinstance(body, bytes) else json.dumps(body))


def _tab(stage: Stage) -> Tab:
    """An open connection of somebody who has said something and may say more within the declared rate."""
    talking = [tab for person in stage.cast for tab in person.tabs if not person.must_wait]
    if talking:
        return talking[-1]
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.says("something to refer to")
    return tab


def _live(tab: Tab) -> dict[str, Any]:
    """What the members of a frame must be in order to fit the present of a connection."""
    head = max(event.frame["sequence_id"] for event in tab.events if "sequence_id" in event.frame)
    stream = next(event.frame["stream_id"] for event in tab.events if "stream_id" in event.frame)
    return {
        "message_id": tab.person.stage.fresh("msg"), "mentions": [tab.person.id], "reply_to": head,
        "sequence_id": head, "last_sequence_id": head, "stream_id": stream,
    }  # fmt: skip


def _survives(tab: Tab, text: str) -> None:
    """Send a frame, and a ping behind it, which is answered."""
    stage = tab.person.stage
    if len(text.encode()) > int(stage.limits.get("max_frame_bytes", DEFAULT_FRAME_BYTES)):
        return  # too large is another rule
    since = len(tab.events)
    tab.person.keep_to_rate()
    tab.sends(text)
    ping = {"type": "ping", "nonce": stage.fresh("later")}
    tab.sends(ping)
    pong = {"type": "pong", "nonce": ping["nonce"]}
    tab.until("ERR-CRASH-01", m.frame_has, since=since, awaited="answer to a later ping", fields=pong)
    for event in filter(am.is_frame, tab.events[since:]):
        stage.judge("ERR-CRASH-01", am.survived, event)
