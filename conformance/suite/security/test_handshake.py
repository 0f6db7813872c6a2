"""Handshakes that must not open a door: wrong credentials, wrong places for them, wrong pages."""

from __future__ import annotations

from urllib.parse import quote

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.websocket import allowed_origins, resembling, upgrades
from conformance.target.tokens import with_flipped_bit

FOREIGN = "https://foreign.invalid"


@check("handshake.token-in-query", "WS-CRED-01")
def test_a_token_in_the_query_is_refused(stage: Stage) -> None:
    """The token that opens a socket from the header opens none from the query."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    for name in ("access_token", "token"):
        answer = upgrades(alice, room, f"?{name}={alice.token}", Authorization=None)
        stage.judge("WS-CRED-01", m.status_is, answer.event, expected=[400, 401])


@check("handshake.bearer-and-ticket", "WS-CRED-02")
def test_two_credentials_at_once_are_refused(stage: Stage) -> None:
    """A ticket opens a socket alone, and a bearer token does; both together do not."""
    alice = stage.person("alice")
    room = alice.creates()
    tickets = [alice.request("POST", "/chat/tickets", {"conversation_id": room.id}) for _ in range(2)]
    for sold in tickets:
        stage.judge("TKT-USE-01", m.status_is, sold.event, expected=[201])
    queries = [f"?ticket={quote(sold.body['ticket'], safe='')}" for sold in tickets]
    alone = upgrades(alice, room, queries[0], Authorization=None)
    stage.judge("TKT-USE-01", m.status_is, alone.event, expected=[101])
    both = upgrades(alice, room, queries[1])
    stage.judge("WS-CRED-02", m.status_is, both.event, expected=[400])


@check("handshake.invalid-token", "WS-CRED-03", needs=("mint",), hostile=True)
def test_a_handshake_with_an_invalid_token_is_refused(stage: Stage) -> None:
    """One flipped bit of the signature, and the socket stays shut."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    answer = upgrades(alice.with_token(with_flipped_bit(alice.token)), room)
    stage.judge("WS-CRED-03", m.status_is, answer.event, expected=[401])


@check("handshake.origin-missing", "WS-ORIGIN-01", needs=("mint",), hostile=True)
def test_without_an_origin_the_credential_alone_decides(stage: Stage) -> None:
    """No Origin: a good token comes in, a bad one does not; nor does it with an Origin that is allowed."""
    alice = stage.person("alice")
    room = alice.creates()
    forger = alice.with_token(with_flipped_bit(alice.token))
    good = upgrades(alice, room, Origin=None)
    stage.judge("WS-ORIGIN-01", m.status_is, good.event, expected=[101])
    for allowed in allowed_origins(stage)[:1]:
        control = upgrades(forger, room, Origin=allowed)
        stage.judge("WS-CRED-03", m.status_is, control.event, expected=[401])
    bad = upgrades(forger, room, Origin=None)
    stage.judge("WS-ORIGIN-01", m.status_is, bad.event, expected=[401])


@check("handshake.origin-foreign", "WS-ORIGIN-02", hostile=True)
def test_a_foreign_origin_is_refused(stage: Stage) -> None:
    """The same handshake without the Origin is accepted."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    answer = upgrades(alice, room, Origin=FOREIGN)
    stage.judge("WS-ORIGIN-02", m.status_is, answer.event, expected=[403])


@check("handshake.origin-null", "WS-ORIGIN-03", hostile=True)
def test_the_origin_null_is_refused(stage: Stage) -> None:
    """What a sandboxed frame sends is no missing Origin."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room)
    stage.judge("WS-UPGRADE-01", m.status_is, control.event, expected=[101])
    answer = upgrades(alice, room, Origin="null")
    stage.judge("WS-ORIGIN-03", m.status_is, answer.event, expected=[403])


@check("handshake.origin-resembling", "WS-ORIGIN-04", hostile=True)
def test_an_origin_that_resembles_an_allowed_one_is_refused(stage: Stage) -> None:
    """Prefix, suffix, port and scheme are compared exactly."""
    allowed = allowed_origins(stage)
    if not allowed:
        stage.never_provoked("the server allows no origin that another could resemble")
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice, room, Origin=allowed[0])
    stage.judge("WS-ORIGIN-05", m.status_is, control.event, expected=[101])
    for likeness in resembling(allowed[0]).values():
        if likeness not in allowed:
            answer = upgrades(alice, room, Origin=likeness)
            stage.judge("WS-ORIGIN-04", m.status_is, answer.event, expected=[403])


@check("handshake.origin-before-credential", "WS-ORIGIN-06", needs=("mint",), hostile=True)
def test_a_foreign_origin_learns_nothing_of_the_credential(stage: Stage) -> None:
    """403 for a good token, for a bad one, and for none."""
    alice = stage.person("alice")
    room = alice.creates()
    control = upgrades(alice.with_token(with_flipped_bit(alice.token)), room)
    stage.judge("WS-CRED-03", m.status_is, control.event, expected=[401])
    for who in (alice, alice.with_token(with_flipped_bit(alice.token)), stage.stranger()):
        answer = upgrades(who, room, Origin=FOREIGN)
        stage.judge("WS-ORIGIN-06", m.status_is, answer.event, expected=[403])
