"""Invites over a crash."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers.invites import invite_is_listed
from conformance.stage import Stage, check
from conformance.stage.invites import invites, joins_by, lists, revokes, uses_link


@check("invites.kept", "INV-KEEP-01", phase="alone", needs=("launch",))
def test_invites_survive_a_kill(stage: Stage) -> None:
    """After a kill a used invite is used, a revoked one revoked, and a good one good, with its count."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates()
    once, good, revoked = invites(alice, room, max_uses=1), invites(alice, room), invites(alice, room)
    joins_by(bob, once.token)
    joins_by(carol, good.token)
    stage.judge("INV-REVOKE-01", m.status_is, revokes(alice, room, revoked.id).event, expected=[200])
    stage.server.kill()
    stage.server.start()
    stage.judge("INV-KEEP-01", invite_is_listed, lists(alice, room), invite_id=good.id, fields={"uses": 1})
    for invite, expected in ((once, 410), (revoked, 410), (good, 200)):
        stage.judge("INV-KEEP-01", m.status_is, uses_link(dave, invite.token).event, expected=[expected])
