"""HTTP requests, recorded.  Redirects are never followed; a whole exchange has one deadline."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from conformance.client.endpoint import CHECK_HEADER, USER_AGENT, Endpoint
from conformance.client.throttle import Throttle
from conformance.recorder.events import Event
from conformance.recorder.stream import Recorder, current_check
from conformance.recorder.words import bounded

PATIENCE_S = 3.0
"""Waited beyond ``settle_ms`` before an exchange or a handshake is given up.  The contract's bound is ``settle_ms``, by
which every effect must show; this is for the way there and back, which is not the server's, and so for every answer."""

LONGEST_ERROR = 300
"""At most so many characters of what a library says, which may quote a whole line of the server's."""

MAX_BODY = 8 * 1024 * 1024
"""More than this of one answer is not read: a server under test must not be able to exhaust the suite."""

_SECRET_MEMBERS = {"ticket": "ticket", "token": "invite"}
"""Members of answers that hold a secret, and the kind of secret that they hold."""


SHORTEST_SECRET = 16
"""What a server hands out with fewer characters holds no 128 random bits, and is no secret: where it is a word that
stands everywhere, such as ``x``, to hide it would change what is judged."""


class NoAnswer(Exception):
    """The server gave no complete HTTP answer.  Whether the request took effect is unknown."""

    def __init__(self, event: Event) -> None:
        self.event = event
        super().__init__(event.data["reason"])


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it came.  ``event`` is what was recorded of it: all that matchers see."""

    status: int
    headers: httpx.Headers
    body: Any
    event: Event
    request: Event


class Http:
    """Sends requests to one endpoint and records them."""

    def __init__(self, endpoint: Endpoint, recorder: Recorder, answer_within_s: float, throttle: Throttle) -> None:
        self.endpoint = endpoint
        self._throttle = throttle
        self.within_s = answer_within_s
        self.created: list[tuple[str, Mapping[str, str]]] = []
        """The conversations that were created: the id of each, and the headers that its creator is known by."""
        self._recorder = recorder
        self._client: httpx.AsyncClient | None = None

    def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = httpx.AsyncClient(
                verify=self.endpoint.tls(self.endpoint.url) or True,
                follow_redirects=False,
                timeout=self.within_s,
                trust_env=False,  # a proxy of the environment would be judged in the server's place
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=20),
            )
        return self._client

    async def exchange(
        self,
        who: str,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        json_body: Any = None,
        content: bytes | None = None,
    ) -> Answer:
        """One request and its answer; raises :class:`NoAnswer`."""
        sent = self._headers(headers, json_body)
        if json_body is not None:
            content = json.dumps(json_body).encode()
        await self._throttle.turn()
        request = self._recorder.record(
            "request", who=who, method=method, path=path, headers=sent, body=_decoded(content, "application/json")
        )
        try:
            async with asyncio.timeout(self.within_s):
                response = await self._send(method, path, sent, content)
        except (TimeoutError, httpx.TimeoutException) as error:
            late = self._no_answer(request, who, f"nothing complete came within {self.within_s:g} s")
            raise NoAnswer(late) from error
        except httpx.HTTPError as error:
            raise NoAnswer(self._no_answer(request, who, _in_words(error))) from error
        answer = self._answer(request, who, *response)
        if (method, path, answer.status) == ("POST", "/chat/create", 201):
            self._remember(answer.body, sent)
        return answer

    def _remember(self, body: Any, sent: Mapping[str, str]) -> None:
        if isinstance(body, Mapping) and isinstance(body.get("id"), str):
            known_by = {name: value for name, value in sent.items() if name == "Authorization"}
            self.created.append((body["id"], known_by))

    async def leave_everything(self) -> None:
        """Let whoever created a conversation leave it; of a server that has fallen silent no more is asked."""
        while self.created:
            name, known_by = self.created.pop()
            try:
                await self.exchange("suite", "DELETE", f"/chat/{quote(name, safe='')}/leave", headers=known_by)
            except NoAnswer:
                self.created.clear()

    async def _send(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes | None
    ) -> tuple[httpx.Response, bytes]:
        async with self._open().stream(method, self.endpoint.http(path), headers=headers, content=content) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_BODY:
                    break
            return response, bytes(body)

    def _headers(self, extra: Mapping[str, str] | None, json_body: Any) -> dict[str, str]:
        check = current_check.get() or "none"
        headers = {"User-Agent": f"{USER_AGENT} check={check}", CHECK_HEADER: check, **self.endpoint.headers}
        if json_body is not None:
            headers["Content-Type"] = "application/json"
        return {**headers, **(extra or {})}

    def _answer(self, request: Event, who: str, response: httpx.Response, raw: bytes) -> Answer:
        body = _decoded(raw, response.headers.get("content-type", ""))
        self._learn(body, who)
        event = self._recorder.record(
            "answer",
            request=request.id,
            who=who,
            status=response.status_code,
            headers=dict(response.headers),
            body=body,
            elapsed_ms=round(response.elapsed.total_seconds() * 1000, 2),
        )
        return Answer(response.status_code, response.headers, body, event, request)

    def _learn(self, body: Any, who: str) -> None:
        if isinstance(body, Mapping):
            for member, kind in _SECRET_MEMBERS.items():
                if isinstance(body.get(member), str) and len(body[member]) >= SHORTEST_SECRET:
                    self._recorder.secrets.learn(body[member], kind, who)

    def _no_answer(self, request: Event, who: str, reason: str) -> Event:
        return self._recorder.record("no_answer", request=request.id, who=who, reason=reason)

    async def close(self) -> None:
        """Close every idle connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None


def _decoded(raw: bytes | None, content_type: str) -> Any:
    """A body as JSON where it is JSON, else as text, so that a record can be read."""
    if not raw:
        return None
    if "json" in content_type.lower():
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            pass
    return raw.decode("utf-8", "backslashreplace")


def _in_words(error: httpx.HTTPError) -> str:
    words = {
        httpx.ConnectError: "the connection was refused",
        httpx.RemoteProtocolError: "what came was no HTTP, or was cut short",
        httpx.ReadError: "the connection broke while the answer was awaited",
        httpx.WriteError: "the connection broke while the request was sent",
    }
    said = next((text for kind, text in words.items() if isinstance(error, kind)), type(error).__name__)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        said = 'its certificate is not trusted: write [target] ca = "file:PATH" of the certificate that signed it'
    elif "[SSL" in str(error):
        said = "no TLS connection came about"
    return f"{said} ({bounded(str(error), LONGEST_ERROR)})" if str(error) else said
