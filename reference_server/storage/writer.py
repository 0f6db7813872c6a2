"""The one writer thread: it takes a group, makes it durable, and reports back to the event loop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue

from reference_server.storage import StorageDown, Store, Write

Report = Callable[[StorageDown | None], None]
Job = tuple[Callable[[], None], Report]


class Writer:
    """Runs writes in a thread of its own; `post` brings the report back to the loop's thread."""

    def __init__(self, store: Store, post: Callable[[Callable[[], None]], object]) -> None:
        self.store = store
        self.post = post
        self.jobs: SimpleQueue[Job | None] = SimpleQueue()
        self.thread = threading.Thread(target=self.run, name="writer", daemon=True)
        self.thread.start()

    def write(self, group: Sequence[Write], report: Report) -> None:
        """Write a group; `report` is called on the loop when it is durable, or has failed."""
        self.jobs.put((lambda: self.store.write(group), report))

    def checkpoint(self, report: Report) -> None:
        """Fold the log away."""
        self.jobs.put((self.store.checkpoint, report))

    def run(self) -> None:
        """Do one job after the other until told to stop."""
        while (job := self.jobs.get()) is not None:
            work, report = job
            fault = outcome(work)
            self.post(lambda report=report, fault=fault: report(fault))  # type: ignore[misc]

    def stop(self) -> None:
        """Finish what has been asked for, then end."""
        self.jobs.put(None)
        self.thread.join(timeout=1)


def outcome(work: Callable[[], None]) -> StorageDown | None:
    """Run one job; whatever goes wrong is a store that could not write."""
    try:
        work()
    except StorageDown as fault:
        return fault
    except Exception as fault:  # noqa: BLE001  a writer that dies would leave everybody waiting for ever
        return StorageDown(type(fault).__name__)
    return None
