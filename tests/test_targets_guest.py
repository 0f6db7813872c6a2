"""A server elsewhere, of which the suite is a guest."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from servers import gateway, reference
from servers.gateway import Gateway
from sessions import judged, of_check, recorded, session

from conformance.client.throttle import POLITE_PER_SECOND, Throttle
from conformance.recorder.events import Event

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


def test_connections_opened_with_another_credential_are_closed_with_their_check(
    tmp_path: Path, reference_url: str
) -> None:
    with session(tmp_path, f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n') as told:
        with told.stage("a check") as stage:
            alice = stage.person("alice")
            room = alice.creates()
            tabs = [alice.connects(room), alice.with_token(stage.tokens.token(alice.id)).connects(room)]
        assert [tab.socket.ended is not None for tab in tabs] == [True, True]
