"""Rates and throttles, as values: time is passed in."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from reference_server.core.errors import Refusal


@dataclass(slots=True)
class RateWindow:
    """New messages of one participant in a sliding window: N in any window, never one fewer, never one more."""

    messages: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def check(self, now: float) -> None:
        """Refuse if the window is full; `retry_after` is when its oldest message has left it."""
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        if len(self.taken) >= self.messages:
            wait = math.ceil(self.taken[0] + self.seconds - now)
            raise Refusal("RATE_LIMITED", "Too many messages, wait a little", max(1, wait))

    def take(self, now: float) -> None:
        """Count one new message; duplicates and refusals are never counted."""
        self.taken.append(now)

    def give_back(self) -> None:
        """Forget the newest: it could not be stored."""
        if self.taken:
            self.taken.pop()

    def idle(self, now: float) -> bool:
        """Is nothing left in the window?"""
        return not self.taken or self.taken[-1] <= now - self.seconds


def queue_has_room(waiting: int, queue_limit: int) -> bool:
    """`waiting` counts messages accepted and not yet durable, never a lifetime."""
    return waiting < queue_limit


def may_show_typing(last_shown: float | None, now: float, interval: float) -> bool:
    """At most one `typing` true per interval and participant; `false` never asks."""
    return last_shown is None or now - last_shown >= interval


def typing_ends_after(interval: float) -> float:
    """Typing ends by itself within twice the interval."""
    return 1.5 * interval


def may_connect(open_connections: int, limit: int) -> bool:
    """May this participant open one more connection to this conversation?"""
    return open_connections < limit
