"""The cast: people who create, join, talk, listen and leave, and what they hold in their hands.

Every verb that a story merely needs (``creates``, ``connects``) judges the clause of its own operation on the way:
where that is broken, the story ends there, and the failure is counted where it belongs.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from conformance.client.endpoint import Endpoint
from conformance.client.http import Answer, NoAnswer
from conformance.client.socket import Refused, Socket, open_socket
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import Matcher, named_matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import guarantees
from conformance.recorder.matchers.closing import outlives_refusals
from conformance.recorder.matchers.limits import turned_away
from conformance.recorder.matchers.websocket import greets
from conformance.stage import credentials
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.settling import patiently

if TYPE_CHECKING:
    from conformance.stage.stage import Stage

KNOCK_EVERY_S = 0.05
LASTING = frozenset({"error", "message", "message_ack", "participant_joined", "participant_left", "pong", "sync"})
"""Frames that a server owes to whoever is connected, however busy it is."""


@dataclass(frozen=True, slots=True)
class Room:
    """A conversation, as its creator was told of it."""

    id: str
    answer: Answer

    def path(self, rest: str = "") -> str:
        """A path below this conversation."""
        return f"/chat/{quote(self.id, safe='')}{rest}"

    @property
    def resource(self) -> str:
        """The path of the conversation as its members see it."""
        return f"/chat/conversations/{quote(self.id, safe='')}"

    def member(self, participant_id: str) -> str:
        """The path of somebody's entry among the participants."""
        return self.path(f"/participants/{quote(participant_id, safe='')}")

    def invite(self, invite_id: str) -> str:
        """The path of one invite to it."""
        return self.path(f"/invites/{quote(invite_id, safe='')}")


@dataclass(frozen=True, slots=True)
class Said:
    """A message that was sent, on either transport, by the person with the id ``sender``; ``answer`` is its ack or its
    HTTP answer."""

    sender: str
    message_id: str
    content: str
    answer: Event
    sequence_id: int


@dataclass(slots=True)
class Person:
    """One participant.  ``name`` is how the story calls them, ``id`` how the server knows them."""

    stage: Stage
    name: str
    id: str
    token: str
    tabs: list[Tab] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Whoever comes to be, in whatever way, is seen out at the end of the check.
        self.stage.cast.append(self)

    def request(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        """Any request with this person's credential, if they have one (``headers`` replaces single ones)."""
        credential = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers = {**credential, **more.pop("headers", {})}
        return self.stage.loop.run(
            self.stage.http.exchange(self.name, method, path, headers=headers, json_body=body, **more)
        )

    def with_token(self, token: str) -> Person:
        """The same person with another credential."""
        credentials.learn(self.stage.recorder, self.stage.tokens, token, self.name)
        return Person(self.stage, self.name, self.id, token)

    def keep_to_rate(self) -> None:
        """Wait until one more message is within the rate that the server declares: up to it, none is refused."""
        self._next_is_due()
        time.sleep(self._until_next_s)
        self.sent_at.append(time.monotonic())

    def sends_without_waiting(self) -> int:
        """Count one more message against the rate, as under way until :meth:`was_answered`; returns its place."""
        self._next_is_due()
        self.sent_at.append(math.inf)
        return len(self.sent_at) - 1

    def _next_is_due(self) -> None:
        """A busy server counts a message when it comes to it, and that may be as late as now, when the next is due."""
        if self.sent_at and self.sent_at[-1] < math.inf:
            self.sent_at[-1] = min(self.sent_at[-1] + self.stage.settle_s, time.monotonic())

    def was_answered(self, place: int) -> None:
        """The server has counted that message by now."""
        self.sent_at[place] = time.monotonic()

    def was_not_answered(self, place: int) -> None:
        """Nobody waits for that answer any more: the server is taken to count the message in ``settle_ms`` at most."""
        self.sent_at[place] = time.monotonic() + self.stage.settle_s

    @property
    def must_wait(self) -> bool:
        """Whether one more message now would be beyond the rate that the server declares."""
        return self._until_next_s > 0

    @property
    def _until_next_s(self) -> float:
        rate = self.stage.limits.get("rate")
        if not isinstance(rate, Mapping) or len(self.sent_at) < int(rate["messages"]):
            return 0.0
        return max(0.0, self.sent_at[-int(rate["messages"])] + float(rate["per_seconds"]) - time.monotonic())

    def _setup(self, clause: str, expected: list[int], method: str, path: str, body: Any = None) -> Answer:
        """A request that the story stands on: any other status breaks the clause of its operation."""
        try:
            answer = self.request(method, path, body)
        except NoAnswer as silence:
            self.stage.refuse_stalled(self.stage.started)
            self.stage.judge(clause, m.status_is, silence.event, expected=expected)
            raise
        self.stage.judge(clause, m.status_is, answer.event, expected=expected)
        return answer

    def creates(self, *others: Person, access: str = "invite") -> Room:
        """Create a conversation with these other people in it."""
        most = self.stage.limits.get("max_participants")
        if isinstance(most, int) and len(others) >= most:
            raise NotRun(f"a conversation of this server takes {most} people, and the story has {len(others) + 1}")
        body = {
            "title": f"conformance {self.stage.run}",
            "access": access,
            "participants": [{"participantId": other.id, "displayName": other.name} for other in others],
        }
        answer = self._setup("CONV-CREATE-01", [201], "POST", "/chat/create", body)
        self.stage.judge("CONV-CREATE-01", m.conforms, answer.event, path="body", schema="openapi:Conversation")
        return Room(answer.body["id"], answer)

    def joins(self, room: Room) -> Answer:
        """Join an open conversation."""
        return self._setup("MEM-JOIN-01", [200], "POST", room.path("/join"), {"displayName": self.name})

    def leaves(self, room: Room) -> Answer:
        """Leave a conversation."""
        return self._setup("MEM-LEAVE-01", [200], "DELETE", room.path("/leave"))

    def reads_events(self, room: Room, *, clause: str = "HIST-EVENTS-01", **query: int) -> Answer:
        """One page of the timeline over REST; ``clause`` is what is broken when there is none."""
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        return self._setup(clause, [200], "GET", room.path(f"/events?{asked}"))

    def knocks(self, room: Room, **how: Any) -> Event | Tab:
        """Attempt a handshake, as :meth:`knocking` does, and wait for its end."""
        return self.stage.loop.run(self.knocking(room, **how))

    async def knocking(
        self, room: Room, *, seat: str = "", query: str = "", endpoint: Endpoint | None = None, **how: Any
    ) -> Event | Tab:
        """Attempt a handshake; returns the open connection, or the record of how it was refused.

        ``headers`` replaces single headers of the handshake (``None`` leaves one out), ``query`` is appended to its
        path, ``endpoint`` leads through a relay; the rest goes to :func:`conformance.client.socket.open_socket`.
        Whoever knocks several times at once gives each connection a ``seat`` of its own, to tell them apart.
        """
        stage = self.stage
        credential = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        try:
            socket, handshake = await open_socket(
                endpoint or stage.endpoint,
                stage.recorder,
                stage.throttle,
                f"{self.id}/{seat or len(self.tabs) + 1}",
                self.name,
                f"/chat/ws/{quote(room.id, safe='')}{query}",
                {**credential, **how.pop("headers", {})},
                within_s=stage.http.within_s,
                **how,
            )
        except Refused as refusal:
            return refusal.event
        tab = Tab(self, room, socket, handshake)
        self.tabs.append(tab)
        return tab

    def opens(self, room: Room, **how: Any) -> Tab:
        """Open a socket to a conversation; what comes on it is not looked at.

        Connections that have ended may keep their places for ``settle_ms``: whoever is turned away because of them
        comes again until then, and who is turned away still finds that they have not freed theirs.
        """
        begun, free_at = time.monotonic_ns(), self._place_free_at(room)
        found = self._comes_again_until(free_at, room, **how)
        clause = "WS-UPGRADE-01"
        if free_at and isinstance(found, Event) and turned_away(found) is None:
            self.stage.refuse_stalled(begun)
            clause = "LIM-CONN-04"
        handshake = found if isinstance(found, Event) else found.handshake
        self.stage.judge(clause, m.status_is, handshake, expected=[101])
        if isinstance(found, Event):
            raise AssertionError("a refused handshake never has status 101")
        return found

    def _place_free_at(self, room: Room) -> float:
        """When (monotonic) a place for one more connection must be free; zero where nothing may be in its way."""
        most = self.stage.limits.get("max_connections_per_participant")
        if not isinstance(most, int):
            return 0.0
        mine = [one for one in self.stage.cast if one.id == self.id]
        ends = [tab.socket.ended for one in mine for tab in one.tabs if tab.room.id == room.id]
        freed = sorted(end.at / 1e9 + self.stage.settle_s for end in ends if end is not None)
        still_held = [moment for moment in freed if moment > time.monotonic()]
        surplus = ends.count(None) + len(still_held) - most
        return still_held[surplus] if 0 <= surplus < len(still_held) else 0.0

    def _comes_again_until(self, free_at: float, room: Room, **how: Any) -> Event | Tab:
        """Attempt a handshake, and again while one is turned away for want of a place that need not be free yet."""
        while True:
            asked_at = time.monotonic()
            found = self.knocks(room, **how)
            if asked_at >= free_at or not self._turned_away(found):
                return found
            time.sleep(KNOCK_EVERY_S)

    def _turned_away(self, found: Event | Tab) -> bool:
        """Whether there was no place, as told in the handshake, or by a close in place of the first frame."""
        if isinstance(found, Event):
            return turned_away(found) is None
        telling = ("received", "close_received", "dropped")
        first = self.stage.loop.run(
            found.socket.wait_for(lambda event: event.kind in telling, 0, self.stage.settle_s, stop_at_end=False)
        )
        return first is not None and turned_away(first) is None

    def connects(self, room: Room, **how: Any) -> Tab:
        """Open a socket to a conversation and wait for the snapshot that must come first."""
        tab = self.opens(room, **how)
        first = tab.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame")
        self.stage.judge("WS-CONNECTED-01", greets, first)
        return tab

    def says(
        self, room: Room, content: str, *, via: str, message_id: str | None = None, clause: str | None = None
    ) -> Said:
        """Send a message over ``rest`` or ``ws`` and wait until it is acknowledged.

        ``clause`` is what an answer that does not come breaks; by default that of sending itself.
        """
        message_id = message_id or self.stage.fresh("msg")
        if via == "ws":
            tab = next((tab for tab in self.tabs if tab.room == room and tab.socket.ended is None), None)
            return (tab or self.connects(room)).says(content, message_id=message_id, clause=clause or "MSG-ACK-01")
        self.keep_to_rate()
        body = {"message_id": message_id, "content": content}
        answer = self._setup(clause or "MSG-POST-01", [200, 201], "POST", room.path("/messages"), body)
        self.stage.judge(clause or "MSG-POST-01", m.conforms, answer.event, path="body", schema="openapi:MessageEvent")
        return Said(self.id, message_id, content, answer.event, answer.body["sequence_id"])


@dataclass(slots=True)
class Tab:
    """One open connection of a person to a conversation."""

    person: Person
    room: Room
    socket: Socket
    handshake: Event

    @property
    def events(self) -> list[Event]:
        """Everything that came so far."""
        return list(self.socket.events)

    def sends(self, frame: Mapping[str, Any] | str | bytes) -> Event:
        """Send a frame and do not wait."""
        return self.person.stage.loop.run(self.socket.send(frame))

    def says(self, content: str, *, message_id: str | None = None, clause: str = "MSG-ACK-01") -> Said:
        """Send a message and wait until it is acknowledged."""
        message_id = message_id or self.person.stage.fresh("msg")
        since = len(self.socket.events)
        self.person.keep_to_rate()
        self.sends({"type": "message", "message_id": message_id, "content": content})
        wanted = {"type": "message_ack", "message_id": message_id}
        ack = self.until(clause, m.frame_has, since=since, awaited=f"message_ack of {message_id}", fields=wanted)
        self.person.stage.judge(clause, m.conforms, ack, path="frame", schema="asyncapi:MessageAck")
        return Said(self.person.id, message_id, content, ack, ack.frame["sequence_id"])

    def acknowledges(self, sent: Event) -> Event:
        """Wait for the ack of a message frame that was sent without waiting."""
        name = sent.frame["message_id"]
        wanted = {"type": "message_ack", "message_id": name}
        return self.until("MSG-ACK-01", m.frame_has, awaited=f"message_ack of {name}", fields=wanted)

    def acknowledged(self, sent: Event, within_s: float) -> Event | None:
        """The ack of a message frame that was sent without waiting, if it comes in time; ``None`` accuses nobody."""
        name = sent.frame["message_id"]

        def is_the_ack(event: Event) -> bool:
            return m.frame_has(event, fields={"type": "message_ack", "message_id": name}) is None

        return self.person.stage.loop.run(self.socket.wait_for(is_the_ack, 0, within_s, about=name))

    async def answer_to(self, message_id: str, since: int = 0) -> Event | None:
        """The ack of a message, or the error that refuses it, if one comes within ``settle_ms``."""

        def is_answer(event: Event) -> bool:
            return guarantees.answers_message(event, message_id=message_id) is None

        return await self.socket.wait_for(is_answer, since, self.person.stage.settle_s, about=message_id)

    def receives(self, sent: Event) -> Event:
        """Wait for the live event of a message frame that somebody sent without waiting."""
        return self._gets(sent.frame["message_id"], own=sent.data["who"] == self.person.name)

    def hears(self, said: Said, clause: str | None = None) -> Event:
        """Wait for somebody's message as a live event; ``clause`` is what is broken when it does not come."""
        return self._gets(said.message_id, clause, own=said.sender == self.person.id)

    def _gets(self, name: str, clause: str | None = None, *, own: bool) -> Event:
        clause = clause or ("DLV-OWN-01" if own else "DLV-OTHERS-01")
        wanted = {"type": "message", "message_id": name}
        return self.until(clause, m.frame_has, awaited=f"message {name}", fields=wanted)

    def until(self, clause: str, match: Matcher, *, awaited: str, since: int = 0, **arguments: Any) -> Event:
        """Wait for the first event that a matcher accepts, no longer than the contract's ``settle_ms``.

        When the time is up, a ``ping`` on the same connection shows whether the server still serves it, and the
        clause is broken with everything that came instead.  Time for which the suite's own machine stood still does
        not count (:meth:`waits_for`).
        """
        stage = self.person.stage
        found = self.waits_for(match, since, stage.settle_s, **arguments)
        if found is None:
            if outlives_refusals(self.events) is not None:
                # "A refused frame MUST leave the connection open": what comes no more says nothing of another clause.
                stage.judge("ERR-LIVE-01", outlives_refusals, self.events)
            stage.judge(
                clause,
                m.nothing_came,
                self.events[since:],
                awaited=awaited,
                within_ms=stage.settle_s * 1000,
                wanted=named_matcher(match, arguments),
            )
            raise AssertionError("nothing_came is always a mismatch")
        stage.judge(clause, match, found, **arguments)
        return found

    def waits_for(self, match: Matcher, since: int, within_s: float, **arguments: Any) -> Event | None:
        """The first event that a matcher accepts, or ``None``: then a later event was asked for, too.

        What a stall may have cost for good is not waited for again: nothing comes on a connection that has ended, and
        a server under pressure need not tell of what lasts for a moment only.
        """
        stage = self.person.stage
        begun, lasting = time.monotonic_ns(), match is m.frame_has and arguments["fields"].get("type") in LASTING

        def wanted(event: Event) -> bool:
            return match(event, **arguments) is None

        for wait_s in patiently(stage, within_s):
            found = stage.loop.run(self.socket.wait_for(wanted, since, wait_s, about=_message_of(match, arguments)))
            if found is not None:
                return found
            self._probe(stage)
            if self.socket.ended is not None or not lasting:
                stage.refuse_stalled(begun)
            if self.socket.ended is not None:
                # "A client from which nothing arrives any more, not even a pong, MUST be closed": while the suite stood
                # still it answered no ping.
                stage.refuse_stalled(self.handshake.at, of=("suite",))
        return None

    def barrier(self) -> Event | None:
        """A later event that the server must send on this connection (a pong); ``None`` when it sends none."""
        return self._probe(self.person.stage)

    def _probe(self, stage: Stage) -> Event | None:
        nonce = stage.fresh("probe")
        since = len(self.socket.events)
        self.sends({"type": "ping", "nonce": nonce})

        def pong(event: Event) -> bool:
            return m.frame_has(event, fields={"type": "pong", "nonce": nonce}) is None

        return stage.loop.run(self.socket.wait_for(pong, since, stage.settle_s))

    def ends(self, clause: str, within_s: float) -> Event:
        """Wait for the end of the connection; a connection that lives on breaks the clause."""
        stage = self.person.stage
        begun = time.monotonic_ns()
        ended = stage.loop.run(
            self.socket.wait_for(lambda event: event.kind in ("close_received", "dropped"), 0, within_s)
        )
        if ended is None:
            stage.refuse_stalled(begun)
            stage.judge(clause, m.nothing_came, self.events, awaited="close", within_ms=within_s * 1000)
            raise Inconclusive("the connection is still open")
        return ended

    def sends_raw(self, wire: bytes) -> Event:
        """Write bytes on the connection as they are."""
        return self.person.stage.loop.run(self.socket.send_raw(wire))

    def closes(self, code: int = 1000) -> None:
        """Close the connection from our side."""
        self.person.stage.loop.run(self.socket.close(code))

    def drops(self) -> None:
        """Lose the connection without a word, as with a lost network."""
        self.person.stage.loop.run(self.socket.drop())


def _message_of(match: Matcher, arguments: Mapping[str, Any]) -> str | None:
    """The message that whatever the matcher accepts must name, if there is one."""
    named = arguments["fields"] if match is m.frame_has else arguments if match is guarantees.answers_message else {}
    found = named.get("message_id")
    return found if isinstance(found, str) else None


def fresh_id() -> str:
    """A random part for ids that must not repeat in the life of a server."""
    return uuid.uuid4().hex[:12]
