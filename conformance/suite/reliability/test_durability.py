"""Durable before visible: what anybody was told, saw or read survives ``kill -9``."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from conformance.history import messages, order
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Room, Stage, check
from conformance.stage.people import Person
from conformance.stage.workload import (
    answered,
    declares,
    history,
    lines_for,
    post,
    timeline,
    together,
    within_rate,
)

WAYS = ("/chat/{room}/events", "/chat/conversations/{room}", "/chat/my-conversations")
"""How somebody can read over REST that there is more."""

# What was told ``w`` seconds before it was written is missing after a kill that comes sooner than that.  If the kill
# takes ``t`` seconds, a longer ``w`` is always found out, and a shorter one missed with a chance of ``1 - w / t`` each
# time.


@contextmanager
def _killed(stage: Stage) -> Iterator[None]:
    """The server is killed at once, and started again after what is done meanwhile."""
    stage.server.kill()
    yield
    stage.server.start()


@check("durability.posted-survives-kill", "DUR-ACK-02", phase="alone", needs=("launch",))
def test_what_was_posted_survives_kill_9(stage: Stage) -> None:
    """The server is killed in the moment of the last answer; after its restart every posted message is there, once."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    # What is written behind is lost by one kill, as far as it was not written yet: of eight lines the last at least.
    said = [alice.says(room, f"line {number}", via="rest") for number in range(stage.rounds(8, least=3))]
    with _killed(stage):
        ids = [one.message_id for one in said]
    stage.judge("DUR-ACK-02", messages.all_there_once, timeline(bob, room, clause="DUR-ACK-02"), message_ids=ids)


@check("durability.seen-survives-kill", "DUR-SEEN-01", phase="alone", needs=("launch",))
def test_what_somebody_saw_survives_kill_9(stage: Stage) -> None:
    """Alice talks quickly, bob listens and syncs; the server is killed in the moment when he hears a line, and all
    that he was shown is there afterwards."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    talking, listening = alice.connects(room), bob.connects(room)
    # Twice three lines: of a lead of half of what the kill takes, one run in four sees nothing.
    for frames in [lines_for(stage, within_rate(stage, 3)) for _ in range(stage.rounds(2, least=1))]:
        together(stage, *(talking.socket.send(frame) for frame in frames))
        listening.sends({"type": "sync", "last_sequence_id": 0})
        wanted = {"type": "message", "message_id": frames[-1]["message_id"]}
        listening.until("DLV-OTHERS-01", m.frame_has, awaited="alice's line", fields=wanted)
        with _killed(stage):
            pass
        stage.judge(
            "DUR-SEEN-01",
            guarantees.everything_seen_is_kept,
            listening.events,
            timeline(bob, room, clause="DUR-SEEN-01"),
        )
        talking, listening = alice.connects(room), bob.connects(room)


@check("durability.read-survives-kill", "DUR-SEEN-02", phase="alone", needs=("launch",))
def test_what_somebody_read_over_rest_survives_kill_9(stage: Stage) -> None:
    """Bob reads page, resource and list in turns until one of them shows alice's line; killed in that moment, the
    server keeps it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for turn in range(len(WAYS)):  # each comes first once
        talking = alice.connects(room)
        position = talking.says("something to begin with").sequence_id
        bob.reads_events(room)  # whatever his first look costs a server, it is over
        talking.sends(lines_for(stage, 1)[0])
        answers = _read_until_shown(bob, room, position, turn)
        with _killed(stage):
            pass
        pages = timeline(bob, room, clause="DUR-SEEN-02")
        stage.judge("DUR-SEEN-02", guarantees.everything_read_is_kept, answers, pages, room=room.id)


def _read_until_shown(person: Person, room: Room, position: int, turn: int) -> list[Event]:
    """Ask in one way after the other, beginning with another one each turn, until an answer shows more than there
    was: nothing is asked after that."""
    stage = person.stage
    paths = [way.format(room=quote(room.id, safe="")) for way in WAYS]
    answers: list[Event] = []
    begun = time.monotonic()
    while not answers or not _shows(answers[-1], room, position):
        if time.monotonic() - begun > stage.settle_s:
            stage.judge("RYW-REST-01", m.nothing_came, answers, awaited="alice's line", within_ms=stage.settle_s * 1000)
        answers.append(person.request("GET", paths[(turn + len(answers)) % len(paths)]).event)
    return answers


def _shows(answer: Event, room: Room, position: int) -> bool:
    """Whether an answer shows more than there was."""
    views = answer.body.get("conversations", [answer.body]) if answer.data["status"] == 200 else []
    heads = [one.get("current_sequence_id") for one in views if one.get("id", room.id) == room.id]
    return any(isinstance(head, int) and head > position for head in heads)


@check("durability.members-survive-kill", "DUR-MEMBER-01", phase="alone", needs=("launch",))
def test_who_is_in_survives_kill_9(stage: Stage) -> None:
    """Carol joins, bob leaves, dave gets another role, erin is removed; after a kill everybody is where they were, in
    the same conversation."""
    alice, bob, carol, dave, erin = stage.people("alice", "bob", "carol", "dave", "erin")
    room = alice.creates(bob, dave, erin, access="open")
    carol.joins(room)
    bob.leaves(room)
    expected = {alice.id: "owner", carol.id: "member", dave.id: "member", erin.id: "member"}
    if declares(stage, "roles"):
        changed = alice.request("PATCH", room.member(dave.id), {"role": "moderator"})
        stage.judge("ROLE-OWNER-01", m.status_is, changed.event, expected=[200])
        removed = alice.request("DELETE", room.member(erin.id))
        stage.judge("ROLE-OWNER-03", m.status_is, removed.event, expected=[200])
        expected = {alice.id: "owner", carol.id: "member", dave.id: "moderator"}
    with _killed(stage):
        pass
    answer = alice.request("GET", room.resource)
    stage.judge("DUR-MEMBER-01", m.status_is, answer.event, expected=[200])
    stage.judge("DUR-MEMBER-01", guarantees.members_are, answer.event, expected=expected)
    for name in ("title", "access", "mode", "created_at"):
        stage.judge("DUR-MEMBER-01", m.fields_agree, room.answer.event, answer.event, paths=[f"body/{name}"] * 2)
    gone = bob.request("GET", room.path("/events"))
    stage.judge("DUR-MEMBER-01", m.status_is, gone.event, expected=[404])


@check("durability.numbers-go-on", "DUR-NUMBER-01", phase="alone", needs=("launch",))
def test_numbers_go_on_after_kill_9(stage: Stage) -> None:
    """The server is killed while alice and bob talk, on both transports; afterwards the timeline goes on behind its
    last event, and each event of it is whole."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    talking = alice.connects(room)
    # One kill, after the first ack of ten lines: the others may be numbered and not written then. A server that is
    # wrong for ``w`` of the ``d`` seconds that all of them take is found out with a chance of ``w / d``.
    frames = lines_for(stage, within_rate(stage, stage.rounds(10, least=4)))
    together(stage, *(talking.socket.send(frame) for frame in frames), post(bob, room, lines_for(stage, 1)[0]))
    answered(talking, frames[0]["message_id"])
    with _killed(stage):
        pass
    alice.says(room, "on we go", via="rest")
    bob.says(room, "and on", via="ws")
    pages = timeline(bob, room)
    stage.judge("DUR-NUMBER-01", order.numbers_are_whole, pages, history(stage))
    for page in pages:
        stage.judge("DUR-NUMBER-01", m.conforms, page, path="body", schema="openapi:EventPage")
