"""The recorder: turns what happens into events and writes them, one line each, as they happen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from threading import Lock
from typing import Any

from conformance.recorder.events import Event
from conformance.recorder.secrets import Secrets

current_check: ContextVar[str | None] = ContextVar("current_check", default=None)
"""The check on whose behalf this thread or task acts."""


OURS = frozenset({"arguments", "clause", "events", "matcher", "outcome", "requirements", "watch"})
"""What is written as it is: the suite's own words, which no secret that a server chooses may change, and arguments, of
which who evaluates has hidden the values."""


class Recorder:
    """Writes one stream.  Safe to use from any thread; the file is whole up to its last line at every moment."""

    def __init__(
        self, path: Path, stream: str, journal: Path | None = None, clock: Callable[[], int] = time.monotonic_ns
    ) -> None:
        self.path = path
        self.stream = stream
        self.secrets = Secrets(journal)
        self._clock = clock
        self._lock = Lock()
        self._count = 0
        self._events: list[Event] = []
        # Line buffered: a killed process loses nothing that it had recorded.
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def record(self, kind: str, *, check: str | None = None, **data: Any) -> Event:
        """Append an event; its data is what remains after every secret has been replaced by its label."""
        hidden = {name: value if name in OURS else self.secrets.hide(value) for name, value in data.items()}
        with self._lock:
            self._count += 1
            about = check or current_check.get()
            event = Event(f"{self.stream}:{self._count}", self._clock(), kind, about, hidden)
            self._events.append(event)
            self._file.write(event.line() + "\n")
        return event

    def events(self) -> list[Event]:
        """All events so far."""
        with self._lock:
            return list(self._events)

    @property
    def last(self) -> Event:
        """The newest event."""
        return self._events[-1]

    def close(self) -> None:
        """Close the stream's file; what was recorded stays readable."""
        self._file.close()


@contextmanager
def on_behalf_of(check: str) -> Iterator[None]:
    """Everything recorded inside belongs to this check."""
    token = current_check.set(check)
    try:
        yield
    finally:
        current_check.reset(token)
