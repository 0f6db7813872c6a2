"""The reference server as a control: as like the server beside it as it can be made."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from conformance.reproduce.control import profile_like

ALL = {name: {} for name in ("invites", "roles", "presence", "typing", "receipts", "tickets")}


def arguments(declared: Any) -> list[str]:
    args: list[str] = tomllib.loads(profile_like(declared))["launch"]["functional"]["args"]
    return args


def test_a_capability_that_is_not_offered_is_not_offered_by_the_control() -> None:
    declared = {"capabilities": {name: {} for name in ALL if name != "presence"}}
    assert arguments(declared)[-2:] == ["--without", "presence"]
    assert "presence" not in tomllib.loads(profile_like(declared))["profile"]["capabilities"]


def test_limits_are_taken_over_one_by_one_and_in_groups() -> None:
    limits = {"max_participants": 7, "rate": {"messages": 9, "per_seconds": 3}}
    assert arguments({"capabilities": ALL, "limits": limits})[-6:] == [
        "--limit", "max_participants=7", "--limit", "rate.messages=9", "--limit", "rate.per_seconds=3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "limits",
    [None, 7, [], {"max_participants": "7"}, {"--flaw": 1}, {"max_participants": True}, {"rate": {"x": "; id"}}],
)
def test_of_nonsense_nothing_is_taken_over(limits: Any) -> None:
    assert arguments({"capabilities": ALL, "limits": limits}) == arguments({"capabilities": ALL})
