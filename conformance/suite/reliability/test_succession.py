"""A crash while a conversation changes hands."""

from __future__ import annotations

import asyncio

from conformance.recorder.matchers import roles
from conformance.stage import Person, Room, Stage, check
from conformance.stage.roles import asks
from conformance.stage.workload import timeline


@check("succession.whole-after-kill", "ROLE-SUCC-05", phase="alone", needs=("launch",))
def test_after_a_kill_a_succession_is_whole(stage: Stage) -> None:
    """The server is killed as soon as bob is told anything of alice's going, again and again in another conversation:
    both events are there, or neither."""
    # Two commits are told apart if the kill falls between them: always, if they are farther apart than it takes from
    # the first word to the kill, and of those half as far in 15 runs of 16.
    for _ in range(stage.rounds(4, least=1)):
        alice, bob = stage.people("alice", "bob")
        room = alice.creates(bob)
        _killed_while_leaving(alice, bob, room)
        stage.judge("ROLE-SUCC-05", roles.succession_is_whole, timeline(bob, room), leaver=alice.id)


def _killed_while_leaving(alice: Person, bob: Person, room: Room) -> None:
    stage, listening = alice.stage, bob.connects(room)

    async def until_anything_shows() -> None:
        since = len(listening.socket.events)
        leave = asyncio.create_task(asks(alice, "DELETE", room.path("/leave")))
        shown = ("role_changed", "participant_left")
        await listening.socket.wait_for(lambda event: event.frame.get("type") in shown, since, stage.settle_s)
        leave.cancel()

    stage.loop.run(until_anything_shows())
    stage.server.kill()
    stage.server.start()
