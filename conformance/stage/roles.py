"""What people with roles do to each other, and what shows which role somebody has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from conformance.client.http import Answer, NoAnswer
from conformance.recorder import matchers as m
from conformance.recorder.evaluation import Matcher
from conformance.recorder.events import Event
from conformance.recorder.matchers import roles
from conformance.stage.outcome import Inconclusive
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage


def declared(stage: Stage, capability: str) -> bool:
    """Whether the server declares a capability."""
    answer = stage.stranger().request("GET", "/chat/capabilities")
    found = answer.body.get("capabilities") if isinstance(answer.body, Mapping) else None
    return isinstance(found, Mapping) and capability in found


def entry(room: Room, person: Person) -> str:
    """The path of somebody's entry among the participants."""
    return room.member(person.id)


def tries_to_give(actor: Person, room: Room, other: Person, role: Any) -> Answer:
    """Ask for a change of role; the answer is not looked at."""
    return actor.request("PATCH", entry(room, other), {"role": role})


def gives(actor: Person, room: Room, other: Person, role: str, clause: str = "ROLE-OWNER-01") -> Answer:
    """Change somebody's role."""
    answer = tries_to_give(actor, room, other, role)
    actor.stage.judge(clause, m.status_is, answer.event, expected=[200])
    return answer


def tries_to_remove(actor: Person, room: Room, other: Person) -> Answer:
    """Ask for a removal; the answer is not looked at."""
    return actor.request("DELETE", entry(room, other))


def looks(person: Person, room: Room) -> Event:
    """The whole resource, as this member is shown it."""
    answer = person.request("GET", room.resource)
    person.stage.judge("CONV-GET-01", m.status_is, answer.event, expected=[200])
    return answer.event


def keeps_role(clause: str, actor: Person, room: Room, other: Person, role: str) -> None:
    """Judge by what the actor reads after their own act that somebody has this role."""
    shown = looks(actor, room)
    actor.stage.judge(clause, roles.listed_with_role, shown, participant=other.id, role=role)


def is_gone(clause: str, actor: Person, room: Room, other: Person) -> None:
    """Judge by what the actor reads after their own act that somebody is no member any more."""
    actor.stage.judge(clause, roles.no_longer_listed, looks(actor, room), participant=other.id)


def sees_leave(tab: Tab, leaver: Person) -> Event:
    """Wait for somebody's going as a live event."""
    awaited = f"participant_left of {leaver.id}"
    return tab.until("MEM-LEAVE-02", roles.is_going_of, awaited=awaited, participant=leaver.id)


def together(stage: Stage, *work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Do several things at the same time; their results in order."""

    async def all_of_it() -> list[Any]:
        return list(await asyncio.gather(*work))

    return stage.loop.run(all_of_it())


def nobody_is_kept_out(
    stage: Stage, rush: Sequence[Event], clause: str, alone: Callable[[], Event], *, gone: Matcher, **arguments: Any
) -> None:
    """Where a rush let nobody in, look what is left: an indefinite answer may have been a success, and then there is
    nothing left for who comes alone.

    Where there is, whoever comes alone must be let in, and of the rush nothing is known: a server may be too busy for
    all of them.
    """
    if any(answer.data.get("status") == 200 for answer in rush):
        return
    last = alone()
    if gone(last, **arguments) is None:
        return
    stage.judge(clause, m.status_is, last, expected=[200])
    raise Inconclusive(f"none of {len(rush)} who tried at the same time was let in, and who came alone was")


async def asks(person: Person, method: str, path: str, body: Any = None) -> Event:
    """One request among others at the same time; the record of its answer, or that none came."""
    headers = {"Authorization": f"Bearer {person.token}"}
    try:
        answer = await person.stage.http.exchange(person.name, method, path, headers=headers, json_body=body)
    except NoAnswer as silence:
        return silence.event
    return answer.event


async def talks(tab: Tab, messages: int) -> None:
    """Send one message after the other, each as soon as the one before is answered."""
    for number in range(messages):
        name = tab.person.stage.fresh("msg")
        since = len(tab.socket.events)
        frame = {"type": "message", "message_id": name, "content": f"line {number}"}
        await tab.socket.send(frame)
        await tab.answer_to(name, since)


def share_of_rate(stage: Stage, wanted: int, rounds: int) -> int:
    """How many messages each of so many rounds may have, ``wanted`` at most, to stay within the declared rate."""
    rate = stage.limits.get("rate")
    return max(1, min(wanted, int(rate["messages"]) // rounds)) if isinstance(rate, Mapping) else wanted
