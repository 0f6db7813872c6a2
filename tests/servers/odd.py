"""The reference server, now and then sending what nobody expects in the place of something.

``python odd.py SEED SHARE [arguments of the reference server]``.  In that share of its answers and frames one value is
another, or left out.  To the checks of the ladder it answers rightly, or everything else would be blocked.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

from conformance.client.endpoint import CHECK_HEADER
from conformance.contract import manifest
from reference_server import __main__ as command
from reference_server import app
from reference_server.asgi_websocket import OUTLET
from reference_server.core import wire

LEFT_OUT = object()
ODD: tuple[Any, ...] = (None, True, -1, 1.5, 10**12, 10**30, "x", "", [], ["r"], [1], [None], [[]], [{}], {}, {"a": 1})
"""What may stand anywhere in JSON, and is what nobody expects there."""

RUNGS = frozenset(name for name, entry in manifest.load().items() if entry.phase == "rungs")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Chance:
    """Decides which words are said otherwise, and how."""

    def __init__(self, seed: str, share: float) -> None:
        self.random = random.Random(seed)
        self.share = share

    def said(self, text: str) -> str:
        """Some JSON, or what is said in its place."""
        if self.random.random() >= self.share:
            return text
        return json.dumps(with_an_odd_value(json.loads(text), self.random))


def with_an_odd_value(value: Any, chance: random.Random) -> Any:
    """A copy of a JSON value with one value in it, or the whole of it, replaced or left out (the whole: ``None``)."""
    whole = {"it": copy.deepcopy(value)}
    holder, key = chance.choice(list(_places(whole["it"], whole, "it")))
    odd = chance.choice((LEFT_OUT, *ODD))
    if odd is LEFT_OUT:
        del holder[key]
    else:
        holder[key] = copy.deepcopy(odd)
    return whole.get("it")


def _places(value: Any, holder: Any, key: Any) -> Iterator[tuple[Any, Any]]:
    """What holds a value, and at which key, for a value and everything in it; of long lists the beginning."""
    yield holder, key
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, value, name)
    elif isinstance(value, list):
        for place, inner in enumerate(value[:3]):
            yield from _places(inner, value, place)


class Odd:
    """An ASGI application around an honest one."""

    def __init__(self, honest: Any, chance: Chance) -> None:
        self.honest = honest
        self.chance = chance

    def __getattr__(self, name: str) -> Any:
        return getattr(self.honest, name)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass everything through, some of it changed."""
        check = dict(scope.get("headers", [])).get(CHECK_HEADER.lower().encode(), b"suite").decode()
        if check in RUNGS or check in ("suite", "none"):
            await self.honest(scope, receive, send)
        elif scope["type"] == "websocket":
            outlet = Outlet(scope["extensions"][OUTLET], self.chance)
            await self.honest({**scope, "extensions": {**scope["extensions"], OUTLET: outlet}}, receive, send)
        else:
            await self.honest(scope, receive, Answer(send, self.chance))


class Answer:
    """The way out of an answer: it waits for the whole body, since the head tells how long that is."""

    def __init__(self, send: Send, chance: Chance) -> None:
        self.send = send
        self.chance = chance
        self.head: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        """Take a part of the answer; with the last one, send it."""
        if message["type"] == "http.response.start":
            self.head = message
            return
        self.body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self.chance.said(self.body.decode()).encode() if self.body else b""
        headers = [(name, value) for name, value in self.head["headers"] if name.lower() != b"content-length"]
        if self.body:
            headers.append((b"content-length", str(len(body)).encode()))
        await self.send({**self.head, "headers": headers})
        await self.send({**message, "body": body})


class Outlet:
    """The way out of a socket: some text frames are others."""

    def __init__(self, outlet: Any, chance: Chance) -> None:
        self.outlet = outlet
        self.chance = chance

    def __getattr__(self, name: str) -> Any:
        return getattr(self.outlet, name)

    def write(self, frame: bytes) -> None:
        """Write the bytes of one frame."""
        start = {126: 4, 127: 10}.get(frame[1], 2)  # RFC 6455, 5.2: where a length of 7, 16 or 64 bits ends
        text = frame[0] == 0x81
        self.outlet.write(wire.text_frame(self.chance.said(frame[start:].decode())) if text else frame)


def main() -> None:
    """Run the command of the reference server, with the odd one around its application."""
    seed, share, *arguments = sys.argv[1:]
    honest = app.build
    app.build = lambda *of: Odd(honest(*of), Chance(seed, float(share)))
    command.main(arguments)


if __name__ == "__main__":
    main()
