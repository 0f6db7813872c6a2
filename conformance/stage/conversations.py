"""Verbs around conversations: looking at them, listing them, walking through their past, doing things at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from conformance.client.http import Answer
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import history
from conformance.recorder.matchers.conversations import entries_of, list_ends, lists_once
from conformance.stage import credentials
from conformance.stage.limits import answer_on, head_of, oldest_kept, raw_connection
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Tab
from conformance.stage.settling import BETWEEN_LOOKS_S, looks_until
from conformance.stage.stage import Stage


def asks_for(person: Person, room: Room, what: str = "events", **query: Any) -> Answer:
    """A page of ``events`` or ``messages``, whatever its status."""
    return person.request("GET", room.path(f"/{what}?{urlencode(query)}"))


def reads(person: Person, room: Room, clause: str, what: str = "events", **query: Any) -> Event:
    """A page that must be given; another status breaks the clause."""
    answer = shows_ones_own(person, room, partial(asks_for, person, room, what, **query))
    person.stage.judge(clause, m.status_is, answer.event, expected=[200])
    return answer.event


def walks(
    person: Person, room: Room, direction: str, begin: int, limit: int, *, clause: str, what: str = "events"
) -> list[Event]:
    """Page after page ``after`` or ``before`` a position until one says that there are no more.

    A walk that has not ended when every event had a page of its own breaks the clause.
    """
    position, pages = begin, []
    while True:
        page = reads(person, room, clause, what, **{direction: position, "limit": limit})
        pages.append(page)
        numbers = [number for number in history.numbers_of(page) if isinstance(number, int)]
        head = m.at(page.data, "body/current_sequence_id")
        endless = isinstance(head, int) and len(pages) > head + 1
        if m.at(page.data, "body/has_more") is not True or not numbers or endless:
            person.stage.judge(clause, history.walk_ends, pages)
            return pages
        position = max(numbers) if direction == "after" else min(numbers)


def whole_timeline(person: Person, room: Room, after: int = 0, *, clause: str = "GEN-SETTLE-01") -> list[Event]:
    """Every event of a conversation, or those behind a position, over as many pages as it takes; ``clause`` is what is
    broken when it never shows what somebody was told."""
    stage = person.stage
    known = newest_known(stage, room)
    pages = [caught_up(person, room, partial(person.reads_events, room, after=after), clause=clause).event]
    # "With `after=N` a page MUST begin with event N+1": what lies before that says nothing of the numbering.
    stage.judge("HIST-PAGE-02", history.page_lies_behind, pages[0], number=after)
    while m.at(pages[-1].data, "body/has_more") is True and (numbers := history.numbers_of(pages[-1])):
        pages.append(shows_ones_own(person, room, partial(person.reads_events, room, after=max(numbers))).event)
        stage.judge("HIST-PAGE-02", history.page_lies_behind, pages[-1], number=max(numbers))
    refuse_cleared(stage, pages, after, known)
    if known > after:
        # "A page holds the events in ascending order, without a number left out", up to the head that it names.
        stage.judge("HIST-EVENTS-01", history.pages_reach, pages, number=known)
    return pages


def refuse_cleared(stage: Stage, pages: Sequence[Event], after: int, known: int) -> None:
    """Raise :class:`NotRun` when a story needs events that the server has cleared away, as its limits say it may."""
    oldest = oldest_kept(stage)
    if oldest <= after + 1 or known < oldest:
        return  # nothing that was asked for may be missing
    # "A server that declares `oldest_sequence_id_kept` MUST keep every event from that number on."
    stage.judge("HIST-KEPT-01", history.pages_begin_by, pages, number=oldest)
    if next(iter(history.timeline_of(pages))) > after + 1:
        raise NotRun(f"needs the events from {after + 1} on; those before {oldest} are cleared, as the limits say")


def reads_one(person: Person, room: Room, number: int) -> Event:
    """A page of this one event, as soon as it must show."""
    page = caught_up(person, room, partial(person.reads_events, room, after=number - 1, limit=1)).event
    # "With `after=N` a page MUST begin with event N+1": another event says nothing of this one.
    person.stage.judge("HIST-PAGE-02", history.page_begins_with, page, numbers=[number])
    return page


def caught_up(person: Person, room: Room, ask: Callable[[], Answer], *, clause: str = "GEN-SETTLE-01") -> Answer:
    """Ask again until the answer reflects everything that anybody in this story was told of the conversation.

    One's own acts show at once; what others did may take ``settle_ms``, and longer breaks the clause about that, or the
    one that a story tells of.
    """
    stage = person.stage
    known = newest_known(stage, room)

    def reflects(answer: Answer) -> bool:
        head = m.at(answer.event.data, "body/current_sequence_id")
        return not isinstance(head, int) or head >= known

    answer = looks_until(stage, reflects, partial(shows_ones_own, person, room, ask))
    if not reflects(answer):
        stage.judge(clause, history.head_reaches, answer.event, number=known)
    return answer


def shows_ones_own(person: Person, room: Room, ask: Callable[[], Answer]) -> Answer:
    """Ask, and judge that the answer reflects what the asker wrote: where the same question is answered so a moment
    later, lag is what is broken, and not what a story asks for.  Where it never is, the story says what it breaks."""
    stage, written = person.stage, newest_written(person, room)
    answer = ask()
    head = m.at(answer.event.data, "body/current_sequence_id")
    if not isinstance(head, int) or head >= written:
        return answer
    until = time.monotonic() + stage.settle_s
    while time.monotonic() < until:
        time.sleep(BETWEEN_LOOKS_S)
        if history.head_reaches(ask().event, number=written) is None:
            stage.judge("RYW-REST-01", history.head_reaches, answer.event, number=written)
    return answer


def newest_known(stage: Stage, room: Room) -> int:
    """The highest number of a conversation that any answer or frame of this story has named."""
    return max((number for _, number in _told(stage, room)), default=0)


def newest_written(person: Person, room: Room) -> int:
    """The number of the newest message of a person that was answered so far."""
    mine = ((event, number) for event, number in _told(person.stage, room) if event.data.get("who") == person.name)
    return max((number for event, number in mine if _answers_a_message(event)), default=0)


def _told(stage: Stage, room: Room) -> Iterator[tuple[Event, int]]:
    """Every number of a conversation that an answer or a frame of this story has named, newest first."""
    for event in reversed(stage.recorder.events()):
        if event.at < stage.started:
            return
        told = event.frame or event.body
        if event.check != stage.check or not event.from_server or not isinstance(told, Mapping):
            continue
        about = told.get("conversation") if "success" in told else told
        if isinstance(about, Mapping) and room.id in (about.get("id"), about.get("conversation_id")):
            numbers = (about.get("sequence_id"), about.get("current_sequence_id"))
            yield from ((event, number) for number in numbers if isinstance(number, int))


def _answers_a_message(event: Event) -> bool:
    """Whether an event is an ack, or the answer to a message over REST."""
    if event.kind == "answer":
        return isinstance(event.body, Mapping) and event.body.get("type") == "message"
    return event.frame.get("type") == "message_ack"


def looks_at(person: Person, room: Room, *, clause: str = "CONV-GET-01") -> Answer:
    """The resource as a member sees it."""
    answer = caught_up(person, room, partial(asks_to_see, person, room))
    person.stage.judge(clause, m.status_is, answer.event, expected=[200])
    return answer


def asks_to_see(person: Person, room: Room, invite: str | None = None) -> Answer:
    """The resource or the preview, whatever its status."""
    query = "" if invite is None else f"?invite={quote(invite, safe='')}"
    return person.request("GET", room.resource + query)


def asks_to_create(person: Person, headers: dict[str, str] | None = None, **body: Any) -> Answer:
    """A creation with exactly these members in its body, whatever its status."""
    return person.request("POST", "/chat/create", body, headers=headers or {})


def creates_as(person: Person, clause: str, headers: dict[str, str] | None = None, **body: Any) -> Room:
    """A creation with exactly these members in its body, which must be accepted."""
    answer = asks_to_create(person, headers, **body)
    person.stage.judge(clause, m.status_is, answer.event, expected=[201])
    person.stage.judge("CONV-CREATE-01", m.conforms, answer.event, path="body", schema="openapi:Conversation")
    return Room(answer.body["id"], answer)


def listed(person: Person, **query: Any) -> Answer:
    """A page of the person's own conversations, whatever its status."""
    return person.request("GET", f"/chat/my-conversations?{urlencode(query)}")


def next_page(answer: Answer, limit: int) -> dict[str, Any] | None:
    """The query of the next page of a list; ``None`` at its end."""
    cursor = m.at(answer.event.data, "body/next_cursor")
    return {"limit": limit, "cursor": cursor} if isinstance(cursor, str) else None


def settles(stage: Stage, clause: str, match: Matcher, ask: Callable[[], Answer], **arguments: Any) -> Answer:
    """Ask again until the answer is as it must be within ``settle_ms``; the last one is judged."""

    def holds(answer: Answer) -> bool:
        return answer.status == 200 and match(answer.event, **arguments) is None

    answer = looks_until(stage, holds, ask)
    if not holds(answer):
        stage.judge(clause, m.status_is, answer.event, expected=[200])
    stage.judge(clause, match, answer.event, **arguments)
    return answer


def at_once(stage: Stage, *requests: tuple[Person, str, str, Any]) -> list[Answer]:
    """Several requests (person, method, path, body) under way at the same time; their answers in the same order."""

    async def all_of_them() -> list[Answer]:
        return await asyncio.gather(
            *(
                stage.http.exchange(
                    person.name, method, path, headers={"Authorization": f"Bearer {person.token}"}, json_body=body
                )
                for person, method, path, body in requests
            )
        )

    return stage.loop.run(all_of_them())


def follows(person: Person, location: str) -> Answer:
    """A GET of where a ``Location`` leads, which may be a URL or a path, of the service or below its base."""
    base = person.stage.endpoint.url.rstrip("/")
    target = urlsplit(urljoin(f"{base}/chat/create", location))
    path = target.path.removeprefix(urlsplit(base).path) or "/"
    return person.request("GET", path + (f"?{target.query}" if target.query else ""))


def fills(people: Sequence[Person], room: Room, count: int) -> list[str]:
    """Messages of several people in turn, on sockets of theirs; returns their ids in order."""
    tabs = [person.connects(room) for person in people]
    return [tabs[number % len(tabs)].says(f"line {number}").message_id for number in range(count)]


def person_with(stage: Stage, sub: str, **claims: Any) -> Person:
    """Somebody with this very ``sub`` and exactly these further claims."""
    token = stage.tokens.token(sub, claims=claims)
    credentials.learn(stage.recorder, stage.tokens, token, sub)
    return Person(stage, sub, sub, token)


def removes(person: Person, other: Person, room: Room, *, clause: str = "MEM-REMOVE-01") -> None:
    """Remove somebody, which must be accepted."""
    path = room.member(other.id)
    answer = person.request("DELETE", path)
    person.stage.judge(clause, m.status_is, answer.event, expected=[200])


def knocks(person: Person, room: Room) -> Event:
    """A handshake, and how it was answered."""
    found = person.knocks(room)
    return found if isinstance(found, Event) else found.handshake


def talks_while(tab: Tab, count: int, other: Person, method: str, path: str) -> Event:
    """Send so many messages in one breath, and somebody's request in the middle of it; returns its answer.

    Both connections stand already, and nothing is waited for in between: what is sent in this order leaves in it.
    """
    stage = tab.person.stage
    for _ in range(count):
        tab.person.keep_to_rate()
    beside = raw_connection(stage, other.name)
    request = head_of(stage, method, path, Authorization=f"Bearer {other.token}")

    async def in_one_breath() -> Event:
        before, after = lines[: count // 2], lines[count // 2 :]
        for line in before:
            await tab.socket.send(line)
        asked = await beside.send(request)
        for line in after:
            await tab.socket.send(line)
        return asked

    lines = [
        {"type": "message", "message_id": stage.fresh("msg"), "content": f"line {number} of many"}
        for number in range(count)
    ]
    answer = answer_on(stage, beside, stage.loop.run(in_one_breath()))
    stage.loop.run(beside.close())
    return answer


def walks_list(person: Person, limit: int, *, clause: str, meanwhile: Callable[[], Any] | None = None) -> list[Event]:
    """Page after page of one's own list; ``meanwhile`` happens after the first.

    A walk that goes on although nothing new has come for three pages breaks the clause.
    """
    pages: list[Event] = []
    seen: set[Any] = set()
    idle = 0
    query: dict[str, Any] | None = {"limit": limit}
    while query is not None and idle < 3:
        answer = listed(person, **query)
        person.stage.judge("CONV-LIST-01" if not pages else clause, m.status_is, answer.event, expected=[200])
        pages.append(answer.event)
        fresh = {entry.get("id") for entry in entries_of([answer.event])} - seen
        seen |= fresh
        idle = 0 if fresh else idle + 1
        query = next_page(answer, limit)
        if len(pages) == 1 and meanwhile is not None:
            meanwhile()
    person.stage.judge(clause, list_ends, pages)
    return pages


def all_listed(person: Person, ids: Sequence[str], limit: int = 100) -> list[Event]:
    """Walk through one's own list, and again until it holds all of these, which it must within ``settle_ms``; returns
    the pages of the last walk."""
    stage = person.stage
    walk = partial(walks_list, person, limit, clause="CONV-LIST-06")
    pages = looks_until(stage, lambda found: lists_once(found, ids=ids) is None, walk)
    stage.judge("CONV-LIST-01", lists_once, pages, ids=ids)
    return pages


def makes_invite(person: Person, room: Room, **body: Any) -> Answer:
    """An invite, which must be made."""
    answer = person.request("POST", room.path("/invites"), body)
    person.stage.judge("INV-MAKE-01", m.status_is, answer.event, expected=[201])
    person.stage.judge("INV-MAKE-01", m.conforms, answer.event, path="body", schema="openapi:InviteWithToken")
    return answer


def refused_in_time(stage: Stage, clause: str, ask: Callable[[], Answer], expected: list[int], within_s: float) -> None:
    """Ask again until the answer is a refusal, which it must be within this time and ``settle_ms``."""
    answer = looks_until(stage, lambda one: one.status in expected, ask, within_s + stage.settle_s)
    stage.judge(clause, m.status_is, answer.event, expected=expected)
