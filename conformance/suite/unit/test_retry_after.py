"""Refusals that will not last: they say how long."""

from __future__ import annotations

from conformance.recorder.matchers import answers as am
from conformance.stage import BOTH, Stage, check
from conformance.stage import refusals as no

WHY = "the server declares no rate, one that is too high to be exceeded here, or refused nothing"


@check("refusals.wait-is-named", "ERR-RETRY-01", transports=BOTH, hostile=True)
def test_who_is_too_fast_is_told_how_long_to_wait(stage: Stage, transport: str) -> None:
    """Alice says twice as much as she may, and one more: the refusal has ``retry_after``."""
    alice = stage.person("alice")
    refused = no.exceeds_rate(alice, alice.creates(), transport)
    if refused is None:
        stage.never_provoked(WHY)
    stage.judge("ERR-RETRY-01", am.names_a_wait, refused)


@check("refusals.wait-in-header", "ERR-RETRY-02", hostile=True)
def test_a_wait_stands_in_the_header_too(stage: Stage) -> None:
    """Alice goes on over REST: her refusal has ``Retry-After`` beside ``retry_after``."""
    alice = stage.person("alice")
    refused = no.exceeds_rate(alice, alice.creates(), "rest")
    if refused is None:
        stage.never_provoked(WHY)
    stage.judge("ERR-RETRY-01", am.names_a_wait, refused)
    stage.judge("ERR-RETRY-02", am.has_retry_header, refused)
