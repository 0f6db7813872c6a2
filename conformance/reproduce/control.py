"""PURE: the reference server as a control: with the capabilities and the limits of the server that it stands beside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.contract import schemas
from conformance.target import profile as profiles

PROFILE = """\
extends = "reference"

[profile]
name = "a control"
capabilities = {capabilities}

# The last word counts.
[launch.functional]
args = {args}
"""


def profile_like(declared: Mapping[str, Any]) -> str:
    """A profile that launches the reference server as a capabilities document says it to be; of what makes no sense in
    that, or is not of the contract, nothing is taken over."""
    reference = profiles.load("reference")
    known = reference.profile.capabilities
    said = declared.get("capabilities")
    offered = [name for name in known if name in said] if isinstance(said, Mapping) else known
    without = [word for name in known if name not in offered for word in ("--without", name)]
    limits = [word for limit in _limits(declared.get("limits")) for word in ("--limit", limit)]
    return PROFILE.format(
        capabilities=json.dumps(offered), args=json.dumps([*reference.launch.functional.args, *without, *limits])
    )


def _limits(declared: Any) -> Iterator[str]:
    """``NAME=VALUE`` for every limit of the contract, those of a group with its name before theirs."""
    for name, value in declared.items() if isinstance(declared, Mapping) else ():
        if name in schemas.limits() and name != "oldest_sequence_id_kept":
            inner = value.items() if isinstance(value, Mapping) else [("", value)]
            yield from (f"{name}.{one}={number}".replace(".=", "=") for one, number in inner if _is_whole(number))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
