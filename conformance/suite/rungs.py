"""The ladder: what must work before anything else can be judged, climbed once, lowest rung first."""

from __future__ import annotations

from conformance.client.http import NoAnswer
from conformance.recorder import matchers as m
from conformance.recorder.matchers import guarantees
from conformance.stage import Stage, check


@check("ladder.answers-http", "NET-HTTP-01", phase="rungs")
def answers_http(stage: Stage) -> None:
    """Something at the server's address speaks HTTP."""
    try:
        heard = stage.stranger().request("GET", "/health/chat").event
    except NoAnswer as silence:
        heard = silence.event
    stage.judge("NET-HTTP-01", m.answered, heard)


@check("capabilities.document", "CAP-DOC-01", phase="rungs")
def capabilities_document(stage: Stage) -> None:
    """A server says what it can do and where its limits are, to anybody."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, answer.event, expected=[200])
    # An object is all that this rung asks for: each member of the document has a requirement of its own.
    stage.judge("CAP-DOC-01", guarantees.is_a, answer.event, path="body", kind="object")


@check("capabilities.demanded", "CAP-DEMANDED-01", phase="rungs")
def capabilities_demanded(stage: Stage) -> None:
    """Every capability that the profile demands is declared."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, answer.event, expected=[200])
    stage.judge("CAP-DEMANDED-01", m.declares, answer.event, capabilities=list(stage.demanded))


@check("ladder.valid-token", "AUTH-VALID-01", phase="rungs")
def valid_token(stage: Stage) -> None:
    """Who brings a valid token is let in."""
    answer = stage.person("alice").request("GET", "/chat/my-conversations")
    stage.judge("AUTH-VALID-01", m.status_is, answer.event, expected=[200])
    stage.judge("AUTH-VALID-01", m.conforms, answer.event, path="body", schema="openapi:ConversationList")


@check("ladder.create", "CONV-CREATE-01", phase="rungs")
def create(stage: Stage) -> None:
    """A person creates a conversation."""
    alice, bob = stage.people("alice", "bob")
    alice.creates(bob)


@check("ladder.upgrade", "WS-UPGRADE-01", phase="rungs")
def upgrade(stage: Stage) -> None:
    """A member's handshake is answered with 101."""
    alice = stage.person("alice")
    alice.opens(alice.creates())


@check("ladder.connected", "WS-CONNECTED-01", phase="rungs")
def connected(stage: Stage) -> None:
    """The first frame is ``connected``: a snapshot and the position that it was taken at."""
    alice, bob = stage.people("alice", "bob")
    alice.connects(alice.creates(bob))


@check("ladder.ack", "MSG-ACK-01", phase="rungs")
def ack(stage: Stage) -> None:
    """A message is acknowledged with its number."""
    alice = stage.person("alice")
    alice.connects(alice.creates()).says("hello")


@check("ladder.delivery", "DLV-OTHERS-01", phase="rungs")
def delivery(stage: Stage) -> None:
    """What alice says, bob hears."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)
    said = alice.connects(room).says("hello")
    listening.hears(said)
