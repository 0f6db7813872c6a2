"""Refused handshakes: they say why."""

from __future__ import annotations

from conformance.recorder import matchers as m
from conformance.recorder.events import Event
from conformance.recorder.matchers import answers as am
from conformance.stage import Stage, check


@check("refusals.handshake-problem", "ERR-SHAKE-01")
def test_a_refused_handshake_carries_a_problem(stage: Stage) -> None:
    """Without a credential, and of a stranger: each refusal has a problem as its body."""
    alice, eve = stage.people("alice", "eve")
    room = alice.creates()
    for person in (stage.stranger(), eve):
        found = person.knocks(room)
        refusal = found if isinstance(found, Event) else found.handshake
        if person is not eve:
            stage.judge("AUTH-NONE-02", m.status_is, refusal, expected=[401])
        stage.judge("ERR-SHAKE-01", am.refusals_are_problems, [refusal])
        stage.judge("ERR-SHAKE-01", am.problems_are_whole, [refusal])
