"""What load does to a server: loss, leaks, disconnects, pace and memory."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, shown


def _waits(started: Sequence[Event], ended: Sequence[Event]) -> list[float]:
    """Milliseconds from the moment when each frame was due to its event."""
    return sorted((b.at - a.data.get("due", a.at)) / 1e6 for a, b in zip(started, ended, strict=True))


def _message(event: Event) -> str | None:
    """Which message a frame is about; ``None`` for what can be the name of none."""
    name = event.frame.get("message_id")
    return name if isinstance(name, str) else None


@matcher
def median_grows_below(
    few: Sequence[Event], few_ended: Sequence[Event], many: Sequence[Event], many_ended: Sequence[Event], *,
    bound_ms: float,
) -> str | None:  # fmt: skip
    """The median wait with many receivers is at most so much above that with few."""
    one, other = _waits(few, few_ended), _waits(many, many_ended)
    before, after = one[len(one) // 2], other[len(other) // 2]
    if after - before <= bound_ms:
        return None
    return f"the median grew by {after - before:.2f} ms, from {before:.2f} to {after:.2f}; the bound is {bound_ms:g} ms"


@matcher
def excess_below(
    plain: Sequence[Event], plain_ended: Sequence[Event], asked: Sequence[Event], ended: Sequence[Event], *,
    percentile: float, bound_ms: float,
) -> str | None:  # fmt: skip
    """The given percentile of one kind of wait is less than so much above the median of a plain round trip."""
    base, waits = _waits(plain, plain_ended), _waits(asked, ended)
    round_trip, found = base[len(base) // 2], waits[max(0, int(len(waits) * percentile / 100 + 0.999) - 1)]
    if found - round_trip < bound_ms:
        return None
    return (
        f"p{percentile:g} was {found:.1f} ms, {found - round_trip:.1f} above a bare round trip; bound {bound_ms:g} ms"
    )


@matcher
def keeps_pace(sent: Sequence[Event], acks: Sequence[Event], *, bound_ms: float) -> str | None:
    """Every message of a schedule is acknowledged, the last no later than so long after it was due."""
    if len(acks) < len(sent):
        return f"{len(sent) - len(acks)} of {len(sent)} messages were not acknowledged when they had to be"
    behind = max((ack.at - frame.data["due"]) / 1e6 for frame, ack in zip(sent, acks, strict=True))
    if behind <= bound_ms:
        return None
    span = (sent[-1].data["due"] - sent[0].data["due"]) / 1e9
    return f"{len(sent)} messages in {span:.1f} s left the server {behind:.0f} ms behind; {bound_ms:g} ms are allowed"


@matcher
def all_heard(received: Sequence[Event], *, message_ids: Sequence[str], connections: Sequence[str]) -> str | None:
    """Every one of these connections was sent every one of these messages."""
    seen = Counter((e.data.get("connection"), _message(e)) for e in received if e.kind == "received")
    deaf = [name for name in connections if any((name, message) not in seen for message in message_ids)]
    return f"{len(deaf)} of {len(connections)} connections did not hear: {shown(deaf[:5])}" if deaf else None


@matcher
def nothing_lost(sent: Sequence[Event], received: Sequence[Event], *, rooms: Mapping[str, str]) -> str | None:
    """Every acknowledged message reached every connection of its conversation that was not closed."""
    acked = {_message(e) for e in received if e.frame.get("type") == "message_ack"}
    closed = {e.data["connection"] for e in received if e.kind in ("close_received", "dropped")}
    heard = {(e.data["connection"], _message(e)) for e in received if e.frame.get("type") == "message"}
    lost = [
        (name, frame.frame["message_id"])
        for frame in sent
        if frame.frame["message_id"] in acked
        for name, room in rooms.items()
        if room == rooms[frame.data["connection"]] and name not in closed
        and (name, frame.frame["message_id"]) not in heard
    ]  # fmt: skip
    if lost:
        return f"{len(lost)} deliveries lost without a close, first: {lost[0][1]} never reached {lost[0][0]}"
    return None if acked else "no message was acknowledged at all"


@matcher
def nothing_leaked(received: Sequence[Event], *, rooms: Mapping[str, str]) -> str | None:
    """No connection was sent an event of another conversation than its own."""
    heard = [event for event in received if event.frame.get("type") == "message"]
    for event in received:
        told = event.frame.get("conversation_id")
        if event.kind == "received" and told is not None and told != rooms[event.data["connection"]]:
            kind = shown(event.frame.get("type", ABSENT))
            return f"{event.data['connection']} was sent {kind} of the conversation {shown(told)}"
    return None if heard else "nobody was sent any message, so that nothing is known of leaks"


def ended_in(received: Sequence[Event]) -> set[str]:
    """The connections that were ended by the server."""
    return {event.data["connection"] for event in received if event.kind in ("close_received", "dropped")}


def may_be_chance(ended: int, connections: int, percent: float) -> bool:
    """Whether so many ends, or more, are seen in more than one run of a hundred where ``percent`` of all end."""
    share = percent / 100
    fewer = sum(
        math.comb(connections, count) * share**count * (1 - share) ** (connections - count) for count in range(ended)
    )
    return 1 - fewer > 0.01


@matcher
def few_closed(received: Sequence[Event], *, connections: int, bound_percent: float) -> str | None:
    """Less than so many of a hundred connections were ended by the server."""
    ended = ended_in(received)
    share = 100 * len(ended) / connections
    if share < bound_percent:
        return None
    return f"{len(ended)} of {connections} connections were ended ({share:.1f} %), the bound is {bound_percent:g} %"


@matcher
def memory_settles(served: Sequence[Event], *, after_cycles: Sequence[int], bound_percent: float) -> str | None:
    """After each of several equal cycles of load, resident memory (bytes) is within so much of that before."""
    for before, after in itertools.pairwise(after_cycles):
        growth = 100 * (after - before) / before
        if growth > bound_percent:
            held = " -> ".join(f"{size / 1e6:.1f}" for size in after_cycles)
            return f"memory after each cycle was {held} MB: it grew by {growth:.1f} %, the bound is {bound_percent:g} %"
    return None if served else "nothing was served, so that the memory says nothing"
