"""PURE: the whole of a story: who takes part, what they do one after the other, and what is asserted at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.reproduce.story.asserted import Verdict
from conformance.reproduce.story.references import Credential, refs
from conformance.reproduce.story.steps import Ask, Dial, Open, Step


class CannotTell(Exception):
    """A failure cannot be made a file of its own; one line says why."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One participant with one credential.  ``name`` is what the file calls them, ``who`` what the record does;
    ``label`` stands for their token, ``None`` for nobody's.  ``made`` is what the token says, where that is
    recorded."""

    name: str
    who: str
    participant: str | None
    label: str | None
    made: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """Who takes part, what happens, and what is asserted in the end."""

    check: str
    actors: tuple[Actor, ...]
    steps: tuple[Step, ...]
    verdict: Verdict

    def __len__(self) -> int:
        return len(self.steps)


def acting(story: Story) -> tuple[Actor, ...]:
    """The actors who do something, or whose credential is used."""
    doing = {step.actor for step in story.steps if isinstance(step, Ask | Open | Dial)}
    using = {ref.actor for ref in refs((story.steps, story.verdict)) if isinstance(ref, Credential)}
    return tuple(actor for actor in story.actors if actor.name in doing | using)
