"""The server is killed and comes back: numbers mean what they meant."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("timeline.numbers-after-kill", "GEN-STREAM-02", phase="alone", needs=("launch",))
def test_no_number_names_a_second_event_after_a_crash(stage: Stage) -> None:
    """Bob listens while alice talks; the server dies under her words; what he saw keeps its numbers, or they rest."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening, speaking = bob.connects(room), alice.connects(room)
    connected = listening.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame")
    said = [speaking.says(f"line {number}") for number in range(stage.rounds(6, least=3))]
    for one in said:
        listening.hears(one)
    for number in range(stage.rounds(10, least=3)):
        alice.keep_to_rate()
        speaking.sends({"type": "message", "message_id": stage.fresh("msg"), "content": f"in the air {number}"})
    stage.server.kill()
    stage.server.start()
    for number in range(3):
        alice.says(room, f"after it {number}", via="rest")
    pages = verbs.whole_timeline(bob, room)
    stage.judge("GEN-STREAM-02", history.numbers_keep_their_events, connected, listening.events, pages)


@check("timeline.stream-after-kill", "GEN-STREAM-03", phase="alone", needs=("launch",))
def test_a_restart_keeps_the_stream(stage: Stage) -> None:
    """Every event is there after it, under its number: so the stream has the name that it had."""
    alice = stage.person("alice")
    room = alice.creates()
    for number in range(3):
        alice.says(room, f"line {number}", via="rest")
    before = verbs.whole_timeline(alice, room)
    stage.server.kill()
    stage.server.start()
    after = verbs.whole_timeline(alice, room)
    stage.judge("DUR-ACK-01", history.read_again_the_same, before, after)
    for one, other in zip(before, after, strict=False):
        stage.judge("GEN-STREAM-03", m.fields_agree, one, other, paths=["body/stream_id", "body/stream_id"])
