"""Messages: each once, none invented, none corrupted, and the refused ones never seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.history import reading
from conformance.history.reading import Attempt
from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at, shown


@matcher
def no_id_twice(pages: Sequence[Event]) -> str | None:
    """In a timeline no ``message_id`` of one sender stands at two numbers."""
    found: dict[tuple[str, str], Any] = {}
    for page in pages:
        for told in reading.shown_events(page):
            if "message_id" in told:
                key = (str(at(told, "participant/participantId")), str(told["message_id"]))
                other = found.setdefault(key, told.get("sequence_id"))
                if other != told.get("sequence_id"):
                    return f"{told['message_id']} of one sender stands at {other} and at {told.get('sequence_id')}"
    return None if found else "the timeline holds no message"


@matcher
def nothing_invented(history: Sequence[Event], *, people: Mapping[str, str]) -> str | None:
    """Every message that anybody was shown is one that its author has sent, with that content and those mentions.

    ``people``: participantId to the name that the story calls them.
    """
    by_id: dict[tuple[str, str], list[Attempt]] = {}
    for one in reading.attempts(history):
        by_id.setdefault((one.who, one.message_id), []).append(one)
    seen = 0
    for event in history:
        for told in reading.shown_events(event) if event.from_server else ():
            if told.get("type") != "message":
                continue
            seen += 1
            who = people.get(str(at(told, "participant/participantId")), "somebody else")
            mentions = told.get("mentions")
            tries = by_id.get((who, str(told.get("message_id"))))
            if tries is None:
                return f"event {told.get('sequence_id')} is {who}'s {told.get('message_id')}, which {who} never sent"
            if any((one.content, list(one.mentions)) == (told.get("content"), mentions or []) for one in tries):
                continue
            real = tries[-1]
            return (
                f"event {told.get('sequence_id')} says that {who} sent {shown(told.get('content'))} to "
                f"{shown(mentions)}; {who} sent {shown(real.content)} to {shown(list(real.mentions))}"
            )
    return None if seen else "nobody was shown any message"


@matcher
def refused_is_never_seen(history: Sequence[Event], *, later: str) -> str | None:
    """Nobody was shown a message that was refused with a definite error; the message ``later``, sent after the last
    refusal, was."""
    accepted = {(one.who, one.message_id) for one in reading.attempts(history) if one.sequence_id is not None}
    refused = {
        one.message_id: one
        for one in reading.attempts(history)
        if one.refusal is not None and (one.who, one.message_id) not in accepted
    }
    if not refused:
        return "no message was refused"
    seen = set()
    for event in history:
        for told in reading.shown_events(event) if event.from_server else ():
            seen.add(str(told.get("message_id")))
            one = refused.get(str(told.get("message_id")))
            if one is not None:
                return (
                    f"{one.who} was told {one.refusal} for {one.message_id}, and {event.data.get('who')} was shown it "
                    f"as event {told.get('sequence_id')}"
                )
    return None if later in seen else f"{later}, which was accepted after the refusals, was shown to nobody"


@matcher
def one_number_for_all(history: Sequence[Event], pages: Sequence[Event], *, message_id: str) -> str | None:
    """All accepted tries of one message were answered with one number, and the timeline holds it there and nowhere
    else."""
    tries = [one for one in reading.attempts(history) if one.message_id == message_id]
    answered = [one.sequence_id for one in tries if one.sequence_id is not None]
    numbers = sorted((one for place, one in enumerate(answered) if one not in answered[:place]), key=str)
    refused = [one.refusal for one in tries if one.refusal is not None]
    if len(numbers) != 1:
        told = f"answered with the numbers {shown(numbers)}" if numbers else f"refused, with {shown(refused)}"
        return f"{len(tries)} equal tries at once were {told}"
    held = [told for page in pages for told in reading.shown_events(page) if told.get("message_id") == message_id]
    places = [told.get("sequence_id") for told in held]
    return None if places == numbers else f"answered with {numbers[0]}, but the timeline holds it at {shown(places)}"


@matcher
def all_there_once(pages: Sequence[Event], *, message_ids: Sequence[str]) -> str | None:
    """A timeline that was read page by page holds each of these messages exactly once."""
    held = [told.get("message_id") for page in pages for told in reading.shown_events(page)]
    for name in message_ids:
        if held.count(name) != 1:
            return f"of {len(message_ids)} messages {name} is there {held.count(name)} times"
    return None if pages else "nothing was read"
