"""A queue that is full says so, keeps nothing that it refused, and empties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.history import reading
from conformance.history.reading import Attempt
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Person, Room, Stage, Tab, check
from conformance.stage.auth import waits_as_told
from conformance.stage.conversations import whole_timeline
from conformance.stage.flooding import crowd, flood, flood_around, tries
from conformance.stage.limits import queue_limit
from conformance.stage.outcome import Inconclusive
from conformance.stage.workload import history, lines_for

CODES = ("QUEUE_FULL", "RATE_LIMITED")
WAITS = 3
"""In the end, says the clause.  They are sent one by one, and what is sent one by one is not refused (BP-LIFE-01): with
the flood over and waited for, a second refusal is odd already, and a third has no excuse."""
FLOODS = 3
"""So often is a queue flooded that did not fill up."""
NEVER_FULL = "the server took every message at once"


@check("backpressure.every-message-answered", "BP-ANSWER-01")
def test_under_load_every_message_is_answered(stage: Stage) -> None:
    """Four times queue_limit messages come at once over several connections; each is taken or refused in words."""
    for _ in _floods(stage):
        stage.judge("BP-ANSWER-01", guarantees.every_message_is_answered, history(stage), codes=list(CODES))


@check("backpressure.refused-is-not-stored", "BP-REFUSED-01")
def test_what_a_full_queue_refused_is_not_stored(stage: Stage) -> None:
    """What was refused with QUEUE_FULL is neither delivered nor in the timeline."""
    *_, (people, room, said) = _floods(stage)
    if not _refused_lines(stage):
        stage.never_provoked(NEVER_FULL)
    said[0][0].hears(people[1].says(room, "after the flood", via="ws"))
    pages = whole_timeline(people[0], room)
    stage.judge("BP-REFUSED-01", guarantees.refused_is_not_stored, history(stage), pages, code="QUEUE_FULL")


@check("backpressure.refused-gets-through-later", "BP-RESEND-01", slow=True)
def test_what_a_full_queue_refused_gets_through_later(stage: Stage) -> None:
    """Refused lines are sent again after the waits that the server named, one by one, until all are taken."""
    *_, (_, room, said) = _floods(stage)
    refused = {one.message_id: one for one in _refused_lines(stage)}
    if not refused:
        stage.never_provoked(NEVER_FULL)
    waits_as_told(max(_wait(one.answer) for one in refused.values()))  # once for all of them
    for tab, frame in said:
        if frame["message_id"] in refused and not _gets_through(stage, tab, room, frame):
            break
    stage.judge("BP-RESEND-01", guarantees.got_through, history(stage), message_ids=list(refused), rounds=WAITS)


def _floods(stage: Stage) -> Iterator[tuple[list[Person], Room, list[tuple[Tab, dict[str, Any]]]]]:
    """Flood one conversation after the other until a queue was full, and tell of each when it is answered: a server may
    be quicker than what sends to it on the same machine."""
    for _ in range(FLOODS):
        people, room, tabs = crowd(stage, 4 * queue_limit(stage))
        yield people, room, flood(stage, tabs, 4 * queue_limit(stage))
        if _refused_lines(stage):
            return


def _refused_lines(stage: Stage) -> list[Attempt]:
    """Those that found a queue full."""
    return [one for one in reading.attempts(history(stage)) if one.refusal == "QUEUE_FULL"]


def _wait(answer: Event | None) -> float:
    return float(answer.frame.get("retry_after", 1)) if answer is not None else 0.0


def _gets_through(stage: Stage, tab: Tab, room: Room, frame: Mapping[str, Any]) -> bool:
    """Send a line again, after each refusal once more when it has waited as it was told."""
    for _ in range(WAITS):
        answer = stage.loop.run(tries(tab, room, frame))
        if answer is not None and answer.frame["type"] == "message_ack":
            return True
        waits_as_told(_wait(answer))
    return False


@check("backpressure.no-lifetime-limit", "BP-LIFE-01")
def test_a_queue_limit_is_no_limit_for_life(stage: Stage) -> None:
    """Twice queue_limit lines, each after the answer to the one before: none finds the queue full.  Then the same lines
    once more, which are messages, too, and wait for nothing that their answers did not wait for."""
    people, room, tabs = crowd(stage, 2 * queue_limit(stage))
    said = list(enumerate(lines_for(stage, 2 * queue_limit(stage))))
    for number, frame in [*said, *said]:
        people[number % len(people)].keep_to_rate()
        answer = stage.loop.run(tries(tabs[number % len(tabs)], room, frame))
        if answer is None or answer.frame.get("code") == "QUEUE_FULL":
            break
    names = [person.name for person in people]
    stage.judge("BP-LIFE-01", guarantees.none_refused_with, history(stage), code="QUEUE_FULL", people=names)


@check("backpressure.other-conversations", "BP-SCOPE-01", phase="alone")
def test_a_full_queue_is_full_for_its_own_conversation(stage: Stage) -> None:
    """While one conversation is flooded, bob's lines in another, fewer than its queue holds, find room."""
    bob = stage.person("bob")
    quiet = bob.creates()
    tab = bob.connects(quiet)
    tab.says("it is quiet here")
    for _ in range(FLOODS):
        _, _, tabs = crowd(stage, 4 * queue_limit(stage))
        flood_around(stage, tabs, 4 * queue_limit(stage), tab)
        said = history(stage)
        stage.judge("BP-SCOPE-01", guarantees.none_refused_with, said, code="QUEUE_FULL", people=["bob"])
        if _spoke_while_full("bob", said):
            return
    if _refused_lines(stage):
        raise Inconclusive(f"in {FLOODS} floods no line of bob's was under way while a queue was full")
    stage.never_provoked(NEVER_FULL)


def _spoke_while_full(who: str, said: Sequence[Event]) -> bool:
    """Whether a line of this person was under way between the first and the last refusal for want of room."""
    tried = reading.attempts(said)
    full = [one.answer.at for one in tried if one.refusal == "QUEUE_FULL" and one.answer is not None]
    mine = [(one.sent.at, one.answer.at) for one in tried if one.who == who and one.answer is not None]
    return bool(full) and any(sent < max(full) and answered > min(full) for sent, answered in mine)
