"""Stops asking a server that has stopped answering: every further check would only wait out its time."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.stage.outcome import NotRun

IN_A_ROW = 3
"""After so many checks in a row that got no answer, the rest are not run, and say so."""


class Breaker:
    """Counts consecutive checks that ended without an answer."""

    def __init__(self) -> None:
        self._silent = 0

    def heed(self, ending: Mapping[str, str]) -> None:
        """Take note of how a check ended."""
        self._silent = self._silent + 1 if "unanswered" in ending else 0

    def refuse_if_open(self) -> None:
        """Raise :class:`NotRun` when the server has been silent too often."""
        if self._silent >= IN_A_ROW:
            raise NotRun(f"the server gave no answer in {self._silent} checks in a row")
