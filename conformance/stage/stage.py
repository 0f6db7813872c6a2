"""The stage: everything that one check is given."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import FlakyFailure
from hypothesis.strategies import SearchStrategy

from conformance.client.endpoint import Endpoint
from conformance.client.http import Http
from conformance.client.loop import Loop
from conformance.client.throttle import Throttle
from conformance.contract.registry import Registry
from conformance.recorder.evaluation import Matcher, Reading
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder
from conformance.stage import credentials
from conformance.stage.judge import Judge
from conformance.stage.outcome import Inconclusive, NeverProvoked, NotRun
from conformance.stage.people import Person, Tab, fresh_id
from conformance.stage.server import Server
from conformance.stage.watches import Watches
from conformance.target.keys import PublishedKeys
from conformance.target.profile import Load
from conformance.target.tokens import StaticTokens, Tokens

T = TypeVar("T")

DEFAULT_SETTLE_MS = 2000
MOST_SETTLE_MS = 10_000


@dataclass(slots=True)
class Stage:
    """One check's stage.

    ``limits`` are those that the server declares, or else the contract's defaults; ``demanded`` the capabilities that
    the profile demands, ``bounds`` the service levels that it sets in place of the contract's, ``load`` the load
    that it declares for them; ``seed`` with the check's name decides everything random;
    ``intensity`` scales rounds and sizes, never what is checked.
    """

    check: str
    run: str
    endpoint: Endpoint
    http: Http
    throttle: Throttle
    loop: Loop
    recorder: Recorder
    registry: Registry
    tokens: Tokens
    server: Server
    watches: Watches
    limits: Mapping[str, Any]
    demanded: tuple[str, ...]
    bounds: Mapping[str, float]
    load: Load
    shared: dict[str, Any]
    seed: int
    intensity: float
    keys: PublishedKeys | None = None
    """The key set that the server reads, where the suite publishes it."""
    started: int = field(default_factory=time.monotonic_ns)
    cast: list[Person] = field(default_factory=list)
    """Everybody who took part, in order; one participant once for each credential."""
    random: random.Random = field(init=False)
    """Randomness that the run's seed and the check's name decide."""

    def __post_init__(self) -> None:
        self.random = random.Random(f"{self.seed}/{self.check}")  # noqa: S311 - reproducible on purpose

    @property
    def settle_s(self) -> float:
        """The server's own ``settle_ms``: by then every effect without a bound of its own must show."""
        return settle_s(self.limits)

    def judge(self, clause: str, match: Matcher, *readings: Reading, **arguments: Any) -> None:
        """Find that a clause holds, or end the check (see :class:`conformance.stage.judge.Judge`)."""
        Judge(self.recorder, self.registry)(clause, match, *readings, **arguments)

    def fresh(self, kind: str) -> str:
        """An id that nothing else has; it names the run, so that leftovers on a server can be told."""
        return f"{kind}-{self.run}-{fresh_id()}"

    def people(self, *names: str) -> tuple[Person, ...]:
        """People whom this server has never seen before."""
        return tuple(self.person(name) for name in names)

    def person(self, name: str, **claims: Any) -> Person:
        """One new person, with a valid token."""
        sub = self._subject(name)
        token = self.tokens.token(sub, claims={"name": name, **claims})
        credentials.learn(self.recorder, self.tokens, token, name)
        self.recorder.record("person", who=name, participant=sub)
        return Person(self, name, sub, token)

    def _subject(self, name: str) -> str:
        """A participant that nobody has met; of a fixed list, one that this check has not used yet."""
        if not isinstance(self.tokens, StaticTokens):
            return self.fresh(name)
        taken = {person.id for person in self.cast}
        free = [sub for sub in self.tokens.subjects() if sub not in taken]
        if not free:
            listed = len(self.tokens.subjects())
            raise NotRun(f"the profile lists {listed} tokens (auth.tokens), this check needs more people")
        return free[0]

    def stranger(self) -> Person:
        """Somebody without any credential."""
        return Person(self, "stranger", "stranger", "")

    def never_reaches(self, clause: str, canary: str, *tabs: Tab) -> None:
        """Post a standing watch (see :mod:`conformance.stage.watches`)."""
        self.watches.post(self.check, clause, canary, tabs)

    def strike(self) -> None:
        """Clear the stage: close every connection that no watch needs."""
        watching = self.watches.connections()
        for person in self.cast:
            for tab in person.tabs:
                if tab.socket.name not in watching and tab.socket.ended is None:
                    tab.closes()

    def bound(self, requirement: str) -> float:
        """The bound of a service level: the profile's, else the contract's."""
        level = self.registry[requirement].service_level or {}
        return float(self.bounds.get(requirement, level["bound"]))

    def rounds(self, most: int, least: int = 1) -> int:
        """How often to repeat something at this intensity."""
        return max(least, round(most * self.intensity))

    def for_all(self, examples: int, **strategies: SearchStrategy[Any]) -> Callable[[Callable[..., None]], None]:
        """Run the decorated function at once for generated examples; the run's seed decides which.

        The first failing example is reported as it is found, after shrinking; so is one that fails only once, since a
        server that keeps a clause only sometimes does not keep it.
        """

        def run(body: Callable[..., None]) -> None:
            chosen = settings(
                max_examples=self.rounds(examples, least=3),
                database=None,
                deadline=None,
                verbosity=Verbosity.quiet,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
                report_multiple_bugs=False,
            )
            try:
                seed(f"{self.seed}/{self.check}")(chosen(given(**strategies)(body)))()
            except FlakyFailure as once:
                raise once.exceptions[0] from None

        return run

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Something costly that several checks of a process read: made for the first, and kept for the others.

        What it holds open stays open until the process ends.
        """
        if name not in self.shared:
            self.shared[name] = make()
            self.cast.clear()
        kept: T = self.shared[name]
        return kept

    def never_provoked(self, why: str) -> NoReturn:
        """End the check: the condition of its (conditional) clause did not arise."""
        raise NeverProvoked(why)

    def stalled_s(self, since: int) -> float:
        """For how long the suite's own machine has kept it, or the server that it launched, waiting after ``since``
        (monotonic ns)."""
        lost_ms: Counter[str] = Counter()
        for stall in self._stalls(since):
            lost_ms[stall.data["of"]] += stall.data["late_ms"]
        return max(lost_ms.values(), default=0) / 1000

    def refuse_stalled(self, since: int, of: tuple[str, ...] = ("suite", "server")) -> None:
        """Raise :class:`Inconclusive` when the suite's own machine kept it, or the server that it launched, or only one
        of them, waiting after ``since`` (monotonic ns)."""
        stalls = [stall for stall in self._stalls(since) if stall.data["of"] in of]
        if stalls:
            worst = max(stalls, key=lambda event: event.data["late_ms"])
            who = "the server that it launched" if worst.data["of"] == "server" else "the suite"
            raise Inconclusive(f"the machine kept {who} waiting for {worst.data['late_ms']:.0f} ms meanwhile")

    def _stalls(self, since: int) -> list[Event]:
        return [event for event in self.recorder.events() if event.kind == "stall" and event.at >= since]


def settle_s(limits: Mapping[str, Any]) -> float:
    """The declared ``settle_ms`` in seconds; the contract's default where none, or nonsense, is declared."""
    declared = limits.get("settle_ms", DEFAULT_SETTLE_MS)
    usable = isinstance(declared, int | float) and 0 < declared <= MOST_SETTLE_MS
    return (declared if usable else DEFAULT_SETTLE_MS) / 1000
