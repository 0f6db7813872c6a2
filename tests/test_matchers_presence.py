"""The matchers of presence and read markers, each both ways."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, received

from conformance.recorder.matchers import presence as p


def update(who: str, online: Any) -> Any:
    return received({"type": "participant_update", "participants": [{"participantId": who, "isOnline": online}]})


HERE = answer(200, {"participants": [{"participantId": "a", "isOnline": True}]})


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (
            p.lists_as(HERE, path="body/participants", participant="a", online=True),
            p.lists_as(HERE, path="body/participants", participant="b", online=False),
        ),
        (
            p.updates(update("a", False), participant="a", online=False),
            p.updates(update("a", 0), participant="a", online=False),
        ),
        (
            p.never_called_offline([update("a", True), update("b", False)], participant="a"),
            p.never_called_offline([update("a", False)], participant="a"),
        ),
        (
            p.not_left_offline([update("a", False), update("a", True), update("b", False)], participant="a"),
            p.not_left_offline([update("a", True), update("a", False), update("b", True)], participant="a"),
        ),
        (
            p.marker_is_at_most(received({"sequence_id": 2}), head=2),
            p.marker_is_at_most(received({"sequence_id": 3}), head=2),
        ),
    ],
)
def test_each_holds_and_breaks(good: str | None, bad: str | None) -> None:
    assert good is None
    assert bad
