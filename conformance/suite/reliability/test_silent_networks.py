"""Networks that fall silent, and clients that are merely quiet: who is given up, who stays, what the others see."""

from __future__ import annotations

import time

from conformance.recorder.matchers import presence, slow
from conformance.recorder.matchers.limits import turned_away
from conformance.recorder.matchers.websocket import ENDS
from conformance.stage import Stage, Tab, check
from conformance.stage.catching_up import relay
from conformance.stage.limits import comes_in_within, fills_up, heartbeat_s, seconds, stays_in
from conformance.stage.presence import GRACE_S, sees_online
from conformance.stage.slow import below_the_queue, crowd, slow_reader
from conformance.stage.websocket import until_within

BETWEEN_KNOCKS_S = 0.1


def _given_up_within_s(stage: Stage) -> float:
    return sum(heartbeat_s(stage)) + stage.settle_s


@check("heartbeat.half-open", "HB-DEAD-02", slow=True)
def test_a_connection_whose_network_fell_silent_frees_its_place(stage: Stage) -> None:
    """Alice has all the connections that she may have, and there is no place for another; the network of one falls
    silent, and when its time is up a new one gets in."""
    alice = stage.person("alice")
    room = alice.creates()
    with relay(stage) as (network, endpoint):
        alice.connects(room, endpoint=endpoint)
        fills_up(alice, room, "LIM-CONN-01", but=1)
        found = stays_in(alice, room)
        stage.judge("LIM-CONN-02", turned_away, found.handshake if isinstance(found, Tab) else found)
        network.holds_to_server = network.holds_to_client = True
        within_s = _given_up_within_s(stage)
        handshake = comes_in_within(alice, room, within_s, every_s=BETWEEN_KNOCKS_S)
        stage.judge("HB-DEAD-02", slow.place_is_free, handshake, silent_ms=within_s * 1000)


@check("heartbeat.quiet", "HB-ALIVE-01", slow=True)
def test_who_answers_pings_may_say_nothing_else(stage: Stage) -> None:
    """For as long as it takes to give up a dead client, alice's answers pings and says nothing; it stays open."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    quiet_s = _given_up_within_s(stage) * stage.rounds(1)
    begun = time.monotonic_ns()
    ended = stage.loop.run(tab.socket.wait_for(lambda event: event.kind in ENDS, 0, quiet_s))
    pong = tab.barrier() if ended is None else None
    if pong is None:
        stage.refuse_stalled(begun)
    stage.judge("HB-ALIVE-01", slow.lives, tab.events, [pong] if pong else [], quiet_ms=quiet_s * 1000)


@check("presence.half-open", "PRES-HALF-01", slow=True)
def test_whose_network_fell_silent_is_offline(stage: Stage) -> None:
    """Alice's network falls silent; bob is told that she is gone, and the conversation shows it."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    watching = bob.connects(room)
    with relay(stage) as (network, endpoint):
        alice.connects(room, endpoint=endpoint)
        network.holds_to_server = network.holds_to_client = True
        _is_seen_to_go(watching, alice.id, _given_up_within_s(stage))
        sees_online(bob, room, alice, False, "PRES-HALF-01", stage.settle_s)


@check("presence.too-slow", "PRES-HALF-01", slow=True)
def test_who_was_too_slow_is_offline(stage: Stage) -> None:
    """Carol stops reading, and is cut off; bob is told that she is gone, and the conversation shows it."""
    bob, carol = stage.people("bob", "carol")
    talk = crowd(stage, below_the_queue(stage), bob, carol)
    watching = bob.connects(talk.room)
    with slow_reader(carol, talk) as reader:
        talk.says(reader.lines_for(below_the_queue(stage)) - 1)
        _is_seen_to_go(watching, carol.id, seconds(stage, "write_timeout_ms") + stage.settle_s)
        sees_online(bob, talk.room, carol, False, "PRES-HALF-01", stage.settle_s)


def _is_seen_to_go(watching: Tab, who: str, given_up_s: float) -> None:
    within_s = given_up_s + watching.person.stage.settle_s + GRACE_S
    until_within(
        watching, "PRES-HALF-01", presence.updates, within_s, awaited="participant_update that lists them as offline",
        participant=who, online=False,
    )  # fmt: skip
