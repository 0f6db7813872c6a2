"""Health, as a load balancer and an operator read it."""

from __future__ import annotations

import time

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, check
from conformance.stage.auth import waits
from conformance.stage.server import LaunchedServer

ENDS = ("close_sent", "close_received", "dropped", "fault")


def _health(stage: Stage) -> Event:
    return stage.stranger().request("GET", "/health/chat").event


@check("health.public", "HLT-PUBLIC-01")
def test_health_is_shown_to_everybody(stage: Stage) -> None:
    """Without a credential: the document, with 200 or 503."""
    answer = _health(stage)
    stage.judge("HLT-PUBLIC-01", m.status_is, answer, expected=[200, 503])
    stage.judge("HLT-PUBLIC-01", guarantees.matches_pattern, answer, path="body/status", pattern="[a-z]+")


@check("health.shape", "HLT-SHAPE-01")
def test_health_has_all_its_checks(stage: Stage) -> None:
    """Status, time, and the checks of connections, storage and queues, each with its members."""
    stage.judge("HLT-SHAPE-01", m.conforms, _health(stage), path="body", schema="openapi:Health")


@check("health.status-code", "HLT-STATUS-01")
def test_the_status_code_agrees_with_the_document(stage: Stage) -> None:
    """503 exactly when the document says that the server is unhealthy."""
    answer = _health(stage)
    stage.judge("HLT-SHAPE-01", m.conforms, answer, path="body", schema="openapi:Health")
    stage.judge("HLT-STATUS-01", guarantees.status_agrees_with_health, answer)


@check("health.no-secrets", "HLT-SECRET-01")
def test_health_says_nothing_of_anybody(stage: Stage) -> None:
    """While alice and bob talk, health holds neither their ids and names nor their conversation's."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    tab = bob.connects(room)
    tab.hears(alice.says(room, "nobody's business", via="ws"))
    canaries = [room.id, alice.id, bob.id, str(room.answer.body["title"]), "nobody's business", "<token"]
    stage.judge("HLT-SHAPE-01", m.conforms, _health(stage), path="body", schema="openapi:Health")
    stage.judge("HLT-SECRET-01", guarantees.holds_none_of, _health(stage), canaries=canaries)


@check("health.connections-are-counted", "HLT-COUNT-01", phase="alone")
def test_health_counts_open_connections(stage: Stage) -> None:
    """Alice opens three connections and closes them again; the number goes up by three and comes down."""
    alice = stage.person("alice")
    room = alice.creates()
    _until_the_gone_are_forgotten(stage)
    stage.judge("HLT-SHAPE-01", m.conforms, _health(stage), path="body", schema="openapi:Health")
    before = _health(stage).body["checks"]["websocket"]["connections"]
    tabs = [alice.connects(room) for _ in range(3)]
    _becomes(stage, before + 3)
    for tab in tabs:
        tab.closes()
    _becomes(stage, before)


def _until_the_gone_are_forgotten(stage: Stage) -> None:
    """Wait until every connection that was closed before is no longer counted: settle_ms after the last one here, or
    after now where somebody else may just have closed some."""
    ends = [event.at / 1e9 for event in stage.recorder.events() if event.kind in ENDS]
    ours_alone = isinstance(stage.server, LaunchedServer)
    last = max(ends, default=0.0) if ours_alone else time.monotonic()
    waits(max(0.0, last + stage.settle_s - time.monotonic()))


def _becomes(stage: Stage, expected: int) -> None:
    """Ask until the number is right, or settle_ms has passed."""
    begun = time.monotonic()
    answer = _health(stage)
    while guarantees.connections_are(answer, expected=expected) and time.monotonic() - begun < stage.settle_s:
        answer = _health(stage)
    stage.judge("HLT-COUNT-01", guarantees.connections_are, answer, expected=expected)
