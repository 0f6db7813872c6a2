"""A crash while a conversation changes hands."""

from __future__ import annotations

import asyncio

from conformance.recorder.matchers import roles
from conformance.stage import Stage, check
from conformance.stage.roles import asks
from conformance.stage.workload import timeline


@check("succession.whole-after-kill", "ROLE-SUCC-05", phase="alone", needs=("launch",))
def test_after_a_kill_a_succession_is_whole(stage: Stage) -> None:
    """The server is killed as soon as bob is told anything of alice's going: both events are there, or neither."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room)

    async def until_anything_shows() -> None:
        since = len(listening.socket.events)
        leave = asyncio.create_task(asks(alice, "DELETE", room.path("/leave")))
        shown = ("role_changed", "participant_left")
        await listening.socket.wait_for(lambda event: event.frame.get("type") in shown, since, stage.settle_s)
        leave.cancel()

    stage.loop.run(until_anything_shows())
    stage.server.kill()
    stage.server.start()
    stage.judge("ROLE-SUCC-05", roles.succession_is_whole, timeline(bob, room), leaver=alice.id)
