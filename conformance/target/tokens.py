"""Tokens: the suite's own issuer, and the other ways in which a profile can provide them."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import get_default_algorithms

from conformance.target.profile import Auth, ProfileError

ONE_HOUR_S = 3600

ISSUER_FOLDER = Path(".chat-conformance/issuer")
"""Where the suite keeps the key pair that servers started by hand are told of."""


class CannotMint(Exception):
    """This profile has no means to make the token that was asked for."""


class Tokens(Protocol):
    """Whatever provides tokens."""

    @property
    def can_mint(self) -> bool:
        """Whether tokens can be made at will: forged, expired, for anybody."""

    def token(
        self, sub: str, *, claims: Mapping[str, Any] | None = None, header: Mapping[str, Any] | None = None
    ) -> str:
        """A token for this participant.  ``claims`` and ``header`` replace single members of a valid one (a value
        of ``None`` leaves the member out); raises :class:`CannotMint` where that is not possible."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs tokens with a key that the suite holds."""

    key: Any
    key_id: str | None
    algorithm: str
    issuer: str
    audience: str
    can_mint: bool = True

    def token(
        self, sub: str, *, claims: Mapping[str, Any] | None = None, header: Mapping[str, Any] | None = None
    ) -> str:
        """A token valid for an hour, but for what is replaced."""
        now = int(time.time())
        payload = {"iss": self.issuer, "aud": self.audience, "sub": sub, "iat": now, "exp": now + ONE_HOUR_S,
                   "jti": uuid.uuid4().hex, **(claims or {})}  # fmt: skip
        headers = {"typ": "at+jwt", "kid": self.key_id, **(header or {})}
        return jwt.encode(
            {key: value for key, value in payload.items() if value is not None},
            self.key,
            algorithm=self.algorithm,
            headers={key: value for key, value in headers.items() if value is not None},
        )

    def jwks(self) -> dict[str, Any]:
        """The public half, as a JSON Web Key Set."""
        algorithm = get_default_algorithms()[self.algorithm]
        public: dict[str, Any] = json.loads(algorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": self.key_id, "alg": self.algorithm, "use": "sig"}]}

    def jwks_file(self) -> bytes:
        """That set as a document."""
        return json.dumps(self.jwks()).encode()


@dataclass(frozen=True, slots=True)
class MintingCommand:
    """Asks a command of the vendor's for tokens; nothing but the participant can be chosen."""

    command: tuple[str, ...]
    can_mint: bool = False

    def token(
        self, sub: str, *, claims: Mapping[str, Any] | None = None, header: Mapping[str, Any] | None = None
    ) -> str:
        """What the command prints."""
        _refuse_changes(claims, header)
        command = [part.replace("{sub}", sub) for part in self.command]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotMint(f"{command[0]} gave no token: {error}") from error
        if done.returncode != 0:
            raise CannotMint(f"{command[0]} exited with {done.returncode}: {done.stderr.strip()[-200:]}")
        return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class StaticTokens:
    """A fixed list of participants and their tokens."""

    tokens: Mapping[str, str]
    can_mint: bool = False

    def subjects(self) -> list[str]:
        """The only participants that there are."""
        return list(self.tokens)

    def token(
        self, sub: str, *, claims: Mapping[str, Any] | None = None, header: Mapping[str, Any] | None = None
    ) -> str:
        """The token listed for this participant."""
        _refuse_changes(claims, header)
        if sub not in self.tokens:
            raise CannotMint(f"the profile lists no token for {sub}")
        return self.tokens[sub]


def _refuse_changes(claims: Mapping[str, Any] | None, header: Mapping[str, Any] | None) -> None:
    if any(name not in ("name",) for name in {**(claims or {}), **(header or {})}):
        raise CannotMint("this profile provides finished tokens only: nothing in them can be changed")


def generated(auth: Auth) -> Signer:
    """A signer with a fresh key pair."""
    makers = {
        "RS256": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
        "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
        "EdDSA": ed25519.Ed25519PrivateKey.generate,
    }
    if auth.algorithm not in makers:
        raise ProfileError(f"auth.algorithm: {auth.algorithm!r} is none of {', '.join(makers)}")
    return Signer(makers[auth.algorithm](), uuid.uuid4().hex[:8], auth.algorithm, auth.issuer, auth.audience)


def keeps(auth: Auth, folder: Path) -> bool:
    """Whether a folder holds the key pair of the issuer already."""
    return (folder / f"{auth.algorithm}.pem").exists()


def kept(auth: Auth, folder: Path) -> Signer:
    """The issuer whose key pair lies in a folder; made there, readable by its owner only, if it does not exist.

    ``jwks.json`` beside it is what a server reads.
    """
    private = folder / f"{auth.algorithm}.pem"
    if not keeps(auth, folder):
        signer = generated(auth)
        folder.mkdir(parents=True, exist_ok=True)
        _write_private(private, f"{signer.key_id}\n".encode() + _pem(signer.key))
        published = folder / "jwks.json"
        others = json.loads(published.read_text(encoding="utf-8"))["keys"] if published.exists() else []
        published.write_text(json.dumps({"keys": [*others, *signer.jwks()["keys"]]}), encoding="utf-8")
    key_id, _, pem = private.read_bytes().partition(b"\n")
    # To prove that an RSA key is one takes a fifth of a second, in each process; we made this one ourselves.
    key = serialization.load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    return Signer(key, key_id.decode(), auth.algorithm, auth.issuer, auth.audience)


def _pem(key: Any) -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    pem: bytes = key.private_bytes(encoding, form, serialization.NoEncryption())
    return pem


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def from_profile(auth: Auth, folder: Path) -> Tokens:
    """What provides the tokens of a run.  ``folder`` is private to the run and holds the suite's own key."""
    if auth.kind == "static":
        return StaticTokens(auth.tokens)
    if auth.kind == "command":
        return MintingCommand(tuple(auth.command))
    if auth.kind == "shared_secret":
        return Signer(auth.secret, auth.key_id, "HS256", auth.issuer, auth.audience)
    if auth.kind == "key_file":
        try:
            key = serialization.load_pem_private_key((auth.key or "").encode(), password=None)
        except (ValueError, TypeError) as error:
            raise ProfileError("auth.key: is not a private key in PEM; write file:PATH of one") from error
        signer = Signer(key, auth.key_id, auth.algorithm, auth.issuer, auth.audience)
        try:
            signer.token("anybody")
        except (TypeError, NotImplementedError, jwt.PyJWTError) as error:
            raise ProfileError(f"auth.algorithm: {auth.algorithm} does not fit the key that auth.key names") from error
        return signer
    return kept(auth, folder)


def with_flipped_bit(token: str) -> str:
    """The same token with one bit of its signature flipped: wrong in that one fact only."""
    head, payload, signature = token.split(".")
    raw = bytearray(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)))
    raw[len(raw) // 2] ^= 1
    return f"{head}.{payload}.{base64.urlsafe_b64encode(bytes(raw)).rstrip(b'=').decode()}"
