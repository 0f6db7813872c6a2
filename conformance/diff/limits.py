"""What the contract leaves to the limits that a server declares: a bound of the vendor's is then no fault by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.contract import schemas as contract_schemas
from conformance.diff import say
from conformance.diff.model import CANNOT_TELL, Difference
from conformance.diff.shape import RANGES, Shape

DECLARED = {
    "content": "max_content_length",
    "title": "max_title_length",
    "displayName": "max_display_name_length",
    "participants": "max_participants",
}
"""Members of what clients send, and the limit that bounds their length or count."""


def allowed(
    name: str, contract: Sequence[Shape], vendor: Sequence[Shape], at: str
) -> tuple[list[Shape], list[Difference]]:
    """The vendor's shapes without the bounds that a declared limit permits, and what to say of those."""
    limit = DECLARED.get(name)
    if limit is None or any(shape.high is not None for shape in contract):
        return list(vendor), []
    least = contract_schemas.openapi()["components"]["schemas"]["Limits"]["properties"][limit]["minimum"]
    open_types = {shape.type for shape in contract if shape.type in ("string", "array")}
    freed: list[Shape] = []
    found: list[Difference] = []
    for shape in vendor:
        permitted = shape.high is not None and shape.type in open_types and shape.high[0] >= least
        freed.append(replace(shape, high=None) if permitted else shape)
        if permitted:
            words = f"at most `{limit}`", say.bound(shape.high, "high", shape.type)
            place = f"{at}/{RANGES[shape.type][1]}"
            why = f"permitted if the server declares no larger `{limit}` in its capabilities"
            found.append(Difference(CANNOT_TELL, *words, why, at=place))
    return freed, found
