"""Every way to reach a server that a profile may name: through TLS and a gateway, by commands, with any tokens, as a
guest, and by hand."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from helpers import all_pass, ended, one_line
from servers import command, gateway, null, reference, unit
from servers.command import Run
from servers.gateway import Authority, Gateway

from conformance.client.endpoint import endpoint
from conformance.client.http import Http
from conformance.client.loop import Loop
from conformance.client.socket import Refused, open_socket
from conformance.client.throttle import POLITE_PER_SECOND, Throttle
from conformance.contract import manifest, registry
from conformance.controller import rungs
from conformance.controller.options import Options, refuse_nonsense
from conformance.recorder.events import Event, merged
from conformance.recorder.stream import Recorder
from conformance.stage.outcome import recorded_check
from conformance.stage.session import Plan, Session
from conformance.target import profile as profiles
from conformance.target import tokens
from conformance.target.ports import reserved_port
from conformance.target.profile import KNOWN_CAPABILITIES, Auth
from conformance.usage import UsageError
from conformance.verdict.decide import decide
from conformance.verdict.model import Scope
from conformance.verdict.results import raw_outcomes

MANIFEST = manifest.load()

GATEWAY_KEY = "the-key-to-the-gateway-4711"


def judged(folder: Path, profile: str, *requirements: str, environment: Mapping[str, str] | None = None,
           more: tuple[str, ...] = ()) -> Run:  # fmt: skip
    """A small run: the ladder, and the checks of these requirements."""
    chosen = [word for name in requirements for word in ("--requirement", name)]
    return command.run(folder, *command.small(None, *chosen, *more), profile=profile, environment=environment)


def passes(run: Run, *requirements: str) -> None:
    """The ladder and the chosen requirements passed, and nothing else was wanted."""
    assert run.status == 0, run.story()
    assert {name: run.requirements[name] for name in requirements} == dict.fromkeys(requirements, "passed"), run.story()
    assert run.requirements["DLV-OTHERS-01"] == "passed", "the top of the ladder"


def written(run: Run) -> str:
    """Everything that a run has written, wherever."""
    files = [path for path in run.report.rglob("*") if path.is_file()]
    assert files
    return "\n".join([run.out, run.err, *(path.read_text(encoding="utf-8", errors="replace") for path in files)])


@contextmanager
def session(folder: Path, profile: str, **more: Any) -> Iterator[Session]:
    """A session in this process, as a worker of a run has it."""
    private, streams = folder / "private", folder / "streams"
    for place in (private, streams):
        place.mkdir(parents=True, exist_ok=True)
    (folder / "profile.toml").write_text(profile)
    plan = Plan("t", str(folder / "profile.toml"), "rungs", [], 1, 0.0, str(private), str(streams), **more)
    found = Session(plan, f"rungs-{os.urandom(2).hex()}")
    try:
        yield found
    finally:
        found.close()


def tried(told: Session, *checks: str) -> dict[str, tuple[str, str]]:
    """Carry out these checks; returns the outcome of each, and why."""
    for name in checks:
        body: Any = rungs.carrier(MANIFEST[name])
        with recorded_check(told.recorder, name, MANIFEST[name].requirements):
            told.refuse(body.conformance)
            with told.stage(name) as stage:
                body(stage)
    found = raw_outcomes(told.recorder.events(), checks)
    return {name: (raw.outcome, raw.reason or "") for name, raw in found.items()}


def recorded(run: Run) -> list[Event]:
    """Everything that a run has recorded, in order."""
    return merged((run.report / "streams").glob("*.ndjson"))


def of_check(run: Run, name: str) -> dict[str, Any]:
    """What the report says of a check."""
    [found] = [check for check in run.results["checks"] if check["id"] == name]
    return dict(found)


# -- TLS, a base path, another address for sockets, headers ----------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Who has signed the certificate of the gateways."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def gateways(reference_url: str, authority: Authority) -> Iterator[tuple[Gateway, Gateway]]:
    """What stands before the REST operations, and what stands before the sockets."""
    with (
        gateway.standing_before(reference_url, "/base/path", authority, GATEWAY_KEY) as rest,
        gateway.standing_before(reference_url, "/sockets", authority, GATEWAY_KEY) as sockets,
    ):
        yield rest, sockets


def behind(rest: Gateway, sockets: Gateway, ca: Path) -> str:
    """The profile of who runs a server behind these."""
    return f"""\
{reference.PROFILE}
[target]
url = "https://localhost:{rest.port}/base/path"
ws_url = "wss://127.0.0.1:{sockets.port}/sockets/"
ca = "file:{ca}"
headers = {{ X-Gateway-Key = "env:GATEWAY_KEY", X-Level = "1" }}
"""


def test_checks_pass_through_tls_a_base_path_and_headers(
    tmp_path: Path, gateways: tuple[Gateway, Gateway], authority: Authority
) -> None:
    rest, sockets = gateways
    # Requests, bytes by hand on both addresses, a relay, and a Location that must lead back below the base path.
    wanted = ("CONV-CREATE-02", "LIM-BODY-03", "WS-CLOSE-01", "WS-PING-01", "SYNC-AWAY-01")
    profile = behind(rest, sockets, authority.certificate)
    run = judged(tmp_path, profile, *wanted, environment={"GATEWAY_KEY": GATEWAY_KEY})
    passes(run, *wanted)
    assert (rest.turned_away, sockets.turned_away) == (0, 0)
    assert {one.upgrades for one in rest.passed} == {False}
    assert {one.upgrades for one in sockets.passed} == {True}
    assert GATEWAY_KEY not in written(run)
    assert "<header X-Gateway-Key#1" in written(run)


def test_a_certificate_that_nobody_vouches_for_says_what_to_write(
    tmp_path: Path, gateways: tuple[Gateway, Gateway]
) -> None:
    another = Authority(tmp_path / "another")
    profile = behind(*gateways, another.certificate)
    run = judged(tmp_path, profile, environment={"GATEWAY_KEY": GATEWAY_KEY})
    assert run.status == 3, run.story()
    advice = 'its certificate is not trusted: write [target] ca = "file:PATH" of the certificate that signed it'
    assert run.out.count(advice) == 1, run.story()
    assert run.err == ""
    assert [one for passing in gateways for one in passing.passed] == []


# -- commands --------------------------------------------------------------------------------------------------------


@pytest.fixture
def commanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server that only commands reach, started already; yields the profile that knows them."""
    monkeypatch.setenv("TEST_SECRET", reference.SECRET)
    folder, port = tmp_path / "unit", reserved_port()
    folder.mkdir()
    words = [sys.executable, unit.__file__]
    commands = "\n".join(
        f"{word} = {json.dumps([*words, word, str(folder), str(port)])}"
        for word in ("start", "stop", "kill", "pause", "resume")
    )
    # By the command, not from here: whoever starts a process has to see it off.
    subprocess.run([*words, "start", str(folder), str(port)], check=True)
    try:
        unit.wait(port)
        yield f'{reference.IDENTITY}\n[target]\nurl = "http://127.0.0.1:{port}"\n[control]\n{commands}\n'
    finally:
        unit.end(folder, at_once=True)


def test_a_server_is_ended_and_started_by_commands(tmp_path: Path, commanded: str) -> None:
    checks = ("durability.acked-survives-kill", "stop.sockets-closed", "exactly-once.both-copies-under-way")
    with session(tmp_path, commanded) as told:
        outcomes = tried(told, *checks)
    assert outcomes == dict.fromkeys(checks, ("passed", "")), outcomes
    faults = [event.data["what"] for event in told.recorder.events() if event.kind == "fault"]
    ends = [fault for fault in faults if fault not in ("drop", "start")]
    assert list(dict.fromkeys(ends)) == ["kill", "stop", "pause", "resume"]
    assert faults.count("start") == faults.count("kill") + faults.count("stop")


@pytest.mark.parametrize("pause", ["", 'pause = ["true"]\n'], ids=["neither", "no resume"])
def test_who_could_not_go_on_again_is_not_paused(tmp_path: Path, reference_url: str, pause: str) -> None:
    profile = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n[control]\n{pause}'
    with session(tmp_path, profile) as told:
        assert set(tried(told, "exactly-once.both-copies-under-way").values()) == {("passed", "")}
    assert [event for event in told.recorder.events() if event.kind == "fault"] == []


START = 'start = ["true"]\n'


@pytest.mark.parametrize(
    ("control", "outcome", "reason"),
    [
        (START, "not_run", "the profile neither launches the server nor has a control.kill command"),
        ('kill = ["false"]', "not_run", "the profile neither launches the server nor has a control.start command"),
        (f'{START}kill = ["/no/such/command"]', "inconclusive", "control.kill could not be carried out: "),
        (f'{START}kill = ["sh", "-c", "echo no unit; exit 5"]', "inconclusive", "control.kill exited with 5: no unit"),
    ],
    ids=["no kill", "no start", "cannot be begun", "fails"],
)
def test_a_command_that_does_not_do_its_work_says_so(
    tmp_path: Path, reference_url: str, control: str, outcome: str, reason: str
) -> None:
    profile = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n[control]\n{control}\n'
    with session(tmp_path, profile) as told:
        [found] = tried(told, "durability.acked-survives-kill").values()
    assert found[0] == outcome
    assert found[1].startswith(reason)


# -- tokens ----------------------------------------------------------------------------------------------------------

LADDER = tuple(entry.id for entry in rungs.in_order(MANIFEST, registry.load()))
FORGED = ("auth.flipped-signature", "auth.expired")
"""Checks that need a token which is no good."""


def launched_with(auth: str, *arguments: str) -> str:
    """The profile of who launches the reference server with these arguments, and says this of tokens."""
    words = ["{python}", "-P", "-m", "reference_server", "--port", "{port}", "--data", "{data}",
             "--limit", "settle_ms=500", "--issuer", "{issuer}", "--audience", "{audience}", *arguments]  # fmt: skip
    return f'extends = "full"\n[launch]\ncommand = {json.dumps(words)}\n[auth]\n{auth}\n'


def listed(reference_url: str, auth: str) -> str:
    """The profile of who knows where a reference server runs, and says this of tokens."""
    return f'extends = "full"\n[target]\nurl = "{reference_url}"\n[auth]\n{auth}\n'


def everything_passes(folder: Path, profile: str, *checks: str) -> None:
    """The ladder and these checks pass."""
    with session(folder, profile) as told:
        outcomes = tried(told, *LADDER, *checks)
    assert outcomes == dict.fromkeys([*LADDER, *checks], ("passed", "")), outcomes


def test_tokens_of_the_suites_own_issuer_whose_keys_are_in_a_file(tmp_path: Path) -> None:
    everything_passes(tmp_path, launched_with('kind = "issuer"\nalgorithm = "EdDSA"', "--jwks", "{jwks}"), *FORGED)


def test_tokens_of_the_suites_own_issuer_whose_keys_are_at_an_address(tmp_path: Path) -> None:
    everything_passes(tmp_path, launched_with('kind = "issuer"', "--jwks", "{jwks_url}"), *FORGED, "auth.rotated-key")


def test_tokens_signed_by_the_vendors_key(tmp_path: Path) -> None:
    vendors = tokens.generated(Auth(algorithm="ES256"))
    pem = vendors.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "private.pem").write_bytes(pem)
    (tmp_path / "public.json").write_bytes(vendors.jwks_file())
    auth = f'kind = "key_file"\nkey = "file:private.pem"\nkey_id = "{vendors.key_id}"\nalgorithm = '
    everything_passes(tmp_path, launched_with(f'{auth}"ES256"', "--jwks", str(tmp_path / "public.json")), *FORGED)
    (tmp_path / "wrong.toml").write_text(launched_with(f'{auth}"RS256"'))
    with pytest.raises(UsageError) as caught:
        refuse_nonsense(Options(), profiles.load(str(tmp_path / "wrong.toml")), registry.load(), manifest.load())
    one_line(str(caught.value), "wrong.toml: auth.algorithm: RS256 does not fit the key that auth.key names")


def test_tokens_signed_with_a_shared_secret(tmp_path: Path, reference_url: str) -> None:
    everything_passes(
        tmp_path, listed(reference_url, f'kind = "shared_secret"\nsecret = "{reference.SECRET}"'), *FORGED
    )


def signed(sub: str) -> str:
    """A token as the vendor's own service makes it."""
    auth = Auth(kind="shared_secret", secret=reference.SECRET)
    return tokens.from_profile(auth, Path()).token(sub)


def test_tokens_that_a_command_prints(tmp_path: Path, reference_url: str) -> None:
    (tmp_path / "mint.py").write_text(MINT)
    auth = f'kind = "command"\ncommand = {json.dumps([sys.executable, str(tmp_path / "mint.py"), "{sub}"])}'
    everything_passes(tmp_path, listed(reference_url, auth))


MINT = f"""\
import base64, hmac, json, sys, time
def encoded(raw): return base64.urlsafe_b64encode(raw).rstrip(b"=")
claims = {{"iss": "{Auth().issuer}", "aud": "{Auth().audience}", "sub": sys.argv[1], "exp": int(time.time()) + 600}}
signed = encoded(json.dumps({{"alg": "HS256"}}).encode()) + b"." + encoded(json.dumps(claims).encode())
print((signed + b"." + encoded(hmac.digest(b"{reference.SECRET}", signed, "sha256"))).decode())
"""


def test_tokens_of_a_list_and_what_cannot_be_judged_with_them(tmp_path: Path, reference_url: str) -> None:
    names = ["usr-1", "usr-2"]
    auth = f'kind = "static"\ntokens = {{ {", ".join(f"""{name} = "{signed(name)}" """ for name in names)} }}'
    with session(tmp_path, listed(reference_url, auth)) as told:
        outcomes = tried(told, *LADDER, *FORGED, "sync.all-at-once", "auth.audience-list")
    assert {name: outcomes.pop(name) for name in LADDER} == dict.fromkeys(LADDER, ("passed", ""))
    unmade = "needs tokens made for it; of auth.kind 'static' come finished ones only"
    assert outcomes == {
        **dict.fromkeys([*FORGED, "auth.audience-list"], ("not_run", unmade)),
        "sync.all-at-once": ("not_run", "the profile lists 2 tokens (auth.tokens), this check needs more people"),
    }


def test_the_verdict_says_what_could_not_be_minted() -> None:
    """Of a server that keeps everything else: incomplete, unless the profile has announced it."""
    known = registry.load()
    unmade = {name: ended(name, "not_run") for name, entry in MANIFEST.items() if "mint" in entry.needs}
    raws = {**all_pass(MANIFEST), **unmade}
    demanded = frozenset(KNOWN_CAPABILITIES)
    silent = decide(known, MANIFEST, Scope("vendor", "1.0", demanded, demanded), raws)
    assert (silent.sentence, silent.exit_status) == (
        f"incomplete for vendor 1.0: {len(unmade)} checks gave no answer", 4
    )  # fmt: skip
    announced = Scope("vendor", "1.0", demanded, demanded, without={"mint": "tokens come from elsewhere"})
    said = decide(known, MANIFEST, announced, {name: raw for name, raw in raws.items() if name not in unmade})
    assert (said.sentence, said.exit_status) == ("conformant to vendor 1.0 without mint", 0)


# -- as a guest ------------------------------------------------------------------------------------------------------

GUEST_HOUSE = "chat.example.test"
"""A name that is not this machine's; where it must lead somewhere, a resolver of ours leads it back here."""

RESOLVER = f"""\
import socket
asked = socket.getaddrinfo

def getaddrinfo(host, *more, **named):
    name = host.decode() if isinstance(host, bytes) else host
    if name not in ("{GUEST_HOUSE}", "localhost", "127.0.0.1", None):
        raise socket.gaierror("no request may leave this machine: " + name)
    return asked("127.0.0.1" if name == "{GUEST_HOUSE}" else host, *more, **named)

socket.getaddrinfo = getaddrinfo
"""


@pytest.fixture
def guest_house(reference_url: str) -> Iterator[Gateway]:
    """A gateway before a server, to be called by its name."""
    with gateway.standing_before(reference_url, "/house") as found:
        yield found


@pytest.fixture
def resolver(tmp_path: Path) -> Mapping[str, str]:
    """The environment in which every Python finds the guest house, and nothing else outside this machine."""
    (tmp_path / "resolver").mkdir()
    (tmp_path / "resolver" / "sitecustomize.py").write_text(RESOLVER)
    paths = [str(tmp_path / "resolver"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def test_a_guest_is_slow_honest_and_leaves_everything(
    tmp_path: Path, guest_house: Gateway, resolver: Mapping[str, str]
) -> None:
    profile = f'{reference.IDENTITY}\n[target]\nurl = "http://{GUEST_HOUSE}:{guest_house.port}/house"\n'
    wanted = ("AUTH-SIG-01", "ISO-EVENT-01", "MSG-POST-01")
    run = judged(tmp_path, profile, *wanted, environment=resolver, more=("-n", "2"))
    assert run.status == 4, run.story()  # a MUST was not judged
    assert {name: run.requirements[name] for name in wanted} == {
        **dict.fromkeys(wanted, "passed"), "AUTH-SIG-01": "not_run"
    }  # fmt: skip
    reason = "sends what no honest client sends; needs [target] authorised_by outside this machine"
    assert of_check(run, "auth.flipped-signature")["reason"] == reason
    events = recorded(run)
    assert {event.id.split(":")[0] for event in events} >= {"rungs", "parallel-gw0", "parallel-gw1"}
    keeps_the_pace([event.at for event in events if event.kind in ("request", "sent", "opening")])
    leaves_everything(events)


def keeps_the_pace(times: list[int]) -> None:
    """Ten a second, however many workers; one that is late is not made up for, but its record may be late too."""
    seconds = (times[-1] - times[0]) / 1e9
    assert len(times) > 2 * POLITE_PER_SECOND, "enough to tell"
    assert len(times) <= POLITE_PER_SECOND * seconds + 2
    most = max(sum(first <= at < first + 1_000_000_000 for at in times) for first in times)
    assert most <= POLITE_PER_SECOND + 1


def leaves_everything(events: list[Event]) -> None:
    """Every conversation is left by who created it, after everything that was still watched for."""
    requests = {event.id: event for event in events if event.kind == "request"}
    answers = [(requests[event.data["request"]], event) for event in events if event.kind == "answer"]
    created = {answer.body["id"] for asked, answer in answers if asked.data["path"] == "/chat/create"}
    left = {
        asked.data["path"].split("/")[2]: asked
        for asked, answer in answers
        if asked.data["method"] == "DELETE" and asked.check is None and answer.data["status"] == 200
    }
    assert set(left) == created
    for stream in {event.id.split(":")[0] for event in events}:
        settled = [event.at for event in events if "watch" in event.data and event.id.startswith(f"{stream}:")]
        leaving = [event.at for event in left.values() if event.id.startswith(f"{stream}:")]
        assert not settled or max(settled) < min(leaving)
    assert any("watch" in event.data and event.data["holds"] for event in events if event.kind == "evaluation")


@pytest.mark.parametrize(
    ("target", "url", "polite"),
    [
        (f'url = "http://{GUEST_HOUSE}"', None, True),
        (f'url = "http://{GUEST_HOUSE}"\nauthorised_by = "its owner"', None, False),
        (f'url = "http://{GUEST_HOUSE}"\nauthorised_by = "its owner"', f"http://other.{GUEST_HOUSE}", True),
        ('authorised_by = "its owner"', f"http://{GUEST_HOUSE}", False),
        (f'url = "http://127.0.0.1:1"\nws_url = "ws://{GUEST_HOUSE}"', None, True),
        ('url = "http://127.0.0.1:1"\nws_url = "ws://localhost"', None, False),
        (f'url = "http://127.0.0.1@{GUEST_HOUSE}"', None, True),
        (f'url = "http://localhost.{GUEST_HOUSE}"', None, True),
        ('url = "http://[::1]:8080"', None, False),
    ],
)
def test_whoever_is_not_this_machine_and_has_not_allowed_more_is_a_host(
    tmp_path: Path, target: str, url: str | None, polite: bool
) -> None:
    with session(tmp_path, f"{reference.IDENTITY}\n[target]\n{target}\n", url=url, workers=4, silent=1) as told:
        assert told.polite is polite
        assert told.throttle.per_second == (POLITE_PER_SECOND / 4 if polite else None)
        assert [event.kind for event in told.recorder.events()] == [], "nobody was called"


def test_no_turn_comes_sooner_than_its_pace() -> None:
    """Though many wait for theirs at once, and the one that sleeps before them wakes late."""
    throttle, taken = Throttle(50), []

    async def takes() -> None:
        await throttle.turn()
        taken.append(time.monotonic())

    async def all_at_once() -> None:
        await asyncio.gather(*(takes() for _ in range(10)))

    asyncio.run(all_at_once())
    assert min(later - earlier for earlier, later in pairwise(taken)) > 0.9 / 50


def test_a_redirect_is_not_followed(tmp_path: Path) -> None:
    """Neither by a request nor by a handshake; where it leads, nobody comes."""
    called: list[str] = []

    def trap(request: null.Request) -> bytes:
        called.append(request.target)
        return null.answer("200 OK", b"{}")

    recorder = Recorder(tmp_path / "s.ndjson", "s")
    loop = Loop(recorder)
    with null.answering(trap) as elsewhere:

        def away(request: null.Request) -> bytes:
            return null.answer("307 Temporary Redirect", b"", {"Location": elsewhere + request.target})

        with null.answering(away) as url:
            at = endpoint(url)
            http = Http(at, recorder, 5, Throttle(None))
            answer = loop.run(http.exchange("alice", "POST", "/chat/create", json_body={}))
            with pytest.raises(Refused) as refused:
                loop.run(open_socket(at, recorder, Throttle(None), "alice/1", "alice", "/chat/ws/x", {}, within_s=10))
            loop.run(http.close())
    loop.close()
    recorder.close()
    assert (answer.status, refused.value.event.data["status"]) == (307, 307)
    assert called == []


def test_connections_opened_with_another_credential_are_closed_with_their_check(
    tmp_path: Path, reference_url: str
) -> None:
    with session(tmp_path, f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n') as told:
        with told.stage("a check") as stage:
            alice = stage.person("alice")
            room = alice.creates()
            tabs = [alice.connects(room), alice.with_token(stage.tokens.token(alice.id)).connects(room)]
        assert [tab.socket.ended is not None for tab in tabs] == [True, True]


# -- by hand ---------------------------------------------------------------------------------------------------------


CURL = Path(__file__).parent / "servers" / "curl.py"


class Shell:
    """A terminal in an empty folder where the command is installed; what is begun in it ends with it."""

    def __init__(self, folder: Path) -> None:
        self.here = folder / "here"
        self.here.mkdir()
        binary = folder / "bin"
        binary.mkdir()
        (binary / "chat-conformance").write_text(f'#!/bin/sh\nexec {shlex.join(command.COMMAND)} "$@"\n')
        if shutil.which("curl") is None:
            (binary / "curl").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {CURL} "$@"\n')
        (binary / "python").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        for file in binary.iterdir():
            file.chmod(0o755)
        self.environment = {**os.environ, "PATH": f"{binary}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "200"}
        self._begun: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Shell:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._begun:
            os.killpg(process.pid, signal.SIGTERM)
            process.communicate(timeout=20)

    def begins(self, line: str, until: str) -> list[str]:
        """Begin a line that goes on; returns what it says up to a line that begins so."""
        process = subprocess.Popen(
            ["sh", "-c", line], cwd=self.here, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self._begun.append(process)
        said: list[str] = []
        assert process.stdout is not None
        for came in process.stdout:
            said.append(came.rstrip("\n"))
            if came.startswith(until):
                return said
        raise AssertionError(f"{line} ended: {said}")

    def does(self, line: str, **variables: str) -> str:
        """Carry out a line to its end."""
        done = subprocess.run(
            ["sh", "-c", line], cwd=self.here, env={**self.environment, **variables}, input="",
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A terminal."""
    with Shell(tmp_path) as found:
        yield found


@pytest.mark.parametrize("options", ["", " --issuer-dir 'of our own'"], ids=["usual keys", "other keys"])
def test_the_lines_that_serve_prints_can_be_pasted(shell: Shell, options: str) -> None:
    said = shell.begins(f"chat-conformance serve --port 0{options}", "ready ")
    lines = {name.strip("# "): line.strip() for name, _, line in (one.partition(": ") for one in said)}
    token = shell.does(f'{lines["a token"]}; printf %s "$TOKEN"')
    made = json.loads(shell.does(lines["create"], TOKEN=token))
    ticket = json.loads(shell.does(lines["a ticket"], TOKEN=token, ID=made["id"]))
    assert "Connected to ws://" in shell.does(lines["a socket"], ID=made["id"], TICKET=ticket["ticket"])


def test_the_lines_of_the_readme_judge_a_server_that_is_started_by_hand(shell: Shell) -> None:
    """As they stand there, but on ports that are free, and with a few checks only."""
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    block = readme.split("<!-- by hand -->\n```sh\n")[1].split("```")[0]
    for port in ("9400", "8080"):
        assert port in block
        block = block.replace(port, str(reserved_port()))
    issuer, serve, run = block.strip().splitlines()
    shell.begins(issuer, "a token")
    shell.begins(serve, "ready ")
    said = shell.does(f"{run} --intensity 0 --requirement AUTH-SIG-01")
    assert "partial for full 1.0" in said
    assert list((shell.here / "reports" / "latest").glob("report.md"))


def test_a_key_that_no_server_can_know_is_mentioned(tmp_path: Path) -> None:
    with null.closed_port() as url:
        first, second = (command.run(tmp_path, *command.small(url)) for _ in range(2))
    assert "note: the key that signs the tokens did not exist before this run" in first.out, first.story()
    assert "note:" not in second.out, second.story()
