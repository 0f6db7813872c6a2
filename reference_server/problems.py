"""Refusals as RFC 9457 problems: what REST and a refused handshake answer."""

from __future__ import annotations

from quart import Response

from reference_server.core import errors, wire
from reference_server.core.errors import Refusal

PROBLEM = "application/problem+json"
NOSNIFF = {"X-Content-Type-Options": "nosniff"}
# Said beside certain refusals, because HTTP asks for it.
COMPANIONS: dict[str, dict[str, str]] = {
    "AUTH_FAILED": {"WWW-Authenticate": "Bearer"},
    "UPGRADE_REQUIRED": {
        "Upgrade": "websocket",
        "Connection": "Upgrade, close",
        "Sec-WebSocket-Version": "13",
    },
}


def answer(refusal: Refusal) -> Response:
    """Return the problem for a refusal, with Retry-After where waiting helps."""
    name = errors.rest_name(refusal.code)
    code = errors.CODES[name]
    detail = refusal.detail if name == refusal.code else code.title
    if name == "NOT_FOUND":
        detail = errors.not_found().detail  # the same body, always
    body = wire.problem(code.status, code.title, detail, name, refusal.retry_after)
    headers = {**NOSNIFF, **COMPANIONS.get(name, {})}
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return Response(wire.encode(body), code.status, headers, content_type=PROBLEM)


def method_not_allowed(allowed: list[str]) -> Response:
    """Return 405, with the methods that there are."""
    response = answer(Refusal("METHOD_NOT_ALLOWED"))
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response
