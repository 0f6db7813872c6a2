"""PURE: the steps of a story in words, for the comments of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.reproduce.story import (
    Ask,
    Await,
    Close,
    Cut,
    Dial,
    Fault,
    Finish,
    Open,
    Pause,
    Say,
    Send,
    Step,
    Story,
    Wanted,
)
from conformance.reproduce.wires import frames_in


def in_words(step: Step, story: Story) -> str:
    """A step of ``story``."""
    match step:
        case Ask():
            return f"{step.actor}: {step.method} {_path_in_words(step.path)}{' (begun)' if step.begun else ''}"
        case Open():
            return f"{step.actor} opens a socket{' (begun)' if step.begun else ''}"
        case Finish():
            return "the answer to what was begun"
        case Pause(seconds=seconds):
            return f"{seconds:g} s pass"
        case Fault(what=what):
            return f"the server: {what}"
        case Dial():
            return f"{step.actor} opens a TCP connection"
        case Send() | Close() | Cut() | Await() | Say():
            return f"{_owner(step.connection, story)} {_does(step)}"


def _owner(connection: str, story: Story) -> str:
    opened = (step for step in story.steps if isinstance(step, Open | Dial) and step.connection == connection)
    return next((step.actor for step in opened), "somebody")


def _does(step: Send | Close | Cut | Await | Say) -> str:
    """What somebody does on a connection."""
    match step:
        case Send(form="frame", value=Mapping() as frame):
            return f"sends {frame.get('type', 'a frame')}"
        case Send(form="wire", value=str() as wire):
            return f"writes by hand: {', '.join(str(one) for one in frames_in(bytes.fromhex(wire)))}"
        case Send(form=form):
            return f"sends {form}"
        case Close():
            return "closes their connection"
        case Cut():
            return "loses their connection, as with a lost network"
        case Await(wanted=wanted):
            return _awaits(wanted)
        case Say():
            return "sends bytes by hand"


def _path_in_words(path: Any) -> str:
    if isinstance(path, str):
        return path
    return "".join(part if isinstance(part, str) else "{" + _hint(part) + "}" for part in getattr(path, "parts", ()))


def _hint(ref: Any) -> str:
    inner = getattr(ref, "of", ref)
    return str(getattr(inner, "hint", None) or getattr(inner, "actor", None) or getattr(inner, "kind", "value"))


def _awaits(wanted: Wanted) -> str:
    if wanted.members is not None:
        return f"is sent {wanted.members.get('type', 'a frame')}"
    return "finds the connection ended" if wanted.rule is None else "is sent what is waited for"
