"""Whole runs that never were: recorded events of every kind, and the results that follow from them.

They go the way of a real run, from the recorded stream through the verdict to ``results.json``, over the real contract
(``green``, ``many``, ``dead``) or over one of as many requirements as a test wants (``flood``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from helpers import answer, check, clause, contract, event
from helpers import manifest as manifest_of
from recorded_runs import ASKED, ENDED, plain

from conformance.contract import manifest, registry
from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event
from conformance.report import html
from conformance.report.results import build, judged
from conformance.verdict.recording import recording

Story = Callable[[ManifestEntry], Iterator[Event]]

SAID = 'a text with "quotes", <angles> and a long tail'
SERVER = {"name": "a server", "version": "1.2"}
CAPABILITIES = ("invites", "roles", "presence", "typing", "receipts", "tickets")
BLOCKING = "messages.duplicate-same-number[rest]"
REACHED = "ladder.answers-http"


NAMES = ("green", "many", "dead", "flood")


@cache
def results_of(name: str) -> dict[str, Any]:
    """The results of one of these runs, made once; nobody may change them."""
    found: dict[str, Any] = {"green": green, "many": many, "dead": dead, "flood": flood}[name]()
    return found


@cache
def page(name: str) -> str:
    """Its report, made once."""
    return html.render(results_of(name))


def green() -> dict[str, Any]:
    """Everything passed."""
    return results(registry.load(), manifest.load(), {})


def dead() -> dict[str, Any]:
    """Nothing listens at the address: one cause, and everything else is blocked by it."""
    entries = manifest.load()
    return results(registry.load(), entries, {REACHED: unreached}, ran={REACHED})


def many(said: str = SAID) -> dict[str, Any]:
    """A dozen causes of every origin, what they block, and what could not be told."""
    entries = manifest.load()
    parallel = [name for name, entry in entries.items() if entry.phase == "parallel"]
    stories: dict[str, Story] = {name: failing(said, 12) for name in parallel[::50]}
    stories |= {parallel[7]: stumbling(said, entries[parallel[301]].requirements[0]), parallel[8]: broken_off(said)}
    stories |= {parallel[9]: undecided, parallel[10]: failing(said, 200), BLOCKING: failing(said, 3)}
    return results(registry.load(), entries, stories, server={"name": said, "version": said}, notes=[said])


def flood(checks: int = 500, frames: int = 60, said: str = SAID * 10) -> dict[str, Any]:
    """So many failures, none of which explains another, each with so many frames of long texts."""
    names = [f"FLOOD-{number:03}" for number in range(checks)]
    rules = dataclasses.replace(contract(clause("NET-HTTP-01"), *map(clause, names)), digest="0" * 64)
    entries = manifest_of(*(check(f"flood.{name.lower()}", name) for name in names), check("reached", "NET-HTTP-01"))
    return results(rules, entries, {name: failing(said, frames) for name in entries if name != "reached"})


def results(
    rules: Registry,
    entries: Mapping[str, ManifestEntry],
    stories: Mapping[str, Story],
    *,
    ran: Iterable[str] | None = None,
    server: Mapping[str, str] = SERVER,
    **ended: Any,
) -> dict[str, Any]:
    """``results.json`` of a run in which checks went as told, and the others passed; ``ran`` are those that began."""
    names = entries if ran is None else ran
    events = [one for name in names for one in stories.get(name, passing)(entries[name])]
    declared = answer(200, {"capabilities": {name: {} for name in CAPABILITIES}, "server": server})
    known = [] if ran is not None else [dataclasses.replace(declared, check="capabilities.document")]
    withheld = [event("withheld", name, outcome="blocked", reason="a rung below it is broken")
                for name in entries if name not in names]  # fmt: skip
    began, end = event("run_began", **ASKED), event("run_ended", **{**ENDED, **ended})
    made = build(judged(recording([began, *known, *events, *withheld, end]), rules, entries))
    found: dict[str, Any] = plain(made)
    return found


# -- how a check may go -----------------------------------------------------------------------------------------------


def passing(entry: ManifestEntry) -> Iterator[Event]:
    """A request, its answer, and everything holds."""
    yield event("check_started", entry.id, requirements=list(entry.requirements))
    asked = event("request", entry.id, who="alice", method="GET", path="/chat/x", headers={}, body=None)
    came = event("answer", entry.id, request=asked.id, who="alice", status=200, headers={}, body={}, elapsed_ms=1.5)
    yield from (asked, came, *(judgement(entry, name, [came], None) for name in entry.requirements))
    yield event("check_ended", entry.id, outcome="passed", duration_s=0.1)


def failing(said: str, frames: int) -> Story:
    """Two people talk, of whom one is told otherwise than the contract says."""

    def story(entry: ManifestEntry) -> Iterator[Event]:
        yield event("check_started", entry.id, requirements=list(entry.requirements))
        talk = list(everything(entry.id, said, frames))
        yield from talk
        heard = [one for one in talk if one.kind in ("received", "answer")]
        read = [heard[0], *heard[-2:]]
        yield judgement(entry, entry.requirements[0], read, f"expected 200, got {said}")
        yield event("server_log", entry.id, lines=[f"one line: {said}", "another"], left_out=0)
        yield event("check_ended", entry.id, outcome="failed", clause=entry.requirements[0],
                    reason=f"expected 200, got {said}", duration_s=0.2)  # fmt: skip

    return story


def stumbling(said: str, over: str) -> Story:
    """Another clause than its own broke on the way."""

    def story(entry: ManifestEntry) -> Iterator[Event]:
        yield event("check_started", entry.id, requirements=list(entry.requirements))
        came = event("answer", entry.id, request="s:1", who="alice", status=500, headers={}, body=said, elapsed_ms=1.5)
        yield from (came, judgement(entry, over, [came], f"got {said}"))
        yield event("check_ended", entry.id, outcome="precondition", clause=over, reason=f"got {said}")

    return story


def broken_off(said: str) -> Story:
    """The suite's own fault."""

    def story(entry: ManifestEntry) -> Iterator[Event]:
        yield event("check_started", entry.id, requirements=list(entry.requirements))
        yield event("check_ended", entry.id, outcome="error", reason=f"KeyError: {said}",
                    traceback=f"Traceback\n  KeyError: {said}\n")  # fmt: skip

    return story


def undecided(entry: ManifestEntry) -> Iterator[Event]:
    """It took longer than a busy machine explains."""
    yield event("check_started", entry.id, requirements=list(entry.requirements))
    yield event("check_ended", entry.id, outcome="inconclusive", reason="the machine was too busy to tell")


def unreached(entry: ManifestEntry) -> Iterator[Event]:
    """Nobody answers."""
    yield event("check_started", entry.id, requirements=list(entry.requirements))
    asked = event("request", entry.id, who="stranger", method="GET", path="/health/chat", headers={}, body=None)
    silence = event("no_answer", entry.id, request=asked.id, who="stranger", reason="the connection was refused")
    reason = "no HTTP answer: the connection was refused"
    yield from (asked, silence, judgement(entry, entry.requirements[0], [silence], reason))
    yield event("check_ended", entry.id, outcome="failed", clause=entry.requirements[0], reason=reason)


def judgement(entry: ManifestEntry, name: str, read: list[Event], reason: str | None) -> Event:
    """What a matcher found."""
    return event(
        "evaluation", entry.id, clause=name, matcher="basic.status_is", arguments={"expected": [200]},
        events=[one.id for one in read], holds=reason is None, reason=reason,
        witnessed=any(one.from_server for one in read),
    )  # fmt: skip


def everything(name: str, said: str, frames: int) -> Iterator[Event]:
    """One event of each kind that a transcript shows, and so many frames."""
    alice: dict[str, Any] = {"who": "alice", "connection": "alice-5f/1"}
    bob: dict[str, Any] = {"who": "bob", "connection": "bob-6a/1"}
    yield event("person", name, who="alice", participant="alice-5f")
    yield event("person", name, who="bob", participant="bob-6a")
    asked = event("request", name, who="alice", method="POST", path="/chat/create", headers={"A": "b"}, body={"n": 1})
    yield asked
    yield event("answer", name, who="alice", request=asked.id, status=201, headers={said: said}, body={said: [said]},
                elapsed_ms=2.5)  # fmt: skip
    for one in (alice, bob):
        yield event("opening", name, **one, path=f"/chat/ws/{said}", headers={})
        yield event("handshake", name, **one, status=101, headers={"x": said}, subprotocol=said)
    yield event("watch_posted", name, clause="ISO-01", canary=said, connections=["bob-6a/1"])
    for number in range(frames):
        one, kind = (alice, "sent") if number % 3 == 0 else (bob, "received")
        yield event(kind, name, **one, frame={"type": "message", said: said, "n": number})
    yield event("sent", name, **alice, text=said)
    yield event("received", name, **bob, text=said)
    yield event("received", name, **bob, bytes="00ff")
    yield event("stall", name, of="server", late_ms=251.5)
    yield event("fault", name, what=f"cut {said}", **alice)
    yield event("close_sent", name, **alice, code=1000, reason="done")
    yield event("close_received", name, **bob, code=1001, reason=said)
    yield event("dropped", name, **alice, reason=said)
    yield event("no_answer", name, who="alice", request=asked.id, reason=said)
    yield event("watch_lost", name, watch="s:1", connection="bob-6a/1")
