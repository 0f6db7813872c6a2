"""The recorded event: the one currency of recorder, matchers, verdict and report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FROM_SERVER = frozenset({"answer", "handshake", "received", "close_received", "ping_received", "pong_received"})
"""Kinds of event that carry something which the server under test itself sent."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was seen or done.

    ``id`` is unique in the run (``stream:number``), ``at`` is nanoseconds of the machine's monotonic clock,
    ``check`` the written id of the check on whose behalf it happened (``None``: the suite's own business).
    """

    id: str
    at: int
    kind: str
    check: str | None
    data: Mapping[str, Any]

    @property
    def from_server(self) -> bool:
        """Whether the server sent this (and not the suite, the network or the operating system)."""
        return self.kind in FROM_SERVER

    @property
    def frame(self) -> Mapping[str, Any]:
        """The JSON object of a socket frame; empty when the frame was none."""
        frame = self.data.get("frame")
        return frame if isinstance(frame, Mapping) else {}

    @property
    def body(self) -> Any:
        """The decoded JSON body of an answer or a refused handshake; ``None`` when there was none."""
        return self.data.get("body")

    def line(self) -> str:
        """This event as one line of NDJSON."""
        head = {"id": self.id, "at": self.at, "kind": self.kind, "check": self.check}
        return json.dumps({**head, **self.data}, ensure_ascii=True, separators=(",", ":"))


def from_line(line: str) -> Event:
    """The event that :meth:`Event.line` wrote."""
    return from_values(json.loads(line))


def from_values(line: Mapping[str, Any]) -> Event:
    """The event of a line that has been parsed."""
    data = dict(line)
    return Event(data.pop("id"), data.pop("at"), data.pop("kind"), data.pop("check"), data)


def read(path: Path) -> list[Event]:
    """All whole events of a stream; a last line cut short by a killed process is left out."""
    events = []
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.endswith("\n"):
                events.append(from_line(line))
    return events


def merged(streams: Iterable[Path]) -> list[Event]:
    """The events of several streams on their common clock."""
    return in_order(event for stream in streams for event in read(stream))


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events on their common clock."""
    return sorted(events, key=lambda event: (event.at, event.id))
