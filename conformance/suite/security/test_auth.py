"""Credentials: each is refused for one missing fact, beside a control that has it."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import Stage, check
from conformance.target.tokens import with_flipped_bit


@check("auth.flipped-signature", "AUTH-SIG-01", needs=("mint",), hostile=True)
def test_a_token_with_one_flipped_signature_bit_is_refused(stage: Stage) -> None:
    """The same token is accepted as it was signed, and refused with one bit changed."""
    alice = stage.person("alice")
    control = alice.request("GET", "/chat/my-conversations")
    stage.judge("AUTH-VALID-01", m.status_is, control.event, expected=[200])
    answer = alice.with_token(with_flipped_bit(alice.token)).request("GET", "/chat/my-conversations")
    stage.judge("AUTH-SIG-01", m.status_is, answer.event, expected=[401])
