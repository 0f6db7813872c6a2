"""The opening handshake, header by header."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import websocket
from conformance.stage import Stage, check, origins
from conformance.stage.websocket import allowed_origins, upgrades


@check("handshake.subprotocol", "WS-PROTO-01")
def test_the_subprotocol_is_selected_where_it_is_offered(stage: Stage) -> None:
    """Alone, first or last among others: chat.v1 is the one."""
    alice = stage.person("alice")
    room = alice.creates()
    for offer in ("chat.v1", "chat.v1, x.other", "x.other, x.another, chat.v1"):
        answer = upgrades(alice, room, Sec_WebSocket_Protocol=offer)
        stage.judge("WS-PROTO-01", websocket.selects, answer.event, subprotocol="chat.v1")


@check("handshake.as-browsers-write-it", "WS-UPGRADE-01")
def test_a_handshake_is_read_word_by_word(stage: Stage) -> None:
    """`Connection` names the upgrade among other things, as browsers do it, and case does not matter."""
    alice = stage.person("alice")
    room = alice.creates()
    for connection, upgrade in (("keep-alive, Upgrade", "websocket"), ("upgrade", "WebSocket")):
        answer = upgrades(alice, room, Connection=connection, Upgrade=upgrade)
        stage.judge("WS-UPGRADE-01", m.status_is, answer.event, expected=[101])


@check("handshake.no-subprotocol", "WS-PROTO-02")
def test_a_handshake_without_a_subprotocol_is_accepted(stage: Stage) -> None:
    """None is offered, none is selected."""
    alice = stage.person("alice")
    answer = upgrades(alice, alice.creates())
    stage.judge("WS-PROTO-02", websocket.selects, answer.event, subprotocol=None)


@check("handshake.foreign-subprotocol", "WS-PROTO-03")
def test_no_other_subprotocol_is_ever_selected(stage: Stage) -> None:
    """Only others are offered: none of them is selected."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room, Sec_WebSocket_Protocol="x.other, chat.v1")
    stage.judge("WS-PROTO-01", websocket.selects, control.event, subprotocol="chat.v1")
    for offer in ("x.other", "chat.v2, chat", "x.other, chat.v11"):
        answer = upgrades(alice, room, Sec_WebSocket_Protocol=offer)
        stage.judge("WS-PROTO-03", websocket.selects_nothing_foreign, answer.event)


@check("handshake.version", "WS-VERSION-01")
def test_another_version_is_refused(stage: Stage) -> None:
    """The same handshake is accepted as version 13."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    for version in ("8", "12", "14"):
        answer = upgrades(alice, room, Sec_WebSocket_Version=version)
        stage.judge("WS-VERSION-01", m.status_is, answer.event, expected=[400, 426])


@check("handshake.key", "WS-KEY-01")
def test_a_handshake_without_a_valid_key_is_refused(stage: Stage) -> None:
    """No key, and one of the wrong length."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    for key in (None, "c2hvcnQ="):
        answer = upgrades(alice, room, Sec_WebSocket_Key=key)
        stage.judge("WS-KEY-01", m.status_is, answer.event, expected=[400])


@check("handshake.plain-get", "WS-PLAIN-01")
def test_a_plain_get_of_the_sockets_path_is_refused(stage: Stage) -> None:
    """Without an upgrade: some 4xx."""
    alice = stage.person("alice")
    answer = upgrades(alice, alice.creates(), Connection=None, Upgrade=None, Sec_WebSocket_Version=None,
                      Sec_WebSocket_Key=None)  # fmt: skip
    stage.judge("WS-PLAIN-01", m.status_is, answer.event, expected=list(range(400, 500)))


@check("handshake.origin-allowed", "WS-ORIGIN-05")
def test_an_allowed_origin_comes_in(stage: Stage) -> None:
    """Every declared origin, or ten of them: a good token is let in, and none is not."""
    allowed = allowed_origins(stage)
    if not allowed:
        stage.never_provoked("the server allows no origin")
    alice = stage.person("alice")
    for origin in origins.tried(stage, allowed):
        room = alice.creates()
        answer = upgrades(alice, room, Origin=origin)
        stage.judge("WS-ORIGIN-05", m.status_is, answer.event, expected=[101])
        anonymous = upgrades(stage.stranger(), room, Origin=origin)
        stage.judge("WS-ORIGIN-05", m.status_is, anonymous.event, expected=[401])
