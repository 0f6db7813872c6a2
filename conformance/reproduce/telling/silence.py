"""PURE: the time that passed in a record while nothing happened."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.recorder.events import Event

GAP_S = 0.15
"""A pause as long as this was meant; a shorter one is how long things take."""

LONGEST_PAUSE_S = 60.0

UNNOTICED = frozenset({"ping_received", "stall", "person", "token", "watch_posted"})
"""Kinds that come at any time, and do not end a silence."""


def silence_since(events: Sequence[Event], now: int) -> float:
    """Seconds in which nothing was done and nothing came, up to ``now``."""
    noticed = [event for event in events if event.kind not in UNNOTICED]
    return (now - noticed[-1].at) / 1e9 if noticed else 0.0
