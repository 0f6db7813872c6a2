"""From a failed check to the finished text: told, tried, shortened, tried again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from conformance.reproduce.records import Failed
from conformance.reproduce.render import Heading, rendered
from conformance.reproduce.shrink import Enough, shrunk, with_its_waits
from conformance.reproduce.story import Story
from conformance.reproduce.targets import Target
from conformance.reproduce.trial import Attempt

RUNS = 2
"""So often the finished file is run before anything is claimed of it."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """How much is to be done: whether the story is shortened, for how many seconds at most, and how often a story is
    tried that does not fail at once."""

    shrink: bool = True
    shrink_s: float = 120.0
    attempts: int = 3
    within_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Produced:
    """The finished file, how often it failed as recorded, and how many steps it had and has."""

    text: str
    story: Story
    shown: int
    began_with: int
    controlled: bool
    """Whether the clause was seen to hold in this story on the reference server."""
    fails_everywhere: bool
    """Whether the rule fails on the reference server too, so that the story proves nothing."""

    @property
    def reproduced(self) -> bool:
        """Whether every run showed the failure, and the reference server did not."""
        return self.shown == RUNS and not self.fails_everywhere


def untried(failed: Failed, file: str) -> str:
    """The text of a story that nobody has tried."""
    return rendered(failed.story(), failed.shape(), Heading(("not tried",), file))


def produced(failed: Failed, target: Target, reference: Target | None, wish: Wish, file: str, say: Say) -> Produced:
    """The finished file; raises :class:`conformance.reproduce.telling.CannotTell` and
    :class:`conformance.reproduce.bundle.CannotBundle`."""
    return _Production(failed, target, reference, wish, say).made(file)


@dataclass(slots=True)
class _Production:
    failed: Failed
    target: Target
    reference: Target | None
    wish: Wish
    say: Say
    shape: str | None = field(init=False)
    until: float = 0.0

    def __post_init__(self) -> None:
        self.shape = self.failed.shape()

    def made(self, file: str) -> Produced:
        """The whole way."""
        story, last, controlled = self._first()
        shortens = last is None and controlled and self.wish.shrink
        short, runs = self._short_and_steady(story) if shortens else (story, self._runs(story))
        control = None if controlled or self.reference is None else self._tries(self.reference, short)
        everywhere = control is not None and control.word == "BROKEN"
        heading = Heading(tuple(self._heading(runs, story, short, control)), file)
        text = rendered(short, self.shape, heading)
        return Produced(text, short, self._shown(runs), len(story), controlled, everywhere)

    def _short_and_steady(self, story: Story) -> tuple[Story, list[Attempt]]:
        """A story that is shorter, if one comes out the same every time, with its last runs."""
        short = self._shortened(story)
        for candidate in (short, with_its_waits(story, short)):
            runs = self._runs(candidate)
            if self._shown(runs) == RUNS and self._holds_as_often(candidate):
                return candidate, runs
            self.say(f"a story of {len(candidate)} steps does not come out the same every time")
        return story, self._runs(story)

    def _holds_as_often(self, story: Story) -> bool:
        return all(self._is_controlled(story) for _ in range(RUNS))

    def _first(self) -> tuple[Story, Attempt | None, bool]:
        """The story as it can be told, the run that did not show the failure if none did, and whether it has a control.

        Numbers of the timeline are taken from what the server says; where that story does not fail, or fails on every
        server, as they were.
        """
        candidates: list[tuple[Story, Attempt | None]] = []
        for numbers in (True, False):
            story = self.failed.story(numbers=numbers)
            if candidates and story == candidates[0][0]:
                break
            last = self._fails(story)
            if last is None and self._is_controlled(story):
                return story, None, True
            candidates.append((story, last))
        story, last = next((one for one in candidates if one[1] is None), candidates[0])
        return story, last, False

    def _fails(self, story: Story) -> Attempt | None:
        """``None`` as soon as a run shows the failure, else the last run."""
        last = None
        for _ in range(self.wish.attempts):
            last = self._tries(self.target, story)
            if last.shows(self.failed.reason):
                return None
            self.say(f"not yet: {last}"[:300])
        return last

    def _is_controlled(self, story: Story) -> bool:
        return self.reference is not None and self._tries(self.reference, story).holds

    def _tries(self, server: Target, story: Story) -> Attempt:
        return server.tries(story, self.shape, self.wish.within_s)

    def _shortened(self, story: Story) -> Story:
        self.say(f"it fails; {len(story)} steps are being shortened")
        self.until = time.monotonic() + self.wish.shrink_s
        short = shrunk(story, self._still_shows)
        self.say(f"{len(short)} of {len(story)} steps are left")
        return short

    def _still_shows(self, story: Story) -> bool:
        """Fails on the target and holds on the reference server."""
        if time.monotonic() > self.until:
            raise Enough
        return self._tries(self.target, story).shows(self.failed.reason) and self._is_controlled(story)

    def _runs(self, story: Story) -> list[Attempt]:
        return [self._tries(self.target, story) for _ in range(RUNS)]

    def _shown(self, runs: list[Attempt]) -> int:
        return sum(run.shows(self.failed.reason) for run in runs)

    def _heading(self, runs: list[Attempt], story: Story, short: Story, control: Attempt | None) -> Iterator[str]:
        """What was seen; ``control`` is a run on the reference server that was none of the clause's holding."""
        shown = self._shown(runs)
        also = ", but the rule fails on the reference server too: it proves nothing"
        everywhere = control is not None and control.word == "BROKEN"
        yield f"reproduced {shown} of {RUNS}{also if everywhere else ''}" if shown else "not reproduced"
        yield ""
        if shown < RUNS:
            yield f"What came instead: {next(run for run in runs if not run.shows(self.failed.reason))}"
        if self.reference is None:
            yield "The reference server is not installed: there was no control, so that nothing was left out."
        elif control is None:
            yield "On the reference server the clause holds in this story."
        else:
            yield f"On the reference server: {control}"
        if len(short) < len(story):
            yield f"{len(short)} of {len(story)} steps are left; without the others it fails as well."
