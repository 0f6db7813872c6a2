"""The matchers: named pure functions of recorded events, by what they look at.

Each takes events first, then JSON arguments by name, and returns ``None`` when the events are as described, else
one sentence that says what came and why that differs.  A matcher knows no runner, no clock and no network.

The common ones are used as ``m.status_is``; a family's own as ``from conformance.recorder.matchers import roles``.
Importing this package registers all of them, so that every recorded evaluation can be repeated.
"""

from __future__ import annotations

import importlib
import pkgutil

from conformance.recorder.matchers.absence import nobody_received
from conformance.recorder.matchers.basic import (
    answered,
    can_be_judged,
    closed_with,
    conforms,
    declares,
    field_is,
    fields_agree,
    frame_has,
    is_first_frame,
    nothing_came,
    speaks_the_contract,
    status_is,
)
from conformance.recorder.matchers.latency import percentile_below
from conformance.recorder.matchers.reading import ABSENT, at, describe, events_of, shown
from conformance.recorder.matchers.timeline import (
    content_is_exactly,
    page_holds,
    page_is_contiguous,
    pages_are_contiguous,
    same_event_everywhere,
)

__all__ = [
    "ABSENT", "answered", "at", "can_be_judged", "closed_with", "conforms", "content_is_exactly", "declares",
    "describe", "events_of", "field_is", "fields_agree", "frame_has", "is_first_frame", "nobody_received",
    "nothing_came", "page_holds", "page_is_contiguous", "pages_are_contiguous", "percentile_below",
    "same_event_everywhere", "shown", "speaks_the_contract", "status_is",
]  # fmt: skip

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
