"""Invites: making, listing, using and revoking them."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers.invites import invite_is_listed
from conformance.stage import Stage, check
from conformance.stage.invites import (
    invites,
    joins_by,
    lists,
    mistyped,
    previews,
    revokes,
    uses_body,
    uses_link,
)
from conformance.stage.roles import declared, gives, keeps_role


@check("invites.made", "INV-MAKE-01")
def test_an_invite_is_answered_with_its_token(stage: Stage) -> None:
    """201, and everything that an invite has."""
    alice = stage.person("alice")
    made = invites(alice, alice.creates(), max_uses=3, expires_in=600)
    stage.judge("INV-MAKE-01", m.field_is, made.answer.event, path="body/max_uses", expected=3)
    stage.judge("INV-MAKE-01", m.field_is, made.answer.event, path="body/created_by", expected=alice.id)
    stage.judge("INV-MAKE-01", m.field_is, made.answer.event, path="body/uses", expected=0)


@check("invites.defaults", "INV-MAKE-02")
def test_an_invite_without_more_is_for_members_without_a_limit(stage: Stage) -> None:
    """``role`` is member and ``max_uses`` null; bob becomes a member, and carol after him."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates()
    made = invites(alice, room)
    stage.judge("INV-MAKE-02", m.field_is, made.answer.event, path="body/role", expected="member")
    stage.judge("INV-MAKE-02", m.field_is, made.answer.event, path="body/max_uses", expected=None)
    for person in (bob, carol):
        joins_by(person, made.token)
        keeps_role("INV-MAKE-02", person, room, person, "member")


@check("invites.bad-members", "INV-MAKE-03")
def test_an_invite_with_nonsense_is_refused(stage: Stage) -> None:
    """Each member is wrong alone; the smallest good values are taken."""
    alice = stage.person("alice")
    room = alice.creates()
    wrong = [(name, value) for name in ("expires_in", "max_uses") for value in (0, -1, 1.5, "60", [60])]
    for name, value in [*wrong, ("role", "admin"), ("role", "Member"), ("role", "")]:
        answer = alice.request("POST", room.path("/invites"), {name: value})
        stage.judge("INV-MAKE-03", m.status_is, answer.event, expected=[400])
    invites(alice, room, expires_in=1, max_uses=1, role="member")


@check("invites.moderator-makes", "INV-MAKE-06")
def test_a_moderator_makes_invites_for_lower_roles(stage: Stage) -> None:
    """Mona brings in a member and a read_only."""
    if not declared(stage, "invites"):
        stage.never_provoked("the server does not declare invites")
    alice, mona, bob, rita = stage.people("alice", "mona", "bob", "rita")
    room = alice.creates(mona)
    gives(alice, room, mona, "moderator")
    for guest, role in ((bob, "member"), (rita, "read_only")):
        answer = mona.request("POST", room.path("/invites"), {"role": role})
        stage.judge("INV-MAKE-06", m.status_is, answer.event, expected=[201])
        joins_by(guest, answer.body["token"])
        keeps_role("INV-MAKE-06", guest, room, guest, role)


@check("invites.listed", "INV-LIST-01")
def test_the_list_shows_every_invite_that_can_be_used(stage: Stage) -> None:
    """Whoever made it: its role, its end, its limit and its count."""
    alice, mona, bob = stage.people("alice", "mona", "bob")
    room = alice.creates(mona)
    with_roles = declared(stage, "roles")
    if with_roles:
        gives(alice, room, mona, "moderator")
    made = [invites(alice, room, max_uses=5, expires_in=600), invites(mona if with_roles else alice, room)]
    joins_by(bob, made[0].token)
    shown = lists(alice, room)
    stage.judge("INV-LIST-01", m.conforms, shown, path="body", schema="openapi:InviteList")
    for invite, uses in zip(made, (1, 0), strict=True):
        told = {name: invite.answer.body[name] for name in ("role", "expires_at", "max_uses", "created_by")}
        stage.judge("INV-LIST-01", invite_is_listed, shown, invite_id=invite.id, fields={**told, "uses": uses})


@check("invites.link-joins", "INV-USE-01")
def test_a_link_makes_a_member(stage: Stage) -> None:
    """Bob follows the link, is shown the conversation, and has the role that the invite gives."""
    alice, bob = stage.people("alice", "bob")
    role = "read_only" if declared(stage, "roles") else "member"
    room = alice.creates()
    answer = joins_by(bob, invites(alice, room, role=role).token)
    stage.judge("INV-USE-01", m.field_is, answer.event, path="body/success", expected=True)
    stage.judge("INV-USE-01", m.field_is, answer.event, path="body/conversation/id", expected=room.id)
    keeps_role("INV-USE-01", bob, room, bob, role)


@check("invites.body-joins", "INV-USE-02")
def test_an_invite_in_the_body_of_a_join_makes_a_member(stage: Stage) -> None:
    """Bob knows the id and brings an invite; without one the conversation is not there."""
    alice, bob = stage.people("alice", "bob")
    role = "read_only" if declared(stage, "roles") else "member"
    room = alice.creates()
    made = invites(alice, room, role=role)
    answer = uses_body(bob, room, made.token)
    stage.judge("INV-USE-02", m.status_is, answer.event, expected=[200])
    keeps_role("INV-USE-02", bob, room, bob, role)


@check("invites.uses-counted", "INV-USE-03")
def test_every_join_by_an_invite_is_counted(stage: Stage) -> None:
    """Bob comes by the link, carol by the id; the count is one more after each."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates()
    made = invites(alice, room)
    joins_by(bob, made.token)
    stage.judge("INV-USE-03", invite_is_listed, lists(alice, room), invite_id=made.id, fields={"uses": 1})
    answer = uses_body(carol, room, made.token)
    stage.judge("INV-USE-02", m.status_is, answer.event, expected=[200])
    stage.judge("INV-USE-03", invite_is_listed, lists(alice, room), invite_id=made.id, fields={"uses": 2})


@check("invites.looking-uses-none", "INV-USE-06")
def test_looking_at_an_invite_does_not_use_it_up(stage: Stage) -> None:
    """Alice lists it, carol previews it, bob, who is in already, is refused: it is still good for carol, once."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob)
    made = invites(alice, room, max_uses=1)
    lists(alice, room)
    stage.judge("CONV-PREV-04", m.status_is, previews(carol, room, made.token).event, expected=[200])
    for attempt in (uses_link(bob, made.token), uses_body(bob, room, made.token)):
        stage.judge("MEM-JOIN-04", m.status_is, attempt.event, expected=[409])
    stage.judge("INV-USE-06", invite_is_listed, lists(alice, room), invite_id=made.id, fields={"uses": 0})
    stage.judge("INV-USE-06", m.status_is, uses_link(carol, made.token).event, expected=[200])


@check("invites.unknown-token", "INV-USE-09")
def test_a_token_that_no_invite_has_is_not_found(stage: Stage) -> None:
    """A real token with one letter wrong, and a text that never was one; by link and by id."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates()
    made = invites(alice, room)
    for token in (mistyped(made.token), stage.fresh("no-invite")):
        for attempt in (uses_link(bob, token), uses_body(bob, room, token)):
            stage.judge("INV-USE-09", m.status_is, attempt.event, expected=[404])
    joins_by(bob, made.token)


@check("invites.revoked-by-owner", "INV-REVOKE-01")
def test_an_owner_revokes_an_invite(stage: Stage) -> None:
    """200 and ``success``."""
    alice = stage.person("alice")
    room = alice.creates()
    answer = revokes(alice, room, invites(alice, room).id)
    stage.judge("INV-REVOKE-01", m.status_is, answer.event, expected=[200])
    stage.judge("INV-REVOKE-01", m.field_is, answer.event, path="body/success", expected=True)


@check("invites.revoked-nothing", "INV-REVOKE-03")
def test_revoking_what_never_was_is_not_found(stage: Stage) -> None:
    """Neither an id that nothing has nor the id of another conversation's invite."""
    alice = stage.person("alice")
    room, elsewhere = alice.creates(), alice.creates()
    foreign = invites(alice, elsewhere)
    for invite_id in (stage.fresh("no-invite"), foreign.id):
        answer = revokes(alice, room, invite_id)
        stage.judge("INV-REVOKE-03", m.status_is, answer.event, expected=[404])
    control = revokes(alice, elsewhere, foreign.id)
    stage.judge("INV-REVOKE-01", m.status_is, control.event, expected=[200])
