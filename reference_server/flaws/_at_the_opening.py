"""What several flaws have in common: when the store is opened, something that it holds is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def changed_when_opened(original: Callable[..., Any], tell: Callable[[], None], statement: str) -> Callable[..., Any]:
    """Carry out a statement on the tables; where it changes a row, the lie is told."""

    def opened(self: Any, folder: Any) -> None:
        original(self, folder)
        self.release()
        if self.writer.execute(statement).rowcount:
            tell()
        self.refresh()

    return opened
