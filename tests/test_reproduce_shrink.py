"""What a story does not need is left out, whatever shows that it does not need it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from test_reproduce_story import ALICE, BOB, MESSAGE, Record, room_of_two, steps

from conformance.reproduce.shrink import Enough, shrunk, with_its_waits
from conformance.reproduce.story import Ask, Await, Known, Listed, Open, Pause, Send, Story, is_whole, refs


def long_story() -> Story:
    """Three people talk for a while; then a creation is answered wrongly."""
    record = room_of_two()
    record.person("carol", "carol-1a2b3c4d-00000000000c")
    record.opens("carol", "carol/1", "/chat/ws/c_4f9a81bc")
    record.opens("alice", f"{ALICE}/1", "/chat/ws/c_4f9a81bc")
    for number in range(12):
        record.sends("alice", f"{ALICE}/1", {"type": "typing", "n": number})
        record.hears("bob", f"{BOB}/1", {"type": "typing", "n": number})
        record.now += 200_000_000
    message = {"type": "message", "message_id": MESSAGE}
    record.sends("alice", f"{ALICE}/1", message)
    heard = record.hears("bob", f"{BOB}/1", message)
    record.breaks("basic.field_is", heard, path="frame/content", expected="y")
    return record.story()


def asks(oracle: Callable[[Story], bool]) -> tuple[Callable[[Story], bool], list[Story]]:
    """An oracle that notes what it was asked."""
    asked: list[Story] = []

    def noting(story: Story) -> bool:
        asked.append(story)
        return oracle(story)

    return noting, asked


def has_the_message(story: Story) -> bool:
    return any(isinstance(step, Send) and step.value["type"] == "message" for step in story.steps)


def test_only_what_the_failure_needs_is_left() -> None:
    whole = long_story()
    oracle, asked = asks(has_the_message)
    short = shrunk(whole, oracle)
    assert [type(step) for step in short.steps] == [Ask, Open, Open, Send, Await]
    assert len(asked) < 4 * len(whole)


def test_a_story_that_refers_to_what_is_gone_is_never_tried() -> None:
    oracle, asked = asks(lambda story: True)
    shrunk(long_story(), oracle)
    assert asked
    assert all(is_whole(story) for story in asked)


def test_where_everything_is_needed_nothing_is_left_out() -> None:
    whole = long_story()
    assert shrunk(whole, lambda story: story == whole) == whole


def test_when_the_time_is_up_the_shortest_so_far_is_taken() -> None:
    whole, left = long_story(), [3]

    def oracle(story: Story) -> bool:
        left[0] -= 1
        if left[0] < 0:
            raise Enough
        return has_the_message(story)

    short = shrunk(whole, oracle)
    assert has_the_message(short)
    assert len(short) < len(whole)


def test_what_was_waited_for_comes_back_to_what_is_left() -> None:
    whole = long_story()
    short = shrunk(whole, has_the_message)
    longer = with_its_waits(whole, short)
    assert is_whole(longer)
    assert len(steps(longer, Send)) == len(steps(short, Send)) == 1
    assert len(steps(longer, Await)) > len(steps(short, Await))


def test_a_pause_that_the_clause_grants_stays() -> None:
    whole = long_story()
    granted = replace(whole, steps=(*whole.steps, Pause("p", 2.0, bound=True), Pause("q", 2.0)))
    short = shrunk(granted, lambda story: True)
    assert [step.id for step in steps(short, Pause)] == ["p"]


def test_who_does_nothing_is_left_out_of_the_bodies() -> None:
    record = room_of_two()
    gone = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", gone, expected=[403])
    short = shrunk(record.story(), lambda story: True)
    assert Known("bob") not in refs(short.steps)
    assert steps(short, Ask)[0].body == {"participants": []}


def test_of_a_list_that_the_rule_reads_as_much_stays_as_it_needs() -> None:
    record = Record()
    record.person("alice", ALICE)
    answers = [record.answers(record.asks("alice", "POST", "/chat/create", {}), 201, {"id": f"c{n}"}) for n in range(8)]
    record.breaks("general.can_be_random", answers, path="body/id", bits=128)

    def two_are_left(story: Story) -> bool:
        found = story.verdict.readings[0]
        return isinstance(found, Listed) and len(found.parts) >= 2

    assert len(shrunk(record.story(), two_are_left).steps) == 2
