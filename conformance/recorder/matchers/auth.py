"""Credentials: who is let in, who is refused, and what a refusal says."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import at, describe, shown

_BEARER = re.compile(r"(?:^|,)\s*bearer(?:\s|,|$)", re.IGNORECASE)
_CLASSES = ((re.compile(r"\d*"), 10), (re.compile(r"[\da-f]*|[\dA-F]*"), 16), (re.compile(r"[a-z2-7]*|[A-Z2-7]*"), 32),
            (re.compile(r"[\dA-Za-z]*"), 62))  # fmt: skip
_MOST = 64


@matcher
def answered_with(answer: Event, *, what: str, expected: Sequence[int]) -> str | None:
    """A request, or a handshake, that is told in words was answered with one of the expected statuses."""
    status = answer.data.get("status")
    if status in expected:
        return None
    wanted = " or ".join(map(str, expected))
    if answer.kind == "no_answer":
        return f"{what}: expected status {wanted}, but no answer came: {answer.data.get('reason')}"
    return f"{what}: expected status {wanted}, got {describe(answer)}"


@matcher
def not_answered_with(answer: Event, *, what: str, unwanted: Sequence[int]) -> str | None:
    """An answer came, and it has none of these statuses."""
    if answer.kind == "no_answer":
        return f"{what}: no answer came: {answer.data.get('reason')}"
    return f"{what}: got {describe(answer)}" if answer.data.get("status") in unwanted else None


@matcher
def challenges_with_bearer(answer: Event) -> str | None:
    """An answer carries ``WWW-Authenticate`` with the scheme ``Bearer``, alone or among others."""
    found = at(answer.data, "headers/www-authenticate")
    if isinstance(found, str) and _BEARER.search(found):
        return None
    return f"expected WWW-Authenticate with the scheme Bearer beside a {answer.data.get('status')}, got {shown(found)}"


@matcher
def nothing_was_fetched(answers: Sequence[Event], fetches: Sequence[Event]) -> str | None:
    """Answers came, and none of the addresses that the tokens named was called."""
    if fetches:
        return f"the server called {fetches[0].data.get('path')}, an address that only a forged token had named"
    return None if answers else "no answer shows that the server has read the tokens"


@matcher
def expiry_is(frame: Event, *, exp: float) -> str | None:
    """``auth_ok`` tells the moment at which the accepted token expires (to the second)."""
    found = at(frame.frame, "expires_at")
    expected = f"expected expires_at to be the exp of the token just accepted, {exp:.0f} s after the epoch"
    try:
        told = datetime.fromisoformat(found).timestamp()
    except (TypeError, ValueError):
        return f"{expected}, got {shown(found)}"
    return None if abs(told - exp) < 1 else f"{expected}, got {shown(found)}, which is {told - exp:+.0f} s from it"


@matcher
def one_was_let_in(handshakes: Sequence[Event]) -> str | None:
    """Of handshakes that presented one ticket at the same time exactly one was answered with 101."""
    statuses = [event.data.get("status", "no answer") for event in handshakes]
    if statuses.count(101) == 1:
        return None
    return f"{statuses.count(101)} of {len(statuses)} handshakes with one ticket were let in: {shown(statuses)}"


@matcher
def was_not_let_in(handshake: Event, *, what: str) -> str | None:
    """A handshake was answered, and not with 101."""
    if handshake.kind == "handshake" and handshake.data.get("status") != 101:
        return None
    return f"{what}: expected a refusal, got {describe(handshake)}"


@matcher
def secrets_have_room(answers: Sequence[Event], *, path: str, room: float, bits: int) -> str | None:
    """No two secrets handed out in a row are the same, and as much of them changes as this many random bits need.

    ``room`` is what :func:`room_in_bits` says of the secrets themselves, which are never recorded.  What a server
    makes them from cannot be seen from outside; that they are too short, or count, can.
    """
    labels = [at(answer.data, path) for answer in answers]
    if len(set(map(str, labels))) < len(labels):
        return f"of {len(labels)} secrets at {path}, two were the same"
    if room >= bits:
        return None
    return f"{path} has room for {room:.0f} bits that change from one to the next; {bits} random bits were promised"


def room_in_bits(texts: Sequence[str]) -> float:
    """How many bits the places that change between these texts can hold, given the characters that they use."""
    shortest = min(map(len, texts))
    changing = [place for place in range(shortest) if len({text[place] for text in texts}) > 1]
    used = "".join(text[place] for text in texts for place in changing)
    size = next((size for letters, size in _CLASSES if letters.fullmatch(used)), _MOST)
    return len(changing) * math.log2(size)


@matcher
def says_when_to_return(answer: Event) -> str | None:
    """An answer carries ``Retry-After``: seconds, or a date."""
    found = at(answer.data, "headers/retry-after")
    if isinstance(found, str) and (found.isdigit() or _is_date(found)):
        return None
    return f"expected Retry-After beside a {answer.data.get('status')}, got {shown(found)}"


def _is_date(text: str) -> bool:
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return True
