"""Sizes that would cost the server dearly, and peers that say nothing."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers.limits import closed_by_server
from conformance.stage import Stage, check
from conformance.stage.limits import (
    answer_on,
    chunk,
    compact,
    head_of,
    limit,
    named,
    padded,
    posts_on,
    printable,
    raw_connection,
    reachable,
)
from conformance.stage.roles import together

SUBJECT_LENGTH = 255


@check("limits.subject-past", "LIM-PID-02", needs=("mint",), hostile=True)
def test_a_subject_that_is_none_is_refused(stage: Stage) -> None:
    """Empty, one too long, or with a character that is not printable ASCII; the same without that is let in."""
    good = stage.fresh("subject")
    for sub in ("", printable(SUBJECT_LENGTH + 1, good), f"{good}\t", f"{good}\x7f", f"{good}\u00e9", f"{good}\n"):
        answer = named(stage, "nobody", sub).request("GET", "/chat/my-conversations")
        stage.judge("LIM-PID-02", m.status_is, answer.event, expected=[401, 400])
    control = named(stage, "somebody", good).request("GET", "/chat/my-conversations")
    stage.judge("AUTH-VALID-01", m.status_is, control.event, expected=[200])


@check("limits.body-past", "LIM-BODY-02")
def test_a_body_one_byte_larger_is_refused(stage: Stage) -> None:
    """A message in a body of one byte more than ``max_frame_bytes``; without it the same is taken."""
    alice = stage.person("alice")
    room = alice.creates()
    most = reachable(stage, "max_frame_bytes")
    for size, clause, expected in ((most + 1, "LIM-BODY-02", 413), (most, "LIM-BODY-01", 201)):
        body = compact(padded({"message_id": stage.fresh("msg"), "content": "hello"}, size)).encode()
        raw = raw_connection(stage, f"{size} bytes")
        answer = posts_on(stage, raw, alice, room.path("/messages"), body, Content_Length=str(len(body)))
        stage.judge(clause, m.status_is, answer, expected=[expected])
        stage.loop.run(raw.close())


@check("limits.chunked-past", "LIM-BODY-03", hostile=True)
def test_a_chunked_body_is_refused_once_it_is_too_large(stage: Stage) -> None:
    """It grows one byte past ``max_frame_bytes`` and does not end; one that ends in time is taken."""
    alice = stage.person("alice")
    room = alice.creates()
    small = compact({"message_id": stage.fresh("msg"), "content": "in chunks"}).encode()
    large = compact(padded({"message_id": stage.fresh("msg")}, reachable(stage, "max_frame_bytes") + 1)).encode()
    for name, wire, clause, expected in (
        ("ends", chunk(small) + chunk(b""), "MSG-POST-01", 201),
        ("grows", chunk(large), "LIM-BODY-03", 413),
    ):
        raw = raw_connection(stage, name)
        answer = posts_on(stage, raw, alice, room.path("/messages"), wire, Transfer_Encoding="chunked")
        stage.judge(clause, m.status_is, answer, expected=[expected])
        stage.loop.run(raw.close())


@check("limits.silent-connection", "LIM-HEAD-01", hostile=True, slow=True)
def test_a_connection_without_a_request_is_closed(stage: Stage) -> None:
    """Two connections, one silent and one in the middle of a head, are closed; meanwhile a third one is answered."""
    within_s = limit(stage, "handshake_timeout_ms") / 1000 + stage.settle_s
    quiet, half, whole = (raw_connection(stage, name) for name in ("quiet", "half", "whole"))
    stage.loop.run(half.send(b"GET /health/chat HTTP/1.1\r\nHost: "))
    request = stage.loop.run(whole.send(head_of(stage, "GET", "/health/chat")))
    control = answer_on(stage, whole, request)
    stage.judge("NET-HTTP-01", m.answered, control)
    ends = together(stage, quiet.closed_within(within_s), half.closed_within(within_s))
    closed = [control, *(end for end in ends if end is not None)]
    names = [quiet.name, half.name]
    stage.judge("LIM-HEAD-01", closed_by_server, closed, silent=names, within_ms=within_s * 1000)
    for raw in (quiet, half, whole):
        stage.loop.run(raw.close())
