"""What the stories about credentials need: forgers, addresses that nobody should call, and time that runs out."""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

from conformance.client.http import Answer
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import auth as am
from conformance.stage import credentials
from conformance.stage.outcome import NotRun
from conformance.stage.people import Person, Room, Tab, fresh_id
from conformance.stage.server import LaunchedServer
from conformance.stage.stage import Stage
from conformance.stage.workload import together
from conformance.target.keys import PublishedKeys
from conformance.target.tokens import Signer

GUARDED = "/chat/my-conversations"
"""An operation that anybody with a valid token may ask for, and nobody else."""

MOST_LEEWAY_S = 60

_FRACTIONS_S = 2
"""A claim names whole seconds, and a server may read its clock in them: each can hide one second."""


def signer(stage: Stage) -> Signer:
    """The key that the server believes."""
    if not isinstance(stage.tokens, Signer):
        raise NotRun("the profile provides finished tokens only: none can be forged")
    return stage.tokens


def leeway_s(stage: Stage) -> float:
    """The tolerance that the server declares for clocks; the most that the contract allows where it declares none."""
    declared = stage.limits.get("clock_leeway_s")
    return declared if isinstance(declared, int | float) and 0 <= declared <= MOST_LEEWAY_S else MOST_LEEWAY_S


def surely_s(stage: Stage) -> int:
    """How far beyond the leeway a time lies that no server can take for one within it.

    A server that the suite launched reads the same clock.  Another's clock may be as far from ours as the contract lets
    a server forgive.
    """
    return _FRACTIONS_S if isinstance(stage.server, LaunchedServer) else MOST_LEEWAY_S


def asks(person: Person, token: str) -> Answer:
    """Ask for something that any valid token opens."""
    return person.with_token(token).request("GET", GUARDED)


def is_let_in(stage: Stage, person: Person) -> None:
    """The control of whoever shows that something is refused: the same person's proper token is accepted."""
    answer = person.request("GET", GUARDED).event
    stage.judge("AUTH-VALID-01", m.status_is, answer, expected=[200])
    stage.judge("AUTH-VALID-01", m.conforms, answer, path="body", schema="openapi:ConversationList")


def are_refused(stage: Stage, clause: str, person: Person, tokens: Mapping[str, str]) -> list[Event]:
    """Each of these tokens is answered with 401; the same person's proper token is not."""
    is_let_in(stage, person)
    answers = []
    for what, token in tokens.items():
        answer = asks(person, token).event
        stage.judge(clause, am.answered_with, answer, what=what, expected=[401])
        answers.append(answer)
    return answers


def handshake(found: Event | Tab) -> Event:
    """How a handshake was answered, whether or not it was let in."""
    return found.handshake if isinstance(found, Tab) else found


# What a stranger may try


@dataclass(frozen=True, slots=True)
class Operation:
    """One request that is complete but for its credential."""

    method: str
    path: str
    body: Any = None

    def by(self, person: Person) -> Event:
        """Ask for it."""
        return person.request(self.method, self.path, self.body).event

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def operations(stage: Stage, owner: Person, room: Room, other: Person) -> Iterator[Operation]:
    """Every guarded operation that this server offers, on a conversation of ``owner`` with ``other`` in it; those
    that end something come last."""
    whole = room.resource
    yield Operation("GET", GUARDED)
    yield Operation("GET", whole)
    yield Operation("GET", room.path("/events"))
    yield Operation("GET", room.path("/messages"))
    yield Operation("POST", room.path("/messages"), {"message_id": stage.fresh("msg"), "content": "who says so?"})
    yield Operation("POST", room.path("/join"), {"displayName": "nobody"})
    if "tickets" in stage.demanded:
        yield Operation("POST", "/chat/tickets", {"conversation_id": room.id})
    if "invites" in stage.demanded:
        invite = makes_invite(owner, room)
        yield Operation("GET", room.path("/invites"))
        yield Operation("POST", room.path("/invites"), {})
        yield Operation("POST", f"/chat/join/{quote(invite['token'], safe='')}", {})
        yield Operation("DELETE", room.invite(invite["invite_id"]))
    member = room.member(other.id)
    if "roles" in stage.demanded:
        yield Operation("PATCH", member, {"role": "read_only"})
    yield Operation("DELETE", member)
    yield Operation("DELETE", room.path("/leave"))
    yield Operation("POST", "/chat/create", {})


def is_not_there(answer: Event) -> bool:
    """Whether an answer says that there is no such operation, or nothing that it could be applied to."""
    return answer.data.get("status") in (404, 405, 501)


def makes_invite(person: Person, room: Room) -> Mapping[str, Any]:
    """Make an invite to a conversation."""
    stage = person.stage
    answer = person.request("POST", room.path("/invites"), {})
    stage.judge("INV-MAKE-01", m.status_is, answer.event, expected=[201])
    stage.judge("INV-MAKE-01", m.conforms, answer.event, path="body", schema="openapi:InviteWithToken")
    found: Mapping[str, Any] = answer.body
    return found


# Addresses that nobody should call


@dataclass(slots=True)
class Bait:
    """A small web server of the suite's own that notes each call."""

    documents: dict[str, bytes] = field(default_factory=dict)
    fetches: list[Event] = field(default_factory=list)
    address: str = ""

    def at(self, document: bytes) -> str:
        """Put a document at an address that nobody has ever seen."""
        path = f"/{uuid.uuid4().hex}"
        self.documents[path] = document
        return self.address + path


@contextmanager
def bait(stage: Stage) -> Iterator[Bait]:
    """Serve documents on loopback, and record who comes for them."""
    laid = Bait()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            laid.fetches.append(stage.recorder.record("fetched", check=stage.check, path=self.path))
            document = laid.documents.get(self.path, b"")
            self.send_response(200 if document else 404)
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: Any) -> None:
            """What matters is recorded."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    laid.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, name="conformance-bait", daemon=True)
    thread.start()
    try:
        yield laid
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# Tokens that end


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a token ends (``exp``, seconds since the epoch), and the moment by which its connection must have."""

    exp: int
    closed_by: float

    @property
    def left_s(self) -> float:
        """How long until that moment (of our own monotonic clock)."""
        return max(0.0, self.closed_by - time.monotonic())


def soon(stage: Stage, answers: int) -> Expiry:
    """An expiry that comes when so many answers, each of which may take ``settle_ms``, are there; its connection may be
    closed then, and must be ``settle_ms`` and ``clock_leeway_s`` after it."""
    now = time.time()
    exp = math.ceil(now + answers * stage.settle_s)
    return Expiry(exp, time.monotonic() + (exp - now) + leeway_s(stage) + stage.settle_s)


def briefly(person: Person, *, answers: int) -> tuple[Person, Expiry]:
    """The same person with a token that will soon end, but not before so many answers have come that the story needs;
    to be asked for when everything else is prepared."""
    expiry = soon(person.stage, answers)
    return person.with_token(token_until(person, expiry.exp)), expiry


def token_until(person: Person, exp: float) -> str:
    """Another token of the same person, with this expiry."""
    token = person.stage.tokens.token(person.id, claims={"name": person.name, "exp": exp})
    credentials.learn(person.stage.recorder, person.stage.tokens, token, person.name)
    return token


def ends_by(tab: Tab, clause: str, expiry: Expiry) -> None:
    """The connection is closed with 4401 by the moment that an expiry leaves it."""
    ended = tab.ends(clause, expiry.left_s)
    tab.person.stage.judge(clause, m.closed_with, ended, codes=[4401])


def has_ended_within(tab: Tab, seconds: float) -> bool:
    """Wait for the end of a connection, but no longer than this; whether it has ended is for the story to judge."""
    loop = tab.person.stage.loop
    return loop.run(tab.socket.wait_for(lambda _: tab.socket.ended is not None, 0, seconds)) is not None


def renews(tab: Tab, clause: str, token: str, fields: Mapping[str, Any]) -> Event:
    """Send an ``auth`` frame and wait for the answer with these members."""
    since = len(tab.events)
    tab.sends({"type": "auth", "token": token})
    awaited = " ".join(str(value) for value in fields.values())
    return tab.until(clause, m.frame_has, since=since, awaited=awaited, fields=fields)


# Keys


MOST_PATIENCE_S = 60.0
"""A server may ask to be left alone for as long as it likes; longer than this nobody here does."""


def published_keys(stage: Stage) -> PublishedKeys:
    """The key set that the server reads, to be rotated or taken away; without one the condition does not arise."""
    if stage.keys is None:
        stage.never_provoked("the server does not read its keys from where the suite publishes them")
    return stage.keys


def waits(seconds: float) -> None:
    """Let time pass: where a server is given time for something that shows nowhere but in its next answer."""
    time.sleep(max(0.0, seconds))


def waits_as_told(seconds: float) -> None:
    """Leave the server alone for as long as it asks, if that is not too long to be tried."""
    waits(refuse_long_wait(seconds))


def refuse_long_wait(seconds: float) -> float:
    """The same number of seconds, or :class:`NotRun`."""
    if seconds > MOST_PATIENCE_S:
        raise NotRun(f"the server asks to be left alone for {seconds:.0f} s, longer than this suite waits")
    return max(0.0, seconds)


def wait_named_by(stage: Stage, answer: Answer) -> float:
    """For how many seconds an answer's ``Retry-After`` asks."""
    return wait_named_in(stage, answer.headers)


def wait_named_in(stage: Stage, headers: Mapping[str, str]) -> float:
    """For how many seconds the ``Retry-After`` among these headers asks."""
    named = headers["retry-after"]
    seconds = float(named) if named.isdigit() else parsedate_to_datetime(named).timestamp() - time.time()
    return refuse_long_wait(seconds)


# Tickets


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket, as it was sold; ``dead_by`` is the moment (monotonic) by which it must have stopped working."""

    secret: str
    answer: Answer
    dead_by: float

    @property
    def query(self) -> str:
        """The query that presents it."""
        return f"?ticket={quote(self.secret, safe='')}"


def buys_ticket(person: Person, room: Room) -> Ticket:
    """Buy a ticket for a conversation."""
    stage = person.stage
    answer = person.request("POST", "/chat/tickets", {"conversation_id": room.id})
    stage.judge("TKT-BUY-01", m.status_is, answer.event, expected=[201])
    stage.judge("TKT-BUY-01", m.conforms, answer.event, path="body", schema="openapi:Ticket")
    dead_by = time.monotonic() + answer.body["expires_in"] + stage.settle_s
    return Ticket(answer.body["ticket"], answer, dead_by)


def presents(person: Person, room: Room, ticket: Ticket, *, more: str = "", **headers: str | None) -> Event | Tab:
    """Attempt a handshake with a ticket and nothing else (``headers`` adds to it, ``more`` to its query)."""
    sent = {"Authorization": None, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return person.knocks(room, query=ticket.query + more, headers=sent)


def enters(person: Person, room: Room, ticket: Ticket, clause: str = "TKT-USE-01") -> Tab:
    """Open a connection by a ticket; the first frame has come when this returns."""
    stage = person.stage
    found = presents(person, room, ticket)
    stage.judge(clause, am.answered_with, handshake(found), what="a handshake with a fresh ticket", expected=[101])
    assert isinstance(found, Tab)
    found.until("WS-CONNECTED-01", m.is_first_frame, awaited="first frame")
    return found


def present_together(person: Person, room: Room, ticket: Ticket, times: int) -> list[Event]:
    """Present one ticket in several handshakes at the same time; returns how each was answered."""
    nothing_else = {"Authorization": None}
    knocks = (
        person.knocking(room, seat=f"together-{fresh_id()}", query=ticket.query, headers=nothing_else)
        for _ in range(times)
    )
    found: list[Event | Tab] = together(person.stage, *knocks)
    for one in found:
        if isinstance(one, Tab):
            one.closes()
    return [one.handshake if isinstance(one, Tab) else one for one in found]


def outlives(tickets: Sequence[Ticket]) -> None:
    """Let the time pass that the tickets were given: nothing but the clock tells when a ticket has ended."""
    waits(max(ticket.dead_by for ticket in tickets) - time.monotonic())
