"""One process's session with a server: recorder, loop, server, tokens; it sets the stage for each check."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conformance.client.endpoint import Endpoint, endpoint
from conformance.client.http import PATIENCE_S, Http, NoAnswer
from conformance.client.loop import Loop
from conformance.client.throttle import POLITE_PER_SECOND, Throttle
from conformance.contract import registry, schemas
from conformance.recorder.stream import Recorder
from conformance.stage.declare import Declaration
from conformance.stage.outcome import NotRun, recorded_check
from conformance.stage.server import CommandedServer, LaunchedServer, Server
from conformance.stage.stage import DEFAULT_SETTLE_MS, Stage, settle_s
from conformance.stage.watches import Watches
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.issuer import Issuer
from conformance.target.keys import PublishedKeys
from conformance.target.process import Children, Instance

LOG_LINES = 40
LONGEST_LOG_LINE = 400
"""So much of what a launched server wrote during a check that did not pass is kept: the end of it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one phase of a run is to do; travels to child processes as JSON.

    ``checks`` are the ids to run; ``private`` is the run's folder for keys and pids, never part of a report;
    ``streams`` is where the recorder writes; ``enough`` is the file that appears with the first failure, if that is
    all that is asked for.  What is ``traceless`` writes nowhere but into these two folders.
    """

    run: str
    profile: str
    phase: str
    checks: list[str]
    seed: int
    intensity: float
    private: str
    streams: str
    url: str | None = None
    flavour: str = "functional"
    workers: int = 1
    silent: int = 0
    enough: str | None = None
    traceless: bool = False

    def write(self, path: Path) -> Path:
        """Write it where a child process finds it."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")
        return path


def read_plan(path: Path) -> Plan:
    """The plan that :meth:`Plan.write` wrote."""
    return Plan(**json.loads(path.read_text(encoding="utf-8")))


class Session:
    """Everything that the checks of one process share."""

    def __init__(self, plan: Plan, stream: str) -> None:
        self.plan = plan
        self.profile = profiles.load(plan.profile)
        journal = Path(plan.private) / f"{stream}.secrets"
        self.recorder = Recorder(Path(plan.streams) / f"{stream}.ndjson", stream, journal)
        self._learn_profile_secrets()
        self.tokens = tokens.from_profile(self.profile.auth, self._issuer_folder())
        self._issuer: Issuer | None = None
        self.keys: PublishedKeys | None = None
        self.instance = self._launch(stream) if self.profile.launches and plan.url is None else None
        self.endpoint = self._endpoint()
        self.loop = Loop(self.recorder, *([self.instance.waited_s] if self.instance else []))
        self.throttle = Throttle(POLITE_PER_SECOND / plan.workers if self.polite else None)
        self.http = Http(self.endpoint, self.recorder, DEFAULT_SETTLE_MS / 1000 + PATIENCE_S, self.throttle)
        self.limits = {**schemas.default_limits(), **self._declared_limits()}
        self.http.within_s = self._settle_s + PATIENCE_S
        self.watches = Watches(self.recorder)
        self.shared: dict[str, Any] = {}
        self.server: Server = (
            LaunchedServer(self.instance, self.profile.control, self.recorder)
            if self.instance
            else CommandedServer(
                self.profile.control, self.recorder, self._answers, self.profile.launch.ready_timeout_s
            )
        )

    def _answers(self) -> bool:
        """Whether the server is there; a proxy's word that it is not does not count."""
        try:
            return self.loop.run(self.http.exchange("suite", "GET", self.profile.launch.ready)).status < 500
        except NoAnswer:
            return False

    def _issuer_folder(self) -> Path:
        """Where the suite's own key lies: a server that we launch gets a fresh one, a server that somebody else
        started knows the one that ``chat-conformance issuer`` keeps."""
        launched = self.profile.launches and self.plan.url is None
        unkept = self.plan.traceless and not tokens.keeps(self.profile.auth, tokens.ISSUER_FOLDER)
        return Path(self.plan.private) / "issuer" if launched or unkept else tokens.ISSUER_FOLDER

    def _learn_profile_secrets(self) -> None:
        auth = self.profile.auth
        for kind, secret in (("secret", auth.secret), ("key", auth.key)):
            if secret:
                self.recorder.secrets.learn(secret, kind, "profile")
        for sub, token in auth.tokens.items():
            self.recorder.secrets.learn(token, "token", sub)
        for name, value in self.profile.target.headers.items():
            # Not what stands in the profile itself: to hide "https" or "1" would change what is judged.
            if isinstance(value, profiles.Outside):
                self.recorder.secrets.learn(value, "header", name)

    def _launch(self, stream: str) -> Instance:
        launch, auth = self.profile.launch, self.profile.auth
        private = Path(self.plan.private)
        folder = private / "servers" / stream
        # A file of its own: a check that takes the keys away takes them from this server only.
        jwks = folder / "jwks.json"
        words = {
            "jwks": str(jwks),
            "jwks_url": self._jwks_url(),
            "issuer": auth.issuer,
            "audience": auth.audience,
        }
        self.keys = self._published_keys(jwks)
        flavour = launch.load if self.plan.flavour == "load" else launch.functional
        children = Children(private / "children")
        instance = Instance(launch, flavour, folder, words, children.register)
        try:
            instance.start()
        except BaseException:  # an interrupt may come before the process is registered
            instance.kill()
            self._forget()
            raise
        return instance

    def _forget(self) -> None:
        """Close what is open already, where no session comes about."""
        if self._issuer is not None:
            self._issuer.close()
        self.recorder.close()

    def _declared_limits(self) -> dict[str, Any]:
        """Limits are read from the server itself, each time: servers of different phases may differ."""
        if self.plan.silent:
            return {}
        try:
            answer = self.loop.run(self.http.exchange("suite", "GET", "/chat/capabilities"))
        except NoAnswer:
            return {}
        return declared_limits(answer.body) if answer.status == 200 else {}

    def _jwks_url(self) -> str:
        """Where a server that reads its keys from a URL finds the suite's; served as long as the session lasts."""
        if not self._launch_names("{jwks_url}") or not isinstance(self.tokens, tokens.Signer):
            return ""
        self._issuer = Issuer(self.tokens)
        self._issuer.start()
        return self._issuer.jwks_url

    def _launch_names(self, word: str) -> bool:
        """Whether the command or its environment asks for a word."""
        asked_for = [*self.profile.launch.command, *self.profile.launch.env.values()]
        return any(word in part for part in asked_for)

    def _published_keys(self, jwks: Path) -> PublishedKeys | None:
        """The key set that the launched server reads; ``None`` where the suite's own issuer is none of its."""
        if self.profile.auth.kind != "issuer" or not isinstance(self.tokens, tokens.Signer):
            return None
        file = jwks if self._launch_names("{jwks}") else None
        return PublishedKeys(self.tokens, file, self._issuer) if file or self._issuer else None

    def _endpoint(self) -> Endpoint:
        target = self.profile.target
        url = self.plan.url or (self.instance.url if self.instance else target.url) or ""
        ws_url = target.ws_url if self._is_the_profiles else None
        return endpoint(url, ws_url, target.headers, target.ca)

    @property
    def _is_the_profiles(self) -> bool:
        """Whether the server is the one of which the profile speaks, and not another one (``--url``)."""
        target = self.profile.target.url
        return self.instance is None and (self.plan.url is None or target in (None, self.plan.url))

    @property
    def polite(self) -> bool:
        """Whether this server is somebody else's, who has not said that more than honest use is welcome."""
        authorised = self.profile.target.authorised_by and self._is_the_profiles
        return not self.endpoint.on_loopback and not authorised

    def refuse(self, declared: Declaration) -> None:
        """Raise :class:`NotRun` for a check that needs tokens which the profile cannot provide, and for a hostile
        check of a server outside this machine that nobody authorised."""
        if declared.hostile and self.polite:
            raise NotRun("sends what no honest client sends; needs [target] authorised_by outside this machine")
        if "mint" in declared.needs and not self.tokens.can_mint:
            raise NotRun(f"needs tokens made for it; of auth.kind {self.profile.auth.kind!r} come finished ones only")

    @contextlib.contextmanager
    def recorded(self, check: str, requirements: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Run the body as this check (see :func:`conformance.stage.outcome.recorded_check`); where it does not pass,
        what the server itself wrote meanwhile is recorded too."""
        before = self._log_size()
        with recorded_check(self.recorder, check, requirements) as ending:
            yield ending
        if ending["outcome"] != "passed" and self.instance is not None:
            lines = [line for line in self._log_since(before) if not _is_anothers(line, check)]
            shown = [line[:LONGEST_LOG_LINE] for line in lines[-LOG_LINES:]]
            if shown:
                self.recorder.record("server_log", check=check, lines=shown, left_out=len(lines) - len(shown))

    def _log_size(self) -> int:
        log = self.instance.log if self.instance is not None else None
        return log.stat().st_size if log is not None and log.exists() else 0

    def _log_since(self, offset: int) -> list[str]:
        """What the launched server has written since, line by line."""
        if self.instance is None or not self.instance.log.exists():
            return []
        with self.instance.log.open("rb") as log:
            log.seek(offset)
            return log.read().decode("utf-8", "replace").splitlines()

    @contextlib.contextmanager
    def stage(self, check: str) -> Iterator[Stage]:
        """The stage of one check; what the check leaves open is closed behind it, but for who still watches."""
        stage = Stage(
            check=check,
            run=self.plan.run,
            endpoint=self.endpoint,
            http=self.http,
            throttle=self.throttle,
            loop=self.loop,
            recorder=self.recorder,
            registry=registry.load(),
            tokens=self.tokens,
            server=self.server,
            watches=self.watches,
            limits=self.limits,
            demanded=tuple(self.profile.profile.capabilities),
            bounds=self.profile.slo.bounds,
            load=self.profile.load,
            shared=self.shared,
            seed=self.plan.seed,
            intensity=self.plan.intensity,
            keys=self.keys,
        )
        try:
            yield stage
        finally:
            if self.keys is not None:
                self.keys.restore()
            self.server.restore()
            with contextlib.suppress(NoAnswer):
                stage.strike()

    def close(self) -> None:
        """Settle the watches, leave what was created on somebody's server, close every connection, end the server.

        In this order: that somebody leaves is an event which those who watch would be sent.
        """
        try:
            self.watches.settle(self._settle_s)
            if not self.endpoint.on_loopback:
                self.loop.run(self.http.leave_everything())
            self.loop.run(self.http.close())
            self.loop.close()
        finally:
            if self.instance is not None:
                self.instance.stop()
            if self._issuer is not None:
                self._issuer.close()
            self.recorder.close()

    @property
    def _settle_s(self) -> float:
        return settle_s(self.limits)


def _is_anothers(line: str, check: str) -> bool:
    """Whether a line of a server's log names another check: one that was late, where requests' checks are logged."""
    return "check=" in line and f"check={check} " not in f"{line} "


def declared_limits(document: Any) -> dict[str, Any]:
    """The limits of a capabilities document, of the contract's and with values that they may have.  What else stands
    there is judged by who reads the document; nothing can be tried by it."""
    limits = document.get("limits") if isinstance(document, Mapping) else None
    if not isinstance(limits, Mapping):
        return {}
    return {name: _whole(value) for name, value in limits.items() if schemas.can_be_limit(name, value)}


def _whole(value: Any) -> Any:
    """To JSON Schema 1.0 is an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
