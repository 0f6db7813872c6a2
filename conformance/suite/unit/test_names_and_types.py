"""Under which name and as what kind of participant somebody is shown."""

from __future__ import annotations

from functools import partial
from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, history
from conformance.stage import Person, Stage, check
from conformance.stage import conversations as verbs


def shown_name(stage: Stage, clause: str, person: Person, body: dict[str, Any], name: str) -> None:
    """Somebody joins with this body: others see the name among the members and in the event."""
    alice = stage.person("alice")
    room = alice.creates(access="open")
    joined = person.request("POST", room.path("/join"), body)
    stage.judge("MEM-JOIN-01", m.status_is, joined.event, expected=[200])
    seen = verbs.looks_at(alice, room).event
    stage.judge(
        clause, conversations.member_has, seen, path="body/participants", participant=person.id,
        fields={"displayName": name},
    )  # fmt: skip
    stage.judge(
        clause, history.timeline_counts, verbs.whole_timeline(alice, room), event_type="participant_joined",
        participant=person.id, count=1, fields={"participant/displayName": name},
    )  # fmt: skip


@check("names.given-at-join", "GEN-NAME-01")
def test_the_name_given_at_the_join_is_shown(stage: Stage) -> None:
    """Bob's token calls him bob; he joins as Bobby, and is shown so."""
    shown_name(stage, "GEN-NAME-01", stage.person("bob"), {"displayName": "Bobby T\u00e1bles"}, "Bobby T\u00e1bles")


@check("names.from-token", "GEN-NAME-02", needs=("mint",))
def test_without_a_name_in_the_body_that_of_the_token_is_shown(stage: Stage) -> None:
    """The token has a name, the body of the join has none."""
    bob = verbs.person_with(stage, stage.fresh("bob"), name="Bob of the Token")
    shown_name(stage, "GEN-NAME-02", bob, {}, "Bob of the Token")


@check("names.from-id", "GEN-NAME-03", needs=("mint",))
def test_without_any_name_the_id_is_shown(stage: Stage) -> None:
    """Neither the token nor the body of the join has a name."""
    bob = verbs.person_with(stage, stage.fresh("bob"))
    shown_name(stage, "GEN-NAME-03", bob, {}, bob.id)


@check("types.named-at-creation", "GEN-TYPE-02", needs=("mint",))
def test_the_type_of_the_named_is_known_when_they_come(stage: Stage) -> None:
    """Alice names an agent and bob: both humans at first; when they have come, the agent is shown as what it is."""
    alice, bob = stage.people("alice", "bob")
    agent = stage.person("helper", participant_type="ai")
    room = alice.creates(bob, agent)
    people = {"path": "body/participants"}
    for person in (bob, agent):
        seen = verbs.looks_at(alice, room).event
        stage.judge(
            "GEN-TYPE-02", conversations.member_has, seen, participant=person.id, fields={"type": "human"}, **people
        )
    for person, kind in ((bob, "human"), (agent, "ai")):
        person.reads_events(room, after=0)
        verbs.settles(
            stage, "GEN-TYPE-02", conversations.member_has, partial(verbs.asks_to_see, alice, room),
            participant=person.id, fields={"type": kind}, **people,
        )  # fmt: skip


@check("types.leaving-first-of-all", "GEN-TYPE-02", needs=("mint",))
def test_the_type_of_who_leaves_first_of_all_is_that_of_their_token(stage: Stage) -> None:
    """Alice names an agent and bob, and the first that either of them does is to leave: the event says what each is."""
    alice, bob = stage.people("alice", "bob")
    agent = stage.person("helper", participant_type="ai")
    room = alice.creates(bob, agent)
    bob.leaves(room)
    agent.leaves(room)
    pages = verbs.whole_timeline(alice, room)
    for person, kind in ((bob, "human"), (agent, "ai")):
        stage.judge(
            "GEN-TYPE-02", history.timeline_counts, pages, event_type="participant_left",
            participant=person.id, count=1, fields={"participant/type": kind},
        )  # fmt: skip


@check("ids.in-paths", "GEN-PID-02")
def test_an_id_with_special_characters_can_be_used_in_a_path(stage: Stage) -> None:
    """Slash, percent sign, blank, and what looks like an escape: promoted and removed like anybody else."""
    alice = stage.person("alice")
    ids = [stage.fresh(strange) for strange in ("a/b", "50%", "a b", "a%2Fb", "..", "a?b#c")]
    room = verbs.creates_as(alice, "CONV-CREATE-04", participants=[{"participantId": name} for name in ids])
    for name in ids:
        path = room.member(name)
        changed = alice.request("PATCH", path, {"role": "moderator"})
        stage.judge("GEN-PID-02", m.status_is, changed.event, expected=[200])
        stage.judge("GEN-PID-02", m.field_is, changed.event, path="body/participant/participantId", expected=name)
        removed = alice.request("DELETE", path)
        stage.judge("GEN-PID-02", m.status_is, removed.event, expected=[200])
    seen = verbs.looks_at(alice, room).event
    stage.judge("GEN-PID-02", conversations.members_are, seen, path="body/participants", expected={alice.id: {}})
