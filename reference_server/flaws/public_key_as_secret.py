"""A token signed by HMAC is verified with the public key as its secret.

One list of algorithms serves keys of every kind, and the key is handed on as the text that it came as.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

BREAKS = "AUTH-ALG-02"
REPLACES = "reference_server.identity.tokens:Verifier.verify"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Take what the token says it is."""

    async def verify(self: Any, token: str) -> Any:
        signed, _, signature = token.rpartition(".")
        with contextlib.suppress(jwt.PyJWTError):
            if jwt.get_unverified_header(token).get("alg") == "HS256":
                for key in await self.source.known():
                    made = hmac.new(pem(key), signed.encode(), hashlib.sha256).digest()
                    if base64.urlsafe_b64encode(made).rstrip(b"=") == signature.encode():
                        return self.caller(jwt.decode(token, options={"verify_signature": False}))
        return await original(self, token)

    return verify


def pem(key: Any) -> bytes:
    """Return a public key as text."""
    public = jwt.PyJWK(key.jwk, min(key.algorithms)).key
    text: bytes = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return text
