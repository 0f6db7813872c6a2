"""Who may not do what: every refusal beside the same act by somebody who may."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import attempts
from conformance.stage import BOTH, Stage, check
from conformance.stage.attempts import tries_to_say
from conformance.stage.roles import declared, gives, keeps_role, tries_to_give, tries_to_remove


@check("roles.moderator-against-equals", "ROLE-MOD-03")
def test_a_moderator_touches_neither_owner_nor_moderator(stage: Stage) -> None:
    """Mona silences dave, but can neither change nor remove alice, the owner, or max, a moderator too."""
    alice, mona, max_, dave = stage.people("alice", "mona", "max", "dave")
    room = alice.creates(mona, max_, dave)
    for other in (mona, max_):
        gives(alice, room, other, "moderator")
    gives(mona, room, dave, "read_only", clause="ROLE-MOD-02")
    for other, role in ((alice, "owner"), (max_, "moderator")):
        for attempt in (tries_to_give(mona, room, other, "member"), tries_to_remove(mona, room, other)):
            stage.judge("ROLE-MOD-03", m.status_is, attempt.event, expected=[403])
        keeps_role("ROLE-MOD-03", mona, room, other, role)


@check("roles.moderator-promotes", "ROLE-MOD-04")
def test_a_moderator_makes_no_moderator_and_no_owner(stage: Stage) -> None:
    """Mona makes dave read_only, but neither a moderator nor an owner."""
    alice, mona, dave = stage.people("alice", "mona", "dave")
    room = alice.creates(mona, dave)
    gives(alice, room, mona, "moderator")
    gives(mona, room, dave, "read_only", clause="ROLE-MOD-02")
    for role in ("moderator", "owner"):
        answer = tries_to_give(mona, room, dave, role)
        stage.judge("ROLE-MOD-04", m.status_is, answer.event, expected=[403])
    keeps_role("ROLE-MOD-04", mona, room, dave, "read_only")


@check("messages.silenced-id-free", "MSG-FREE-01", transports=BOTH)
def test_the_id_of_what_the_silenced_said_is_free(stage: Stage, transport: str) -> None:
    """Bob is refused while he is read_only; when he may speak again he uses that message_id for another text.  Where
    there are no roles, he is refused because he is no member yet."""
    alice, bob = stage.people("alice", "bob")
    message = {"message_id": stage.fresh("msg"), "content": "may I?"}
    if declared(stage, "roles"):
        room = alice.creates(bob)
        gives(alice, room, bob, "read_only")
        answer = tries_to_say(bob, room, message, via=transport, clause="ROLE-RO-01")
        stage.judge("ROLE-RO-01", attempts.attempt_refused, answer, statuses=[403], codes=["READ_ONLY"])
        gives(alice, room, bob, "member")
    else:
        room = alice.creates(access="open")
        answer = tries_to_say(bob, room, message, via="rest", clause="ISO-HIDE-02")
        stage.judge("ISO-HIDE-02", m.status_is, answer, expected=[404])
        bob.joins(room)
    again = tries_to_say(bob, room, {**message, "content": "thank you"}, via=transport, clause="MSG-FREE-01")
    stage.judge("MSG-FREE-01", attempts.attempt_accepted, again)


@check("roles.member-changes", "ROLE-MEMBER-01")
def test_a_member_and_a_guest_change_no_role(stage: Stage) -> None:
    """Bob and rita try what alice may: to make erin a moderator, and to silence her."""
    alice, bob, rita, erin = stage.people("alice", "bob", "rita", "erin")
    room = alice.creates(bob, rita, erin)
    gives(alice, room, rita, "read_only")
    for actor in (bob, rita):
        for role in ("moderator", "read_only"):
            answer = tries_to_give(actor, room, erin, role)
            stage.judge("ROLE-MEMBER-01", m.status_is, answer.event, expected=[403])
            keeps_role("ROLE-MEMBER-01", actor, room, erin, "member")
    gives(alice, room, erin, "moderator")


@check("roles.member-removes", "ROLE-MEMBER-02")
def test_a_member_and_a_guest_remove_nobody(stage: Stage) -> None:
    """Bob and rita try what alice may: to remove erin."""
    alice, bob, rita, erin = stage.people("alice", "bob", "rita", "erin")
    room = alice.creates(bob, rita, erin)
    gives(alice, room, rita, "read_only")
    for actor in (bob, rita):
        answer = tries_to_remove(actor, room, erin)
        stage.judge("ROLE-MEMBER-02", m.status_is, answer.event, expected=[403])
        keeps_role("ROLE-MEMBER-02", actor, room, erin, "member")
    control = tries_to_remove(alice, room, erin)
    stage.judge("MEM-REMOVE-01", m.status_is, control.event, expected=[200])


@check("roles.own-role", "ROLE-SELF-01")
def test_nobody_but_an_owner_changes_their_own_role(stage: Stage) -> None:
    """Up or down, from every role below owner."""
    alice, mona, bob, rita = stage.people("alice", "mona", "bob", "rita")
    room = alice.creates(mona, bob, rita)
    gives(alice, room, mona, "moderator")
    gives(alice, room, rita, "read_only")
    attempts_ = ((rita, "read_only", "member"), (rita, "read_only", "owner"), (bob, "member", "owner"),
                 (bob, "member", "read_only"), (mona, "moderator", "owner"), (mona, "moderator", "member"))  # fmt: skip
    for person, now, wanted in attempts_:
        answer = tries_to_give(person, room, person, wanted)
        stage.judge("ROLE-SELF-01", m.status_is, answer.event, expected=[403])
        keeps_role("ROLE-SELF-01", person, room, person, now)


@check("roles.read-only-sends", "ROLE-RO-01", transports=BOTH)
def test_a_read_only_member_sends_nothing(stage: Stage, transport: str) -> None:
    """What rita sends is refused and reaches nobody; mary, who is a member, may."""
    alice, mary, rita = stage.people("alice", "mary", "rita")
    room = alice.creates(mary, rita)
    listening = alice.connects(room)
    # Rita has not spoken yet: whether a change acts at once on who has is ROLE-EVENT-02's.
    gives(alice, room, rita, "read_only")
    listening.hears(mary.says(room, "because I may", via=transport))
    message = {"message_id": stage.fresh("msg"), "content": "although I may not"}
    answer = tries_to_say(rita, room, message, via=transport, clause="ROLE-RO-01")
    stage.judge("ROLE-RO-01", attempts.attempt_refused, answer, statuses=[403], codes=["READ_ONLY"])
    if transport == "rest":
        stage.judge("ROLE-RO-01", m.field_is, answer, path="body/code", expected="READ_ONLY")
    listening.hears(alice.says(room, "a later message", via="ws"))
    stage.judge("ROLE-RO-01", m.nobody_received, listening.events, canary=message["message_id"], people=["alice"])


@check("roles.read-only-invites", "ROLE-RO-04")
def test_a_read_only_member_makes_no_invite(stage: Stage) -> None:
    """Alice can make one for a guest, rita cannot."""
    if not declared(stage, "invites"):
        stage.never_provoked("the server does not declare invites")
    alice, rita = stage.people("alice", "rita")
    room = alice.creates(rita)
    gives(alice, room, rita, "read_only")
    control = alice.request("POST", room.path("/invites"), {"role": "read_only"})
    stage.judge("INV-MAKE-01", m.status_is, control.event, expected=[201])
    answer = rita.request("POST", room.path("/invites"), {"role": "read_only"})
    stage.judge("ROLE-RO-04", m.status_is, answer.event, expected=[403])


@check("roles.removal-without-the-capability", "ROLE-NONE-02")
def test_without_roles_nobody_but_the_owner_removes(stage: Stage) -> None:
    """Bob and carol can remove neither each other nor alice."""
    if declared(stage, "roles"):
        stage.never_provoked("the server declares roles")
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    for actor, other, role in ((bob, carol, "member"), (carol, bob, "member"), (bob, alice, "owner")):
        answer = tries_to_remove(actor, room, other)
        stage.judge("ROLE-NONE-02", m.status_is, answer.event, expected=[403, 404])
        keeps_role("ROLE-NONE-02", actor, room, other, role)
