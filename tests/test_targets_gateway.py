"""A server behind TLS, a base path, another address for sockets, and headers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import gateway, null, reference
from servers.gateway import Authority, Gateway
from sessions import judged, passes, written

from conformance.client.endpoint import endpoint
from conformance.client.http import Http
from conformance.client.loop import Loop
from conformance.client.socket import Refused, open_socket
from conformance.client.throttle import Throttle
from conformance.recorder.stream import Recorder

GATEWAY_KEY = "the-key-to-the-gateway-4711"


# -- TLS, a base path, another address for sockets, headers -----------------------------------------------------------


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


# -- as a guest -------------------------------------------------------------------------------------------------------


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
