"""Tokens: what can be told of one without its key, and why a server may refuse one that is valid.

A server that refuses a valid token is broken, or it was told of another issuer than the profile was.  From outside the
two look alike; what remains possible is said, and only what the token itself shows is decisive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from conformance.doctor.answers import described
from conformance.doctor.clocks import FORGIVEN_S, spoken
from conformance.doctor.finding import NOTE, OK, UNKNOWN, WRONG, Finding, Subject, plain
from conformance.recorder.events import Event
from conformance.target.tokens import ONE_HOUR_S

SOON_S = 15 * 60
"""A token that ends within this time may not last for a run."""

_WORDS = {
    "audience": ("audience",),
    "issuer": ("issuer",),
    "key": ("key", "kid", "signature"),
    "time": ("expire", "not yet", "clock"),
}
"""Words of a refusal that point to one of the reasons."""


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a token; nobody has verified it."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]

    def ends_in_s(self, now: float) -> float | None:
        """How long until its ``exp``, negative after it; ``None`` where it says nothing that is a time."""
        exp = self.claims.get("exp")
        return exp - now if isinstance(exp, int | float) and not isinstance(exp, bool) else None


def read(token: str) -> Read | None:
    """What stands in a token; ``None`` where it is no JWT (a server may take others)."""
    try:
        return Read(jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False}))
    except jwt.PyJWTError:
        return None


def unusable(text: str, subject: Subject) -> Finding | None:
    """Why something cannot be sent as a token at all; ``None`` where it can."""
    key = "command" if subject.profile.auth.kind == "command" else "tokens"
    if not text:
        return _decisive("what should be a token is empty", f"mend {key} in {subject.within('auth')}")
    if not all("!" <= one <= "~" for one in text):
        return _decisive(
            f"what should be a token ({len(text)} characters) holds spaces, line breaks or signs that no token has",
            f"{key} in {subject.within('auth')} must give the token and nothing else",
        )
    return None


def accepted(token: Read | None, now: float, subject: Subject) -> Finding:
    """The server lets the token in."""
    left = token.ends_in_s(now) if token is not None else None
    if left is not None and left < -FORGIVEN_S:
        return Finding(
            "token",
            WRONG,
            f"a token that ended {spoken(-left)} ago by this machine's clock is accepted",
            "the server does not look at exp, or one of the clocks is wrong",
        )
    if left is not None and left < SOON_S and subject.profile.auth.kind == "static":
        return Finding(
            "token",
            NOTE,
            f"is accepted, and ends in {spoken(max(left, 0))}: a run may outlast it",
            f"write a newer one into {subject.within('auth')}",
        )
    lasts = f", valid for another {spoken(left)}" if left is not None else ""
    return Finding("token", OK, f"auth.kind {subject.profile.auth.kind}: is accepted{lasts}")


def refused(answer: Event, token: Read | None, now: float, skew: float | None, subject: Subject) -> Finding:
    """The server answers 401 to a token that the profile calls valid."""
    auth = subject.profile.auth
    left = token.ends_in_s(now) if token is not None else None
    ended = left is not None and max(left, left - (skew or 0)) < -FORGIVEN_S  # by either clock
    if auth.kind in ("static", "command") and left is not None and ended:
        key = "a newer token into tokens" if auth.kind == "static" else "a command that prints a newer one into command"
        return _decisive(
            f"the token ended {spoken(-left)} ago, and the server refuses it",
            f"write {key} in {subject.within('auth')}",
        )
    if skew is not None and skew > ONE_HOUR_S + FORGIVEN_S and auth.kind not in ("static", "command"):
        return _decisive(
            f"by the server's clock, {spoken(skew)} ahead of this machine's, every token that is made here "
            "has ended already",
            "set the clock that is wrong",
        )
    return Finding(
        "token",
        WRONG,
        f"a valid token is refused ({_said(answer)})",
        f"possible reasons: {'; '.join(_possible(answer, token, skew, subject))}; or the server refuses valid tokens",
    )


def _possible(answer: Event, token: Read | None, skew: float | None, subject: Subject) -> Iterator[str]:
    """What may be wrong in the profile or beside it; what the server hints at comes first."""
    table = subject.within("auth")
    found = {"key": _key(token.header if token is not None else {}, subject)}
    for claim, name in (("iss", "issuer"), ("aud", "audience")):
        if token is not None:
            value = plain(token.claims.get(claim), 80)
            found[name] = f"it expects another {name} than {value!r} ({name}, {table})"
    if skew is not None and abs(skew) > 1:
        found["time"] = f"its clock is {spoken(abs(skew))} {'ahead' if skew > 0 else 'behind'}"
    hints = _said(answer).lower()
    first = sorted(found, key=lambda reason: not any(word in hints for word in _WORDS[reason]))
    yield from (found[reason] for reason in first)


def _key(header: Mapping[str, Any], subject: Subject) -> str:
    auth = subject.profile.auth
    if auth.kind == "shared_secret":
        return f"it has another secret (secret, {subject.within('auth')})"
    if auth.kind == "issuer" and subject.launches:
        words = [*subject.profile.launch.command, *subject.profile.launch.env.values()]
        if not any("{jwks}" in word or "{jwks_url}" in word for word in words):
            return (
                f"it cannot know the key: write {{jwks}} (a file) or {{jwks_url}} into command "
                f"({subject.within('launch')})"
            )
    known = (
        f"it does not know the key {plain(header.get('kid'), 40)!r}" if header.get("kid") else "it knows another key"
    )
    if auth.kind == "issuer" and not subject.launches:
        return f"{known}: start `chat-conformance issuer` in this folder, and let the server read its keys from there"
    return f"{known} (key_id and key, {subject.within('auth')})" if auth.kind == "key_file" else known


def _said(answer: Event) -> str:
    """A refusal in the server's own words."""
    body = answer.body if isinstance(answer.body, Mapping) else {}
    challenge = answer.data.get("headers", {}).get("www-authenticate")
    words = [str(answer.data["status"]), body.get("code"), body.get("detail"), challenge]
    return plain(", ".join(str(word) for word in words if word), 200)


def tried(answer: Event, token: Read | None, now: float, skew: float | None, subject: Subject) -> Finding:
    """What the server made of a token that the profile calls valid."""
    status = answer.data["status"]
    if status == 200:
        return accepted(token, now, subject)
    if status == 401:
        return refused(answer, token, now, skew, subject)
    if status == 503 or status == 429:
        return Finding(
            "token", UNKNOWN, f"the server answers {described(answer)} to whoever brings one", "ask again later"
        )
    return Finding(
        "token",
        WRONG,
        f"GET /chat/my-conversations with a valid token is answered with {described(answer)}",
        "a gateway may want something ([target] headers); else the run judges it (AUTH-VALID-01)",
    )


def without(answer: Event, brought: str) -> Finding:
    """What the server made of somebody who brought ``brought``, which opens nothing."""
    status = answer.data["status"]
    if status == 401:
        return Finding("bad token", OK, f"{brought} is refused with 401")
    if status == 200:
        return Finding(
            "bad token",
            WRONG,
            f"{brought} is let in too: that valid ones are accepted proves nothing",
            "is the server's check of tokens switched off? The run judges it (AUTH-SIG-01)",
        )
    return Finding(
        "bad token",
        WRONG,
        f"{brought} is answered with {described(answer)}, not with 401",
        "the run judges it (AUTH-NONE-01)",
    )


def cannot_mint(reason: str, subject: Subject) -> Finding:
    """The profile's own means gave no token."""
    return _decisive(plain(reason), f"mend it: command or tokens in {subject.within('auth')}")


def no_key_yet(subject: Subject) -> Finding:
    """Nobody has made the key by which the suite's own issuer is known."""
    return Finding(
        "token",
        WRONG,
        "the suite's own issuer has no key in this folder yet, so that the server cannot know it",
        "start `chat-conformance issuer` here and let the server read its keys from there, or write another kind "
        f"into {subject.within('auth')}",
    )


def _decisive(what: str, write: str) -> Finding:
    return Finding("token", WRONG, what, write, decisive=True)
