"""What a conversation keeps: each message once, and all of them to be read again."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.stage import BOTH, Stage, check
from conformance.stage.conversations import whole_timeline

NUMBER = {"rest": "body/sequence_id", "ws": "frame/sequence_id"}


@check("messages.duplicate-same-number", "MSG-DUP-01", transports=BOTH)
def test_a_message_sent_again_is_answered_with_the_original(stage: Stage, transport: str) -> None:
    """Same id, same content: the answer carries the number that the first one got."""
    alice = stage.person("alice")
    room = alice.creates()
    first = alice.says(room, "once", via=transport)
    alice.says(room, "something between", via=transport)
    again = alice.says(room, "once", via=transport, message_id=first.message_id, clause="MSG-DUP-01")
    stage.judge("MSG-DUP-01", m.fields_agree, first.answer, again.answer, paths=[NUMBER[transport]] * 2)


@check("messages.post-creates", "MSG-POST-01")
def test_a_message_sent_over_rest_is_answered_with_its_event(stage: Stage) -> None:
    """201, and the event as everybody will see it."""
    alice = stage.person("alice")
    room = alice.creates()
    body = {"message_id": stage.fresh("msg"), "content": "hello"}
    answer = alice.request("POST", room.path("/messages"), body)
    stage.judge("MSG-POST-01", m.status_is, answer.event, expected=[201])
    stage.judge("MSG-POST-01", m.conforms, answer.event, path="body", schema="openapi:MessageEvent")
    stage.judge("MSG-POST-01", m.field_is, answer.event, path="body/message_id", expected=body["message_id"])


@check("history.events-page", "HIST-EVENTS-01")
def test_the_timeline_can_be_read(stage: Stage) -> None:
    """A page of events, ascending, that holds what was said."""
    alice = stage.person("alice")
    room = alice.creates()
    said = [alice.says(room, f"line {n}", via="rest").message_id for n in range(3)]
    page = alice.reads_events(room, after=0)
    stage.judge("HIST-EVENTS-01", m.conforms, page.event, path="body", schema="openapi:EventPage")
    stage.judge("HIST-EVENTS-01", m.page_holds, whole_timeline(alice, room), message_ids=said)
