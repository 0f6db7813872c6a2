"""Requests as browsers make them: with the Origin of the page that asks."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.stage.stage import Stage

FOREIGN = ("https://evil.example", "http://localhost", "https://chat.example.evil.example")
MOST_TRIED = 10


def declared(stage: Stage) -> list[str]:
    """The ``allowed_origins`` of the capabilities document."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    stage.judge("CAP-DOC-01", m.status_is, answer.event, expected=[200])
    found = answer.body.get("allowed_origins") if isinstance(answer.body, dict) else None
    return [origin for origin in found if isinstance(origin, str)] if isinstance(found, list) else []


def allowed(stage: Stage) -> list[str]:
    """The declared Origins; where there are none, nothing can be asked of them."""
    found = declared(stage)
    if not found:
        stage.never_provoked("the server declares no allowed Origin")
    return tried(stage, found)


def tried(stage: Stage, origins: Sequence[str]) -> list[str]:
    """All of these Origins; of more than ten, ten drawn by lot."""
    return list(origins) if len(origins) <= MOST_TRIED else stage.random.sample(origins, MOST_TRIED)


def foreign(stage: Stage) -> list[str]:
    """Origins of other sites, none of which the server declares, and ``null``, which nobody can declare."""
    own = declared(stage)
    others = (*FOREIGN, *(f"{origin}.evil.example" for origin in tried(stage, own)))
    return ["null", *(origin for origin in others if origin not in own)]


def visit(stage: Stage, origin: str) -> list[Event]:
    """What a page of this Origin is answered: a public document, results and refusals."""
    alice = stage.person("alice")
    room = alice.creates()
    headers = {"Origin": origin}
    visits = [
        stage.stranger().request("GET", "/chat/capabilities", headers=headers),
        alice.request("GET", "/chat/my-conversations", headers=headers),
        alice.request("GET", room.path("/events"), headers=headers),
        alice.request("POST", "/chat/create", {}, headers=headers),
        stage.stranger().request("GET", "/chat/my-conversations", headers=headers),
        alice.request("GET", f"/chat/{stage.fresh('nowhere')}/events", headers=headers),
    ]
    return [answer.event for answer in visits]


def preflight(stage: Stage, origin: str, method: str, path: str) -> Event:
    """What a browser asks before a page of this Origin may send its request."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    return stage.stranger().request("OPTIONS", path, headers=headers).event
