"""How a command that starts servers is asked to stop: it ends what it has started, whoever asks."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn


def as_interrupts() -> None:
    """From now on SIGTERM is a Ctrl-C.  SIGINT too: a shell starts what it puts into the background with SIGINT
    ignored, and so would our children be."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
