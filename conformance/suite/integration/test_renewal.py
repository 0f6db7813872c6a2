"""Renewing a token on an open connection: the conversation goes on."""

from __future__ import annotations

import time

from conformance.recorder import matchers as m
from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check

LONG_S = 1200


@check("auth.renewal", "AUTH-RENEW-01", needs=("mint",))
def test_a_renewal_is_answered_with_the_new_expiry(stage: Stage) -> None:
    """Alice presents a fresh token and is told when it ends, be it later or earlier than the one before."""
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    for lasting in (3 * LONG_S, LONG_S):
        exp = int(time.time()) + lasting
        answer = auth.renews(tab, "AUTH-RENEW-01", auth.token_until(alice, exp), {"type": "auth_ok"})
        stage.judge("AUTH-RENEW-01", m.conforms, answer, path="frame", schema="asyncapi:AuthOk")
        stage.judge("AUTH-RENEW-01", am.expiry_is, answer, exp=exp)


@check("delivery.after-a-renewal", "DLV-ALL-01", needs=("mint",))
def test_a_renewal_in_one_tab_silences_no_other(stage: Stage) -> None:
    """Alice renews her token in one of two tabs; what bob says reaches both."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tabs = [alice.connects(room), alice.connects(room)]
    renewed = auth.token_until(alice, int(time.time()) + LONG_S)
    auth.renews(tabs[0], "AUTH-RENEW-01", renewed, {"type": "auth_ok"})
    said = bob.says(room, "to both of you", via="ws")
    for tab in tabs:
        tab.hears(said, clause="DLV-ALL-01")


@check("auth.last-token-counts", "AUTH-RENEW-02", needs=("mint",), slow=True)
def test_the_token_accepted_last_decides_when_a_connection_ends(stage: Stage) -> None:
    """Alice cuts her time short and prolongs it at once, and stays; bob cuts his short and is closed with 4401."""
    alice, bob = stage.people("alice", "bob")
    room = bob.creates(alice)
    prolonged, shortened = alice.connects(room), bob.connects(room)
    expiry = auth.soon(stage, answers=1)  # what is sent at once is answered within one settle_ms
    later = int(time.time()) + LONG_S
    renewals = [(prolonged, expiry.exp), (shortened, expiry.exp), (prolonged, later)]
    refs = [stage.fresh("renewal") for _ in renewals]
    for (tab, exp), ref in zip(renewals, refs, strict=True):
        tab.sends({"type": "auth", "token": auth.token_until(tab.person, exp), "ref": ref})
    for (tab, _), ref in zip(renewals, refs, strict=True):
        tab.until("AUTH-RENEW-01", m.frame_has, awaited="auth_ok", fields={"type": "auth_ok", "ref": ref})
    auth.ends_by(shortened, "AUTH-RENEW-02", expiry)
    auth.has_ended_within(prolonged, expiry.left_s)
    prolonged.says("I am still here", clause="AUTH-RENEW-02")
