"""Roles as the others see them: the events of changes, and who owns a conversation when its owner goes."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.matchers import attempts, history, roles
from conformance.stage import Stage, Tab, check
from conformance.stage.attempts import tries_on
from conformance.stage.conversations import asks_for, caught_up, whole_timeline
from conformance.stage.roles import asks, gives, sees_leave, share_of_rate, talks, together


@check("roles.read-only-reads", "ROLE-RO-02")
def test_a_read_only_member_reads_and_follows(stage: Stage) -> None:
    """Rita reads what was said before, and hears what is said while she listens."""
    alice, rita = stage.people("alice", "rita")
    room = alice.creates(rita)
    gives(alice, room, rita, "read_only")
    before = alice.says(room, "said before", via="rest")
    found = rita.knocks(room)
    handshake = found.handshake if isinstance(found, Tab) else found
    stage.judge("ROLE-RO-02", m.status_is, handshake, expected=[101])
    listening = rita.tabs[-1]
    listening.until("ROLE-RO-02", m.is_first_frame, awaited="first frame")
    listening.hears(alice.says(room, "said meanwhile", via="ws"), clause="ROLE-RO-02")
    page = caught_up(rita, room, partial(asks_for, rita, room, after=before.sequence_id - 1))
    stage.judge("ROLE-RO-02", m.status_is, page.event, expected=[200])
    stage.judge("ROLE-RO-02", m.page_holds, page.event, message_ids=[before.message_id])


@check("roles.change-is-an-event", "ROLE-EVENT-01")
def test_a_change_of_role_is_an_event(stage: Stage) -> None:
    """Carol reads in the timeline who gave bob which role."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    gives(alice, room, bob, "moderator")
    carol.says(room, "well done", via="rest")  # behind whatever was appended of bob
    pages = whole_timeline(carol, room)
    stage.judge(
        "ROLE-EVENT-01", history.timeline_counts, pages, event_type="role_changed", participant=bob.id, count=1,
        fields={"role": "moderator", "by": alice.id},
    )  # fmt: skip
    stage.judge("ROLE-EVENT-01", m.conforms, pages[-1], path="body", schema="openapi:EventPage")


@check("roles.change-acts-at-once", "ROLE-EVENT-02")
def test_a_new_role_decides_on_open_connections(stage: Stage) -> None:
    """Bob talks, is silenced, and talks again, all on one connection."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    tab.says("as a member")
    for role, may_send in (("read_only", False), ("member", True)):
        gives(alice, room, bob, role)
        told = {"type": "role_changed", "participantId": bob.id, "role": role}
        tab.until("DLV-EVENTS-03", m.frame_has, awaited=f"role_changed to {role}", fields=told)
        bob.keep_to_rate()
        answer = tries_on(tab, {"message_id": stage.fresh("msg"), "content": f"as a {role}"}, "ROLE-EVENT-02")
        if may_send:
            stage.judge("ROLE-EVENT-02", attempts.attempt_accepted, answer)
        else:
            stage.judge("ROLE-EVENT-02", attempts.attempt_refused, answer, statuses=[403], codes=["READ_ONLY"])


@check("succession.new-owner", "ROLE-SUCC-01")
def test_the_last_owner_leaves_a_new_one_behind(stage: Stage) -> None:
    """Alice goes; bob reads that he or carol owns the conversation before he reads that she has gone."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    listening = bob.connects(room)
    alice.leaves(room)
    sees_leave(listening, alice)
    pages, heirs = whole_timeline(bob, room), [bob.id, carol.id]
    stage.judge("ROLE-SUCC-01", roles.new_owner_before_leave, pages, leaver=alice.id, among=heirs)


@check("succession.nothing-between", "ROLE-SUCC-04")
def test_nothing_comes_between_the_new_owner_and_the_leave(stage: Stage) -> None:
    """Alice goes while bob and carol talk as fast as they are answered."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    rounds = stage.rounds(3, least=2)
    messages = share_of_rate(stage, 8, rounds)
    for _ in range(rounds):
        room = alice.creates(bob, carol)
        bobs, carols = bob.connects(room), carol.connects(room)
        leave = asks(alice, "DELETE", room.path("/leave"))
        *_, left = together(stage, talks(bobs, messages), talks(carols, messages), leave)
        stage.judge("MEM-LEAVE-01", m.status_is, left, expected=[200])
        sees_leave(bobs, alice)
        pages = whole_timeline(bob, room)
        stage.judge("ROLE-SUCC-04", roles.leave_follows_succession, pages, leaver=alice.id)
