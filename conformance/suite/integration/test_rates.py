"""The rate: what one person newly says, wherever and by whatever way they say it."""

from __future__ import annotations

import time

from conformance.history import reading
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Person, Room, Stage, Tab, check
from conformance.stage.auth import MOST_PATIENCE_S, waits, waits_as_told
from conformance.stage.flooding import in_waves, rate_of, refuse_slow, tries
from conformance.stage.outcome import NotRun
from conformance.stage.workload import history, lines_for

TRIES = 3


def _judge_limited(stage: Stage, clause: str, sent: int, passed_s: float) -> None:
    """At least one was refused.  A refusal shows the limit however long the sending took; that there was none says
    something only where it took half a window at most."""
    tries = history(stage)
    if not any(one.refusal == "RATE_LIMITED" for one in reading.attempts(tries)):
        refuse_slow(passed_s, rate_of(stage)[1] / 2)
    stage.judge(clause, guarantees.some_refused_with, tries, code="RATE_LIMITED", sent=sent, within_s=passed_s)


def _limited(stage: Stage, room: Room, tab: Tab, messages: int) -> Event:
    """Use the rate up; returns the last refusal."""
    passed = in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, messages)])
    _judge_limited(stage, "RATE-LIMIT-01", messages, passed)
    refusals = [one.answer for one in reading.attempts(history(stage)) if one.refusal == "RATE_LIMITED"]
    last = refusals[-1]
    assert last is not None
    return last


def _judge_unrefused(stage: Stage) -> None:
    """Nothing of what alice said was refused as too much.

    Who is refused before she has said anything suffers from what others said, and not from a rate that is too low.
    """
    told = history(stage)
    stage.judge("RATE-SCOPE-02", guarantees.newcomer_is_heard, told, code="RATE_LIMITED", who="alice")
    stage.judge("RATE-FREE-01", guarantees.none_refused_with, told, code="RATE_LIMITED", people=["alice"])


@check("rate.within-it-nobody-is-refused", "RATE-FREE-01")
def test_a_burst_within_the_rate_is_taken(stage: Stage) -> None:
    """As many lines as the rate allows, in one burst: none is refused as too many."""
    messages, window = rate_of(stage)
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    passed = in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, messages)])
    _judge_unrefused(stage)
    # Where they took longer, no window was ever full.
    refuse_slow(passed, window)


@check("rate.a-steady-talker-is-taken", "RATE-FREE-01", slow=True)
def test_somebody_who_talks_steadily_within_the_rate_is_taken(stage: Stage) -> None:
    """Half the rate, three times, with pauses in which it may not be forgotten whole: none is refused as too many."""
    messages, window = rate_of(stage)
    half = messages // 2
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    for turn in range(3):
        if turn:
            # Of three turns no window holds more than two, however long they take: the pause begins after the answers.
            time.sleep(0.6 * window if half else window)
        in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, max(1, half))])
    _judge_unrefused(stage)


@check("rate.beyond-it-somebody-is-refused", "RATE-LIMIT-01", hostile=True)
def test_a_flood_beyond_the_rate_is_refused(stage: Stage) -> None:
    """Twice the rate and one more in half of its window: at least one is refused."""
    messages, _ = rate_of(stage)
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    sent = 2 * messages + 1
    passed = in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, sent)])
    _judge_limited(stage, "RATE-LIMIT-01", sent, passed)


@check("rate.after-the-wait", "RATE-AFTER-01", hostile=True, slow=True)
def test_after_the_wait_that_was_named_a_line_is_taken(stage: Stage) -> None:
    """Alice is refused, waits as long as she was told, and is heard again."""
    messages, _ = rate_of(stage)
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    refusal = _limited(stage, room, tab, 2 * messages + 1)
    stage.judge("ERR-RETRY-01", m.conforms, refusal, path="frame", schema="asyncapi:Error")
    waits_as_told(float(refusal.frame["retry_after"]))
    frame = lines_for(stage, 1)[0]
    tab.sends(frame)
    answer = tab.until("ERR-ONE-01", guarantees.answers_message, awaited="answer", message_id=frame["message_id"])
    stage.judge("RATE-AFTER-01", m.field_is, answer, path="frame/type", expected="message_ack")


@check("rate.over-everything-together", "RATE-SCOPE-01", hostile=True)
def test_the_rate_counts_over_connections_transports_and_conversations(stage: Stage) -> None:
    """Twice the rate and one more, spread over conversations, connections and transports: it is counted together."""
    messages, _ = rate_of(stage)
    alice = stage.person("alice")
    rooms = [alice.creates() for _ in range(4)]
    ways: list[tuple[Person | Tab, Room]] = [(alice.connects(room), room) for room in rooms]
    ways += [(alice, room) for room in rooms[:2]]
    sent = 2 * messages + 1
    frames = lines_for(stage, sent)
    passed = in_waves(stage, [tries(*ways[number % len(ways)], frame) for number, frame in enumerate(frames)])
    _judge_limited(stage, "RATE-SCOPE-01", sent, passed)


@check("rate.each-person-has-their-own", "RATE-SCOPE-02", hostile=True)
def test_one_persons_flood_does_not_silence_another(stage: Stage) -> None:
    """Alice is refused for saying too much; bob, who has said nothing yet, is heard."""
    messages, _ = rate_of(stage)
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    talking, quiet = alice.connects(room), bob.connects(room)
    _limited(stage, room, talking, 2 * messages + 1)
    frame = lines_for(stage, 1)[0]
    quiet.sends(frame)
    quiet.until("ERR-ONE-01", guarantees.answers_message, awaited="answer", message_id=frame["message_id"])
    stage.judge("RATE-SCOPE-02", guarantees.none_refused_with, history(stage), code="RATE_LIMITED", people=["bob"])


@check("rate.counts-new-messages-only", "RATE-COUNT-01", hostile=True)
def test_duplicates_and_refused_messages_use_nothing_up(stage: Stage) -> None:
    """Alice repeats one line as often as the rate allows, and is refused some; then she says the rest that is hers."""
    messages, window = rate_of(stage)
    alice, stranger = stage.people("alice", "stranger")
    room = alice.creates()
    tab = alice.connects(room)
    once = lines_for(stage, 1)[0]
    nobody = lines_for(stage, max(1, messages // 4), mentions=[stranger.id])
    fresh = lines_for(stage, messages - 1)
    in_waves(stage, [tries(tab, room, once)])
    frames = [*([once] * messages), *nobody, *fresh]
    passed = in_waves(stage, [tries(tab, room, frame) for frame in frames])
    stage.judge("RATE-COUNT-01", guarantees.none_refused_with, history(stage), code="RATE_LIMITED", people=["alice"])
    # What was sent longer ago than the window would not have counted any more.
    refuse_slow(passed, window)


@check("rate.refusals-use-nothing-up", "RATE-COUNT-01", hostile=True, slow=True)
def test_who_goes_on_trying_loses_nothing_by_it(stage: Stage) -> None:
    """Alice uses up her rate and, half a window later, goes on trying; when the window of what was taken is over, she
    says the rest that is hers, and none of it is refused.  Where that took too long to tell, others do the same."""
    window = rate_of(stage)[1]
    if window > MOST_PATIENCE_S:
        raise NotRun(f"it would take {window:.0f} s, longer than this suite waits")
    for number in range(1, TRIES + 1):
        taken_s, tried_s = _goes_on_trying(stage, stage.person(f"alice{number}"))
        # What was said first is to be in the window still when she goes on trying, or there is room for it; and what
        # was refused then, when the rest is said.
        if taken_s <= window / 2 and tried_s <= window:
            return
    refuse_slow(taken_s, window / 2)
    refuse_slow(tried_s, window)


def _goes_on_trying(stage: Stage, alice: Person) -> tuple[float, float]:
    """Nothing is refused that way; how long it took to use up the rate, and from the first refusal to the last line."""
    messages, window = rate_of(stage)
    room = alice.creates()
    tab = alice.connects(room)
    taken_s = in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, messages)])
    taken_by = time.monotonic()
    waits(window / 2)
    tried_from = time.monotonic()
    again = lines_for(stage, max(1, messages // 2))
    in_waves(stage, [tries(tab, room, frame) for frame in again])
    names = {frame["message_id"] for frame in again}
    accepted = [one for one in reading.attempts(history(stage)) if one.message_id in names and one.refusal is None]
    waits(taken_by + window - time.monotonic())
    rest = lines_for(stage, messages - len(accepted))
    since = history(stage)[-1].at
    in_waves(stage, [tries(tab, room, frame) for frame in rest])
    tried_s = time.monotonic() - tried_from
    told = [event for event in history(stage) if event.at > since]
    stage.judge("RATE-COUNT-01", guarantees.none_refused_with, told, code="RATE_LIMITED", people=[alice.name])
    return taken_s, tried_s


@check("rate.none-declared-none-enforced", "RATE-NULL-01", phase="performance")
def test_without_a_declared_rate_nobody_is_refused(stage: Stage) -> None:
    """As many lines in one burst as a conversation should take in a second, where no rate is declared, are not refused
    as too many."""
    if stage.limits.get("rate") is not None:
        stage.never_provoked("the server declares a rate")
    burst = int(stage.bound("SLO-RATE-01"))
    alice = stage.person("alice")
    room = alice.creates()
    tab = alice.connects(room)
    in_waves(stage, [tries(tab, room, frame) for frame in lines_for(stage, burst)])
    stage.judge("RATE-NULL-01", guarantees.none_refused_with, history(stage), code="RATE_LIMITED", people=["alice"])
