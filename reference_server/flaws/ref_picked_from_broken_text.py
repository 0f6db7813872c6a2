"""The error for a text that is not JSON carries a ref that was picked out of the text.

Somebody found the ref with a regular expression, so that the client would at least know which frame it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reference_server.core import jsontext, wire
from reference_server.core.errors import Refusal

BREAKS = "ERR-JSON-03"
REPLACES = "reference_server.session:Session.take"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Look for it."""

    async def take(self: Any, data: str | bytes) -> None:
        try:
            jsontext.parse(data if isinstance(data, str) else "{}")
        except Refusal as refusal:
            found = re.search(r'"ref": *"([^"]+)"', str(data))
            body = wire.error(refusal.code, refusal.detail, None, None)
            self.connection.say({**body, "ref": found[1]} if found else body)
        else:
            await original(self, data)

    return take
