"""What is recorded of a credential: never the secret, and of a token of the suite's own what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.recorder.stream import Recorder
from conformance.stage import credentials
from conformance.target import forge
from conformance.target.profile import Auth
from conformance.target.tokens import Signer, StaticTokens, generated, with_flipped_bit


@pytest.fixture(scope="module")
def signer() -> Signer:
    return generated(Auth(algorithm="ES256"))


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    opened = Recorder(tmp_path / "s.ndjson", "s")
    yield opened
    opened.close()


def test_a_token_of_our_own_is_recorded_by_what_it_says(signer: Signer, recorder: Recorder) -> None:
    token = signer.token("alice-1", claims={"exp": 5})
    label = credentials.learn(recorder, signer, token, "alice")
    told = recorder.last
    assert (told.kind, told.data["who"], told.data["label"], told.data["signed"]) == ("token", "alice", label, True)
    assert (told.data["claims"]["sub"], told.data["claims"]["exp"]) == ("alice-1", 5)
    assert token.rpartition(".")[2] not in recorder.path.read_text(encoding="utf-8")


def test_of_a_token_from_elsewhere_nothing_is_recorded(signer: Signer, recorder: Recorder) -> None:
    token = signer.token("alice-1")
    credentials.learn(recorder, StaticTokens({"alice-1": token}), token, "alice")
    assert recorder.events() == []


def test_whose_signature_it_is_is_told(signer: Signer) -> None:
    token = signer.token("alice-1")
    assert credentials.is_signed(token, signer)
    for forged in (
        with_flipped_bit(token),
        forge.unsigned(token),
        forge.with_claims(token, sub="bob-1"),
        forge.signed_by(token, forge.stranger(signer)),
    ):
        assert not credentials.is_signed(forged, signer)


@pytest.mark.parametrize("text", ["", "a.b.c", "no token", "W10.W10.", "e30.W10.x", "....", "\ud800"])
def test_what_is_no_token_says_nothing(text: str, signer: Signer) -> None:
    assert credentials.told_by(text, signer) is None
