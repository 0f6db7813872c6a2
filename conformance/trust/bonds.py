"""What binds an evaluation to the check that made it.  Pure.

Which matcher a check asks, and for what, stands in its source and in no data that a record could be held against: so
much of an evaluation whoever writes a record may invent.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.contract.manifest import ManifestEntry
from conformance.contract.registry import Registry
from conformance.recorder.events import Event

SHARED = "performance"
"""In this phase one load is put on the server for several checks (``Stage.once``): they read each other's events."""


def broken(
    evaluation: Event, owners: Mapping[str, str | None], registry: Registry, manifest: Mapping[str, ManifestEntry]
) -> str | None:
    """Why no check of this suite can have made an evaluation; ``owners`` says of each event whose it is."""
    clause = evaluation.data["clause"]
    if clause not in registry:
        return f"it judges {clause}, which is no requirement of the contract"
    entry = manifest.get(evaluation.check or "")
    if entry is None:
        return "it belongs to no check of this suite"
    if entry.phase == "afterwards":  # over the whole run
        return None
    for ids in evaluation.data["events"]:
        for one in [ids] if isinstance(ids, str) else ids:
            # What is not in the record at all is found when the evaluation is made again.
            if one in owners and not _its_own(one, owners[one], evaluation, entry, manifest):
                return f"it read {one}, which belongs to {owners[one] or 'no check'}"
    return None


def _its_own(
    read: str, owner: str | None, evaluation: Event, entry: ManifestEntry, manifest: Mapping[str, ManifestEntry]
) -> bool:
    if owner == entry.id:
        return True
    other = manifest.get(owner or "")
    shared = other is not None and entry.phase == other.phase == SHARED
    return shared and read.rpartition(":")[0] == evaluation.id.rpartition(":")[0]
