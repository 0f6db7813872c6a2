"""What owners and moderators may do, and how a change of role is answered."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.stage.roles import declared, gives, is_gone, keeps_role, looks, tries_to_give, tries_to_remove


@check("roles.owner-gives-every-role", "ROLE-OWNER-01")
def test_an_owner_gives_every_role(stage: Stage) -> None:
    """Bob becomes everything, one after the other, by alice's hand."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for role in ("moderator", "read_only", "member", "owner"):
        gives(alice, room, bob, role)
        keeps_role("ROLE-OWNER-01", alice, room, bob, role)


@check("roles.owner-changes-owner", "ROLE-OWNER-02")
def test_an_owner_changes_and_removes_other_owners(stage: Stage) -> None:
    """Of two other owners one becomes a member again, the other is removed."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    for other in (bob, carol):
        gives(alice, room, other, "owner")
    gives(alice, room, bob, "member", clause="ROLE-OWNER-02")
    keeps_role("ROLE-OWNER-02", alice, room, bob, "member")
    answer = tries_to_remove(alice, room, carol)
    stage.judge("ROLE-OWNER-02", m.status_is, answer.event, expected=[200])
    is_gone("ROLE-OWNER-02", alice, room, carol)


@check("roles.owner-removes", "ROLE-OWNER-03")
def test_an_owner_removes_members_of_every_lower_role(stage: Stage) -> None:
    """A member, a read_only and a moderator are gone afterwards."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates(bob, carol, dave)
    gives(alice, room, carol, "read_only")
    gives(alice, room, dave, "moderator")
    for other in (bob, carol, dave):
        answer = tries_to_remove(alice, room, other)
        stage.judge("ROLE-OWNER-03", m.status_is, answer.event, expected=[200])
        is_gone("ROLE-OWNER-03", alice, room, other)


@check("roles.moderator-removes", "ROLE-MOD-01")
def test_a_moderator_removes_a_member_and_a_read_only(stage: Stage) -> None:
    """Mona, a moderator, removes bob and carol."""
    alice, mona, bob, carol = stage.people("alice", "mona", "bob", "carol")
    room = alice.creates(mona, bob, carol)
    gives(alice, room, mona, "moderator")
    gives(alice, room, carol, "read_only")
    for other in (bob, carol):
        answer = tries_to_remove(mona, room, other)
        stage.judge("ROLE-MOD-01", m.status_is, answer.event, expected=[200])
        is_gone("ROLE-MOD-01", mona, room, other)


@check("roles.moderator-silences", "ROLE-MOD-02")
def test_a_moderator_silences_and_unsilences(stage: Stage) -> None:
    """Mona, a moderator, makes bob read_only and a member again."""
    alice, mona, bob = stage.people("alice", "mona", "bob")
    room = alice.creates(mona, bob)
    gives(alice, room, mona, "moderator")
    for role in ("read_only", "member"):
        gives(mona, room, bob, role, clause="ROLE-MOD-02")
        keeps_role("ROLE-MOD-02", mona, room, bob, role)


@check("roles.owner-steps-down", "ROLE-SELF-02")
def test_an_owner_beside_another_steps_down(stage: Stage) -> None:
    """Alice makes bob an owner and herself a member."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    gives(alice, room, bob, "owner")
    gives(alice, room, alice, "member", clause="ROLE-SELF-02")
    keeps_role("ROLE-SELF-02", alice, room, alice, "member")


@check("roles.only-owner-steps-down", "ROLE-SELF-03")
def test_the_only_owner_steps_down_or_stays_owner(stage: Stage) -> None:
    """Alice would be a member, where bob could follow her and where she is alone: whatever she is told is so."""
    alice, bob = stage.people("alice", "bob")
    for room in (alice.creates(bob), alice.creates()):
        answer = tries_to_give(alice, room, alice, "member").event
        stage.judge("ROLE-SELF-03", m.status_is, answer, expected=[200, 403])
        keeps_role("ROLE-SELF-03", alice, room, alice, "member" if answer.data["status"] == 200 else "owner")


@check("roles.change-answered", "ROLE-EVENT-03")
def test_a_change_is_answered_with_the_member_as_they_are_now(stage: Stage) -> None:
    """``success``, and bob with his new role."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    answer = tries_to_give(alice, room, bob, "read_only").event
    stage.judge("ROLE-OWNER-01", m.status_is, answer, expected=[200])
    stage.judge("ROLE-EVENT-03", m.conforms, answer, path="body", schema="openapi:RoleChangedAnswer")
    stage.judge("ROLE-EVENT-03", m.field_is, answer, path="body/participant/participantId", expected=bob.id)
    stage.judge("ROLE-EVENT-03", m.field_is, answer, path="body/participant/role", expected="read_only")


@check("roles.unknown-role", "ROLE-VALUE-01")
def test_a_role_that_is_none_is_refused(stage: Stage) -> None:
    """Other words, other spellings and no words at all; then a role that is one."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    for value in ("admin", "Moderator", "read-only", "member ", "", 1, None, ["member"]):
        answer = tries_to_give(alice, room, bob, value)
        stage.judge("ROLE-VALUE-01", m.status_is, answer.event, expected=[400])
    keeps_role("ROLE-VALUE-01", alice, room, bob, "member")
    gives(alice, room, bob, "moderator")


@check("roles.read-only-leaves", "ROLE-RO-03")
def test_a_read_only_member_can_leave(stage: Stage) -> None:
    """Rita, who may only read, goes."""
    alice, rita = stage.people("alice", "rita")
    room = alice.creates(rita)
    gives(alice, room, rita, "read_only")
    answer = rita.request("DELETE", room.path("/leave"))
    stage.judge("ROLE-RO-03", m.status_is, answer.event, expected=[200])
    after = rita.request("GET", room.path("/events"))
    stage.judge("ROLE-RO-03", m.status_is, after.event, expected=[404])


@check("roles.without-the-capability", "ROLE-NONE-01")
def test_without_roles_the_creator_owns_and_the_others_are_members(stage: Stage) -> None:
    """Alice creates, bob is named at creation, carol joins."""
    if declared(stage, "roles"):
        stage.never_provoked("the server declares roles")
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, access="open")
    carol.joins(room)
    for person, role in ((alice, "owner"), (bob, "member"), (carol, "member")):
        keeps_role("ROLE-NONE-01", carol, room, person, role)
    stage.judge("ROLE-NONE-01", m.conforms, looks(carol, room), path="body", schema="openapi:Conversation")
