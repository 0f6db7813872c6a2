"""Forged tokens: each is wrong in one named fact, so that a refusal says something."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt

from conformance.target.profile import Auth
from conformance.target.tokens import Signer, generated


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Header, claims and signature of a token, unverified."""
    head, payload, signature = token.split(".")
    return json.loads(_decoded(head)), json.loads(_decoded(payload)), signature


def joined(header: dict[str, Any], claims: dict[str, Any], signature: str = "") -> str:
    """A token of these parts, whatever they are."""
    return f"{_encoded(json.dumps(header).encode())}.{_encoded(json.dumps(claims).encode())}.{signature}"


def unsigned(token: str, spelling: str = "none") -> str:
    """The same claims with ``alg: none`` (or another spelling of it) and no signature."""
    header, claims, _ = parts(token)
    return joined({**header, "alg": spelling}, claims)


def with_claims(token: str, **claims: Any) -> str:
    """Other claims under the old signature."""
    header, old, signature = parts(token)
    return joined(header, {**old, **claims}, signature)


def by_stranger(token: str, signer: Signer, **header: Any) -> str:
    """The same claims signed by a key that the server does not know, under the known key's id."""
    old, claims, _ = parts(token)
    stranger = generated(Auth(algorithm=signer.algorithm, issuer=signer.issuer, audience=signer.audience))
    kept = {name: value for name, value in {**old, **header}.items() if name != "alg" and value is not None}
    return jwt.encode(claims, stranger.key, algorithm=signer.algorithm, headers=kept)


def with_own_key(token: str, signer: Signer) -> str:
    """Signed by a stranger, whose public key the token itself brings along (``jwk``)."""
    old, claims, _ = parts(token)
    stranger = generated(Auth(algorithm=signer.algorithm, issuer=signer.issuer, audience=signer.audience))
    header = {**{name: value for name, value in old.items() if name != "alg"}, "jwk": stranger.jwks()["keys"][0]}
    return jwt.encode(claims, stranger.key, algorithm=signer.algorithm, headers=header)


def with_public_key_as_secret(token: str, signer: Signer, public: bytes) -> str:
    """Signed with HS256 and the server's own public key as the secret (key confusion)."""
    header, claims, _ = parts(token)
    unsigned_part = joined({**header, "alg": "HS256"}, claims).rstrip(".")
    return f"{unsigned_part}.{_encoded(hmac.new(public, unsigned_part.encode(), hashlib.sha256).digest())}"


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
