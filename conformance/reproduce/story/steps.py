"""PURE: what is done in a story.  Steps are named by the recorded event that they come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is waited for on a connection: a frame with these ``members``, or what a matcher (``rule``) accepts with
    these ``arguments``, or, with neither, the end of the connection; the ``nth`` one."""

    members: Mapping[str, Any] | None = None
    rule: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    nth: int = 1


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
