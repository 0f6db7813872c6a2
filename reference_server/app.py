"""The Quart application: routes, errors, CORS, the log, and the service that lives as long as it serves."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any
from urllib.parse import quote, unquote

from quart import Quart, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.routing import BaseConverter, MapAdapter

from reference_server import asgi_websocket, log, problems
from reference_server.config import Settings
from reference_server.core import errors
from reference_server.core.errors import Refusal
from reference_server.http import ROUTES, Rest
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.socket import Sockets

CORS_HEADERS = "Authorization, Content-Type, Idempotency-Key"
CORS_SECONDS = "600"


class Segment(BaseConverter):
    """One segment of a path, percent-decoded after routing: an encoded slash stays inside its segment."""

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        """Return the segment as the client meant it."""
        return unquote(value)


class ChatApp(Quart):
    """Quart, routing on the path as it was sent, whatever the Host header says."""

    asgi_websocket_class = asgi_websocket.ChatWebsocketConnection

    async def asgi_app(self, scope: Any, receive: Any, send: Any) -> None:
        """Put the raw path in place of the decoded one."""
        if scope["type"] != "lifespan":
            raw = scope.get("raw_path") or quote(scope["path"]).encode()
            scope = {**scope, "path": raw.decode("ascii", "replace") or "/"}
        await super().asgi_app(scope, receive, send)

    def create_url_adapter(self, request: Any) -> MapAdapter | None:
        """Bind the routes to this request."""
        if request is None:
            return super().create_url_adapter(request)
        return self.url_map.bind(
            "chat", url_scheme=request.scheme, default_method=request.method, path_info=request.path
        )


class House:
    """The parts that exist only while the application serves."""

    def __init__(self, settings: Settings, lines: log.Log) -> None:
        self.settings = settings
        self.lines = lines
        self.service: Service | None = None
        self.sockets: Sockets | None = None
        self.watcher: asyncio.Task[None] | None = None

    def open(self, app: ChatApp) -> None:
        """Build the service on the running loop, and the routes to it."""
        service = context.build(self.settings)
        self.service, self.sockets = service, Sockets(service, self.lines)
        rest = Rest(service)
        for method, path, name, capability in ROUTES:
            if capability is None or service.settings.has(capability):
                app.add_url_rule(path, f"{method} {path}", getattr(rest, name), methods=[method])
        app.add_websocket("/chat/ws/<segment:conversation_id>", "socket", self.sockets.connect)
        self.watcher = asyncio.get_running_loop().create_task(self.sockets.watch())

    def check_open(self) -> None:
        """No new work once the server is going."""
        if self.service is None or self.service.stopping:
            raise Refusal("UNAVAILABLE", "The server is going")

    async def farewell(self) -> None:
        """Answer what was accepted and say goodbye to every socket."""
        if self.sockets is not None:
            await self.sockets.farewell()

    async def close(self) -> None:
        """Finish writing, then let go of the files."""
        if self.watcher is not None:
            self.watcher.cancel()
        if self.service is not None:
            await self.service.ledger.stop()
            self.service.store.close()


def build(settings: Settings, house: House) -> ChatApp:
    """Return the application; its routes appear when it starts to serve."""
    app = ChatApp("reference_server", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=settings.limits.max_frame_bytes, PROVIDE_AUTOMATIC_OPTIONS=True)
    app.url_map.converters["segment"] = Segment
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = True
    hook(app, settings, house)
    return app


def hook(app: ChatApp, settings: Settings, house: House) -> None:
    """Tie our functions to Quart's moments; all are coroutines, or Quart would run them in threads."""

    @app.before_serving
    async def opening() -> None:
        house.open(app)

    @app.before_request
    async def arriving() -> None:
        house.check_open()

    @app.after_request
    async def leaving(response: Any) -> Any:
        return finish(response, settings, house.lines)

    @app.errorhandler(Refusal)
    async def refused(refusal: Refusal) -> Response:
        return problems.answer(refusal)

    @app.errorhandler(HTTPException)
    async def framework_refused(error: HTTPException) -> Response:
        return framework_refusal(error)

    @app.errorhandler(Exception)
    async def broken(error: Exception) -> Response:
        return fault(error, house.lines)

    app.after_serving(house.close)


def framework_refusal(error: HTTPException) -> Response:
    """What the framework refuses is said in the contract's words."""
    if isinstance(error, MethodNotAllowed):
        return problems.method_not_allowed(list(error.valid_methods or ()))
    if isinstance(error, RequestEntityTooLarge):
        return problems.answer(Refusal("MESSAGE_TOO_LARGE"))
    return problems.answer(errors.not_found())


def fault(error: Exception, lines: log.Log) -> Response:
    """A fault of ours: indefinite for the client, a trace for us, and nothing of it in the answer."""
    lines.line("fault", "".join(traceback.format_exception(error)).strip())
    return problems.answer(Refusal("INTERNAL"))


def finish(response: Any, settings: Settings, lines: log.Log) -> Any:
    """Add what every response carries, and write its line to the log."""
    response.headers["Cache-Control"] = "no-store"
    if request.method == "OPTIONS" and response.status_code == 200:
        response.status_code = 204
        response.headers.pop("Content-Type", None)
        response.headers.pop("Content-Length", None)
    if "Upgrade" in request.headers:  # after a handshake that was none nothing more can be read
        response.headers["Connection"] = response.headers.get("Connection", "close")
    cors(response, request.headers.get("Origin"), settings.allowed_origins)
    path = log.where(request.path, request.query_string)
    check = log.check(request.headers.get("X-Conformance-Check"), request.headers.get("User-Agent"))
    lines.line(request.method, path, str(response.status_code), getattr(g, "participant", "-"), check)
    return response


def cors(response: Any, origin: str | None, allowed: tuple[str, ...]) -> None:
    """Let the pages of allowed origins read the answer; never everybody's."""
    response.headers.add("Vary", "Origin")
    if origin is None or origin not in allowed:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = CORS_HEADERS
        response.headers["Access-Control-Max-Age"] = CORS_SECONDS
