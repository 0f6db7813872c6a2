"""Invites as lists show them, and what must stay a secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown


@matcher
def invite_is_listed(answer: Event, *, invite_id: str, fields: Mapping[str, Any]) -> str | None:
    """A list of invites shows this one, once, with these members."""
    listed = at(answer.data, "body/invites")
    if not isinstance(listed, list):
        return f"expected a list of invites, got {describe(answer)}"
    found = [one for one in listed if isinstance(one, Mapping) and one.get("invite_id") == invite_id]
    if len(found) != 1:
        return f"expected the invite {invite_id} once in the list, found it {len(found)} times among {len(listed)}"
    for name, expected in fields.items():
        value = found[0].get(name, ABSENT)
        if value != expected or isinstance(value, bool):
            return f"expected {name} of the invite {invite_id} to be {shown(expected)}, got {shown(value)}"
    return None


@matcher
def secret_is_nowhere(answers: Sequence[Event], *, secret: str) -> str | None:
    """None of these answers holds the secret."""
    for answer in answers:
        if secret in answer.line():
            return f"the answer {describe(answer)} holds {secret}"
    return None


@matcher
def tokens_have_bits(answers: Sequence[Event], *, found: float, wanted: int) -> str | None:
    """The secrets of these answers, measured when they came, are large enough to hold so many random bits."""
    if found >= wanted:
        return None
    return f"{len(answers)} tokens can hold {found:.0f} random bits at most, {wanted} are wanted"
