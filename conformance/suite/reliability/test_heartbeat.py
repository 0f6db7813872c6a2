"""Heartbeat: signs of life, asked for, awaited and given."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, Tab, check
from conformance.stage.limits import heartbeat_s
from conformance.stage.websocket import until_within


def _silent(stage: Stage) -> Tab:
    alice = stage.person("alice")
    return alice.connects(alice.creates(), answers_pings=False)


@check("heartbeat.pong", "HB-PONG-01")
def test_a_ping_frame_is_answered_with_its_nonce(stage: Stage) -> None:
    """Two pings in flight, two pongs, each with its own nonce."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    nonces = [stage.fresh("nonce") for _ in range(2)]
    for nonce in nonces:
        tab.sends({"type": "ping", "nonce": nonce})
    for nonce in nonces:
        wanted = {"type": "pong", "nonce": nonce}
        tab.until("HB-PONG-01", m.frame_has, awaited=f"pong {nonce}", fields=wanted)


@check("heartbeat.pong-without-nonce", "HB-PONG-02")
def test_a_ping_without_nonce_gets_a_pong_without(stage: Stage) -> None:
    """After a ping with a nonce, one without."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.barrier()
    since = len(tab.events)
    tab.sends({"type": "ping"})
    pong = tab.until("HB-PONG-01", m.frame_has, since=since, awaited="pong", fields={"type": "pong"})
    stage.judge("HB-PONG-02", websocket.has_no, pong, member="nonce")


@check("heartbeat.ping", "HB-PING-01", slow=True)
def test_a_quiet_connection_is_pinged(stage: Stage) -> None:
    """Nobody says anything; a WebSocket ping comes in time, and after the answer another one."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    interval_s, _ = heartbeat_s(stage)
    for _ in range(2):
        since = len(tab.events)
        within_s = interval_s + stage.settle_s
        until_within(tab, "HB-PING-01", websocket.is_ping, within_s, since=since, awaited="WebSocket ping")


@check("heartbeat.dead", "HB-DEAD-01", slow=True)
def test_a_client_without_a_sign_of_life_is_closed(stage: Stage) -> None:
    """Alice's client answers no ping and says nothing."""
    tab = _silent(stage)
    ended = tab.ends("HB-DEAD-01", sum(heartbeat_s(stage)) + stage.settle_s)
    stage.judge("HB-DEAD-01", websocket.ended, [*tab.events[:-1], ended])


@check("heartbeat.code", "HB-CODE-01", slow=True)
def test_silence_is_closed_with_4408(stage: Stage) -> None:
    """The code tells a client that it was its own silence."""
    tab = _silent(stage)
    ended = tab.ends("HB-DEAD-01", sum(heartbeat_s(stage)) + stage.settle_s)
    stage.judge("HB-CODE-01", m.closed_with, ended, codes=[4408])
