"""Invites as doors: who may open one, how far it opens, and when it is shut."""

from __future__ import annotations

from functools import partial

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers.invites import secret_is_nowhere, tokens_have_bits
from conformance.recorder.matchers.isolation import hides_existence
from conformance.recorder.matchers.roles import no_more_than_accepted
from conformance.stage import Person, Stage, check
from conformance.stage.invites import (
    bits_at_most,
    invites,
    joins_by,
    link_of,
    lists,
    outlast,
    previews,
    revokes,
    uses_body,
    uses_link,
)
from conformance.stage.roles import asks, declared, gives, keeps_role, looks, nobody_is_kept_out, together

RANDOM_BITS = 128


@check("invites.member-makes", "INV-MAKE-04")
def test_a_member_makes_no_invite(stage: Stage) -> None:
    """Alice can, bob cannot."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    invites(alice, room)
    answer = bob.request("POST", room.path("/invites"), {})
    stage.judge("INV-MAKE-04", m.status_is, answer.event, expected=[403])


@check("invites.own-role", "INV-MAKE-05")
def test_an_invite_gives_less_than_its_maker_has(stage: Stage) -> None:
    """No owner by an owner's invite, no moderator by a moderator's; what is below may be given."""
    alice, mona = stage.people("alice", "mona")
    room = alice.creates(mona)
    # No invite can be for an owner, so a server may also call it no role for an invite.
    answer = alice.request("POST", room.path("/invites"), {"role": "owner"})
    stage.judge("INV-MAKE-05", m.status_is, answer.event, expected=[403, 400])
    if declared(stage, "roles"):
        gives(alice, room, mona, "moderator")
        invites(alice, room, role="moderator")
        answer = mona.request("POST", room.path("/invites"), {"role": "moderator"})
        stage.judge("INV-MAKE-05", m.status_is, answer.event, expected=[403])
    else:
        invites(alice, room, role="member")


@check("invites.token-shown-once", "INV-TOKEN-01")
def test_the_token_is_shown_once(stage: Stage) -> None:
    """In the answer to its making, and in no list, preview, join, resource, page or revocation after it."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates()
    made = invites(alice, room)
    preview = previews(carol, room, made.token).event
    seen = [lists(alice, room), preview, joins_by(bob, made.token).event, looks(alice, room), looks(bob, room)]
    seen += [alice.reads_events(room, after=0).event, lists(alice, room), revokes(alice, room, made.id).event]
    stage.judge("INV-TOKEN-01", secret_is_nowhere, seen, secret=made.token)


@check("invites.token-random", "INV-TOKEN-02")
def test_tokens_are_large_enough_not_to_be_guessed(stage: Stage) -> None:
    """Of several tokens, the places in which they differ can hold 128 random bits."""
    alice = stage.person("alice")
    room = alice.creates()
    made = [invites(alice, room) for _ in range(stage.rounds(16, least=8))]
    answers = [one.answer.event for one in made]
    bits = bits_at_most([one.token for one in made])
    stage.judge("INV-TOKEN-02", tokens_have_bits, answers, found=round(bits, 1), wanted=RANDOM_BITS)


@check("invites.member-lists", "INV-LIST-02")
def test_a_member_does_not_see_the_invites(stage: Stage) -> None:
    """Alice does, bob does not."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    invites(alice, room)
    lists(alice, room)
    answer = bob.request("GET", room.path("/invites"))
    stage.judge("INV-LIST-02", m.status_is, answer.event, expected=[403])


@check("invites.member-revokes", "INV-REVOKE-02")
def test_a_member_revokes_no_invite(stage: Stage) -> None:
    """Bob cannot, and the invite is still good; then alice can."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob)
    made = invites(alice, room)
    answer = revokes(bob, room, made.id)
    stage.judge("INV-REVOKE-02", m.status_is, answer.event, expected=[403])
    stage.judge("INV-REVOKE-02", m.status_is, uses_link(carol, made.token).event, expected=[200])
    stage.judge("INV-REVOKE-01", m.status_is, revokes(alice, room, made.id).event, expected=[200])


@check("invites.used-up", "INV-USE-04")
def test_an_invite_that_is_used_up_lets_nobody_in(stage: Stage) -> None:
    """Good for two, it turns the third away, by link and by id."""
    alice, bob, carol, dave = stage.people("alice", "bob", "carol", "dave")
    room = alice.creates()
    made = invites(alice, room, max_uses=2)
    for person in (bob, carol):
        joins_by(person, made.token)
    for attempt in (uses_link(dave, made.token), uses_body(dave, room, made.token)):
        stage.judge("INV-USE-04", m.status_is, attempt.event, expected=[410])


@check("invites.rush", "INV-USE-05")
def test_a_rush_on_an_invite_lets_in_no_more_than_it_allows(stage: Stage) -> None:
    """Several people use a link for one at the same time."""
    alice = stage.person("alice")
    # Six people three times: of the time over which they spread a window of a twentieth is met in 99 runs of 100.
    crowd = stage.people(*(f"guest{number}" for number in range(stage.rounds(6, least=4))))
    for _ in range(stage.rounds(3)):
        room = alice.creates()
        token = invites(alice, room, max_uses=1).token
        answers = together(stage, *(asks(one, "POST", link_of(token), {}) for one in crowd))
        stage.judge("INV-USE-05", no_more_than_accepted, answers, most=1, expected=200)
        alone = partial(_follows_link, stage.person("late"), token)
        nobody_is_kept_out(stage, answers, "INV-USE-01", alone, gone=m.status_is, expected=[410])


def _follows_link(person: Person, token: str) -> Event:
    return uses_link(person, token).event


@check("invites.expired", "INV-USE-07", slow=True)
def test_an_expired_invite_lets_nobody_in(stage: Stage) -> None:
    """Made for a second, it is refused when that is over; one made for longer lets bob in."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates()
    lasting, brief = invites(alice, room, expires_in=600), invites(alice, room, expires_in=1)
    outlast(alice, 1)
    for attempt in (uses_link(carol, brief.token), uses_body(carol, room, brief.token)):
        stage.judge("INV-USE-07", m.status_is, attempt.event, expected=[410])
    joins_by(bob, lasting.token)


@check("invites.revoked", "INV-USE-08")
def test_a_revoked_invite_lets_nobody_in(stage: Stage) -> None:
    """Bob comes by it, alice revokes it, carol does not come by it any more."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates()
    made = invites(alice, room)
    joins_by(bob, made.token)
    stage.judge("INV-REVOKE-01", m.status_is, revokes(alice, room, made.id).event, expected=[200])
    for attempt in (uses_link(carol, made.token), uses_body(carol, room, made.token)):
        stage.judge("INV-USE-08", m.status_is, attempt.event, expected=[410])


@check("invites.of-another-room", "INV-USE-10")
def test_an_invite_opens_no_other_room(stage: Stage) -> None:
    """With an invite to elsewhere bob finds a closed conversation no more, and an open one no less, than without: he is
    refused in the same words."""
    alice, bob = stage.people("alice", "bob")
    elsewhere, closed, open_ = alice.creates(), alice.creates(), alice.creates(access="open")
    role = "read_only" if declared(stage, "roles") else "member"
    token = invites(alice, elsewhere, role=role).token
    brought = uses_body(bob, closed, token).event
    stage.judge("INV-USE-10", m.status_is, brought, expected=[404])
    none = [bob.request("POST", closed.path("/join"), {}).event for _ in range(2)]
    stage.judge("INV-USE-10", hides_existence, brought, *none, what="a join with an invite to elsewhere and without",
                ids=[closed.id] * 3)  # fmt: skip
    stage.judge("INV-USE-10", m.status_is, uses_body(bob, open_, token).event, expected=[200])
    keeps_role("INV-USE-10", bob, open_, bob, "member")
