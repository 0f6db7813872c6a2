"""Presence: who is shown as here, on the socket and in the resource."""

from __future__ import annotations

from functools import partial

from conformance.recorder.matchers import presence
from conformance.stage.people import Person, Room, Tab
from conformance.stage.receipts import looks_at
from conformance.stage.settling import settles
from conformance.stage.websocket import until_within

GRACE_S = 5.0
"""For so long beyond ``settle_ms`` a server may wait for somebody to come back."""


def sees_online(person: Person, room: Room, who: Person, online: bool, clause: str, within_s: float) -> None:
    """Look at the resource until it shows somebody as here, or as gone; by the end of the time it must."""
    settles(
        person.stage, clause, partial(looks_at, person, room), presence.lists_as, within_s=within_s,
        path="body/participants", participant=who.id, online=online,
    )  # fmt: skip


def is_told_of(tab: Tab, who: Person, online: bool, clause: str, since: int = 0) -> None:
    """Wait for the ``participant_update`` that lists somebody as here or as gone."""
    stage = tab.person.stage
    until_within(
        tab, clause, presence.updates, stage.settle_s + (0 if online else GRACE_S), since=since,
        awaited=f"participant_update of {who.name}", participant=who.id, online=online,
    )  # fmt: skip
