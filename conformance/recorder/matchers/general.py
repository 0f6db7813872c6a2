"""Rules that hold everywhere: times, identifiers, authorship, names of what is not in the contract."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.history import timeline_of
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown

UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
TIMES = ("timestamp", "created_at", "updated_at", "joinedAt", "expires_at")

KNOWN_TYPES = frozenset(
    {
        "connected", "message", "message_ack", "participant_joined", "participant_left", "role_changed", "sync",
        "typing", "participant_update", "read", "pong", "auth_ok", "error", "agent_started", "agent_thinking",
        "agent_chunk", "agent_completed", "agent_failed", "agent_cancelled", "agent_input_required", "agent_input",
        "tool_executing", "tool_progress", "tool_completed",
    }
)  # fmt: skip
"""Types that some capability of the contract defines."""

ALPHABETS = (
    ("0123456789", 10),
    ("0123456789abcdef", 16),
    ("0123456789ABCDEF", 16),
    ("0123456789abcdefghijklmnopqrstuvwxyz", 36),
    ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", 36),
    ("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", 62),
)
SEPARATOR = "-"
"""Set between groups of digits for the eye: always at the same places.  Elsewhere it is a letter like any other."""


@matcher
def times_are_utc(seen: Sequence[Event]) -> str | None:
    """Every time in answers and frames is RFC 3339 in UTC, written with ``Z``."""
    found = [pair for event in seen for pair in times_in(event.frame or event.body)]
    wrong = next(
        ((name, value) for name, value in found if not isinstance(value, str) or not UTC.fullmatch(value)), None
    )
    if wrong is not None:
        return f"expected {wrong[0]} as 2026-01-31T12:00:00Z is written, got {shown(wrong[1])}"
    return None if found else "no time was found in what came"


def times_in(value: Any) -> Iterator[tuple[str, Any]]:
    """Every member that holds a time, at any depth; an invite's end may be null, and metadata are the client's."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name in TIMES and not (name == "expires_at" and item is None):
                yield name, item
            elif name != "metadata":
                yield from times_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from times_in(item)


@matcher
def can_be_random(seen: Sequence[Event], *, path: str, bits: int) -> str | None:
    """Identifiers are long enough, and differ in enough places, to carry so many random bits.

    What all of them begin and end with is no randomness; of the rest every character counts as if it were random,
    so that only what cannot hold so many bits is found.
    """
    ids = [at(event.data, path) for event in seen]
    if not all(isinstance(name, str) for name in ids):
        return f"expected strings, got {shown(ids)}"
    if len(set(ids)) < len(ids):
        return f"{len(ids)} identifiers, {len(set(ids))} different ones: {shown(sorted(set(ids)))}"
    cores = without_separators(without_common_ends(ids))
    letters = set("".join(cores))
    size = next((size for alphabet, size in ALPHABETS if letters <= set(alphabet)), max(64, len(letters)))
    shortest = min(len(core) for core in cores)
    most = shortest * math.log2(size)
    if most >= bits:
        return None
    return (
        f"an identifier such as {shown(ids[-1])} differs from others in {shortest} characters out of {size}, "
        f"at most {most:.0f} bits; expected at least {bits}"
    )


def without_common_ends(names: Sequence[str]) -> list[str]:
    """The names without what all of them begin and end with."""
    begin = 0
    while all(len(name) > begin for name in names) and len({name[begin] for name in names}) == 1:
        begin += 1
    cores = [name[begin:] for name in names]
    end = 0
    while all(len(core) > end for core in cores) and len({core[-1 - end] for core in cores}) == 1:
        end += 1
    return [core[: len(core) - end] for core in cores]


def without_separators(names: Sequence[str]) -> list[str]:
    """The names without the hyphens that all of them have at the same places, as UUIDs do."""
    places = {at for at, letters in enumerate(zip(*names, strict=False)) if set(letters) == {SEPARATOR}}
    return ["".join(letter for at, letter in enumerate(name) if at not in places) for name in names]


@matcher
def all_agree(seen: Sequence[Event], *, paths: Sequence[str]) -> str | None:
    """What lies at a path of each event (one path for each) is the same everywhere."""
    found = [at(event.data, path) for event, path in zip(seen, paths, strict=True)]
    if ABSENT not in found and all(value == found[0] for value in found):
        return None
    told = ", ".join(f"{path}: {shown(value)}" for path, value in zip(paths, found, strict=True))
    return f"expected the same everywhere, got {told}"


@matcher
def event_has(pages: Sequence[Event], *, message_id: str, fields: Mapping[str, Any]) -> str | None:
    """A message of the timeline has these values at these paths."""
    event = next((item for item in timeline_of(pages).values() if item.get("message_id") == message_id), None)
    if event is None:
        return f"{message_id} is not in the timeline"
    for path, value in fields.items():
        if at(event, path) != value:
            return f"expected {path} of {message_id} to be {shown(value)}, got {shown(at(event, path))}"
    return None


@matcher
def types_are_known(frames: Sequence[Event]) -> str | None:
    """The type of every frame is one of the contract's, or begins with ``x_``."""
    types = [frame.frame.get("type") for frame in frames if frame.frame]
    strange = [kind for kind in types if not (isinstance(kind, str) and (kind in KNOWN_TYPES or kind.startswith("x_")))]
    return f"the contract has no type {shown(strange[0])}, and its name does not begin with x_" if strange else None


@matcher
def path_takes(answer: Event, *, method: str) -> str | None:
    """An answer says in ``Allow`` that a path takes this method."""
    found = at(answer.data, "headers/allow")
    taken = [name.strip() for name in found.split(",")] if isinstance(found, str) else []
    return None if method in taken else f"expected {method} in Allow, got {shown(found)}"


@matcher
def succeeds(answer: Event) -> str | None:
    """An answer has a 2xx status."""
    status = answer.data.get("status")
    return None if isinstance(status, int) and 200 <= status < 300 else f"expected a 2xx status, got {describe(answer)}"
