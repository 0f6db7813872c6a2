"""Presence: who is shown as here, on the socket and in the resource."""

from __future__ import annotations

import time

from conformance.recorder import matchers as m
from conformance.recorder.matchers import presence
from conformance.stage.people import Person, Room, Tab
from conformance.stage.websocket import until_within

BETWEEN_LOOKS_S = 0.05
GRACE_S = 5.0
"""For so long beyond ``settle_ms`` a server may wait for somebody to come back."""


def sees_online(person: Person, room: Room, who: Person, online: bool, clause: str, within_s: float) -> None:
    """Look at the resource until it shows somebody as here, or as gone; by the end of the time it must."""
    stage = person.stage
    until = time.monotonic() + within_s
    path = room.resource
    while True:
        late = time.monotonic() >= until
        answer = person.request("GET", path)
        stage.judge("CONV-GET-01", m.status_is, answer.event, expected=[200])
        if late or presence.lists_as(answer.event, path="body/participants", participant=who.id, online=online) is None:
            stage.judge(
                clause, presence.lists_as, answer.event, path="body/participants", participant=who.id, online=online
            )
            return
        time.sleep(BETWEEN_LOOKS_S)


def is_told_of(tab: Tab, who: Person, online: bool, clause: str, since: int = 0) -> None:
    """Wait for the ``participant_update`` that lists somebody as here or as gone."""
    stage = tab.person.stage
    until_within(
        tab, clause, presence.updates, stage.settle_s + (0 if online else GRACE_S), since=since,
        awaited=f"participant_update of {who.name}", participant=who.id, online=online,
    )  # fmt: skip
