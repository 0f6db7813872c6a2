"""PURE: which deviations can be tried on one server.

What passes beside others passes alone: several at a time cost no more than one.  Of freedoms, each meets by itself what
did not pass them together; one that leaves some checks without a say, as a missing capability does, is tried beside
others that those checks are not about, and never beside a second of its sort.  Of flaws, the checks that fail on
several at once are the suspects that each of them meets by itself, and no others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from conformance.sensitivity.deviations import Deviation

MOST = 8
"""More in one bundle would have to be tried again the more often."""

MOST_FLAWS = 10

LOUD = 0.3
"""Where more of the checks than this fail on a bundle of flaws, one of them drowns the others: it is parted."""


def bundled(deviations: Iterable[Deviation], most: int = MOST) -> list[list[Deviation]]:
    """All of them, in as few bundles as a first fit finds; those that take time come first, each in one of its own."""
    bundles: list[list[Deviation]] = []
    for one in sorted(deviations, key=lambda one: not one.late):
        fitting = (bundle for bundle in bundles if len(bundle) < most and all(fit(one, other) for other in bundle))
        bundle = next(fitting, None)
        if bundle is None:
            bundles.append([one])
        else:
            bundle.append(one)
    return bundles


def fit(one: Deviation, other: Deviation) -> bool:
    """Whether two can be tried at once: they change other things, do not both take time, and the checks that judge the
    one can be carried out on the other."""
    if (one.arguments and other.arguments) or (one.late and other.late) or (silences(one) and silences(other)):
        return False
    if (silences(one) or silences(other)) and about(one) & about(other):
        return False
    return one.replaces is None or one.replaces != other.replaces


def silences(one: Deviation) -> bool:
    """Whether some checks have nothing to say of a server with this one, and so nothing of what is beside it."""
    return bool(one.without) or one.untried is not None


def about(one: Deviation) -> set[str]:
    """The capabilities that one is about, and the groups of its requirements: ``LIM`` of ``LIM-BOUND-01``."""
    return {*one.without, *one.capabilities, *(clause.partition("-")[0] for clause in one.clauses)}


def suspects(
    bundle: Sequence[Deviation],
    able: Mapping[str, Collection[str]],
    outcomes: Callable[[Sequence[Deviation], Sequence[str]], Mapping[str, str]],
) -> Iterator[tuple[Deviation, list[str]]]:
    """Each flaw of a bundle with the checks that it may turn red.

    ``able`` are, for each flaw, the checks that could make anything of it; ``outcomes`` tries some flaws on one server
    with some checks.  A flaw by itself is not tried here: all that are able are its suspects.
    """
    if len(bundle) == 1:
        yield bundle[0], sorted(able[bundle[0].name])
        return
    asked = sorted({check for flaw in bundle for check in able[flaw.name]})
    seen = {check for check, outcome in outcomes(bundle, asked).items() if outcome not in ("passed", "not_applicable")}
    if len(seen) > LOUD * len(asked):
        half = len(bundle) // 2
        yield from suspects(bundle[:half], able, outcomes)
        yield from suspects(bundle[half:], able, outcomes)
        return
    for flaw in bundle:
        yield flaw, sorted(seen.intersection(able[flaw.name]))
