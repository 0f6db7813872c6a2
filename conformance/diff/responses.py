"""Compares what an operation answers: its statuses, their headers and their bodies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from conformance.diff import bodies
from conformance.diff.document import Node
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, Difference
from conformance.diff.plain import clean
from conformance.diff.schemas import Comparison
from conformance.diff.variance import Sender, presence

STATUSES = "ERR-STATUS-01"
"""The requirement that an operation answers with no other status than those listed."""

_MAY = ("a client may get ", "a client that relies on it may not find it")
"""How differences begin in which the vendor permits what the contract asks, and more."""


def compared(ours: Node, theirs: Node, comparison: Comparison) -> list[Difference]:
    """The differences of all responses of one operation."""
    contract, vendor = _of(ours), _of(theirs)
    found: list[Difference] = []
    used: set[str] = set()
    for status, response in contract.items():
        key = _covering(status, vendor) or _instead(status, contract, vendor, used)
        if key is None:
            found.append(_missing(status, response))
            continue
        used.add(key)
        if key.isdecimal() and key != status:
            found.append(_other(status, key, response))
        differing = _response(response, vendor[key], comparison)
        found += _at(status, differing if key.isdecimal() else map(_said_of_many, differing))
    return found + [_unlisted(status) for status in vendor if status.isdecimal() and status not in {*contract, *used}]


def _of(operation: Node) -> dict[str, Node]:
    return {status: node.followed() for status, node in operation.mapping("responses").items() if status[:2] != "x-"}


def _covering(status: str, vendor: dict[str, Node]) -> str | None:
    """The vendor's response for a status: its own, its class, or the default."""
    return next((one for one in (status, f"{status[:1]}XX", f"{status[:1]}xx", "default") if one in vendor), None)


def _instead(status: str, contract: dict[str, Node], vendor: dict[str, Node], used: set[str]) -> str | None:
    """Another status of success that stands for the contract's, where the vendor has none of the contract's."""
    if not status.startswith("2") or any(one in vendor for one in contract if one.startswith("2")):
        return None
    return next((one for one in vendor if one.startswith("2") and one.isdecimal() and one not in used), None)


def _response(ours: Node, theirs: Node, comparison: Comparison) -> list[Difference]:
    found = bodies.given(ours, theirs, comparison)
    mine, its = _headers(ours), _headers(theirs)
    for name in dict.fromkeys((*mine, *its)):
        found += [replace(one, path=f"header {clean(name, 60)}{one.path}")
                  for one in _header(mine.get(name), its.get(name), comparison)]  # fmt: skip
    return found


def _said_of_many(found: Difference) -> Difference:
    """What a response that stands for several statuses may hold with one of them, it need not hold with this one."""
    if found.kind == INCOMPATIBLE and found.why.startswith(_MAY):
        return replace(found, kind=CANNOT_TELL, why="it is said of several statuses at once, and of this one not")
    return found


def _headers(response: Node) -> dict[str, Node]:
    headers = {name.lower(): node.followed() for name, node in response.mapping("headers").items()}
    return {name: node for name, node in headers.items() if name != "content-type"}


def _header(ours: Node | None, theirs: Node | None, comparison: Comparison) -> list[Difference]:
    before, after = bodies.presence_of(ours), bodies.presence_of(theirs)
    kind, why = presence(before, after, Sender.SERVER)
    found = [] if kind is None else [Difference(kind, before.said, after.value, why, at=ours.pointer if ours else "")]
    if ours is not None and theirs is not None:
        found += comparison.schemas(bodies.described(ours), bodies.described(theirs))
    return found


def _at(status: str, found: Iterable[Difference]) -> list[Difference]:
    return [replace(one, part=f"response {status}") for one in found]


def _missing(status: str, response: Node) -> Difference:
    why = "a client is not told this outcome in the way it knows"
    return Difference(
        MISSING, f"status {status}", "not in the document", why, part=f"response {status}", at=response.pointer
    )


def _other(status: str, instead: str, response: Node) -> Difference:
    why = "a client that waits for the one does not know the other"
    return Difference(INCOMPATIBLE, f"status {status}", f"status {instead}", why, part=f"response {status}",
                      at=response.pointer, requirements=(STATUSES,))  # fmt: skip


def _unlisted(status: str) -> Difference:
    """A status that the contract does not list: only failures of the server itself are left open."""
    shown = clean(status, 10)
    own_fault = status.startswith(("1", "5"))
    kind = EXTRA if own_fault else INCOMPATIBLE
    why = "the server's own failures are left open" if own_fault else "a client does not know what this answer means"
    return Difference(kind, "not listed", f"status {shown}", why, part=f"response {shown}",
                      at=f"#/paths/*/responses/{shown}", requirements=() if own_fault else (STATUSES,))  # fmt: skip
