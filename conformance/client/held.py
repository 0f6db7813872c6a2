"""What an event loop holds open: connections that nobody has closed when it ends.

Somebody watches to the end, and what several checks share stays open for all of them; a peer that fell silent is not
waited for.  The system would close them when the process ends; the loop does so itself, so that nothing that is left
open by mistake hides among them.
"""

from __future__ import annotations

import asyncio
from weakref import WeakKeyDictionary, WeakSet

_LOOKS = 10
"""A transport closes in a turn or two of its loop, one with TLS in a few more."""

_held: WeakKeyDictionary[asyncio.AbstractEventLoop, WeakSet[asyncio.BaseTransport]] = WeakKeyDictionary()


def hold(transport: asyncio.BaseTransport) -> None:
    """Note a transport of the running loop."""
    _held.setdefault(asyncio.get_running_loop(), WeakSet()).add(transport)


async def let_go() -> None:
    """Cut every connection that the running loop still holds, as the end of the process would."""
    for transport in _held.pop(asyncio.get_running_loop(), ()):
        if isinstance(transport, asyncio.WriteTransport):
            transport.abort()
    for _ in range(_LOOKS):
        await asyncio.sleep(0)
