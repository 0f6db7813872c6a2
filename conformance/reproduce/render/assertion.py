"""PURE: what is asserted, as source: the call of the rule over what was seen, and what is waited for by a rule."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping

from conformance.reproduce.bundle import Bundle
from conformance.reproduce.literals import call, keyword, listed, printable, text
from conformance.reproduce.render.rule import place_of
from conformance.reproduce.render.scope import Scope
from conformance.reproduce.story import Heard, History, Listed, One, Reading, Step, Story, Wanted, heard


class Assertion:
    """The end of ``story``; ``bundle`` is the rule with everything that it refers to."""

    def __init__(self, story: Story, bundle: Bundle, scope: Scope) -> None:
        self._verdict = story.verdict
        self._bundle = bundle
        self._scope = scope
        self._since: dict[str, set[str]] = {}
        """Before which step it is noted how much had come on which connections."""
        for reading in (*self._verdict.readings, self._verdict.on):
            for one in heard(reading):
                if one.since is not None:
                    self._since.setdefault(one.since, set()).add(one.connection)
        self._noted: dict[tuple[str, str], str] = {}
        """The variable in which that was noted."""

    def noted(self, number: int, step: Step) -> Iterator[str]:
        """Notes how much had come before a step, on those connections of which what came after it is read."""
        for connection in sorted(self._since.get(step.id, ())):
            if connection in self._scope.sockets:
                socket = self._scope.sockets[connection]
                name = f"before_{number}_{socket}"
                self._noted[step.id, connection] = name
                yield f"{name} = len({socket}.events)"

    def lines(self) -> Iterator[str]:
        """The last lines of the story."""
        verdict = self._verdict
        for line in textwrap.wrap(printable(f"{verdict.clause}: {verdict.statement}", 600), 108):
            yield f"# {line}"
        if verdict.awaited is not None and verdict.on is not None:
            arguments = self.awaited(verdict.awaited)
            if verdict.on.since is not None:
                arguments.append(f"since={self._mark(verdict.on.connection, verdict.on.since)}")
            arguments.append(f"within_s={math.ceil(verdict.within_s * 10) / 10:g}")
            yield f"if await {call(f'{self._scope.sockets[verdict.on.connection]}.waits', arguments)}:"
            yield "    return None"
        yield f"return {self.rule(self._scope.events)}"

    def awaited(self, wanted: Wanted) -> list[str]:
        """The arguments by which a file is told what to wait for."""
        arguments = ["ended"]
        if wanted.members is not None:
            arguments = [self._scope.source(dict(wanted.members))]
        elif wanted.rule is not None and wanted.rule.startswith("kind:"):
            arguments = [f"lambda event: event.kind == {text(wanted.rule.removeprefix('kind:'))}"]
        elif wanted.rule is not None:
            given = [keyword(name, self._scope.source(value)) for name, value in wanted.arguments.items()]
            rule = self._bundle.names[place_of(wanted.rule)]
            arguments = [f"lambda event: {rule}({', '.join(['event', *given])}) is None"]
        return arguments if wanted.nth == 1 else [*arguments, f"nth={wanted.nth}"]

    def rule(self, events: Mapping[str, str]) -> str:
        """The call of the rule, where its ``events`` are called so."""
        verdict = self._verdict
        readings = [self._reading(reading, events) for reading in verdict.readings]
        given = [keyword(name, self._scope.source(value)) for name, value in verdict.arguments.items()]
        return call(self._bundle.names[place_of(verdict.matcher)], [*readings, *given])

    def _reading(self, reading: Reading, events: Mapping[str, str]) -> str:
        match reading:
            case One(event=event):
                return events[event]
            case History():
                return "history()"
            case Heard():
                return self._heard(reading)
            case Listed(parts=parts):
                return listed([events[part.event] if isinstance(part, One) else f"*{self._heard(part)}"
                               for part in parts])  # fmt: skip

    def _heard(self, one: Heard) -> str:
        everything = f"{self._scope.sockets[one.connection]}.events"
        if one.since is not None:
            everything = f"{everything}[{self._mark(one.connection, one.since)} :]"
        if not one.types:
            return everything
        types = self._scope.source(list(one.types))
        return f'[one for one in {everything} if (one.data.get("frame") or {{}}).get("type") in {types}]'

    def _mark(self, connection: str, step: str) -> str:
        return self._noted.get((step, connection), "0")
