"""Servers of a handful of answers: each is a chat server as far as a doctor looks, but for what a test changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from email.utils import formatdate
from typing import Any

from conformance.contract import schemas
from servers import null

PUBLIC = ("/health/chat", "/chat/capabilities")
LIST, SOCKET = "/chat/my-conversations", "/chat/ws/"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def example(path: str, name: str) -> dict[str, Any]:
    """An example of the contract's own."""
    answers = schemas.openapi()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["examples"]
    found: dict[str, Any] = answers[name]["value"]
    return found


def document(body: Any, status: str = "200 OK", headers: Mapping[str, str] | None = None) -> bytes:
    """An answer that holds a JSON document."""
    return null.answer(status, json.dumps(body).encode(), dict(headers or {}))


def problem(status: str, code: str, detail: str = "No.", headers: Mapping[str, str] | None = None) -> bytes:
    """A refusal as the contract wants it."""
    number, _, title = status.partition(" ")
    body = {"type": "about:blank", "title": title, "status": int(number), "detail": detail, "code": code}
    return document(body, status, headers)


UNAUTHORISED = problem("401 Unauthorized", "AUTH_FAILED", headers={"WWW-Authenticate": "Bearer"})
GOOD = {
    "/health/chat": document(example("/health/chat", "healthy")),
    "/chat/capabilities": document(example("/chat/capabilities", "small")),
    LIST: document(example(LIST, "none")),
    SOCKET: problem("404 Not Found", "NOT_FOUND"),
}


def dated(reply: bytes) -> bytes:
    """An answer with the time at which it is given, unless it has one of its own."""
    start, line_end, rest = reply.partition(b"\r\n")
    own = b"\r\nDate: " in reply.partition(b"\r\n\r\n")[0]
    return reply if own else start + line_end + f"Date: {formatdate(usegmt=True)}\r\n".encode() + rest


def serving(but: Mapping[str, bytes] | None = None, lets_in_all: bool = False) -> AbstractContextManager[str]:
    """A server with these answers in place of the good ones, by path; ``"*"`` stands for every path."""
    changed = dict(but or {})

    def respond(request: null.Request) -> bytes:
        path = SOCKET if request.target.startswith(SOCKET) else request.target
        credential = request.headers.get("Authorization", "")
        stranger = path == LIST and credential in ("", "Bearer not-a-token") and not lets_in_all
        return dated(changed.get(path) or changed.get("*") or (UNAUTHORISED if stranger else GOOD[path]))

    return null.answering(respond)
