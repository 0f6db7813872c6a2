"""THIN: the server that a file is tried against: launched anew, or one that runs already, and what can be done to
it."""

from __future__ import annotations

import contextlib
import shlex
import socketserver
import sys
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.client.http import NoAnswer
from conformance.reproduce import credentials
from conformance.reproduce.control import profile_like
from conformance.reproduce.render import Heading, rendered
from conformance.reproduce.render.commands import controls
from conformance.reproduce.story import Story, acting
from conformance.reproduce.trial import Attempt, attempt
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.stage.server import Server
from conformance.stage.session import Plan, Session
from conformance.target.process import LaunchError
from conformance.target.tokens import Tokens

_ASKS = """\
import socket, sys
channel = socket.socket(socket.AF_UNIX)
channel.connect(sys.argv[1])
channel.sendall(sys.argv[2].encode() + b"\\n")
said = channel.makefile().readline().strip()
sys.exit(0 if said == "done" else said or "the server's keeper has gone")
"""


class Target:
    """A server with the means to make tokens for it and, where there are any, to end and start it."""

    def __init__(self, session: Session, folder: Path, declared: Mapping[str, Any]) -> None:
        self.declared = declared
        """Its capabilities document."""
        self._session = session
        self._folder = folder

    @property
    def url(self) -> str:
        """Where it listens."""
        return self._session.endpoint.url

    @property
    def tokens(self) -> Tokens:
        """What makes tokens that it believes."""
        return self._session.tokens

    def tries(self, story: Story, shape: str | None, within_s: float) -> Attempt:
        """Tell the story to it, with people whom it has never met."""
        return self.runs(rendered(story, shape, Heading(("not tried",))), story, within_s)

    def runs(self, text: str, story: Story, within_s: float) -> Attempt:
        """Run the file of a story, with people whom the server has never met."""
        people = credentials.environment(acting(story), self.tokens)
        with self._commands(sorted(controls(story))) as commands:
            return attempt(text, self.url, {**people, **commands, **self._secrets()}, within_s)

    def _secrets(self) -> Mapping[str, str]:
        named = self._session.profile.target.headers
        return {f"HEADER_{name.replace('-', '_').upper()}": value for name, value in named.items()}

    @contextlib.contextmanager
    def _commands(self, variables: Sequence[str]) -> Iterator[dict[str, str]]:
        """The commands by which a file does these things to the server: each asks us to do it."""
        if not variables:
            yield {}
            return
        path = self._folder / uuid.uuid4().hex[:8]
        with socketserver.ThreadingUnixStreamServer(str(path), _keeper(self._session.server)) as keeper:
            threading.Thread(target=keeper.serve_forever, daemon=True).start()
            try:
                asks = [sys.executable, "-I", "-c", _ASKS, str(path)]
                yield {variable: shlex.join([*asks, variable]) for variable in variables}
            finally:
                keeper.shutdown()
                path.unlink(missing_ok=True)
                self._session.server.restore()


def _keeper(server: Server) -> type[socketserver.StreamRequestHandler]:
    def stop() -> None:
        server.terminate()
        server.gone_within(10)

    does: Mapping[str, Callable[[], None]] = {
        "SERVER_KILL": server.kill,
        "SERVER_STOP": stop,
        "SERVER_START": server.start,
        "SERVER_PAUSE": server.pause,
        "SERVER_RESUME": server.resume,
        "SERVER_BREAK_STORAGE": server.storage.fail,
        "SERVER_MEND_STORAGE": server.storage.mend,
    }

    class Keeper(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                does[self.rfile.readline().decode().strip()]()
                said = "done"
            except (NotRun, Inconclusive) as error:
                said = str(error)
            self.wfile.write(f"{said}\n".encode())

    return Keeper


class Unreachable(Exception):
    """No server answers at the address that was given."""


def _declared(session: Session) -> Mapping[str, Any]:
    """The capabilities document of a server, empty where it has none; raises :class:`Unreachable`."""
    try:
        answer = session.loop.run(session.http.exchange("suite", "GET", "/chat/capabilities"))
    except NoAnswer as error:
        raise Unreachable(f"{session.endpoint.url} does not answer: {error}") from error
    return answer.body if answer.status == 200 and isinstance(answer.body, Mapping) else {}


@contextlib.contextmanager
def target(profile: str, url: str | None = None, flavour: str = "functional") -> Iterator[Target]:
    """The server of a profile, started where the profile says how; raises
    :class:`conformance.target.process.LaunchError` and :class:`conformance.target.profile.ProfileError`."""
    with tempfile.TemporaryDirectory(prefix="chat-conformance-reproduce-") as name:
        folder = Path(name)
        run = uuid.uuid4().hex[:8]
        plan = Plan(run, profile, "reproduce", [], 1, 1.0, str(folder), str(folder), url, flavour)
        session = Session(plan, "reproduce")
        try:
            yield Target(session, folder, _declared(session))
        finally:
            session.close()


@contextlib.contextmanager
def reference_beside(server: Target) -> Iterator[Target]:
    """The reference server with the capabilities and limits of another one; as it is where it does not take those."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chat-conformance-control-")))
        profile = folder / "control.toml"
        profile.write_text(profile_like(server.declared), encoding="utf-8")
        try:
            control = stack.enter_context(target(str(profile)))
        except LaunchError:
            control = stack.enter_context(target("reference"))
        yield control
