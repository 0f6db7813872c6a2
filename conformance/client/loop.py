"""One event loop in a background thread, for the whole life of a process.

Checks are plain synchronous functions; all I/O happens here.  So heartbeats are answered while a debugger waits,
several sockets live at once, and who was told to watch watches to the end.
"""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from conformance.client import held
from conformance.recorder.stream import Recorder

T = TypeVar("T")

STALL_MS = 250.0
"""A pause of the suite's own loop longer than this is recorded: what was timed across it proves nothing.  So is a
server on this machine that waited so long, in any second, for a processor."""

_BEAT_S = 0.05
_BEATS_IN_A_SECOND = round(1 / _BEAT_S)


class Loop:
    """Runs coroutines of other threads and waits for them."""

    def __init__(self, recorder: Recorder, server_waited_s: Callable[[], float | None] = lambda: None) -> None:
        """``server_waited_s``: how long the server has waited for a processor so far, where that is known."""
        self._recorder = recorder
        self._server_waited_s = server_waited_s
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="conformance-io", daemon=True)
        self._thread.start()
        self._watchdog = asyncio.run_coroutine_threadsafe(self._watch_for_stalls(), self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end on behalf of the calling check."""
        # The check that acts travels with its coroutine into the other thread.
        context = contextvars.copy_context()

        async def carried() -> T:
            return await asyncio.get_running_loop().create_task(work, context=context)

        done = asyncio.run_coroutine_threadsafe(carried(), self._loop)
        try:
            return done.result()
        except BaseException:
            done.cancel()
            raise

    async def _watch_for_stalls(self) -> None:
        waits: deque[float] = deque(maxlen=_BEATS_IN_A_SECOND)
        while True:
            before = time.monotonic()
            await asyncio.sleep(_BEAT_S)
            late_ms = (time.monotonic() - before - _BEAT_S) * 1000
            if late_ms > STALL_MS:
                self._recorder.record("stall", of="suite", late_ms=round(late_ms, 1))
            waited = self._server_waited_s()
            if waited is None or (waits and waited < waits[-1]):  # gone, or another process since
                waits.clear()
                continue
            waits.append(waited)
            if (late_ms := (waits[-1] - waits[0]) * 1000) > STALL_MS:
                self._recorder.record("stall", of="server", late_ms=round(late_ms, 1))
                waits.clear()

    def close(self) -> None:
        """Stop the thread; whatever still runs in it is cancelled, and what is still open is closed."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _end(self) -> None:
        # Readers first: that we cut a connection ourselves is no event.
        await self._cancel_all()
        await held.let_go()

    async def _cancel_all(self) -> None:
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
