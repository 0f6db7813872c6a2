"""Standing watches: absence proved without sleeping.

A check acts, hands its canary to people who must never see it, and goes on.  All watches of a process are settled
together when its checks are done: one ``settle_ms`` after the last act, each watcher asks the server for one more
frame on each watching connection; a watch counts only where that later frame came, and is then judged over
everything that the watcher was sent.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from conformance.recorder import matchers as m
from conformance.recorder.evaluation import evaluate
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder, on_behalf_of
from conformance.stage.people import Tab


@dataclass(frozen=True, slots=True)
class Watch:
    """One canary, and the connections on which it must never be seen."""

    id: str
    check: str
    clause: str
    canary: str
    tabs: tuple[Tab, ...]


class Watches:
    """The standing watches of one process."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._standing: list[Watch] = []
        self._last_act = 0.0

    def post(self, check: str, clause: str, canary: str, tabs: tuple[Tab, ...]) -> None:
        """Begin a watch; the check that posts it has passed only when the watch is settled."""
        event = self._recorder.record(
            "watch_posted", clause=clause, canary=canary, connections=[tab.socket.name for tab in tabs]
        )
        self._standing.append(Watch(event.id, check, clause, canary, tabs))
        self._last_act = time.monotonic()

    def connections(self) -> set[str]:
        """The connections that must stay open because somebody watches on them."""
        return {tab.socket.name for watch in self._standing for tab in watch.tabs}

    def settle(self, settle_s: float) -> None:
        """Wait until everything that could still show must have shown, then judge every watch."""
        if not self._standing:
            return
        time.sleep(max(0.0, self._last_act + settle_s - time.monotonic()))
        for watch in self._standing:
            with on_behalf_of(watch.check):
                self._judge(watch)
        self._standing.clear()

    def _judge(self, watch: Watch) -> None:
        seen: list[Event] = []
        for tab in watch.tabs:
            if tab.barrier() is None:
                self._recorder.record("watch_lost", watch=watch.id, connection=tab.socket.name)
                return
            seen.extend(tab.events)
        people = sorted({tab.person.name for tab in watch.tabs})
        evaluate(
            self._recorder, watch.clause, m.nobody_received, seen, watch=watch.id, canary=watch.canary, people=people
        )
