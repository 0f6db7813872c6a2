"""Outages of storage: the profile says how, the check says when; what people are told meanwhile, and afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from conformance.client.http import NoAnswer
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import messages as mm
from conformance.recorder.matchers import outages
from conformance.stage.auth import MOST_PATIENCE_S, waits
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Said
from conformance.stage.settling import settles
from conformance.stage.stage import Stage


@contextmanager
def storage_is_down(stage: Stage) -> Iterator[None]:
    """Storage is gone for what is done inside; where the profile does not say how, the condition never arises."""
    storage = stage.server.storage
    if not storage.breakable:
        stage.never_provoked("the profile does not say how storage is taken away (control.break_storage, mend_storage)")
    try:
        storage.fail()
        yield
    finally:
        storage.mend()


def tries(person: Person, room: Room, via: str, clause: str) -> Event:
    """Try to say something; what it is answered, whatever that is.  Over REST silence is an answer to be judged."""
    message = {"message_id": person.stage.fresh("msg"), "content": "is anybody there?"}
    person.keep_to_rate()
    if via == "ws":
        return tries_on_socket(person, room, message, clause)
    try:
        return person.request("POST", room.path("/messages"), message).event
    except NoAnswer as silence:
        person.stage.refuse_stalled(person.stage.started)
        return silence.event


def tries_on_socket(person: Person, room: Room, message: Mapping[str, str], clause: str) -> Event:
    """The same on an open connection, or else on a new one: its answer, how the connection ended, or how the handshake
    was refused."""
    found = next((tab for tab in person.tabs if tab.room == room and tab.socket.ended is None), None)
    tab = found or person.knocks(room)
    if isinstance(tab, Event):
        return tab
    since = 0 if tab.socket.ended else len(tab.socket.events)
    # An error need not name the message (ERR-MSGID-01): its ``ref`` tells which one is refused.
    tab.sends({"type": "message", "ref": message["message_id"], **message})
    awaited = "ack, error or the end of the connection"
    return tab.until(clause, outages.answered_or_ended, since=since, awaited=awaited, message_id=message["message_id"])


def is_refused(person: Person, room: Room, via: str) -> Event:
    """Try to say something while storage is down."""
    answer = tries(person, room, via, "ERR-DEP-01")
    person.stage.judge("ERR-DEP-01", outages.refused_or_sent_away, answer)
    return answer


def is_served_again(person: Person, room: Room, via: str, refusal: Event) -> Said:
    """Try to say something when storage is back: at once, and if that is too early, when the contract's time is up,
    which is ``settle_ms`` after the wait that was named last.  Then say one thing more."""
    stage = person.stage
    answer = tries(person, room, via, "ERR-DEP-02")
    if mm.accepted(answer) is not None:
        wait = next((named for named in map(outages.wait_named, (answer, refusal)) if named is not None), 0.0)
        if wait > MOST_PATIENCE_S:
            raise NotRun(f"the server asks to be left alone for {wait:.0f} s, longer than this suite waits")
        waits(wait + stage.settle_s)
        answer = tries(person, room, via, "ERR-DEP-02")
    stage.judge("ERR-DEP-02", mm.accepted, answer)
    return person.says(room, "all is well again", via=via, clause="ERR-DEP-02")


def is_read_by(reader: Person, room: Room, said: Said, clause: str) -> None:
    """Wait until somebody else reads what was said."""
    settles(reader.stage, clause, lambda: reader.reads_events(room).event, m.page_holds, message_ids=[said.message_id])


def looks_at_health(stage: Stage) -> Event:
    """The health document, or that none came."""
    try:
        return stage.stranger().request("GET", "/health/chat").event
    except NoAnswer as silence:
        stage.refuse_stalled(stage.started)
        return silence.event
