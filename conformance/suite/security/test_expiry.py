"""Open connections and the tokens behind them: whoever's right has ended hears no more."""

from __future__ import annotations

import math
import time

from conformance.recorder import matchers as m
from conformance.stage import Stage, auth, check
from conformance.target.tokens import with_flipped_bit

DECADES_S = 20 * 365 * 24 * 3600
"""Beyond what a timer of 32 bits counts in milliseconds (25 days), and a time of 32 bits in seconds (until 2038)."""


@check("auth.connection-ends-with-token", "AUTH-LIVE-01", needs=("mint",), slow=True)
def test_a_connection_ends_with_its_token(stage: Stage) -> None:
    """Alice's token runs out and her connection is closed with 4401; bob's is good, and so is his connection."""
    alice, bob = stage.people("alice", "bob")
    room = bob.creates(alice)
    lasting = bob.connects(room)
    brief, expiry = auth.briefly(alice, answers=2)  # the handshake's, and the first frame
    ending = brief.connects(room)
    auth.ends_by(ending, "AUTH-LIVE-01", expiry)
    lasting.says("still here")


@check("auth.token-of-decades", "AUTH-RENEW-02", needs=("mint",))
def test_a_token_may_be_good_for_longer_than_timers_count(stage: Stage) -> None:
    """Alice's token is good for twenty years, and another time she renews an ordinary one by that: she hears bob."""
    alice, bob = stage.people("alice", "bob")
    room = bob.creates(alice)
    talking = bob.connects(room)
    lasting = auth.token_until(alice, math.ceil(time.time()) + DECADES_S)
    begun, renewed = alice.with_token(lasting).connects(room), alice.connects(room)
    begun.hears(talking.says("in the year 2038"), "AUTH-RENEW-02")
    auth.renews(renewed, "AUTH-RENEW-01", lasting, {"type": "auth_ok"})
    renewed.hears(talking.says("and later"), "AUTH-RENEW-02")


@check("auth.nothing-after-expiry", "AUTH-LIVE-02", needs=("mint",), slow=True)
def test_an_expired_connection_hears_nothing_more(stage: Stage) -> None:
    """Bob goes on talking until alice's time is up, so that it is never quiet for as long as `settle_ms` where the rate
    allows that; what he says then reaches carol and not alice."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = bob.creates(alice, carol)
    listening, talking = carol.connects(room), bob.connects(room)
    brief, expiry = auth.briefly(alice, answers=4)  # handshake, first frame, bob's ack and his line
    expiring = brief.connects(room)
    before = talking.says("while everybody may listen")
    expiring.hears(before)
    # Whoever puts the end off until nothing was said for a tenth of that, or longer, is seen.
    while expiry.left_s and not auth.has_ended_within(expiring, min(stage.settle_s / 10, expiry.left_s)):
        talking.says("and so on")
    time_up = stage.fresh("canary")
    listening.hears(talking.says(time_up))
    if expiring.socket.ended is None:
        auth.has_ended_within(expiring, stage.settle_s)
    stage.judge("AUTH-LIVE-02", m.nobody_received, expiring.events, canary=time_up, people=["alice"])


@check("auth.renewal-of-somebody-else", "AUTH-RENEW-03", needs=("mint",), hostile=True)
def test_a_connection_does_not_change_hands(stage: Stage) -> None:
    """Bob's token on alice's connection is refused, and what is sent there afterwards is alice's."""
    alice, bob, carol = stage.people("alice", "bob", "carol")
    room = alice.creates(bob, carol)
    tab, listening = alice.connects(room), carol.connects(room)
    auth.renews(tab, "AUTH-RENEW-03", bob.token, {"type": "error", "code": "AUTH_FAILED"})
    heard = listening.hears(tab.says("who said this?"))
    stage.judge("AUTH-RENEW-03", m.field_is, heard, path="frame/participant/participantId", expected=alice.id)
    auth.renews(tab, "AUTH-RENEW-01", auth.token_until(alice, int(time.time()) + 600), {"type": "auth_ok"})


@check("auth.failed-renewal", "AUTH-RENEW-04", needs=("mint",), hostile=True, slow=True)
def test_a_failed_renewal_changes_nothing(stage: Stage) -> None:
    """After forged and expired tokens alice's connection lives on, until the moment that it had anyway."""
    alice, bob = stage.people("alice", "bob")
    room = bob.creates(alice)
    brief, expiry = auth.briefly(alice, answers=6)  # handshake, first frame, three refusals and an ack
    tab = brief.connects(room)
    later = auth.token_until(alice, int(time.time()) + 600)
    past = auth.token_until(alice, int(time.time() - auth.leeway_s(stage)) - auth.surely_s(stage))
    for token in (with_flipped_bit(later), past, "none.such.token"):
        auth.renews(tab, "AUTH-RENEW-04", token, {"type": "error", "code": "AUTH_FAILED"})
    tab.says("as if nothing had happened", clause="AUTH-RENEW-04")
    auth.ends_by(tab, "AUTH-RENEW-04", expiry)


@check("auth.ticket-ends-with-token", "AUTH-TKT-01", needs=("mint",), slow=True)
def test_a_connection_by_ticket_ends_with_the_token_that_bought_it(stage: Stage) -> None:
    """A ticket bought with a token that runs out opens a connection that is closed with 4401."""
    alice, bob = stage.people("alice", "bob")
    room = bob.creates(alice)
    brief, expiry = auth.briefly(alice, answers=3)  # the purchase, the handshake and its first frame
    tab = auth.enters(brief, room, auth.buys_ticket(brief, room))
    auth.ends_by(tab, "AUTH-TKT-01", expiry)
