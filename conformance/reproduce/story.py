"""PURE: a story as values: who takes part, what they do one after the other, and what is asserted at the end.

A *template* is a JSON value in which some strings and numbers are references: to what a server chose in an earlier
step,
to an id that is made anew each time, to somebody's id or credential.  Steps are named by the recorded event that they
come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any


class CannotTell(Exception):
    """A failure cannot be made a file of its own; one line says why."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value that the server chose: it stands at ``path`` in the data of the event ``event``; ``hint`` is a name
    for it."""

    event: str
    path: tuple[str | int, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class Fresh:
    """An id that the client chooses; each one that was recorded (``literal``) stands for a new one of its ``kind``."""

    literal: str
    kind: str


@dataclass(frozen=True, slots=True)
class Known:
    """The id by which the server knows an actor."""

    actor: str


@dataclass(frozen=True, slots=True)
class Credential:
    """The token of an actor."""

    actor: str


@dataclass(frozen=True, slots=True)
class Outside:
    """A secret of the profile's: it comes from an environment variable."""

    variable: str


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens: host and port as an HTTP request names them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A reference whose value is percent-encoded in its place."""

    of: Told | Fresh | Known | Credential


Ref = Told | Fresh | Known | Credential | Outside | Server | Quoted


@dataclass(frozen=True, slots=True)
class Text:
    """A string in which references stand."""

    parts: tuple[str | Ref, ...]


@dataclass(frozen=True, slots=True)
class Actor:
    """One participant with one credential.  ``name`` is what the file calls them, ``who`` what the record does;
    ``label`` stands for their token, ``None`` for nobody's.  ``made`` is what the token says, where that is
    recorded."""

    name: str
    who: str
    participant: str | None
    label: str | None
    made: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is waited for on a connection: a frame with these ``members``, or what a matcher (``rule``) accepts with
    these ``arguments``, or, with neither, the end of the connection; the ``nth`` one."""

    members: Mapping[str, Any] | None = None
    rule: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    nth: int = 1


# -- what is done -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ask:
    """An HTTP request; its answer is awaited here, unless it is only ``begun``.

    ``body`` is sent as JSON, ``content`` as it is.  Where ``again_s`` is given, the same is asked again for so many
    seconds, until the rule that is asserted holds.
    """

    id: str
    answer: str
    actor: str
    method: str
    path: Any
    headers: Mapping[str, Any]
    body: Any = None
    content: bytes | None = None
    begun: bool = False
    again_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Open:
    """A handshake; ``headers`` are those beside the credential."""

    id: str
    answer: str
    actor: str
    connection: str
    path: Any
    headers: Mapping[str, Any]
    subprotocols: tuple[str, ...] = ("chat.v1",)
    answers_pings: bool = True
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """Wait for what was begun."""

    id: str
    begun: str


@dataclass(frozen=True, slots=True)
class Send:
    """A frame: a JSON object, text or bytes; or bytes on the wire that are no frame."""

    id: str
    connection: str
    form: str
    value: Any


@dataclass(frozen=True, slots=True)
class Close:
    """Close a connection from our side."""

    id: str
    connection: str
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Lose a connection without a word."""

    id: str
    connection: str


@dataclass(frozen=True, slots=True)
class Await:
    """Wait for something on a connection; the event ``id`` is what came when it was recorded."""

    id: str
    connection: str
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass; ``bound`` says that the clause itself grants it, so that it may not be left out."""

    id: str
    seconds: float
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Do something to the server: a word of ``[control]``."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Dial:
    """A TCP connection to the server, for bytes that no library would send."""

    id: str
    connection: str
    actor: str


@dataclass(frozen=True, slots=True)
class Say:
    """Bytes on a TCP connection, and the head of an HTTP answer, where one was awaited (``answer``)."""

    id: str
    connection: str
    value: Any
    answer: str | None = None


Step = Ask | Open | Finish | Send | Close | Cut | Await | Pause | Fault | Dial | Say


# -- what is asserted -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class One:
    """A single event: what answered a step, what was awaited, or what was sent."""

    event: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came on a connection, after the step ``since`` was begun, of these types, if any are named."""

    connection: str
    since: str | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was done and that came, in order."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Several of these, one after the other."""

    parts: tuple[One | Heard, ...]


Reading = One | Heard | History | Listed


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule that failed, what it reads, and why it failed when it was recorded.

    Where something was awaited in vain, ``awaited`` says what, ``on`` which connection, and ``within_s`` how long.
    """

    clause: str
    statement: str
    matcher: str
    readings: tuple[Reading, ...]
    arguments: Mapping[str, Any]
    reason: str
    awaited: Wanted | None = None
    on: Heard | None = None
    within_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """Who takes part, what happens, and what is asserted in the end."""

    check: str
    actors: tuple[Actor, ...]
    steps: tuple[Step, ...]
    verdict: Verdict

    def __len__(self) -> int:
        return len(self.steps)


# -- what depends on what ---------------------------------------------------------------------------------------------


def refs(template: Any) -> Iterator[Ref]:
    """Every reference in a template, or in a step."""
    match template:
        case Quoted(of=inner):
            yield inner
        case Told() | Fresh() | Known() | Credential() | Outside() | Server():
            yield template
        case Text(parts=parts):
            for part in parts:
                yield from refs(part)
        case Mapping():
            for key, item in template.items():
                yield from refs(key)
                yield from refs(item)
        case list() | tuple():
            for item in template:
                yield from refs(item)
        case str() | bytes() | None | int() | float():
            return
        case _ if hasattr(template, "__dataclass_fields__"):
            for one in fields(template):
                yield from refs(getattr(template, one.name))


def made(steps: Sequence[Step]) -> set[str]:
    """The events that these steps bring about, by the names that they were recorded under."""
    found: set[str] = set()
    for step in steps:
        found.add(step.id)
        match step:
            case Ask(begun=False, answer=answer) | Open(begun=False, answer=answer) | Say(answer=str(answer)):
                found.add(answer)
            case Finish(begun=begun):
                found |= {one.answer for one in steps if isinstance(one, Ask | Open) and one.id == begun}
    return found


def needed(reading: Reading) -> Iterator[str]:
    """The events that a reading cannot do without."""
    match reading:
        case One(event=event):
            yield event
        case Listed(parts=parts):
            for part in parts:
                yield from needed(part)


def connections(reading: Reading | None) -> set[str]:
    """The connections that a reading looks at."""
    match reading:
        case Heard(connection=connection):
            return {connection}
        case Listed(parts=parts):
            return {name for part in parts for name in connections(part)}
        case _:
            return set()


def is_whole(story: Story) -> bool:
    """Whether everything that a story refers to has come about before."""
    opened: set[str] = set()
    for place, step in enumerate(story.steps):
        before = made(story.steps[:place])
        if any(isinstance(ref, Told) and ref.event not in before for ref in refs(step)):
            return False
        match step:
            case Open(connection=name) | Dial(connection=name):
                opened.add(name)
            case Send() | Close() | Cut() | Await() | Say():
                if step.connection not in opened:
                    return False
            case Finish(begun=begun):
                if begun not in before:
                    return False
    verdict, before = story.verdict, made(story.steps)
    read = {name for reading in verdict.readings for name in needed(reading)}
    heard = {name for reading in (*verdict.readings, verdict.on) for name in connections(reading)}
    told = {ref.event for ref in refs(verdict) if isinstance(ref, Told)}
    return (read | told) <= before and heard <= opened and _all_finished(story.steps)


def _all_finished(steps: Sequence[Step]) -> bool:
    begun = {step.id for step in steps if isinstance(step, Ask | Open) and step.begun}
    return begun <= {step.begun for step in steps if isinstance(step, Finish)}


def without(story: Story, dropped: frozenset[str]) -> Story:
    """The story without these steps, and without those that are nothing without them."""
    kept: list[Step] = []
    there: set[str] = set()
    for step in story.steps:
        if step.id in dropped or not _stands_on(step, there):
            continue
        kept.append(step)
        there |= _brought_about(step, kept)
    readings = tuple(_still_read(reading, there) for reading in story.verdict.readings)
    return replace(story, steps=tuple(kept), verdict=replace(story.verdict, readings=readings))


def _still_read(reading: Reading, there: set[str]) -> Reading:
    """Of a list what is left of it, if anything is; everything else has to be there whole."""
    if not isinstance(reading, Listed):
        return reading
    left = tuple(part for part in reading.parts if not isinstance(part, One) or part.event in there)
    return Listed(left) if left else reading


def _brought_about(step: Step, kept: Sequence[Step]) -> set[str]:
    connection = {f"connection {step.connection}"} if isinstance(step, Open | Dial) else set()
    return made(kept) | connection


def _stands_on(step: Step, there: set[str]) -> bool:
    """Whether everything that a step needs has come about."""
    match step:
        case Send() | Close() | Cut() | Await() | Say() if f"connection {step.connection}" not in there:
            return False
        case Finish(begun=begun) if begun not in there:
            return False
    return all(ref.event in there for ref in refs(step) if isinstance(ref, Told))


def acting(story: Story) -> tuple[Actor, ...]:
    """The actors who do something, or whose credential is used."""
    doing = {step.actor for step in story.steps if isinstance(step, Ask | Open | Dial)}
    using = {ref.actor for ref in refs((story.steps, story.verdict)) if isinstance(ref, Credential)}
    return tuple(actor for actor in story.actors if actor.name in doing | using)
