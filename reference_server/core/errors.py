"""The refusals of the contract: one table, read by both transports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means: its HTTP status, a title for people, and how long a retry should wait (seconds)."""

    status: int
    title: str
    retry_after: int | None = None


CODES: dict[str, Code] = {
    "INVALID_JSON": Code(400, "The body is not JSON"),
    "INVALID_REQUEST": Code(400, "The request is not what the operation takes"),
    "INVALID_FRAME": Code(400, "The frame is not what its type takes"),
    "UNKNOWN_TYPE": Code(400, "No such frame type"),
    "AUTH_FAILED": Code(401, "Not authenticated"),
    "FORBIDDEN": Code(403, "Not allowed"),
    "READ_ONLY": Code(403, "Reading only"),
    "ORIGIN_NOT_ALLOWED": Code(403, "Origin not allowed"),
    "NOT_FOUND": Code(404, "Not found"),
    "NOT_A_MEMBER": Code(404, "Not a member"),
    "METHOD_NOT_ALLOWED": Code(405, "Method not allowed"),
    "MESSAGE_ID_REUSED": Code(409, "The message_id names another message"),
    "ALREADY_MEMBER": Code(409, "Already a member"),
    "INVITE_EXPIRED": Code(410, "The invite is no longer good"),
    "MESSAGE_TOO_LARGE": Code(413, "Too large"),
    "UNSUPPORTED_MEDIA_TYPE": Code(415, "The body must be application/json"),
    "UPGRADE_REQUIRED": Code(426, "This address speaks WebSocket"),
    "RATE_LIMITED": Code(429, "Too many messages", 1),
    "QUEUE_FULL": Code(429, "Too many messages are waiting to be stored", 1),
    "CAPACITY_REACHED": Code(429, "The conversation is full"),
    "TOO_MANY_CONNECTIONS": Code(429, "Too many connections", 5),
    "INTERNAL": Code(500, "Something went wrong"),
    "UNAVAILABLE": Code(503, "Not available for the moment", 2),
}

# Why a socket ends; a client acts on the class of the number.
CLOSES: dict[str, int] = {
    "done": 1000,
    "going": 1012,
    "binary": 1003,
    "broken": 1011,
    "expired": 4401,
    "removed": 4403,
    "silent": 4408,
    "slow": 4413,
}

# Decisions are made once for both transports; each transport then says it in its own words.
REST_NAMES: dict[str, str] = {"INVALID_FRAME": "INVALID_REQUEST", "NOT_A_MEMBER": "NOT_FOUND"}
SOCKET_NAMES: dict[str, str] = {"INVALID_REQUEST": "INVALID_FRAME", "NOT_FOUND": "NOT_A_MEMBER"}


class Refusal(Exception):
    """The operation did not happen and never will; `code` is a key of CODES."""

    def __init__(self, code: str, detail: str = "", retry_after: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail or CODES[code].title
        self.retry_after = CODES[code].retry_after if retry_after is None else retry_after


def rest_name(code: str) -> str:
    """Return the code as REST spells it; a non-member hears what a stranger hears."""
    return REST_NAMES.get(code, code)


def socket_name(code: str) -> str:
    """Return the code as the socket spells it."""
    return SOCKET_NAMES.get(code, code)


def not_found() -> Refusal:
    """One refusal for what is not there and for what the caller may not see: nothing tells them apart."""
    return Refusal("NOT_FOUND", "There is nothing here for you")
