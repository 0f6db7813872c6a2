"""Answers as such: how they are declared, what a refusal is made of, and what none may give away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.recorder.evaluation import matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers.reading import ABSENT, at, describe, shown

PROBLEM = "application/problem+json"
ANSWERS = ("message_ack", "sync", "pong", "auth_ok", "error")
"""What is never sent unasked; a `read` answers a `read`, and else tells of a marker that has moved."""
CODES: dict[int, tuple[str, ...]] = {
    400: ("INVALID_JSON", "INVALID_REQUEST", "INVALID_FRAME", "MESSAGE_TOO_LARGE"),
    401: ("AUTH_FAILED",),
    403: ("FORBIDDEN", "READ_ONLY", "ORIGIN_NOT_ALLOWED"),
    404: ("NOT_FOUND",),
    405: ("METHOD_NOT_ALLOWED",),
    409: ("MESSAGE_ID_REUSED", "ALREADY_MEMBER"),
    410: ("INVITE_EXPIRED",),
    413: ("MESSAGE_TOO_LARGE",),
    415: ("UNSUPPORTED_MEDIA_TYPE",),
    426: ("UPGRADE_REQUIRED",),
    429: ("RATE_LIMITED", "QUEUE_FULL", "CAPACITY_REACHED", "TOO_MANY_CONNECTIONS"),
    500: ("INTERNAL",),
    503: ("UNAVAILABLE",),
}
"""The codes that the contract lists for each status."""

INTERNALS = (
    ("a stack trace", re.compile(
        r"Traceback \(most recent|^\s+at [\w.$<>]+ ?\(|goroutine \d+ \[|\bFile \"[^\"]+\", line \d", re.M)),
    ("a place in source code", re.compile(
        r"[\w/\\.-]+\.(py|js|mjs|ts|go|rs|rb|java|kt|php|cs|ex|cpp)\b(:\d+|\(\d+|\", line|, line)")),
    ("a file path", re.compile(
        r"(?<![\w/])/(usr|home|var|opt|srv|app|root|etc|tmp|proc)/[\w.-]+|[A-Z]:\\\\?[\w.-]+\\")),
    ("a database query", re.compile(r"\b(SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM)\b")),
    ("an exception", re.compile(
        r"\b[A-Za-z_.]*[a-z](Error|Exception)\b(?=[:(.]|\b at )|\bpanic:|\bnil pointer\b|\bNoneType\b|"
        r"\[object Object\]")),
    ("a library", re.compile(
        r"\b(werkzeug|quart|flask|django|fastapi|starlette|pydantic|uvicorn|sqlite3?|sqlalchemy|psycopg\d?|asyncpg|"
        r"jsonschema|node_modules|mongoose|sequelize|prisma|redis|kafka|hibernate|springframework|"
        r"serde|actix|gorm|postgres(ql)?|mysql)\b", re.I)),
)  # fmt: skip
"""What a text for people has no business to hold, and how it looks."""


def was_refused(answer: Event) -> bool:
    """Whether an answer, on either transport, says no."""
    if answer.kind == "received":
        return answer.frame.get("type") == "error"
    status = answer.data.get("status")
    return isinstance(status, int) and status >= 400


def is_frame(event: Event) -> bool:
    """Whether it is a frame that came, and no ping of the transport's."""
    return event.kind == "received"


def header(answer: Event, name: str) -> str | None:
    """A header of an answer, by its name in lower case."""
    headers = answer.data.get("headers")
    found = headers.get(name) if isinstance(headers, Mapping) else None
    return found if isinstance(found, str) else None


def media_type(answer: Event) -> str:
    """The declared media type, without its parameters."""
    return (header(answer, "content-type") or "none").split(";")[0].strip().lower()


def refusals_of(answers: Sequence[Event]) -> list[Event] | str:
    """The refusals among them; a sentence where there are none, because then nothing can be said of them."""
    found = [answer for answer in answers if was_refused(answer)]
    return found or f"none of {len(answers)} requests that call for a refusal was refused"


@matcher
def declared_as_json(answer: Event) -> str | None:
    """An answer with a body is declared as JSON; a refusal as a problem."""
    if answer.body is None:
        return None
    wanted = PROBLEM if was_refused(answer) else "application/json"
    found = media_type(answer)
    return None if found == wanted else f"expected Content-Type {wanted}, got {found} in {describe(answer)}"


@matcher
def forbids_sniffing(answer: Event) -> str | None:
    """An answer with a body carries ``X-Content-Type-Options: nosniff``."""
    found = header(answer, "x-content-type-options")
    if answer.body is None or (found or "").strip().lower() == "nosniff":
        return None
    return f"expected X-Content-Type-Options: nosniff, got {shown(found)} in {describe(answer)}"


@matcher
def refusals_are_problems(answers: Sequence[Event]) -> str | None:
    """Every refusal among these answers is declared as a problem."""
    refusals = refusals_of(answers)
    if isinstance(refusals, str):
        return refusals
    for answer in refusals:
        if media_type(answer) != PROBLEM:
            return f"expected a refusal to be {PROBLEM}, got {media_type(answer)} in {describe(answer)}"
    return None


@matcher
def problems_are_whole(answers: Sequence[Event]) -> str | None:
    """Every refusal has ``type``, ``title``, ``status``, ``detail`` and ``code``."""
    refusals = refusals_of(answers)
    if isinstance(refusals, str):
        return refusals
    for answer in refusals:
        for name in ("type", "title", "status", "detail", "code"):
            value = at(answer.data, f"body/{name}")
            kind: type = int if name == "status" else str
            if value is ABSENT or not isinstance(value, kind) or isinstance(value, bool):
                return f"expected {name} in a problem, got {shown(value)} in {describe(answer)}"
    return None


@matcher
def problems_repeat_the_status(answers: Sequence[Event]) -> str | None:
    """``status`` of every refusal is the status that it came with."""
    refusals = refusals_of(answers)
    if isinstance(refusals, str):
        return refusals
    for answer in refusals:
        said, came = at(answer.data, "body/status"), answer.data.get("status")
        if said != came:
            return f"the answer has status {came}, its problem says {shown(said)}"
    return None


@matcher
def codes_fit_the_status(answers: Sequence[Event]) -> str | None:
    """``code`` of every refusal is one of those listed for its status."""
    refusals = refusals_of(answers)
    if isinstance(refusals, str):
        return refusals
    for answer in refusals:
        code, status = at(answer.data, "body/code"), answer.data.get("status")
        listed = CODES.get(status) if isinstance(status, int) else None
        if listed is not None and code not in listed:
            return f"status {status} has code {' or '.join(listed)}; got {shown(code)} in {describe(answer)}"
    return None


@matcher
def status_is_listed(answer: Event, *, operation: str, listed: Sequence[int]) -> str | None:
    """An operation answered with a status that is listed for it."""
    if answer.data.get("status") in listed:
        return None
    return f"{operation} may answer {', '.join(map(str, listed))}; got {describe(answer)}"


@matcher
def survived(answer: Event) -> str | None:
    """Malformed input was answered by something else than a failure of the server."""
    if answer.kind == "received":
        code = answer.frame.get("code")
        return f"expected an answer or a refusal, got {describe(answer)}" if code == "INTERNAL" else None
    status = answer.data.get("status")
    if answer.kind != "answer":
        return f"expected an answer, but {answer.data.get('reason', 'the connection ended')}"
    if isinstance(status, int) and (status < 500 or (status == 503 and at(answer.data, "body/code") == "UNAVAILABLE")):
        return None
    return f"expected an answer or a refusal, got {describe(answer)}"


@matcher
def stays_open(seen: Sequence[Event]) -> str | None:
    """The server has not ended a connection."""
    ends = [event for event in seen if event.kind in ("close_received", "dropped")]
    return f"the connection was ended: {describe(ends[0])}" if ends else None


@matcher
def allows(answer: Event, *, methods: Sequence[str], not_method: str) -> str | None:
    """``Allow`` names these methods, and not the one that was refused."""
    allow = header(answer, "allow")
    found = {name.strip().upper() for name in (allow or "").split(",")}
    missing = [name for name in methods if name not in found]
    if allow is None:
        return f"expected Allow with {', '.join(methods)}, but there is no such header"
    if missing or not_method in found:
        return f"expected Allow with {', '.join(methods)} and without {not_method}, got {shown(allow)}"
    return None


@matcher
def lacks(event: Event, *, names: Sequence[str]) -> str | None:
    """A frame has none of these members."""
    there = [name for name in names if name in event.frame]
    return f"expected no {' and no '.join(there)}, got {describe(event)}" if there else None


@matcher
def names_a_wait(answer: Event) -> str | None:
    """A refusal says in ``retry_after`` how many seconds to wait."""
    found = at(answer.frame or answer.body, "retry_after")
    if isinstance(found, int | float) and not isinstance(found, bool) and found >= 0:
        return None
    return f"expected retry_after to be a number of seconds, got {shown(found)} in {describe(answer)}"


@matcher
def has_retry_header(answer: Event) -> str | None:
    """An answer with ``retry_after`` carries ``Retry-After`` too."""
    if header(answer, "retry-after"):
        return None
    return f"expected the header Retry-After beside retry_after {shown(at(answer.data, 'body/retry_after'))}"


@matcher
def is_answer(event: Event, *, read_ref: str | None = None) -> str | None:
    """A frame that is sent only where something was asked; of `read` frames the one with this ``ref``."""
    good = event.frame.get("type") in ANSWERS or _answers_read(event, read_ref)
    return None if good else f"expected an answer, got {describe(event)}"


@matcher
def answered_exactly_once(seen: Sequence[Event], *, asked: str, read_ref: str | None = None) -> str | None:
    """Between a frame and the answer to a later one exactly one answer came.

    A `read` is one where it carries the ``ref`` of a `read` that was asked; others tell of markers that have moved, and
    whether one's own message does so is left open.
    """
    found = [event for event in seen if is_answer(event, read_ref=read_ref) is None]
    if len(found) == 1:
        return None
    came = "; ".join(describe(event) for event in found) or "nothing"
    return f"{asked} calls for one answer, {len(found)} came: {came}"


def _answers_read(event: Event, ref: str | None) -> bool:
    return ref is not None and event.frame.get("type") == "read" and event.frame.get("ref") == ref


@matcher
def reveals_nothing(answers: Sequence[Event]) -> str | None:
    """No text of a refusal shows a stack trace, a query, a path or the name of a library."""
    refusals = refusals_of(answers)
    if isinstance(refusals, str):
        return refusals
    for answer in refusals:
        for text in _texts(answer.frame or answer.body):
            for what, pattern in INTERNALS:
                if pattern.search(text):
                    return f"a refusal shows {what}: {shown(text)}"
    return None


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        kept = [item for name, item in value.items() if name not in ("code", "ref", "message_id", "type")]
        return [text for item in kept for text in _texts(item)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


@matcher
def does_not_repeat(answer: Event, *, credential: str, status: Sequence[int]) -> str | None:
    """A refusal does not hold the credential that it refuses, in its body or in a header."""
    if answer.data.get("status") not in status:
        return f"expected status {' or '.join(map(str, status))}, got {describe(answer)}"
    if credential in answer.line():
        return f"the refusal repeats the credential: {describe(answer)}"
    return None


@matcher
def not_answered(seen: Sequence[Event], *, nonce: str, ref: str) -> str | None:
    """Up to the answer to a later ``ping`` nothing came that answers the frame before it."""
    if not any(event.frame.get("nonce") == nonce for event in seen):
        return "the answer to a later ping did not come, so it cannot be known what else would have"
    for event in seen:
        name = str(event.frame.get("type", "(none)"))
        later = event.frame.get("nonce") == nonce
        if event.frame and not later and (event.frame.get("ref") == ref or name in ANSWERS or "ack" in name):
            return f"expected no answer, got {describe(event)}"
    return None


@matcher
def grants(answer: Event, *, origin: str) -> str | None:
    """An answer names this Origin in ``Access-Control-Allow-Origin``."""
    found = header(answer, "access-control-allow-origin")
    return None if found == origin else f"expected access for {origin}, got {shown(found)} in {describe(answer)}"


@matcher
def grants_not(answer: Event, *, origin: str) -> str | None:
    """An answer grants this Origin nothing: neither by name nor by the wildcard."""
    found = header(answer, "access-control-allow-origin")
    return f"{origin} was granted access, by {shown(found)}" if found in (origin, "*") else None


@matcher
def permits(answer: Event, *, method: str, headers: Sequence[str]) -> str | None:
    """A preflight is granted for a method and for these headers (by name: the wildcard never covers Authorization)."""
    methods = {name.strip().upper() for name in (header(answer, "access-control-allow-methods") or "").split(",")}
    # Browsers let the simple methods pass whatever is listed.
    if method not in methods | {"GET", "HEAD", "POST", "*"}:
        return f"expected {method} to be granted, got {shown(header(answer, 'access-control-allow-methods'))}"
    granted = {name.strip().lower() for name in (header(answer, "access-control-allow-headers") or "").split(",")}
    missing = [name for name in headers if name not in granted]
    return f"the preflight does not grant {', '.join(missing)}, only {shown(sorted(granted))}" if missing else None


@matcher
def no_wildcard_with_credentials(answer: Event) -> str | None:
    """An answer does not grant credentials to everybody."""
    everybody = header(answer, "access-control-allow-origin") == "*"
    credentials = (header(answer, "access-control-allow-credentials") or "").lower() == "true"
    return "the answer grants credentials together with the wildcard Origin" if everybody and credentials else None
