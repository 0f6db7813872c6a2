"""Who somebody is, the credential says: no body, no frame, no likeness of names; and ids that nobody guesses."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.matchers import conversations, general
from conformance.stage import BOTH, Person, Room, Stage, Tab, check
from conformance.stage import conversations as verbs

RANDOM_BITS = 128
FORGED_TIME = "2001-01-01T00:00:00Z"
NAMES = ("Harold", "Chatbot 3000", "The assistant", "system")
"""What people and machines may be called."""


@check("ids.conversation", "GEN-ID-01")
def test_a_conversation_id_cannot_be_guessed(stage: Stage) -> None:
    """Sixteen ids differ from each other in as many places as 128 random bits need."""
    alice = stage.person("alice")
    made = [alice.creates().answer.event for _ in range(16)]
    stage.judge("GEN-ID-01", general.can_be_random, made, path="body/id", bits=RANDOM_BITS)


@check("ids.connection", "GEN-ID-02")
def test_a_connection_id_cannot_be_guessed(stage: Stage) -> None:
    """Sixteen connections one after the other: their ids differ in as many places as 128 random bits need."""
    alice = stage.person("alice")
    room = alice.creates()
    greetings = []
    for _ in range(16):
        tab = alice.connects(room)
        greetings.append(tab.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame"))
        tab.closes()
    stage.judge("GEN-ID-02", general.can_be_random, greetings, path="frame/connection_id", bits=RANDOM_BITS)


@check("ids.verbatim", "GEN-PID-01", needs=("mint",))
def test_a_participant_is_the_subject_of_the_token_to_the_letter(stage: Stage) -> None:
    """Capitals and blanks included: shown so, and neither the lower-cased nor the trimmed twin is that person."""
    sub = f"Ann B. O'{stage.fresh('Neil')} "
    ann = verbs.person_with(stage, sub)
    room = ann.creates()
    said = ann.says(room, "it is me", via="rest")
    stage.judge("GEN-PID-01", m.field_is, said.answer, path="body/participant/participantId", expected=sub)
    seen = verbs.looks_at(ann, room).event
    stage.judge("GEN-PID-01", conversations.members_are, seen, path="body/participants", expected={sub: {}})
    for twin in (sub.lower(), sub.strip()):
        answer = verbs.asks_to_see(verbs.person_with(stage, twin), room)
        stage.judge("GEN-PID-01", m.status_is, answer.event, expected=[404])


def sends_with(person: Person, room: Room, transport: str, forged: dict[str, Any]) -> str:
    """Send a message with further members, which are to be ignored; returns its id."""
    message = {**forged, "message_id": person.stage.fresh("msg"), "content": "who said this, and when?"}
    if transport == "rest":
        answer = person.request("POST", room.path("/messages"), message)
        person.stage.judge("GEN-EXT-01", m.status_is, answer.event, expected=[201])
    else:
        tab = person.connects(room)
        tab.sends({**message, "type": "message"})
        wanted = {"type": "message_ack", "message_id": message["message_id"]}
        tab.until("GEN-EXT-01", m.frame_has, awaited="message_ack", fields=wanted)
    return str(message["message_id"])


def arrives(tab: Tab, message_id: str) -> Any:
    """The message as somebody else gets it."""
    wanted = {"type": "message", "message_id": message_id}
    return tab.until("DLV-OTHERS-01", m.frame_has, awaited=f"message {message_id}", fields=wanted)


@check("identity.author", "GEN-PID-03", transports=BOTH)
def test_nobody_speaks_in_another_name(stage: Stage, transport: str) -> None:
    """Alice writes into her message, in every way that one could, that it is bob's; carol sees that it is alice's."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening = carol.connects(room)
    forged = {
        "participant": {"participantId": bob.id, "displayName": "bob", "type": "ai"},
        "participantId": bob.id, "participant_id": bob.id, "displayName": "bob", "sender": bob.id, "from": bob.id,
        "author": {"participantId": bob.id}, "user_id": bob.id, "sub": bob.id,
    }  # fmt: skip
    message_id = sends_with(alice, room, transport, forged)
    heard = arrives(listening, message_id)
    mine = {"participantId": alice.id, "type": "human"}
    for field, value in mine.items():
        stage.judge("GEN-PID-03", m.field_is, heard, path=f"frame/participant/{field}", expected=value)
    stage.judge(
        "GEN-PID-03", general.event_has, verbs.whole_timeline(carol, room), message_id=message_id,
        fields={f"participant/{field}": value for field, value in mine.items()},
    )  # fmt: skip


@check("identity.server-made-members", "GEN-PID-04", transports=BOTH)
def test_numbers_and_times_are_the_servers(stage: Stage, transport: str) -> None:
    """Alice writes another number, time and conversation into her message; bob sees the server's."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    before = bob.says(room, "before it", via="rest")
    listening = bob.connects(room)
    forged = {"sequence_id": 4711, "timestamp": FORGED_TIME, "conversation_id": "another", "stream_id": "another"}
    heard = arrives(listening, sends_with(alice, room, transport, forged))
    stage.judge("GEN-PID-04", m.field_is, heard, path="frame/sequence_id", expected=before.sequence_id + 1)
    stage.judge("GEN-PID-04", m.field_is, heard, path="frame/conversation_id", expected=room.id)
    stage.judge("GEN-PID-04", conversations.is_not, heard, path="frame/timestamp", forbidden=FORGED_TIME)


@check("identity.type", "GEN-TYPE-01", needs=("mint",))
def test_the_claim_alone_makes_an_agent(stage: Stage) -> None:
    """Of two people with the same name, of whom each says that they are what the other is, the one whose token says so
    is an agent."""
    alice = stage.person("alice")
    claims: dict[str, dict[str, str]] = {"ai": {"participant_type": "ai"}, "human": {}}
    bodies = {"ai": {"type": "human", "participant_type": "human"}, "human": {"type": "ai", "participant_type": "ai"}}
    for name in NAMES:
        room = alice.creates(access="open")
        for kind, claim in claims.items():
            person = verbs.person_with(stage, stage.fresh("somebody"), name=name, **claim)
            joined = person.request("POST", room.path("/join"), bodies[kind])
            stage.judge("MEM-JOIN-01", m.status_is, joined.event, expected=[200])
            seen = verbs.looks_at(alice, room).event
            stage.judge(
                "GEN-TYPE-01", conversations.member_has, seen, path="body/participants", participant=person.id,
                fields={"type": kind},
            )  # fmt: skip
