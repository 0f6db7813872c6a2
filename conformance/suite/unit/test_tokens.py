"""Tokens of the shapes that issuers really make: all of them are accepted."""

from __future__ import annotations

from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check


@check("auth.audience-list", "AUTH-AUD-02", needs=("mint",))
def test_a_token_for_several_services_is_accepted(stage: Stage) -> None:
    """This service may stand anywhere in a list of audiences, also alone."""
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    ours = auth.signer(stage).audience
    for audience in ([ours], [ours, "billing"], ["billing", "archive", ours]):
        answer = auth.asks(alice, stage.tokens.token(alice.id, claims={"aud": audience}))
        place = f"a token whose aud lists this service as {audience.index(ours) + 1} of {len(audience)}"
        stage.judge("AUTH-AUD-02", am.answered_with, answer.event, what=place, expected=[200])


@check("auth.kinds-of-access-token", "AUTH-TYP-02", needs=("mint",))
def test_access_tokens_of_every_spelling_are_accepted(stage: Stage) -> None:
    """Issuers call an access token `at+jwt`, `JWT`, or nothing at all."""
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    for kind in ("at+jwt", "JWT", None):
        answer = auth.asks(alice, stage.tokens.token(alice.id, header={"typ": kind}))
        what = f"a token with typ {kind}" if kind else "a token without typ"
        stage.judge("AUTH-TYP-02", am.answered_with, answer.event, what=what, expected=[200])
