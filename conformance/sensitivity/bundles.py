"""PURE: which freedoms can be tried on one server.

Each is a whole run of the suite, and what passes beside others passes alone: several at a time cost no more than one.
Those that fail together are tried one by one.
"""

from __future__ import annotations

from collections.abc import Iterable

from conformance.sensitivity.deviations import Deviation

MOST = 6
"""More in one bundle would have to be tried one by one the more often."""


def bundled(freedoms: Iterable[Deviation]) -> list[list[Deviation]]:
    """All of them, in as few bundles as a first fit finds."""
    bundles: list[list[Deviation]] = []
    for one in freedoms:
        fitting = (bundle for bundle in bundles if len(bundle) < MOST and all(fit(one, other) for other in bundle))
        bundle = next(fitting, None)
        if bundle is None:
            bundles.append([one])
        else:
            bundle.append(one)
    return bundles


def fit(one: Deviation, other: Deviation) -> bool:
    """Whether two can be tried at once: they change other things, and each lets every check be carried out."""
    if alone(one) or alone(other) or (one.arguments and other.arguments):
        return False
    return one.replaces is None or one.replaces != other.replaces


def alone(one: Deviation) -> bool:
    """Whether checks have nothing to say of a server with this one: they could not judge what is beside it."""
    return bool(one.without) or one.untried is not None
