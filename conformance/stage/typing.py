"""Typing: what a person's fingers tell the others."""

from __future__ import annotations

from typing import Any

from conformance.recorder.events import Event
from conformance.recorder.matchers import websocket
from conformance.stage.people import Tab


def types(tab: Tab, typing: Any = True, **more: Any) -> Event:
    """Send one ``typing`` frame."""
    return tab.sends({"type": "typing", "isTyping": typing, **more})


def sees_typing(tab: Tab, who: Tab, typing: bool, clause: str, since: int = 0) -> Event:
    """Wait until this tab is told that somebody types, or has stopped."""
    name = who.person.id
    return tab.until(
        clause, websocket.typing_of, since=since, awaited=f"isTyping {str(typing).lower()} of {who.person.name}",
        participant=name, typing=typing,
    )  # fmt: skip
