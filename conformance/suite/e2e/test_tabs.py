"""Journeys of one person with several windows."""

from __future__ import annotations

from conformance.stage import Stage, check


@check("journey.two-tabs", "PEER-TABS-01")
def test_a_person_with_two_tabs_sees_one_conversation(stage: Stage) -> None:
    """Alice writes in each of two tabs, bob between; both show all of it, and one goes on when the other closes."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    desk, phone, listening = alice.connects(room), alice.connects(room), bob.connects(room)
    for tab in (desk, phone, listening):
        said = tab.says("the same in both")
        for window in (desk, phone):
            window.hears(said, "PEER-TABS-01")
        listening.hears(said)
    phone.closes()
    said = desk.says("from the desk alone", clause="PEER-TABS-01")
    desk.hears(said, "PEER-TABS-01")
    listening.hears(said)
    desk.hears(listening.says("to the desk"), "PEER-TABS-01")
