"""Forged tokens: each is wrong in one named fact, so that a refusal says something."""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.target.profile import Auth
from conformance.target.tokens import Signer, generated

_KEYS_OF_ITS_OWN = "RS256"
"""What a stranger signs with where the server's own tokens are signed by a shared secret."""


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


def stranger(signer: Signer) -> Signer:
    """Somebody who says to be the same issuer, and has a key that the server does not know."""
    algorithm = _KEYS_OF_ITS_OWN if signer.algorithm.startswith("HS") else signer.algorithm
    return generated(Auth(algorithm=algorithm, issuer=signer.issuer, audience=signer.audience))


def signed_by(token: str, other: Signer, **header: Any) -> str:
    """The same claims and header signed by another key; ``header`` replaces single members (``None`` leaves one
    out)."""
    old, claims, _ = parts(token)
    kept = {name: value for name, value in {**old, **header}.items() if name != "alg" and value is not None}
    return jwt.encode(claims, other.key, algorithm=other.algorithm, headers=kept)


def with_public_key_as_secret(token: str, public: bytes) -> str:
    """Signed with HS256 and the server's own public key, in one of its spellings, as the secret (key confusion)."""
    header, claims, _ = parts(token)
    unsigned_part = joined({**header, "alg": "HS256"}, claims).rstrip(".")
    return f"{unsigned_part}.{_encoded(hmac.new(public, unsigned_part.encode(), hashlib.sha256).digest())}"


def public_spellings(signer: Signer) -> dict[str, bytes]:
    """The public half of a key as the files that servers keep it in; empty where the key is a shared secret."""
    if isinstance(signer.key, str | bytes):
        return {}
    public = signer.key.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = {
        "in PEM": pem,
        "in PEM without its last line break": pem.rstrip(b"\n"),
        "in DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "as a JSON Web Key": json.dumps(signer.jwks()["keys"][0]).encode(),
    }
    if isinstance(public, rsa.RSAPublicKey):
        found["in PEM of PKCS 1"] = public.public_bytes(Encoding.PEM, PublicFormat.PKCS1)
    return found


def certificate(signer: Signer) -> x509.Certificate:
    """A certificate that a key has given itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stranger.chat-conformance.test")])
    now = datetime.datetime.now(datetime.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(signer.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )
    edwards = isinstance(signer.key, ed25519.Ed25519PrivateKey)
    return builder.sign(signer.key, None if edwards else hashes.SHA256())


def certificate_chain(signer: Signer) -> list[str]:
    """That certificate as ``x5c`` wants it."""
    return [base64.b64encode(certificate(signer).public_bytes(Encoding.DER)).decode()]


def certificate_file(signer: Signer) -> bytes:
    """That certificate as the file to which ``x5u`` points."""
    return certificate(signer).public_bytes(Encoding.PEM)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
