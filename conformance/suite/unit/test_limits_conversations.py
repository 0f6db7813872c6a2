"""Conversations and people at their limits and one past them."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers.limits import (
    capacity_reached,
    frame_fits_content,
    is_capabilities_document,
    limits_are_declared,
    limits_are_in_bounds,
)
from conformance.stage import Stage, check
from conformance.stage.limits import body_with_others, creates_from, limit, named, printable, reachable

LETTERS = ("x", "\u00e9", "\U0001f600")
"""One byte, two bytes, four bytes and two UTF-16 units: each is one code point."""

SUBJECT_LENGTH = 255
SITES = 20
SITE_LENGTH = 255


@check("limits.declared", "LIM-DECL-01")
def test_every_limit_without_a_default_is_declared(stage: Stage) -> None:
    """Under its name and with its type."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("LIM-DECL-01", limits_are_declared, answer.event)


@check("limits.in-bounds", "LIM-BOUND-01")
def test_declared_limits_lie_within_their_bounds(stage: Stage) -> None:
    """Nobody declares themselves out of a duty."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", is_capabilities_document, answer.event)
    stage.judge("LIM-BOUND-01", limits_are_in_bounds, answer.event)


@check("limits.frame-fits-content", "LIM-BOUND-02")
def test_a_frame_has_room_for_the_longest_content(stage: Stage) -> None:
    """``max_frame_bytes`` is at least 12 times ``max_content_length`` plus 4096."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", is_capabilities_document, answer.event)
    stage.judge("LIM-BOUND-02", frame_fits_content, answer.event)


@check("limits.title-at", "LIM-TITLE-01")
def test_a_title_as_long_as_allowed_is_accepted(stage: Stage) -> None:
    """Whatever its letters are made of; it comes back whole."""
    alice = stage.person("alice")
    for letter in LETTERS:
        title = letter * reachable(stage, "max_title_length")
        answer = creates_from(alice, {"title": title})
        stage.judge("LIM-TITLE-01", m.status_is, answer.event, expected=[201])
        stage.judge("LIM-TITLE-01", m.content_is_exactly, answer.event, path="body/title", code_points=title)


@check("limits.title-past", "LIM-TITLE-02")
def test_a_title_one_longer_is_refused(stage: Stage) -> None:
    """One letter more than allowed; without it the same is taken."""
    alice = stage.person("alice")
    most = reachable(stage, "max_title_length")
    for length, clause, expected in ((most + 1, "LIM-TITLE-02", 400), (most, "LIM-TITLE-01", 201)):
        answer = creates_from(alice, {"title": "x" * length})
        stage.judge(clause, m.status_is, answer.event, expected=[expected])


@check("limits.name-at", "LIM-NAME-01")
def test_a_name_as_long_as_allowed_is_accepted(stage: Stage) -> None:
    """Bob joins under it, whatever its letters are made of."""
    alice, bob = stage.people("alice", "bob")
    for letter in LETTERS:
        room = alice.creates(access="open")
        name = letter * reachable(stage, "max_display_name_length")
        answer = bob.request("POST", room.path("/join"), {"displayName": name})
        stage.judge("LIM-NAME-01", m.status_is, answer.event, expected=[200])


@check("limits.name-past", "LIM-NAME-02")
def test_a_name_one_longer_is_refused(stage: Stage) -> None:
    """Neither by joining nor by being named at creation; without the last letter it is taken."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(access="open")
    most = reachable(stage, "max_display_name_length")
    listed = {"participantId": bob.id, "displayName": "x" * (most + 1)}
    answer = creates_from(alice, {"participants": [listed]})
    stage.judge("LIM-NAME-02", m.status_is, answer.event, expected=[400])
    for length, clause, expected in ((most + 1, "LIM-NAME-02", 400), (most, "LIM-NAME-01", 200)):
        answer = bob.request("POST", room.path("/join"), {"displayName": "x" * length})
        stage.judge(clause, m.status_is, answer.event, expected=[expected])


@check("limits.subject-at", "LIM-PID-01", needs=("mint",))
def test_a_subject_as_long_as_allowed_takes_part(stage: Stage) -> None:
    """255 characters, every printable one among them: its owner creates a conversation, and is in it verbatim."""
    long = named(stage, "long", printable(SUBJECT_LENGTH, stage.fresh("long")))
    answer = creates_from(long, {"access": "open"})
    stage.judge("LIM-PID-01", m.status_is, answer.event, expected=[201])
    stage.judge("LIM-PID-01", m.field_is, answer.event, path="body/participants/0/participantId", expected=long.id)


@check("limits.sites", "LIM-SITES-01")
def test_sites_are_limited(stage: Stage) -> None:
    """20 of 255 characters are taken; not 21, none that is empty, none of 256."""
    alice = stage.person("alice")
    longest = "s" * SITE_LENGTH
    for sites in (["site"] * (SITES + 1), [""], ["site", longest + "s"]):
        answer = creates_from(alice, {"sites": sites})
        stage.judge("LIM-SITES-01", m.status_is, answer.event, expected=[400])
    control = creates_from(alice, {"sites": [f"{number:02}{longest[2:]}" for number in range(SITES)]})
    stage.judge("CONV-CREATE-12", m.status_is, control.event, expected=[201])


@check("limits.created-too-large", "LIM-PEOPLE-03")
def test_a_conversation_is_not_born_too_large(stage: Stage) -> None:
    """As many others as members are allowed are one too many, the creator being one; one fewer are not."""
    alice = stage.person("alice")
    most = limit(stage, "max_participants")
    answer = creates_from(alice, body_with_others(stage, most))
    stage.judge("LIM-PEOPLE-03", capacity_reached, answer.event, or_statuses=[400])
    control = creates_from(alice, body_with_others(stage, most - 1))
    stage.judge("CONV-CREATE-04", m.status_is, control.event, expected=[201])
