"""A lone surrogate anywhere in a body or a frame makes it no JSON.

CONT-SURR-01: 400, INVALID_FRAME or INVALID_JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CONT-SURR-01", "ERR-JSON-03")
REPLACES = "reference_server.core.jsontext:parse"


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """A parser that is strict about escapes."""

    def parse(raw: bytes | str) -> Any:
        import json

        from reference_server.core import jsontext
        from reference_server.core.errors import Refusal

        value = original(raw)
        text = raw if isinstance(raw, str) else raw.decode()
        if "\\u" in text and not jsontext.is_unicode(json.dumps(value, ensure_ascii=False)):
            tell()
            raise Refusal("INVALID_JSON", "A lone surrogate")
        return value

    return parse
