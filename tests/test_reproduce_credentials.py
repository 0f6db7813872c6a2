"""Tokens for a story: each says what the recorded one said, of somebody whom the server has never met."""

from __future__ import annotations

import time
from typing import Any

import pytest

from conformance.reproduce.credentials import environment, token
from conformance.reproduce.story import Actor, CannotTell
from conformance.stage.credentials import told_by
from conformance.target import forge
from conformance.target.profile import Auth
from conformance.target.tokens import Signer, StaticTokens, generated, with_flipped_bit

RECORDED = "alice-1a2b3c4d-000000000001"


@pytest.fixture(scope="module")
def signer() -> Signer:
    return generated(Auth(algorithm="ES256"))


def again(recorded: str, signer: Signer, by: Signer | None = None) -> Any:
    """What a token says that is made after a recorded one."""
    made = told_by(recorded, by or signer)
    assert made is not None
    found = told_by(token(Actor("alice", "alice", RECORDED, "<x>", made), "somebody-else", signer), signer)
    assert found is not None
    return found


def test_a_valid_token_is_made_anew(signer: Signer) -> None:
    found = again(signer.token(RECORDED, claims={"name": "alice", "participant_type": "ai"}), signer)
    assert found["signed"]
    assert (found["claims"]["sub"], found["claims"]["participant_type"]) == ("somebody-else", "ai")
    assert abs(found["claims"]["exp"] - time.time() - 3600) < 10


def test_times_are_as_far_from_now_as_they_were(signer: Signer) -> None:
    old = int(time.time()) - 10_000
    found = again(signer.token(RECORDED, claims={"iat": old, "exp": old + 5, "nbf": old + 2}), signer)["claims"]
    assert (found["exp"] - found["iat"], found["nbf"] - found["iat"]) == (5, 2)
    assert abs(found["iat"] - time.time()) < 10


def test_what_was_left_out_is_left_out_again(signer: Signer) -> None:
    found = again(signer.token(RECORDED, claims={"exp": None}, header={"typ": None}), signer)
    assert "exp" not in found["claims"]
    assert "typ" not in {name for name, value in found["header"].items() if value != "JWT"}


def test_another_audience_is_another_audience_again(signer: Signer) -> None:
    assert again(signer.token(RECORDED, claims={"aud": "billing"}), signer)["claims"]["aud"] == "billing"


def test_a_token_of_an_earlier_run_is_signed_by_the_key_of_this_one(signer: Signer) -> None:
    earlier = generated(Auth(algorithm="ES256"))
    assert again(earlier.token(RECORDED), signer, by=earlier)["signed"]


def test_a_broken_signature_is_broken_again(signer: Signer) -> None:
    assert not again(with_flipped_bit(signer.token(RECORDED)), signer)["signed"]


def test_a_token_without_signature_is_made_without_one(signer: Signer) -> None:
    assert again(forge.unsigned(signer.token(RECORDED), "NONE"), signer)["header"]["alg"] == "NONE"


def test_a_token_by_a_key_that_the_suite_had_is_refused(signer: Signer) -> None:
    other = forge.stranger(signer)
    brought = forge.signed_by(signer.token(RECORDED), other, jwk=other.jwks()["keys"][0])
    with pytest.raises(CannotTell, match="key of the suite's own"):
        again(brought, signer)


def test_one_participant_with_two_tokens_stays_one(signer: Signer) -> None:
    actors = [Actor("alice", "alice", RECORDED, "<1>"), Actor("alice_2", "alice", RECORDED, "<2>"),
              Actor("guest", "guest", None, None)]  # fmt: skip
    found = environment(actors, signer)
    assert set(found) == {"TOKEN_ALICE", "TOKEN_ALICE_2", "PARTICIPANT_ALICE", "PARTICIPANT_ALICE_2"}
    assert found["PARTICIPANT_ALICE"] == found["PARTICIPANT_ALICE_2"] != RECORDED


def test_of_a_fixed_list_everybody_gets_one_of_it() -> None:
    actors = [Actor("alice", "alice", "a", "<1>"), Actor("bob", "bob", "b", "<2>")]
    found = environment(actors, StaticTokens({"x": "tx", "y": "ty"}))
    assert (found["TOKEN_ALICE"], found["TOKEN_BOB"]) == ("tx", "ty")
    with pytest.raises(CannotTell, match="more people than the profile lists"):
        environment(actors, StaticTokens({"x": "tx"}))
