"""PURE: how whoever runs a file comes by the credentials of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.reproduce.literals import printable
from conformance.reproduce.story import Actor

USUAL_CLAIMS = frozenset({"iss", "aud", "sub", "iat", "exp", "jti", "name"})
USUAL_LIFETIME_S = 3600


def described(actor: Actor) -> Mapping[str, str]:
    """The variable for somebody's token, and what that has to say."""
    made = dict(actor.made or {})
    told = printable(token_needed(made), 160) if made else "a valid token"
    return {"variable": f"TOKEN_{actor.name.upper()}", "who": printable(actor.who, 60), "told": told}


def token_needed(made: Mapping[str, Any]) -> str:
    """What a token has to say, in words."""
    claims, header = made["claims"], made["header"]
    if str(header.get("alg", "")).lower() == "none":
        return f"a token with alg {header['alg']} and no signature"
    if not made["signed"]:
        return "a token whose signature is not the issuer's"
    said = [f"{name} {value}" for name, value in claims.items() if name not in USUAL_CLAIMS]
    lasts = claims.get("exp", 0) - claims.get("iat", 0) if _are_numbers(claims.get("exp"), claims.get("iat")) else None
    if lasts != USUAL_LIFETIME_S:
        said.append("no exp" if lasts is None else f"exp {lasts:g} s after iat")
    return "a valid token" + (f" with {', '.join(said)}" if said else "")


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)
