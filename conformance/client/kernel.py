"""What the kernel of this machine holds of a TCP connection, where it tells: Linux does, of ends that are its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


class Row(NamedTuple):
    """One end of a connection: its port and its peer's, and how many bytes it has sent that the peer's kernel has not
    taken, and has taken that its own process has not."""

    port: int
    peer: int
    unsent: int
    unread: int


def rows(table: str) -> Iterator[Row]:
    """The connections in a table of proc(5): ``local_address rem_address st tx_queue:rx_queue``, all hexadecimal."""
    for line in table.splitlines()[1:]:
        _, ours, theirs, _, queues, *_ = line.split()
        unsent, unread = queues.split(":")
        yield Row(
            int(ours.rpartition(":")[2], 16), int(theirs.rpartition(":")[2], 16), int(unsent, 16), int(unread, 16)
        )


def held_for(port: int, peer: int, found: Iterable[Row]) -> int | None:
    """How many bytes, sent by whoever listens on ``peer``, lie between it and the process on ``port``; ``None`` where
    an end is not to be seen, or several may be meant."""
    found = list(found)
    ours = [row for row in found if (row.port, row.peer) == (port, peer)]
    theirs = [row for row in found if (row.port, row.peer) == (peer, port)]
    return theirs[0].unsent + ours[0].unread if len(ours) == len(theirs) == 1 else None


def held(port: int, peer: int) -> int | None:
    """The same, right now; ``None`` where the system does not tell."""
    try:
        return held_for(port, peer, [row for table in TABLES if table.exists() for row in rows(table.read_text())])
    except (OSError, ValueError):
        return None
