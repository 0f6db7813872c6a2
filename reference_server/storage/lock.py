"""One server per folder: two would give the same number to two events."""

from __future__ import annotations

import fcntl
import time
from pathlib import Path
from typing import IO

PATIENCE = 5.0  # seconds for a predecessor to go
AGAIN_AFTER = 0.05


def hold(folder: Path) -> IO[str]:
    """Return the folder's lock, held until it is closed or the process dies; raise OSError if it cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    end = time.monotonic() + PATIENCE
    while not taken(lock):
        if time.monotonic() > end:
            lock.close()
            raise OSError(f"another server keeps its conversations in {folder}")
        time.sleep(AGAIN_AFTER)
    return lock


def taken(lock: IO[str]) -> bool:
    """Take the lock if nobody has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
