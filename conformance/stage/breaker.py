"""Stops asking: a server that has stopped answering, or one of which a single failure was all one wanted to know."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conformance.stage.outcome import NotRun

IN_A_ROW = 3
"""After so many checks in a row that got no answer, the rest are not run, and say so."""

ENOUGH = "a check has failed already, and only the first failure was asked for"


class Breaker:
    """Counts consecutive checks that ended without an answer; with ``enough_when``, a file that all processes of a run
    share, it also remembers that something has failed."""

    def __init__(self, silent: int = 0, enough_when: Path | None = None) -> None:
        self.silent = silent
        self.enough_when = enough_when

    def heed(self, ending: Mapping[str, str]) -> None:
        """Take note of how a check ended."""
        if self.enough_when is not None and ending["outcome"] == "failed":
            self.enough_when.touch()
        if ending["outcome"] == "not_run":
            return  # nothing was asked, so nothing is known: what has tripped stays tripped
        self.silent = self.silent + 1 if "unanswered" in ending else 0

    @property
    def enough(self) -> bool:
        """Whether a check has failed, and no other was asked for."""
        return self.enough_when is not None and self.enough_when.exists()

    def refuse_if_open(self) -> None:
        """Raise :class:`NotRun` when the server has been silent too often, or when its first failure was enough."""
        if self.enough:
            raise NotRun(ENOUGH)
        if self.silent >= IN_A_ROW:
            raise NotRun(f"the server gave no answer in {self.silent} checks in a row")
