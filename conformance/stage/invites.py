"""Share links: who makes them, who comes by them, and how long they are good."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conformance.client.http import Answer
from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.stage.people import Person, Room

ALPHABETS = (
    "0123456789",
    "0123456789abcdef",
    "0123456789ABCDEF",
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_",
    "".join(map(chr, range(0x20, 0x7F))),
)
"""What texts are usually made of, fewest characters first."""


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite, as its maker was told of it."""

    id: str
    token: str
    answer: Answer


def invites(maker: Person, room: Room, **body: Any) -> Invite:
    """Make an invite."""
    answer = maker.request("POST", room.path("/invites"), body)
    maker.stage.judge("INV-MAKE-01", m.status_is, answer.event, expected=[201])
    maker.stage.judge("INV-MAKE-01", m.conforms, answer.event, path="body", schema="openapi:InviteWithToken")
    return Invite(answer.body["invite_id"], answer.body["token"], answer)


def lists(maker: Person, room: Room) -> Event:
    """The list of a conversation's invites."""
    answer = maker.request("GET", room.path("/invites"))
    maker.stage.judge("INV-LIST-01", m.status_is, answer.event, expected=[200])
    return answer.event


def link_of(token: str) -> str:
    """The path by which an invite is used."""
    return f"/chat/join/{quote(token, safe='')}"


def uses_link(person: Person, token: str) -> Answer:
    """Try to join by the share link."""
    return person.request("POST", link_of(token), {"displayName": person.name})


def uses_body(person: Person, room: Room, token: str) -> Answer:
    """Try to join by the conversation's id, with the invite in the body."""
    return person.request("POST", room.path("/join"), {"displayName": person.name, "invite": token})


def joins_by(person: Person, token: str) -> Answer:
    """Join by the share link."""
    answer = uses_link(person, token)
    person.stage.judge("INV-USE-01", m.status_is, answer.event, expected=[200])
    return answer


def previews(person: Person, room: Room, token: str) -> Answer:
    """Look at a conversation through the share link."""
    return person.request("GET", f"{room.resource}?invite={quote(token, safe='')}")


def revokes(maker: Person, room: Room, invite_id: str) -> Answer:
    """Try to revoke an invite."""
    return maker.request("DELETE", room.invite(invite_id))


def outlast(person: Person, seconds: float) -> None:
    """Let a time that the contract counts in seconds run out, and ``settle_ms`` for that to show.

    Its end has no event of its own, so that nothing else can be waited for.
    """
    time.sleep(seconds + person.stage.settle_s)


def mistyped(token: str) -> str:
    """The same token with one character in its middle replaced by another of its own."""
    middle = len(token) // 2
    other = next((letter for letter in token if letter != token[middle]), "x")
    return token[:middle] + other + token[middle + 1 :]


def bits_at_most(samples: Sequence[str]) -> float:
    """How many random bits texts like these can hold at most: a place where all agree holds none, each other place
    as many as the smallest usual alphabet of all their characters gives."""
    longest = max(map(len, samples))
    columns = [{sample[place] for sample in samples if place < len(sample)} for place in range(longest)]
    varied = [column for column in columns if len(column) > 1]
    used = set().union(*varied)
    alphabet = next((letters for letters in ALPHABETS if used <= set(letters)), None)
    return len(varied) * math.log2(len(alphabet) if alphabet else 0x110000)
