"""The messages of a timeline, read by themselves."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import history
from conformance.stage import Person, Room, Stage, check
from conformance.stage import conversations as verbs


def coming_and_going(stage: Stage) -> tuple[Person, Room, list[int]]:
    """A conversation where people come before, between and after three messages; the numbers of the messages."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates(access="open")
    bob.joins(room)
    first = alice.says(room, "first", via="rest").sequence_id
    second = bob.says(room, "second", via="rest").sequence_id
    carol.joins(room)
    third = carol.says(room, "third", via="rest").sequence_id
    dave.joins(room)
    bob.leaves(room)
    verbs.whole_timeline(alice, room)  # from now on she sees all of it
    return alice, room, [first, second, third]


@check("history.messages-only", "HIST-MSG-01")
def test_the_list_of_messages_holds_the_messages(stage: Stage) -> None:
    """Three messages, each as it stands in the timeline; nobody's coming or going."""
    alice, room, _ = coming_and_going(stage)
    listed = verbs.walks(alice, room, "after", 0, 100, clause="HIST-MSG-01", what="messages")
    stage.judge("HIST-MSG-01", history.holds_only_messages_of, listed, verbs.whole_timeline(alice, room))


@check("history.messages-counted", "HIST-MSG-02")
def test_only_messages_count_for_limit_and_more(stage: Stage) -> None:
    """The newest two messages are two, whoever came and went since; before the first there are no more."""
    alice, room, (first, second, third) = coming_and_going(stage)
    newest = verbs.reads(alice, room, "HIST-MSG-02", "messages", limit=2)
    stage.judge("HIST-MSG-02", history.page_ends_with, newest, numbers=[second, third])
    stage.judge("HIST-MSG-02", m.field_is, newest, path="body/has_more", expected=True)
    earlier = verbs.reads(alice, room, "HIST-MSG-02", "messages", before=second, limit=1)
    stage.judge("HIST-MSG-02", history.page_lists, earlier, numbers=[first])
    stage.judge("HIST-MSG-02", m.field_is, earlier, path="body/has_more", expected=False)


@check("history.messages-positions", "HIST-MSG-03")
def test_positions_among_messages_are_numbers_of_the_timeline(stage: Stage) -> None:
    """After the first message come the second and the third, before the third the first and the second."""
    alice, room, (first, second, third) = coming_and_going(stage)
    later = verbs.reads(alice, room, "HIST-MSG-03", "messages", after=first)
    stage.judge("HIST-MSG-03", history.page_begins_with, later, numbers=[second, third])
    earlier = verbs.reads(alice, room, "HIST-MSG-03", "messages", before=third)
    stage.judge("HIST-MSG-03", history.page_ends_with, earlier, numbers=[first, second])
