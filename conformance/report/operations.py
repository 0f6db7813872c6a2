"""What the contract expects a server to offer, and what of it was seen: each operation with the exchange that shows it.

Pure, and from the record alone.  An operation is

- **working** where any recorded request to it was answered as its success is described;
- **missing** where none ever was, and an answer that owed a success says that there is no such thing (404, 405, 501);
- **refused** where none ever was, and a success was owed and something else came, or nothing;
- **not asked** where nothing that owed a success was ever sent: what it stands on was broken, or it was not selected.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.contract import registry
from conformance.contract.answers import METHODS, path_pattern
from conformance.recorder.events import Event

STATUSES = ("working", "missing", "refused", "not asked")
NO_SUCH_THING = frozenset({404, 405, 501})
ABOUT = ("message_id", "nonce", "ref")
"""Members by which a client knows the answer to a frame; where several are there, the first."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract.

    ``name`` is what a reader calls it: ``POST /chat/create``, ``socket``, ``frame typing``.  ``requirements`` are those
    that the contract's documents name at it; ``success`` is what answers it: HTTP statuses, or types of frames.
    """

    name: str
    purpose: str
    requirements: tuple[str, ...]
    success: frozenset[int | str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request or frame, and what came: ``said`` is its status, or the type of the frame and of an error its code,
    ``None`` where nothing came;
    ``owed`` tells that a success was owed, and that it was not this."""

    request: Event
    answer: Event | None
    said: int | str | None
    owed: bool = False


@cache
def operations() -> tuple[tuple[str, re.Pattern[str], Operation], ...]:
    """Every operation over HTTP, the socket's handshake among them: method, pattern of the path, operation."""
    document = registry.parsed(registry.documents() / "openapi.yaml")
    rest = [
        (method.upper(), path_pattern(path), _over_rest(path, method, entry))
        for path, entries in document["paths"].items()
        for method, entry in entries.items()
        if method in METHODS
    ]
    channel = _sockets()["channels"]["conversation"]
    socket = Operation("socket", channel["title"], tuple(channel["x-requirements"]), frozenset({101}))
    return (*rest, ("OPEN", path_pattern(channel["address"]), socket))


@cache
def frames() -> Mapping[str, Operation]:
    """Every frame that a client may send, by its type; what answers it is a reply of its own, or else the frame of the
    same type that others are sent."""
    document = _sockets()
    found = {}
    for entry in document["operations"].values():
        if entry["action"] == "receive":
            message = document["components"]["messages"][_last(entry["messages"][0])]
            replies = {_last(reply) for reply in entry["reply"]["messages"]} - {"error"}
            found[message["name"]] = Operation(
                f"frame {message['name']}",
                message["title"],
                tuple(message["x-requirements"]),
                frozenset(replies or {message["name"]}),
            )
    return found


def seen(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Every operation of the contract, in its order, with what was seen of it (shape: ``results.schema.json``)."""
    exchanges = _exchanges(events)
    known = [*(operation for *_, operation in operations()), *frames().values()]
    return [_row(operation, exchanges[operation.name]) for operation in known]


def _over_rest(path: str, method: str, entry: Mapping[str, Any]) -> Operation:
    success = frozenset(int(status) for status in entry["responses"] if status.startswith("2"))
    return Operation(f"{method.upper()} {path}", entry["summary"], tuple(entry["x-requirements"]), success)


@cache
def _sockets() -> Any:
    return registry.parsed(registry.documents() / "asyncapi.yaml")


def _last(reference: Mapping[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


# -- what was seen ----------------------------------------------------------------------------------------------------


def _exchanges(events: Iterable[Event]) -> Mapping[str, Sequence[Exchange]]:
    listed = list(events)
    found: dict[str, list[Exchange]] = defaultdict(list)
    for name, exchange in (*_over_http(listed), *_over_sockets(listed)):
        found[name].append(exchange)
    return found


def _over_http(events: Sequence[Event]) -> Iterator[tuple[str, Exchange]]:
    """Requests and handshakes, each with what came."""
    owed = _owed(events)
    for request, answer in _answered(events):
        method = request.data["method"] if request.kind == "request" else "OPEN"
        for expected, pattern, operation in operations():
            if method == expected and pattern.fullmatch(request.data["path"]):
                said = answer.data.get("status") if answer is not None else None
                yield operation.name, Exchange(request, answer, said, answer is not None and answer.id in owed)
                break


def _answered(events: Sequence[Event]) -> Iterator[tuple[Event, Event | None]]:
    """Each request with its answer; a handshake's is the next one of its connection, which may be tried again."""
    waiting: dict[str, Event] = {}
    for event in events:
        if event.kind == "request":
            waiting[event.id] = event
        elif event.kind == "opening":
            waiting[event.data["connection"]] = event
        elif event.kind in ("answer", "handshake", "no_answer"):
            request = waiting.pop(event.data.get("request") or event.data.get("connection") or "", None)
            if request is not None:
                yield request, event
    yield from ((request, None) for request in waiting.values())


def _owed(events: Sequence[Event]) -> set[str]:
    """The answers that were found not to be the success which they owed."""
    broken = [event.data for event in events if event.kind == "evaluation" and not event.data["holds"]]
    return {
        one
        for data in broken
        if data["matcher"] == "basic.status_is" and any(100 < status < 300 for status in data["arguments"]["expected"])
        for one in data["events"]
        if isinstance(one, str)
    }


def _over_sockets(events: Sequence[Event]) -> Iterator[tuple[str, Exchange]]:
    """Frames, each with what answered it: the first later frame of a type that does and is about the same thing; on the
    same connection or, where it is for others, on any; else the error that names it.

    A frame owed a success where a rule waited for that in vain, and only there: many are sent to be refused.
    """
    waiting: dict[tuple[str | None, str], dict[object, Event]] = defaultdict(dict)
    errors: dict[str, Event] = {}
    for event in events:
        kind = event.frame.get("type")
        if event.kind == "sent" and isinstance(kind, str) and kind in frames():
            where = None if kind in frames()[kind].success else event.data["connection"]
            unanswered = waiting[where, kind].pop(_about(event), None)
            waiting[where, kind][_about(event)] = event
            if unanswered is not None:
                yield f"frame {kind}", _unsuccessful(unanswered, errors)
        elif event.kind == "received" and kind == "error":
            errors.update((sent.id, event) for sent in _refused_by(event, waiting))
        elif event.kind == "received" and isinstance(kind, str):
            for asked in (name for name, operation in frames().items() if kind in operation.success):
                here = waiting[event.data["connection"], asked] or waiting[None, asked]
                about = _about(event) if _about(event) is not None or not here else list(here)[-1]
                if about in here:
                    yield f"frame {asked}", Exchange(here.pop(about), event, event.frame["type"])
        elif event.kind == "evaluation" and not event.data["holds"] and event.data["matcher"] == "basic.nothing_came":
            owing = _owing(event, waiting)
            if owing is not None:
                where, asked, about = owing
                yield f"frame {asked}", _unsuccessful(waiting[where, asked].pop(about), errors, owed=True)
    for (_, kind), left in waiting.items():
        yield from ((f"frame {kind}", _unsuccessful(event, errors)) for event in left.values())


def _unsuccessful(sent: Event, errors: Mapping[str, Event], *, owed: bool = False) -> Exchange:
    error = errors.get(sent.id)
    return Exchange(sent, error, None if error is None else f"error {error.frame.get('code')}", owed)


def _refused_by(error: Event, waiting: Mapping[tuple[str | None, str], Mapping[object, Event]]) -> list[Event]:
    """The frames of its connection that an error names."""
    named = {repr(error.frame[name]) for name in ABOUT if name in error.frame}
    return [
        sent
        for left in waiting.values()
        for sent in left.values()
        if sent.data["connection"] == error.data["connection"]
        and any(repr(sent.frame[name]) in named for name in ABOUT if name in sent.frame)
    ]


def _owing(
    vain: Event, waiting: Mapping[tuple[str | None, str], Mapping[object, Event]]
) -> tuple[str | None, str, object] | None:
    """Where the frame waits whose success a rule waited for in vain: the last one of its check that is about the same
    thing, or about anything where the rule asks for no one thing."""
    wanted = vain.data["arguments"].get("wanted") or {}
    fields = wanted.get("arguments", {}).get("fields", {})
    kind = "connected" if wanted.get("matcher") == "basic.is_first_frame" else fields.get("type")
    named = [repr(fields[name]) for name in ABOUT if name in fields]
    found = [
        (where, asked, about)
        for (where, asked), left in waiting.items()
        if isinstance(kind, str) and kind in frames()[asked].success
        for about, sent in left.items()
        if sent.check == vain.check and (about in named or not named)
    ]
    return found[-1] if found else None


def _about(event: Event) -> str | None:
    """What a frame and its answer share: the message, the nonce or the reference that the client chose."""
    found = next((event.frame[name] for name in ABOUT if name in event.frame), None)
    return None if found is None else repr(found)


def _row(operation: Operation, exchanges: Sequence[Exchange]) -> dict[str, Any]:
    status, shown = _judged(operation, exchanges)
    said = Counter("no answer" if one.said is None else str(one.said) for one in exchanges)
    return {
        "name": operation.name,
        "purpose": operation.purpose,
        "status": status,
        "asked": len(exchanges),
        "answers": dict(sorted(said.items())),
        "shown_by": _shown(shown) if shown is not None else None,
        "requirements": list(operation.requirements),
    }


def _judged(operation: Operation, exchanges: Sequence[Exchange]) -> tuple[str, Exchange | None]:
    """The status, and an exchange that shows it: of the check whose id comes first, so that it is the same one in every
    run."""
    working = [one for one in exchanges if one.said in operation.success]
    owed = [one for one in exchanges if one.owed]
    missing = [one for one in owed if one.said in NO_SUCH_THING]
    for status, shown in (("working", working), ("missing", missing), ("refused", owed)):
        if shown:
            return status, min(shown, key=lambda one: one.request.check or "")
    return "not asked", None


def _shown(exchange: Exchange) -> dict[str, Any]:
    request, answer = exchange.request, exchange.answer
    return {
        "check": request.check,
        "request": request.id,
        "answer": answer.id if answer is not None else None,
        "who": request.data["who"],
        "sent": f"{request.data['method']} {request.data['path']}" if request.kind == "request" else
                f"GET {request.data['path']} (upgrade)" if request.kind == "opening" else
                f"frame {request.frame['type']}",
        "said": exchange.said,
    }  # fmt: skip
