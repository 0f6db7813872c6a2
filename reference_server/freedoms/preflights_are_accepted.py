"""OPTIONS is answered with 202, and the page that a developer begins with, http://localhost, is let in.

CORS-ALLOW-02 and GEN-OPTIONS-01 ask for a grant and for a 2xx status; which origins are allowed is the server's choice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("CORS-ALLOW-02", "CORS-DENY-01", "CAP-DOC-05", "GEN-OPTIONS-01")
REPLACES = "reference_server.app:finish"
ARGUMENTS = tuple(
    word
    for origin in ("http://localhost", *(f"https://{number}.chat.example" for number in range(11)))
    for word in ("--allowed-origin", origin)
)


def vary(original: Callable[..., Any], tell: Callable[[], None]) -> Callable[..., Any]:
    """Another word for the same."""

    def finish(response: Any, settings: Any, lines: Any) -> Any:
        found = original(response, settings, lines)
        if found.status_code == 204:
            found.status_code = 202
            found.headers["Content-Length"] = "0"
            tell()
        return found

    return finish
