"""Checking one token: fixed algorithms, required claims, and no key that the token brings along."""

from __future__ import annotations

from typing import Any

import jwt

from reference_server.config import Settings
from reference_server.core.errors import Refusal
from reference_server.core.fields import PRINTABLE
from reference_server.core.model import Caller
from reference_server.core.validate import PARTICIPANT_ID_LENGTH, TOKEN_LENGTH
from reference_server.identity import keys

# What the library checks for us, spelled out.
CHECKS: dict[str, bool] = {
    "verify_signature": True,
    "verify_exp": True,
    "verify_nbf": True,
    "verify_iat": False,
    "verify_aud": True,
    "verify_iss": True,
    "verify_sub": True,
}
REQUIRED: tuple[str, ...] = ("iss", "aud", "exp", "sub")

# A header that brings or points to its own key is refused, whatever else is right.
OWN_KEY_HEADERS: frozenset[str] = frozenset({"jwk", "jku", "x5u", "x5c"})
TYPES: frozenset[str] = frozenset({"jwt", "at+jwt", "application/jwt", "application/at+jwt"})

SECRET_ALGORITHMS: frozenset[str] = frozenset({"HS256", "HS384", "HS512"})


def refused() -> Refusal:
    """One refusal for whatever is wrong with a token: it says nothing about what."""
    return Refusal("AUTH_FAILED", "A valid token is wanted")


def bearer(authorization: str | None) -> str | None:
    """Return the token of an Authorization header, or None if there is no header."""
    if authorization is None:
        return None
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise refused()
    return token.strip()


def algorithm_allowed(header: dict[str, Any], algorithms: tuple[str, ...]) -> bool:
    """Only what the server was started with; never `none`, whatever the token would like."""
    algorithm = header.get("alg")
    return isinstance(algorithm, str) and algorithm in algorithms and algorithm != "none"


def brings_own_key(header: dict[str, Any]) -> bool:
    """Does the header bring or point to a key of its own?"""
    return not OWN_KEY_HEADERS.isdisjoint(header)


def type_allowed(header: dict[str, Any]) -> bool:
    """`typ` may be absent; one that names another kind of token is refused."""
    kind = header.get("typ")
    return kind is None or (isinstance(kind, str) and kind.lower() in TYPES)


def key_id(header: dict[str, Any]) -> str | None:
    """Return the key id, if there is one."""
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def subject_allowed(subject: Any) -> bool:
    """1 to 255 printable ASCII characters."""
    text = isinstance(subject, str) and PRINTABLE.fullmatch(subject)
    return bool(text) and len(subject) <= PARTICIPANT_ID_LENGTH


def kind_of(claims: dict[str, Any]) -> str:
    """`ai` by the token's claim only."""
    return "ai" if claims.get("participant_type") == "ai" else "human"


def name_of(claims: dict[str, Any], longest: int) -> str | None:
    """Return the display name that the token brings, if it can be one."""
    name = claims.get("name")
    return name if isinstance(name, str) and 1 <= len(name) <= longest and is_text(name) else None


def is_text(name: str) -> bool:
    """Could it be written out again?"""
    return not any("\ud800" <= character <= "\udfff" for character in name)


class Verifier:
    """Turns tokens into callers."""

    def __init__(self, settings: Settings, source: keys.Source) -> None:
        self.settings = settings
        self.source = source

    async def verify(self, token: str) -> Caller:
        """Return who the token says is asking, or refuse."""
        header = self.header(token)
        candidates = await self.candidates(header)
        for key in candidates:
            claims = self.claims(token, key, header["alg"])
            if claims is not None:
                return self.caller(claims)
        raise refused()

    def header(self, token: str) -> dict[str, Any]:
        """Return the header, if nothing in it is forbidden."""
        if len(token) > TOKEN_LENGTH or not token.isascii():
            raise refused()
        try:
            header = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise refused() from None
        if (
            not algorithm_allowed(header, self.settings.algorithms)
            or brings_own_key(header)
            or not type_allowed(header)
        ):
            raise refused()
        return header

    async def candidates(self, header: dict[str, Any]) -> list[jwt.PyJWK | bytes]:
        """Return the keys to try: the shared secret for its algorithms, public keys for theirs."""
        if header["alg"] in SECRET_ALGORITHMS:
            secret = self.settings.shared_secret
            return [] if secret is None else [secret]
        found = await keys.find(self.source, key_id(header), header["alg"])
        return [key.verifier(header["alg"]) for key in found]

    def claims(self, token: str, key: jwt.PyJWK | bytes, algorithm: str) -> dict[str, Any] | None:
        """Return the claims if this key signed them and all of them hold."""
        options: Any = {**CHECKS, "require": list(REQUIRED)}
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=self.settings.issuer,
                audience=self.settings.audience,
                leeway=self.settings.limits.clock_leeway_s,
                options=options,
            )
            float(claims["exp"])
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return None
        return claims

    def caller(self, claims: dict[str, Any]) -> Caller:
        """Return the caller; the participantId is the subject, verbatim."""
        if not subject_allowed(claims["sub"]):
            raise refused()
        name = name_of(claims, self.settings.limits.max_display_name_length)
        return Caller(claims["sub"], kind_of(claims), name, float(claims["exp"]))
