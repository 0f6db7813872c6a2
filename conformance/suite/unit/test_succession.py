"""To whom a conversation falls when its last owner goes."""

from __future__ import annotations

from conformance.recorder.matchers import roles
from conformance.stage import Person, Room, Stage, check
from conformance.stage.conversations import whole_timeline
from conformance.stage.roles import gives, sees_leave


def falls_to(clause: str, owner: Person, room: Room, heir: Person) -> None:
    """The owner leaves, and the heir reads that they are the owner now."""
    listening = heir.connects(room)
    owner.leaves(room)
    sees_leave(listening, owner)
    pages = whole_timeline(heir, room)
    owner.stage.judge(clause, roles.new_owner_before_leave, pages, leaver=owner.id, among=[heir.id])


@check("succession.highest-role", "ROLE-SUCC-02")
def test_the_highest_role_inherits_then_who_was_there_longest(stage: Stage) -> None:
    """Bob, carol and dave join one after the other; whoever of them has the highest role inherits, else bob."""
    stories = (
        ({"bob": "member", "carol": "moderator", "dave": "member"}, "carol"),
        ({"bob": "read_only", "carol": "member", "dave": "moderator"}, "dave"),
        ({"bob": "read_only", "carol": "member", "dave": "member"}, "carol"),
        ({"bob": "member", "carol": "member", "dave": "member"}, "bob"),
    )
    alice, *others = stage.people("alice", "bob", "carol", "dave")
    for given, heir in stories:
        room = alice.creates(access="open")
        for other in others:
            other.joins(room)
        for other in others:
            if given[other.name] != "member":
                gives(alice, room, other, given[other.name])
        falls_to("ROLE-SUCC-02", alice, room, next(other for other in others if other.name == heir))


@check("succession.no-machine", "ROLE-SUCC-03", needs=("mint",))
def test_no_machine_inherits(stage: Stage) -> None:
    """Robot was there before bob and is a moderator; bob inherits."""
    alice, bob = stage.people("alice", "bob")
    robot = stage.person("robot", participant_type="ai")
    room = alice.creates(access="open")
    robot.joins(room)
    gives(alice, room, robot, "moderator")
    bob.joins(room)
    falls_to("ROLE-SUCC-03", alice, room, bob)
