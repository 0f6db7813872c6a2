"""What is kept of a credential: its label in the place of the secret, and what a token of our own says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

from conformance.recorder.stream import Recorder
from conformance.target import forge
from conformance.target.tokens import Signer, Tokens


def learn(recorder: Recorder, tokens: Tokens, token: str, owner: str) -> str:
    """Hide a token from now on; returns its label.

    What a token says that the suite made itself is no secret, and what is wrong with a forged one is the point of it:
    both are recorded.  Of a token that came from elsewhere nothing is.
    """
    label = recorder.secrets.learn(token, "token", owner)
    said = told_by(token, tokens) if isinstance(tokens, Signer) else None
    if said is not None:
        recorder.record("token", who=owner, label=label, **said)
    return label


def told_by(token: str, signer: Signer) -> Mapping[str, Any] | None:
    """Header and claims of a JSON Web Token, and whether the signer's key has signed it; ``None`` where it is none."""
    header: Any
    claims: Any
    try:
        header, claims, _ = forge.parts(token)
    except (ValueError, RecursionError):
        return None
    if not (isinstance(header, dict) and isinstance(claims, dict)):
        return None
    return {"header": header, "claims": claims, "signed": is_signed(token, signer)}


def is_signed(token: str, signer: Signer) -> bool:
    """Whether the signature of a token is the signer's; when it is valid, and for whom, is no matter."""
    key = signer.key if isinstance(signer.key, str | bytes) else signer.key.public_key()
    try:
        jwt.PyJWS().decode(token, key, algorithms=[signer.algorithm])
    except (jwt.PyJWTError, ValueError, TypeError):
        return False
    return True
