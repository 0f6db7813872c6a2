"""Stops asking a server that has stopped answering: every further check would only wait out its time."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.stage.outcome import NotRun

IN_A_ROW = 3
"""After so many checks in a row that got no answer, the rest are not run, and say so."""


class Breaker:
    """Counts consecutive checks that ended without an answer."""

    def __init__(self, silent: int = 0) -> None:
        self.silent = silent

    def heed(self, ending: Mapping[str, str]) -> None:
        """Take note of how a check ended."""
        if ending["outcome"] == "not_run":
            return  # nothing was asked, so nothing is known: what has tripped stays tripped
        self.silent = self.silent + 1 if "unanswered" in ending else 0

    def refuse_if_open(self) -> None:
        """Raise :class:`NotRun` when the server has been silent too often."""
        if self.silent >= IN_A_ROW:
            raise NotRun(f"the server gave no answer in {self.silent} checks in a row")
