"""Compressed frames, where a server agrees to them."""

from __future__ import annotations

from conformance.stage import Stage, check
from conformance.stage.deflating import OFFERS, hears_from_afar, offers, says_from_afar


@check("deflate.as-agreed", "WS-DEFLATE-03")
def test_compressed_messages_are_understood_as_agreed(stage: Stage) -> None:
    """Alice compresses, bob does not, and they understand each other by each offer that the server agrees to; what
    they say repeats what was said as long before as shows whether the agreed windows are kept."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob_hears = bob.connects(room)
    bob_hears.hears(alice.says(room, "not compressed", via="ws"))
    agreed = 0
    for offer in OFFERS:
        tab = offers(alice, room, offer)
        if tab is None:
            continue
        agreed += 1
        says_from_afar(tab, bob_hears)
        hears_from_afar(tab, bob_hears)
        tab.closes()
    if not agreed:
        stage.never_provoked("the server agrees to no compression")
