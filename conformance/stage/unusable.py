"""Where a check could not go on because of what the server sent it.

A story reads on what it was told: the id of what was created, the number of what was said.  Rules look at any words
whatsoever, but such a step fails on words that are not the contract's, and then it is not the suite that is at fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conformance.contract import answers
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import named

OF_SHAPE = (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError)
"""What reading raises where a value is missing, or of another type than the contract has it."""


def words_in_the_way(error: Exception, events: Sequence[Event]) -> str | None:
    """The last words of these that are not the contract's, where such words can be why reading on failed."""
    found = list(_not_of_the_contract(events)) if isinstance(error, OF_SHAPE) else []
    return found[-1] if found else None


def _not_of_the_contract(events: Sequence[Event]) -> Iterator[str]:
    requests = {event.id: event for event in events if event.kind == "request"}
    for event in events:
        if event.kind == "received" and (wrong := answers.wrong_with_frame(event.frame)) is not None:
            yield f"frame {named(event)} is not what the contract says: {wrong}"
        asked = requests.get(event.data.get("request", "")) if event.kind == "answer" else None
        if asked is not None:
            method, path, status = asked.data["method"], asked.data["path"], event.data["status"]
            if (wrong := answers.wrong_with_answer(method, path, status, event.body)) is not None:
                yield f"{method} {path} was answered {status} with what the contract does not say: {wrong}"
