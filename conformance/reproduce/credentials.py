"""The tokens that a story needs, made anew: what each says, and what is wrong with it."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.reproduce.story import Actor, CannotTell
from conformance.target import forge
from conformance.target.tokens import CannotMint, Signer, StaticTokens, Tokens, with_flipped_bit

FOREIGN_KEYS = frozenset({"jwk", "jku", "x5u", "x5c"})
TIMES = frozenset({"exp", "nbf", "iat"})
_ENDING = re.compile(r"(-[0-9a-f]{8})?-[0-9a-f]{12}\b")


def environment(actors: Iterable[Actor], tokens: Tokens) -> dict[str, str]:
    """The variables that tell a file who its people are, each time with ids that nobody has met.

    Raises :class:`CannotTell` for a token that cannot be made from what it says.
    """
    ids: dict[str | None, str] = {}
    found: dict[str, str] = {}
    for actor in actors:
        if actor.label is None:
            continue
        if actor.participant not in ids:
            ids[actor.participant] = _somebody(actor, tokens, set(ids.values()))
        sub = ids[actor.participant]
        found[f"TOKEN_{actor.name.upper()}"] = token(actor, sub, tokens)
        found[f"PARTICIPANT_{actor.name.upper()}"] = sub
    return found


def _somebody(actor: Actor, tokens: Tokens, taken: set[str]) -> str:
    if isinstance(tokens, StaticTokens):
        free = [sub for sub in tokens.subjects() if sub not in taken]
        if not free:
            raise CannotTell(
                f"the story needs more people than the profile lists tokens for ({len(taken)}, auth.tokens)"
            )
        return free[0]
    # Its form is kept: an id with blanks or quotes may be the point.
    recorded = actor.participant or actor.who
    fresh = f"-{uuid.uuid4().hex[:8]}-{uuid.uuid4().hex[:12]}"
    return _ENDING.sub(fresh, recorded) if _ENDING.search(recorded) else recorded


def token(actor: Actor, sub: str, tokens: Tokens) -> str:
    """A token that says of this participant what the recorded one said."""
    made = actor.made
    try:
        if made is None or not isinstance(tokens, Signer):
            return tokens.token(sub)
        return _forged(made, tokens.token(sub, claims=_claims(made["claims"], tokens), header=_header(made, tokens)))
    except CannotMint as error:
        raise CannotTell(f"the token of {actor.who} cannot be made: {error}") from error


def _claims(recorded: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    """What a token said, at the times of now, where that is not what every token says."""
    usual = {"iss": signer.issuer, "aud": signer.audience}
    began = recorded.get("iat")
    shift = int(time.time()) - int(began) if isinstance(began, int | float) else 0
    changed: dict[str, Any] = {}
    for name, value in recorded.items():
        if name in TIMES and isinstance(value, int | float) and not isinstance(value, bool):
            changed[name] = value + shift
        elif name not in ("sub", "jti") and usual.get(name) != value:
            changed[name] = value
    # A claim that was left out is left out again.
    return {**changed, **{name: None for name in ("iss", "aud", "exp", "iat") if name not in recorded}}


def _header(made: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    header = made["header"]
    changed = {name: value for name, value in header.items() if name not in ("alg", "kid", "typ")}
    if header.get("typ") != "at+jwt":
        changed["typ"] = header.get("typ")
    if signer.key_id is not None and "kid" not in header:
        changed["kid"] = None
    return changed


def _forged(made: Mapping[str, Any], token: str) -> str:
    """The token as it is where the recorded one was signed, else with what was wrong with that."""
    header = made["header"]
    if made["signed"]:
        return token
    if str(header.get("alg", "")).lower() == "none":
        return forge.unsigned(token, str(header["alg"]))
    if FOREIGN_KEYS & header.keys() or header.get("alg") != forge.parts(token)[0].get("alg"):
        raise CannotTell("a token of it is signed by a key of the suite's own, which no file can hold")
    return with_flipped_bit(token)
