"""Tokens: a valid one verifies, and each forged one is wrong in one fact only."""

from __future__ import annotations

import base64
import dataclasses
import json
import stat
import sys
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from conformance.target import tokens
from conformance.target.profile import Auth, ProfileError
from conformance.target.tokens import CannotMint, MintingCommand, Signer, StaticTokens, Tokens, with_flipped_bit

ISSUER, AUDIENCE = "https://issuer.test", "chat"
ES256 = Auth(issuer=ISSUER, audience=AUDIENCE, algorithm="ES256")  # its keys are made in no time


@pytest.fixture(scope="module")
def signer() -> Signer:
    return tokens.generated(ES256)


def verified(token: str, signer: Signer) -> dict[str, Any]:
    """The claims, as a careful server reads them: by the published keys alone."""
    keys = jwt.PyJWKSet.from_dict(signer.jwks())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(
        token,
        key,
        algorithms=[signer.algorithm],
        issuer=ISSUER,
        audience=AUDIENCE,
        options={"require": ["exp", "iat", "sub", "jti"]},
    )


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """Header, claims and signature."""
    head, payload, signature = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in token.split("."))
    return json.loads(head), json.loads(payload), signature


# -- valid tokens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_valid_token_verifies_by_the_published_keys(algorithm: str) -> None:
    signer = tokens.generated(dataclasses.replace(ES256, algorithm=algorithm))
    claims = verified(signer.token("alice-1"), signer)
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("alice-1", tokens.ONE_HOUR_S)
    assert abs(claims["iat"] - time.time()) < 5
    assert signer.can_mint


def test_valid_token_says_what_it_is_and_by_which_key(signer: Signer) -> None:
    header, claims, _ = parts(signer.token("alice-1"))
    assert header == {"alg": "ES256", "kid": signer.key_id, "typ": "at+jwt"}
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "jti"}


def test_valid_tokens_of_one_participant_are_two(signer: Signer) -> None:
    assert parts(signer.token("alice-1"))[1]["jti"] != parts(signer.token("alice-1"))[1]["jti"]


def test_published_keys_hold_nothing_private(signer: Signer) -> None:
    (key,) = signer.jwks()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
    assert (key["kid"], key["alg"], key["use"]) == (signer.key_id, "ES256", "sig")


def test_another_issuers_token_does_not_verify(signer: Signer) -> None:
    forged = dataclasses.replace(tokens.generated(ES256), key_id=signer.key_id).token("alice-1")
    with pytest.raises(jwt.InvalidSignatureError):
        verified(forged, signer)


# -- changed tokens ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"exp": 1}, jwt.ExpiredSignatureError),
        ({"exp": None}, jwt.MissingRequiredClaimError),
        ({"iss": "https://elsewhere.test"}, jwt.InvalidIssuerError),
        ({"aud": "mail"}, jwt.InvalidAudienceError),
        ({"aud": None}, jwt.MissingRequiredClaimError),
        ({"sub": None}, jwt.MissingRequiredClaimError),
        ({"sub": 7}, jwt.exceptions.InvalidSubjectError),
        ({"nbf": 2**40}, jwt.ImmatureSignatureError),
    ],
)
def test_changed_claim_is_wrong_in_that_one_fact(
    signer: Signer, changed: dict[str, Any], error: type[Exception]
) -> None:
    token = signer.token("alice-1", claims=changed)
    header, claims, _ = parts(token)
    (name, value), *_ = changed.items()
    control = parts(signer.token("alice-1"))[1]
    assert claims.get(name) == value
    assert set(claims) | {name} == set(control) | {name}
    assert all(claims[other] == control[other] for other in ("iss", "aud", "sub") if other != name)
    assert header == parts(signer.token("alice-1"))[0]
    with pytest.raises(error):
        verified(token, signer)


def test_added_claim_leaves_the_token_valid(signer: Signer) -> None:
    claims = verified(signer.token("bot-1", claims={"participant_type": "ai", "name": "Bot"}), signer)
    assert (claims["participant_type"], claims["name"], claims["sub"]) == ("ai", "Bot", "bot-1")


@pytest.mark.parametrize("changed", [{"kid": "another"}, {"kid": None}, {"typ": "JWT"}, {"crit": ["x"]}])
def test_changed_header_changes_that_one_member(signer: Signer, changed: dict[str, Any]) -> None:
    token = signer.token("alice-1", header=changed)
    header, claims, _ = parts(token)
    whole = {"alg": "ES256", "kid": signer.key_id, "typ": "at+jwt", **changed}
    assert header == {name: value for name, value in whole.items() if value is not None}
    assert set(claims) == set(parts(signer.token("alice-1"))[1])
    signed, _, _ = token.rpartition(".")
    raw = parts(token)[2]
    assert jwt.get_algorithm_by_name("ES256").verify(signed.encode(), signer.key.public_key(), raw)


def bits_between(one: bytes, other: bytes) -> int:
    return sum((a ^ b).bit_count() for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_flipped_bit_is_one_bit_of_the_signature_and_nothing_else(algorithm: str) -> None:
    signer = tokens.generated(dataclasses.replace(ES256, algorithm=algorithm))
    token = signer.token("alice-1")
    flipped = with_flipped_bit(token)
    assert flipped.rpartition(".")[0] == token.rpartition(".")[0]
    assert bits_between(parts(flipped)[2], parts(token)[2]) == 1
    assert with_flipped_bit(flipped) == token
    with pytest.raises(jwt.InvalidSignatureError):
        verified(flipped, signer)


# -- other ways to tokens ---------------------------------------------------------------------------------------------

STATIC = StaticTokens({"alice": "t0ken-of-alice"})
COMMAND = MintingCommand((sys.executable, "-c", "import sys; print('t0ken-of-' + sys.argv[1])", "{sub}"))


@pytest.mark.parametrize("finished", [STATIC, COMMAND], ids=["static", "command"])
def test_finished_tokens_are_handed_out_and_never_minted(finished: Tokens) -> None:
    assert not finished.can_mint
    assert finished.token("alice") == "t0ken-of-alice"
    assert finished.token("alice", claims={"name": "Alice"}) == "t0ken-of-alice"


@pytest.mark.parametrize("finished", [STATIC, COMMAND], ids=["static", "command"])
@pytest.mark.parametrize("changed", [{"claims": {"exp": 1}}, {"header": {"alg": "none"}}], ids=["claim", "header"])
def test_finished_tokens_cannot_be_changed(finished: Tokens, changed: dict[str, Any]) -> None:
    with pytest.raises(CannotMint, match="finished tokens only"):
        finished.token("alice", **changed)


def test_static_tokens_know_nobody_else() -> None:
    with pytest.raises(CannotMint, match="the profile lists no token for eve"):
        STATIC.token("eve")


def test_command_that_fails_says_so_with_its_own_words() -> None:
    failing = MintingCommand((sys.executable, "-c", "import sys; sys.exit('no such user')"))
    with pytest.raises(CannotMint, match=r"exited with 1: no such user"):
        failing.token("alice")


def test_command_that_does_not_exist_says_so() -> None:
    with pytest.raises(CannotMint):
        MintingCommand(("/no/such/command",)).token("alice")


def test_profile_decides_who_provides_tokens(tmp_path: Path) -> None:
    assert tokens.from_profile(Auth(kind="static", tokens={"alice": "t"}), tmp_path) == StaticTokens({"alice": "t"})
    assert tokens.from_profile(Auth(kind="command", command=["mint"]), tmp_path) == MintingCommand(("mint",))
    assert isinstance(tokens.from_profile(ES256, tmp_path), Signer)


def test_profile_with_a_shared_secret_signs_with_it(tmp_path: Path) -> None:
    auth = Auth(kind="shared_secret", secret="s" * 32, issuer=ISSUER, audience=AUDIENCE)
    token = tokens.from_profile(auth, tmp_path).token("alice")
    assert jwt.decode(token, "s" * 32, algorithms=["HS256"], issuer=ISSUER, audience=AUDIENCE)["sub"] == "alice"
    assert "kid" not in jwt.get_unverified_header(token)


def test_profile_with_a_key_file_signs_with_its_key(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    signer = tokens.from_profile(dataclasses.replace(ES256, kind="key_file", key=pem, key_id="k1"), tmp_path)
    assert isinstance(signer, Signer)
    assert verified(signer.token("alice"), signer)["sub"] == "alice"
    assert not list(tmp_path.iterdir())


def test_profile_with_a_key_that_is_none_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"^auth\.key: is not a private key in PEM; write file:PATH of one$"):
        tokens.from_profile(Auth(kind="key_file", key="certainly not"), tmp_path)


def test_algorithm_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"'none' is none of RS256, ES256, EdDSA"):
        tokens.kept(Auth(algorithm="none"), tmp_path)


# -- the issuer of a run ----------------------------------------------------------------------------------------------


def test_kept_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    tokens.kept(ES256, tmp_path / "issuer")
    assert stat.S_IMODE((tmp_path / "issuer/ES256.pem").stat().st_mode) == 0o600


def test_kept_key_is_the_same_the_next_time_and_for_other_processes(tmp_path: Path) -> None:
    first, second = tokens.kept(ES256, tmp_path), tokens.kept(ES256, tmp_path)
    assert verified(first.token("alice"), second)["sub"] == "alice"
    assert json.loads((tmp_path / "jwks.json").read_text(encoding="utf-8")) == first.jwks() == second.jwks()


def test_kept_key_beside_it_holds_nothing_private(tmp_path: Path) -> None:
    tokens.kept(ES256, tmp_path)
    assert set(json.loads((tmp_path / "jwks.json").read_text(encoding="utf-8"))["keys"][0]).isdisjoint({"d", "p", "q"})


def test_kept_keys_of_two_algorithms_are_both_published(tmp_path: Path) -> None:
    made = [tokens.kept(dataclasses.replace(ES256, algorithm=name), tmp_path) for name in ("ES256", "EdDSA", "ES256")]
    published = json.loads((tmp_path / "jwks.json").read_text(encoding="utf-8"))
    assert made[-1].key_id in {key["kid"] for key in published["keys"]}
