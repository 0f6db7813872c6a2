"""One honest chat scenario for Locust: people who connect, read on, talk at a human pace, and listen.

Run by ``python -m conformance.load.locust_run`` in a process of its own, because Locust patches sockets on import.
Users, conversations and tokens are prepared beforehand and come by the file that ``CHAT_LOAD`` names.
"""

from __future__ import annotations

import itertools
import json
import os
import time
import uuid
from pathlib import Path
from typing import Any

import gevent
import websocket
from locust import User, between, task

PREPARED: dict[str, Any] = json.loads(Path(os.environ["CHAT_LOAD"]).read_text(encoding="utf-8"))
SEATS = itertools.cycle(PREPARED["seats"])


class Participant(User):
    """One person with one open socket."""

    wait_time = between(0.5, 1.5)

    def on_start(self) -> None:
        """Take a seat and open its socket."""
        self.seat = next(SEATS)
        self.unacknowledged: dict[str, float] = {}
        begun = time.perf_counter()
        self.socket = websocket.create_connection(
            f"{PREPARED['ws_url']}/chat/ws/{self.seat['conversation']}",
            header={"Authorization": f"Bearer {self.seat['token']}"},
            subprotocols=["chat.v1"],
            timeout=10,
            suppress_origin=True,  # a program, not a page
        )
        self.heard("handshake", begun)
        self.ear = gevent.spawn(self.listen)

    def on_stop(self) -> None:
        """Whoever leaves with a message unacknowledged has lost it as far as they know."""
        deadline = time.perf_counter() + 5
        while self.unacknowledged and time.perf_counter() < deadline:
            gevent.sleep(0.05)
        for begun in self.unacknowledged.values():
            self.heard("ack", begun, LookupError("never acknowledged"))
        self.ear.kill()
        self.socket.close()

    @task
    def say_something(self) -> None:
        """One message; its ack is timed where it is heard."""
        name = uuid.uuid4().hex
        now = time.time()
        self.unacknowledged[name] = time.perf_counter()
        frame = {"type": "message", "message_id": name, "content": "hello", "metadata": {"sent": now}}
        self.socket.send(json.dumps(frame))

    def listen(self) -> None:
        """Take every frame as it comes."""
        while True:
            frame = json.loads(self.socket.recv())
            if frame["type"] == "message_ack":
                self.heard("ack", self.unacknowledged.pop(frame["message_id"]))
            elif frame["type"] == "message" and frame["participant"]["participantId"] != self.seat["id"]:
                late = time.time() - frame["metadata"]["sent"]
                self.fire("delivery", late * 1000, None)
            elif frame["type"] == "error":
                self.fire("refused", 0, RuntimeError(frame["code"]))

    def heard(self, name: str, begun: float, error: Exception | None = None) -> None:
        """Report one wait that has ended now."""
        self.fire(name, (time.perf_counter() - begun) * 1000, error)

    def fire(self, name: str, milliseconds: float, error: Exception | None) -> None:
        """Report one figure to Locust."""
        self.environment.events.request.fire(
            request_type="chat", name=name, response_time=milliseconds, response_length=0, exception=error, context={}
        )
