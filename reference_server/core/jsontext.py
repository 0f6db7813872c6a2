"""Strict JSON: what a body or a frame may be at all, before anybody asks what it says."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from reference_server.core.errors import Refusal

MAX_DEPTH = 32  # of values that are stored and written out again


def parse(raw: bytes | str) -> Any:
    """Return the value, or refuse with INVALID_JSON: bad UTF-8, NaN, a member given twice, endless nesting."""
    try:
        text = raw.decode() if isinstance(raw, bytes) else raw
        return json.loads(text, parse_constant=no_constant, parse_float=finite, object_pairs_hook=without_repetition)
    except (ValueError, RecursionError):
        raise Refusal("INVALID_JSON", "The text is not JSON as RFC 8259 has it") from None


def no_constant(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def finite(digits: str) -> float:
    """A number too large to hold could not be returned as sent."""
    value = float(digits)
    if not math.isfinite(value):
        raise ValueError(digits)
    return value


def without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member given twice means two things at once."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a member is given twice")
    return value


def is_unicode(text: str) -> bool:
    """Only scalar values: a lone surrogate cannot be written in UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def depth_within(value: Any, limit: int = MAX_DEPTH) -> bool:
    """Is the value nested no deeper than that? Asks level by level, without recursion."""
    level = [value]
    for _ in range(limit):
        level = [child for one in level for child in children(one)]
        if not level:
            return True
    return False


def all_unicode(value: Any) -> bool:
    """Is every string in it, keys too, made of scalar values? The value is known not to be deep."""
    if isinstance(value, str):
        return is_unicode(value)
    if isinstance(value, dict) and not all(is_unicode(key) for key in value):
        return False
    return all(all_unicode(child) for child in children(value))


def children(value: Any) -> list[Any]:
    """Return what a container holds."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
