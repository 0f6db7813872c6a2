"""What a server says of itself, and what it leaves out."""

from __future__ import annotations

from typing import Any

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, Tab, check, origins
from conformance.stage.workload import declares


def _document(stage: Stage) -> Event:
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, answer.event, expected=[200])
    return answer.event


@check("capabilities.protocol-version", "CAP-DOC-02")
def test_the_protocol_version_is_one_of_this_contract(stage: Stage) -> None:
    """``1.`` and a number."""
    path = "body/protocol_version"
    stage.judge("CAP-DOC-02", guarantees.matches_pattern, _document(stage), path=path, pattern=r"1\.[0-9]+")


@check("capabilities.server-is-named", "CAP-DOC-03")
def test_the_server_is_named(stage: Stage) -> None:
    """A name and a version, so that a report can say which build it is about."""
    document = _document(stage)
    for member in ("name", "version"):
        stage.judge("CAP-DOC-03", guarantees.matches_pattern, document, path=f"body/server/{member}", pattern=r"(?s).+")


@check("capabilities.each-an-object", "CAP-DOC-04")
def test_each_capability_is_an_object(stage: Stage) -> None:
    """The name of each capability leads to an object with its settings."""
    stage.judge("CAP-DOC-04", guarantees.is_a, _document(stage), path="body/capabilities", kind="object", of="object")


@check("capabilities.allowed-origins", "CAP-DOC-05")
def test_each_listed_origin_is_let_in(stage: Stage) -> None:
    """A list of origins, and a browser's handshake from each of them, or from ten, succeeds."""
    document = _document(stage)
    stage.judge("CAP-DOC-05", guarantees.is_a, document, path="body/allowed_origins", kind="array", of="text")
    alice = stage.person("alice")
    for origin in origins.tried(stage, document.body["allowed_origins"]):
        found = alice.knocks(alice.creates(), headers={"Origin": origin})
        shake = found.handshake if isinstance(found, Tab) else found
        stage.judge("CAP-DOC-05", m.status_is, shake, expected=[101])
        if isinstance(found, Tab):
            found.closes()


@check("capabilities.absent-operations", "CAP-ABSENT-01")
def test_operations_of_what_is_not_declared_do_not_exist(stage: Stage) -> None:
    """404 for each operation of a capability that the document does not name."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    operations: dict[str, list[tuple[str, str, Any]]] = {
        "invites": [("POST", room.path("/invites"), {}), ("GET", room.path("/invites"), None)],
        "roles": [("PATCH", room.member(bob.id), {"role": "moderator"})],
        "tickets": [("POST", "/chat/tickets", {"conversation_id": room.id})],
    }
    absent = [name for name in operations if not declares(stage, name)]
    if not absent:
        stage.never_provoked("every capability with operations is declared")
    for name in absent:
        for method, path, body in operations[name]:
            answer = alice.request(method, path, body)
            stage.judge("CAP-ABSENT-01", m.status_is, answer.event, expected=[404])


@check("capabilities.absent-frames", "CAP-ABSENT-02")
def test_frames_of_what_is_not_declared_are_unknown(stage: Stage) -> None:
    """``UNKNOWN_TYPE`` for the frame of each capability that the document does not name."""
    frames = {"typing": {"type": "typing", "isTyping": True}, "receipts": {"type": "read", "sequence_id": 1}}
    absent = [name for name in frames if not declares(stage, name)]
    if not absent:
        stage.never_provoked("every capability with frames is declared")
    alice = stage.person("alice")
    tab = alice.connects(alice.creates())
    tab.says("something to read")
    for name in absent:
        since = len(tab.events)
        tab.sends(frames[name])
        wanted = {"type": "error", "code": "UNKNOWN_TYPE"}
        tab.until("CAP-ABSENT-02", m.frame_has, since=since, awaited="error UNKNOWN_TYPE", fields=wanted)


@check("capabilities.absent-members", "CAP-ABSENT-03")
def test_members_of_what_is_not_declared_are_absent(stage: Stage) -> None:
    """Neither resources nor ``connected`` show what no declared capability brings."""
    members = {"presence": ["isOnline"], "receipts": ["unread_count", "read_sequence_id"]}
    absent = [name for capability, names in members.items() if not declares(stage, capability) for name in names]
    if not absent:
        stage.never_provoked("every capability with members is declared")
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    first = alice.connects(room).events[0]
    stage.judge("CAP-ABSENT-03", guarantees.lacks, first, path="frame", names=absent)
    for path in (room.resource, "/chat/my-conversations"):
        answer = alice.request("GET", path)
        stage.judge("CONV-GET-01", m.status_is, answer.event, expected=[200])
        stage.judge("CAP-ABSENT-03", guarantees.lacks, answer.event, path="body", names=absent)
