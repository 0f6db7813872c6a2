"""What a server hands out as a secret, and what of it is taken for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from servers import null

from conformance.client.endpoint import endpoint
from conformance.client.http import SHORTEST_SECRET, Http
from conformance.client.loop import Loop
from conformance.client.throttle import Throttle
from conformance.recorder.stream import Recorder


@pytest.mark.parametrize(
    ("ticket", "is_hidden"),
    [
        ("t" * SHORTEST_SECRET, True),
        ("t" * (SHORTEST_SECRET - 1), False),
        ("x", False),
        ("", False),
        (["x" * 40], False),
    ],
)
def test_only_what_can_hold_so_many_random_bits_is_taken_for_a_secret(
    tmp_path: Path, ticket: Any, is_hidden: bool
) -> None:
    body = json.dumps({"ticket": ticket, "expires_in": 30}).encode()
    headers = {"Content-Type": "application/json"}
    recorder = Recorder(tmp_path / "s.ndjson", "s")
    loop = Loop(recorder)
    with null.answering(lambda _: null.answer("201 Created", body, headers)) as url:
        http = Http(endpoint(url), recorder, 5, Throttle(None))
        answer = loop.run(http.exchange("alice", "POST", "/chat/tickets", json_body={"conversation_id": "x"}))
        loop.run(http.close())
    loop.close()
    recorder.close()
    assert (answer.body["ticket"], answer.event.body["expires_in"]) == (ticket, 30)
    assert (answer.event.body["ticket"] == ticket) is not is_hidden
