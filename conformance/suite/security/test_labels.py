"""Titles and display names: labels, returned as they were given."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.matchers import messages as mm
from conformance.stage import Stage, check
from conformance.stage import content as written
from conformance.stage.conversations import creates_as, reads_one


@check("content.titles", "CONT-TITLE-01", hostile=True)
def test_titles_come_back_verbatim(stage: Stage) -> None:
    """Markup in a title is returned to another member as it was written."""
    alice, bob = stage.people("alice", "bob")
    for title in written.HTML:
        room = creates_as(alice, "CONV-CREATE-01", title=title, participants=[{"participantId": bob.id}])
        read = bob.request("GET", room.resource)
        stage.judge("CONT-TITLE-01", m.field_is, read.event, path="body/title", expected=title)


@check("content.display-names", "CONT-TITLE-01", hostile=True)
def test_display_names_come_back_verbatim(stage: Stage) -> None:
    """Markup in the name that bob joins under stands in his messages as he wrote it."""
    alice = stage.person("alice")
    room = alice.creates(access="open")
    for name in written.HTML[:6]:
        bob = stage.person("bob")
        joined = bob.request("POST", room.path("/join"), {"displayName": name})
        stage.judge("MEM-JOIN-01", m.status_is, joined.event, expected=[200])
        said = bob.says(room, "hello", via="rest")
        author = {"participantId": bob.id, "displayName": name, "type": "human"}
        page = reads_one(alice, room, said.sequence_id)
        stage.judge("CONT-TITLE-01", mm.message_has, page, message_id=said.message_id, members={"participant": author})
        bob.leaves(room)
