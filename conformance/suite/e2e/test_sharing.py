"""A link is handed on, and a stranger becomes one of the people."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.stage import Stage, Tab, check
from conformance.stage import conversations as verbs
from conformance.stage.invites import invites, previews, uses_link


@check("journey.shared-link", "INV-SHARE-01")
def test_a_stranger_comes_by_a_shared_link_and_takes_part(stage: Stage) -> None:
    """Bob looks, joins, reads what alice said, hears what she says, and is heard by her."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates()
    before = alice.says(room, "before bob came", via="ws")
    token = invites(alice, room).token
    preview = previews(bob, room, token)
    # "Whoever brings a valid invite MUST get the preview": without it nobody gets so far as to share.
    stage.judge("CONV-PREV-04", m.status_is, preview.event, expected=[200])
    stage.judge("INV-SHARE-01", m.conforms, preview.event, path="body", schema="openapi:Preview")
    stage.judge("INV-SHARE-01", m.field_is, preview.event, path="body/can_join", expected=True)
    stage.judge("INV-SHARE-01", m.status_is, uses_link(bob, token).event, expected=[200])
    page = verbs.caught_up(bob, room, partial(verbs.asks_for, bob, room, after=before.sequence_id - 1))
    stage.judge("INV-SHARE-01", m.page_holds, page.event, message_ids=[before.message_id])
    found = bob.knocks(room)
    handshake = found.handshake if isinstance(found, Tab) else found
    stage.judge("INV-SHARE-01", m.status_is, handshake, expected=[101])
    bob.tabs[-1].until("INV-SHARE-01", m.is_first_frame, awaited="first frame")
    bob.tabs[-1].hears(alice.says(room, "welcome", via="ws"), clause="INV-SHARE-01")
    alice.tabs[-1].hears(bob.says(room, "thank you", via="ws"), clause="INV-SHARE-01")
