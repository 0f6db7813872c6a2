"""The doctor on what a server declares, its clock, and its sockets."""

from __future__ import annotations

import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from doctored import IDENTITY, PAGE, at, examined, is_wrong, subject
from helpers import answer, one_line
from servers import gateway, miniature, null, reference
from servers.gateway import Authority
from servers.miniature import SOCKET, document, problem

from conformance.doctor import clocks, limits
from conformance.doctor.finding import NOTE, OK, UNKNOWN, WRONG

# -- what it declares -------------------------------------------------------------------------------------------------


def declaring(**changes: Any) -> dict[str, bytes]:
    """Answers of a server whose capabilities document differs in this."""
    return {"/chat/capabilities": document({**miniature.example("/chat/capabilities", "small"), **changes})}


def test_another_version_of_the_contract_is_told(tmp_path: Path) -> None:
    with miniature.serving(declaring(protocol_version="2.0")) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["capabilities"], "speaks version '2.0'", "this suite judges 1.0", decisive=False)


def test_what_is_demanded_and_not_declared_is_told(tmp_path: Path) -> None:
    with miniature.serving(declaring(capabilities={"invites": {}, "roles": {}})) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["capabilities"], "demands presence, typing, receipts, tickets",
             "capabilities = ['invites', 'roles']", "mine.toml", decisive=False)  # fmt: skip


@pytest.mark.parametrize(
    ("declared", "part"),
    [
        ({"queue_limit": 100_000}, "queue_limit is 100000, and the suite goes to 5000"),
        ({"rate": {"messages": 9000, "per_seconds": 1}}, "rate.messages is 9000"),
        ({"heartbeat": {"interval_ms": 120_000, "timeout_ms": 1}}, "heartbeat.interval_ms is 120000"),
        ({"max_participants": 5}, "max_participants is 5, and the load of the profile has 8 people"),
    ],
)
def test_limits_that_leave_parts_unjudged_are_noted(tmp_path: Path, declared: dict[str, Any], part: str) -> None:
    found = limits.within_reach(declared, subject(tmp_path, IDENTITY))
    assert found.state == NOTE
    one_line(found.line, part, "is not judged", "smaller ones")


# -- clocks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ahead", "words"), [(3700, "ahead of"), (-3700, "behind")])
def test_a_clock_that_is_an_hour_off_is_told(tmp_path: Path, ahead: int, words: str) -> None:
    dated = {"Date": formatdate(time.time() + ahead, usegmt=True)}
    replies = {"/chat/capabilities": document(miniature.example("/chat/capabilities", "small"), headers=dated)}
    with miniature.serving(replies) as url:
        found = examined(tmp_path, at(url))
    is_wrong(found["clock"], f"the server's clock is 62 min {words} this machine's", "exp and nbf",
             "set the clock that is wrong", decisive=False)  # fmt: skip


@pytest.mark.parametrize(
    ("date", "skew"),
    [
        ("Mon, 30 Nov 2026 12:00:00 GMT", 0.0),
        ("Mon, 30 Nov 2026 12:00:05 GMT", 4.5),
        ("Mon, 30 Nov 2026 11:59:50 GMT", -9.2),
        ("yesterday", None),
        (f"Mon, 30 Nov {'9' * 20} 12:00:00 GMT", None),
        ("Mon, 30 Nov 2026 12:00:00 +99999999999999999999", None),
        (None, None),
    ],
)
def test_skew_is_reckoned_from_whole_seconds(date: str | None, skew: float | None) -> None:
    noon = 1_796_040_000.0
    dated = answer(200)
    dated.data["headers"].update({"date": date} if date else {})
    assert clocks.skew_s(dated, noon + 0.2, noon + 0.5) == (None if skew is None else pytest.approx(skew))


def test_a_small_difference_of_clocks_is_in_order() -> None:
    assert [clocks.clock(skew).state for skew in (0, 59.0, -59.0, None, 61.0)] == [OK, OK, OK, NOTE, WRONG]


# -- sockets ----------------------------------------------------------------------------------------------------------

UPGRADE = problem("426 Upgrade Required", "UPGRADE_REQUIRED")


SHAKEN = {
    "stripped": (UPGRADE, WRONG, ("arrived without its Upgrade", "pass on Upgrade and Connection", "[target] ws_url")),
    "credential stripped": (miniature.UNAUTHORISED, WRONG, ("refused with 401, though", "pass on Authorization")),
    "elsewhere": (PAGE, WRONG, ("200, a page entitled", "write [target] ws_url of where sockets are served")),
    "a wrong path": (null.answer("404 Not Found", b"nope"), WRONG, ("is answered with 404 nope",)),
    "busy": (problem("503 Service Unavailable", "UNAVAILABLE"), UNKNOWN, ("is answered with 503",)),
}


@pytest.mark.parametrize("shaken", SHAKEN)
def test_a_handshake_that_does_not_arrive_says_what_strips_it(tmp_path: Path, shaken: str) -> None:
    reply, state, parts = SHAKEN[shaken]
    with miniature.serving({SOCKET: reply}) as url:
        found = examined(tmp_path, at(url))["socket"]
    assert (found.state, found.decisive) == (state, False), found.line
    one_line(found.line, *parts)


def test_a_dead_address_for_sockets_names_its_own_key(tmp_path: Path) -> None:
    with miniature.serving() as url, null.closed_port() as dead:
        there = dead.replace("http", "ws")
        found = examined(tmp_path, at(url, f'ws_url = "{there}"'))
    is_wrong(found["socket"], "nothing listens at 127.0.0.1", "correct ws_url in [target] of", decisive=True)


def test_a_handshake_of_a_real_server_creates_nothing(tmp_path: Path, reference_url: str) -> None:
    mine = f'{reference.IDENTITY}\n[target]\nurl = "{reference_url}"\n'
    found = examined(tmp_path, mine)
    assert found["socket"].state == OK
    one_line(found["socket"].line, "it refuses a conversation that does not exist with 404")


def test_behind_a_gateway_everything_carries_its_key(tmp_path: Path, reference_url: str) -> None:
    authority = Authority(tmp_path / "authority")
    with gateway.standing_before(reference_url, "/base", authority, "the key") as house:
        target = f'[target]\nurl = "https://localhost:{house.port}/base"\nca = "file:authority/ca.pem"\n'
        found = examined(tmp_path, f'{reference.IDENTITY}\n{target}headers = {{ X-Gateway-Key = "the key" }}\n')
    assert {one.state for one in found.values()} == {OK}, [one.line for one in found.values()]
    assert house.turned_away == 0
