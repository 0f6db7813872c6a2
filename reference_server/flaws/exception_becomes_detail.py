"""The refusal of a body that is not JSON shows where in the code that was found.

The exception's own text becomes the detail.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

from reference_server.core.errors import Refusal

BREAKS = "ERR-LEAK-01"
REPLACES = "reference_server.core.jsontext:parse"


def lie(original: Callable[..., Any]) -> Callable[..., Any]:
    """Tell everything."""

    def parse(raw: bytes | str) -> Any:
        try:
            json.loads(raw)
        except RecursionError:
            pass  # what is too deep is refused as ever
        except ValueError:
            raise Refusal("INVALID_JSON", traceback.format_exc()) from None
        return original(raw)

    return parse
