"""PURE: the arguments of a recorded rule.  Their names become source: only those of the rule itself are taken."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from conformance.recorder.evaluation import MATCHERS
from conformance.reproduce.story import CannotTell


def as_the_rule_has_them(matcher: Any, arguments: Any) -> Mapping[str, Any]:
    """These arguments of a matcher; raises :class:`CannotTell` where this suite has no such matcher, or it none of such
    a name: a record may come from anywhere."""
    if not isinstance(matcher, str) or matcher not in MATCHERS:
        raise CannotTell(f"the record names a rule that this suite does not have: {str(matcher)[:60]!a}")
    if not isinstance(arguments, Mapping):
        raise CannotTell(f"the record names no arguments of {matcher}")
    foreign = [name for name in arguments if name not in inspect.signature(MATCHERS[matcher]).parameters]
    if foreign:
        raise CannotTell(f"the record names an argument that {matcher} does not have: {foreign[0][:60]!a}")
    return arguments
