"""Isolation: what is said in a conversation stays in it."""

from __future__ import annotations

from conformance.stage import Stage, check


@check("isolation.live-events", "ISO-EVENT-01")
def test_nobody_outside_hears_what_is_said(stage: Stage) -> None:
    """Alice tells bob something; eve, connected to a conversation of her own, is watched for it to the end."""
    alice, bob, eve = stage.people("alice", "bob", "eve")
    room = alice.creates(bob)
    outside = eve.connects(eve.creates())
    listening = bob.connects(room)
    canary = stage.fresh("canary")
    listening.hears(alice.says(room, canary, via="ws"))
    stage.never_reaches("ISO-EVENT-01", canary, outside)
