"""Doors stay shut while nobody can say who knocks."""

from __future__ import annotations

import time

from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check
from conformance.target import forge
from conformance.target.tokens import with_flipped_bit


@check(
    "auth.no-open-doors-while-source-is-down",
    "AUTH-DOWN-03",
    phase="alone",
    needs=("mint", "launch"),
    hostile=True,
    slow=True,
)
def test_nothing_is_accepted_for_want_of_a_key(stage: Stage) -> None:
    """What is refused while the source of keys is up is refused while it is down."""
    keys, other = auth.published_keys(stage), forge.stranger(auth.signer(stage))
    alice = stage.person("alice")
    past = int(time.time() - auth.leeway_s(stage)) - auth.surely_s(stage)
    forgeries = {
        "a token of a stranger": ("AUTH-KID-01", forge.signed_by(alice.token, other, kid=other.key_id)),
        "a token of a stranger that names a known key": ("AUTH-SIG-01", forge.signed_by(alice.token, other)),
        "a token with one bit of its signature flipped": ("AUTH-SIG-01", with_flipped_bit(alice.token)),
        "a token that asks for no algorithm": ("AUTH-ALG-01", forge.unsigned(alice.token)),
        "an expired token": ("AUTH-EXP-01", auth.token_until(alice, past)),
        "a token for another service": ("AUTH-AUD-01", stage.tokens.token(alice.id, claims={"aud": "billing"})),
    }
    for what, (clause, token) in forgeries.items():
        auth.are_refused(stage, clause, alice, {what: token})
    keys.withdraw()
    auth.waits(stage.settle_s)
    for what, (_, token) in forgeries.items():
        answer = auth.asks(alice, token).event
        told = f"{what} while the source of keys is down"
        stage.judge("AUTH-DOWN-03", am.answered_with, answer, what=told, expected=[401, 503])
