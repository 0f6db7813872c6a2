"""The matchers of read markers, and of what must leave no trace, each both ways."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import answer, received

from conformance.recorder.matchers import receipts as r


def read(number: Any, who: str = "a") -> Any:
    return received({"type": "read", "participantId": who, "sequence_id": number})


def page(*events: Any) -> Any:
    return answer(200, {"events": list(events)})


def line(number: int, name: str) -> dict[str, Any]:
    return {"type": "message", "sequence_id": number, "message_id": name}


RESOURCE = answer(200, {"id": "room", "unread_count": 2, "read_sequence_id": 4})
LIST = answer(200, {"conversations": [{"id": "other", "unread_count": 9}, {"id": "room", "unread_count": 2}]})
CAME = received({"type": "participant_update", "participants": [{"participantId": "a", "isOnline": True}]})
WENT = received({"type": "participant_update", "participants": [{"participantId": "a", "isOnline": False}]})


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (r.marker_is(read(4), reader="a", expected=4), None),
        (r.marker_is(RESOURCE, reader="a", expected=4), None),
        (r.marker_is(read(4), reader="a", expected=3), "expected the marker of a at 3, got 4"),
        (r.marker_is(answer(200, {}), reader="a", expected=3), "expected the marker of a at 3, got (absent)"),
        (r.marker_is(read(True), reader="a", expected=1), "expected the marker of a at 1, got true"),
        (r.never_goes_back([read(1), read(9, "b"), read(3), CAME, read(3)], reader="a"), None),
        (r.never_goes_back([read(3), read(1)], reader="a"), "went back from 3 to 1; told here, in this order: [3, 1]"),
        (r.never_goes_back([read("3")], reader="a"), 'a read of a carries the number "3"'),
        (r.never_goes_back([CAME], reader="a"), "no read of a came here"),
        (r.unread_is(RESOURCE, room="room", expected=2), None),
        (r.unread_is(LIST, room="room", expected=2), None),
        (r.unread_is(LIST, room="room", expected=0), "expected unread_count 0 in the list, got 2"),
        (r.unread_is(RESOURCE, room="room", expected=3), "expected unread_count 3 in the resource, got 2"),
        (r.unread_is(LIST, room="new", expected=0), "the list shows the conversation 0 times, expected once"),
        (
            r.unread_is(answer(200, {"conversations": 5}), room="room", expected=0),
            "the list shows the conversation 0 times, expected once",
        ),
        (r.unread_is(answer(200, "x"), room="room", expected=0), "0 times"),
        (r.never_called_online([WENT], participant="a"), None),
        (r.never_called_online([WENT, CAME], participant="a"), "a had gone before this connection was opened"),
        (r.never_called_online([], participant="a"), "nothing came here at all"),
        (r.holds_nothing_but(page(line(1, "m")), message_ids=["m"]), None),
        (r.holds_nothing_but(page({"type": "x_a", "sequence_id": 1}, line(2, "m")), message_ids=["m"]), None),
        (r.holds_nothing_but(page(line(1, "m"), {"type": "read", "sequence_id": 2}), message_ids=["m"]), "nobody said"),
        (r.holds_nothing_but(page(line(1, "m"), line(3, "n")), message_ids=["m", "n"]), "holds [1, 3]"),
        (r.holds_nothing_but(page(line(1, "m")), message_ids=["m", "n"]), 'the page lacks ["n"]'),
        (r.holds_nothing_but(answer(404, None), message_ids=["m"]), "the page lacks"),
    ],
)  # fmt: skip
def test_each_holds_and_breaks(found: str | None, words: str | None) -> None:
    assert found is None if words is None else words in str(found)
