"""The server is killed and comes back: numbers mean what they meant."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import Stage, check
from conformance.stage import conversations as verbs


@check("timeline.numbers-after-kill", "GEN-STREAM-02", phase="alone", needs=("launch",))
def test_no_number_names_a_second_event_after_a_crash(stage: Stage) -> None:
    """Bob listens in two conversations: one is quiet again when the server dies, in the other alice still talks.  What
    he heard keeps its numbers, in both, or they rest."""
    alice, bob = stage.people("alice", "bob")
    # Of what is in the air the last may be durable and unheard: of that nobody can say what number it had.
    rooms = [alice.creates(bob) for _ in range(2)]
    ears = [bob.connects(room) for room in rooms]
    connected = [ear.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame") for ear in ears]
    speaking = [alice.connects(room) for room in rooms]
    for mouth, ear in zip(speaking, ears, strict=True):
        for one in [mouth.says(f"line {number}") for number in range(stage.rounds(6, least=3))]:
            ear.hears(one)
    for number in range(stage.rounds(10, least=3)):
        alice.keep_to_rate()
        speaking[1].sends({"type": "message", "message_id": stage.fresh("msg"), "content": f"in the air {number}"})
    stage.server.kill()
    stage.server.start()
    for room, ear, first in zip(rooms, ears, connected, strict=True):
        for number in range(3):
            alice.says(room, f"after it {number}", via="rest")
        pages = verbs.whole_timeline(bob, room)
        stage.judge("GEN-STREAM-02", history.numbers_keep_their_events, first, ear.events, pages)


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
