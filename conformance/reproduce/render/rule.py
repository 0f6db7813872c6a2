"""PURE: the source of the rule that a story asserts, and of those by which something is awaited."""

from __future__ import annotations

from conformance.recorder.evaluation import MATCHERS
from conformance.reproduce.bundle import EVENT, Bundle, bundled
from conformance.reproduce.shapes import COMPLAINT
from conformance.reproduce.story import Await, Story


def rule_of(story: Story, shape: str | None) -> Bundle:
    """The source of the rule that failed, and of those by which something is awaited."""
    waiting = [step.wanted for step in story.steps if isinstance(step, Await)]
    names = [story.verdict.matcher, *(one.rule for one in waiting if one.rule and not one.rule.startswith("kind:"))]
    if story.verdict.awaited is not None and story.verdict.awaited.rule is not None:
        names.append(story.verdict.awaited.rule)
    places = [place_of(name) for name in dict.fromkeys(names)]
    return bundled([EVENT, *places], {COMPLAINT: shape} if shape is not None else {})


def place_of(matcher: str) -> tuple[str, str]:
    """Where a matcher is defined."""
    function = MATCHERS[matcher]
    return function.__module__, str(getattr(function, "__name__", ""))
