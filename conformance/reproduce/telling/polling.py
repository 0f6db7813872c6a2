"""PURE: a question that was asked again and again until it was answered otherwise is asked once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from conformance.reproduce.story import Ask, Pause, Step


def polled_once(steps: Sequence[Step], read: set[str], at: Mapping[str, float]) -> list[Step]:
    """A question that was asked again and again is asked once, after as long; or, where the rule reads the last answer,
    for as long."""
    groups: dict[str, list[Ask]] = defaultdict(list)
    kept: list[Step] = []
    for place, step in enumerate(steps):
        following = next((one for one in steps[place + 1 :] if not isinstance(one, Pause)), None)
        if (
            isinstance(step, Ask)
            and isinstance(following, Ask)
            and step.answer not in read
            and _asks_the_same(step, following)
        ):
            groups[following.id] = [*groups.pop(step.id, []), step]
            continue
        if isinstance(step, Pause) and isinstance(following, Ask) and groups.get(following.id):
            continue
        if isinstance(step, Ask) and groups.get(step.id):
            lasted = round(at[step.id] - at[groups[step.id][0].id], 2)
            if step.answer in read:
                step = replace(step, again_s=lasted)
            else:
                kept.append(Pause(f"{step.id} lasted", lasted))
        kept.append(step)
    return kept


def _asks_the_same(one: Ask, other: Ask) -> bool:
    if one.method != "GET" or one.begun or other.begun:
        return False
    return replace(one, id="", answer="") == replace(other, id="", answer="")
