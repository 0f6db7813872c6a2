"""Storage goes down and comes back: nobody is told a lie meanwhile, and afterwards all goes on."""

from __future__ import annotations

from conformance.history import order
from conformance.recorder import matchers as m
from conformance.recorder.matchers import answers, attempts, guarantees, outages
from conformance.stage import Stage, check
from conformance.stage.attempts import tries_to_say
from conformance.stage.declare import BOTH
from conformance.stage.outages import is_read_by, is_refused, is_served_again, looks_at_health, storage_is_down
from conformance.stage.settling import settles
from conformance.stage.workload import history, timeline


@check("outages.refused", "ERR-DEP-01", transports=BOTH, phase="alone")
def test_what_cannot_be_stored_is_refused(stage: Stage, transport: str) -> None:
    """Alice's message before the outage and the one after it are taken; those during it are refused as UNAVAILABLE,
    and neither bob's socket nor the timeline ever shows them.  Or her connection is closed, and she may come back."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    bob.connects(room)
    alice.says(room, "before", via=transport)
    with storage_is_down(stage):
        refusals = [is_refused(alice, room, transport) for _ in range(stage.rounds(3, least=2))]
    after = is_served_again(alice, room, transport, refusals[-1])
    is_read_by(bob, room, after, "GEN-SETTLE-01")
    pages = timeline(bob, room)
    if any(map(outages.is_refusal, refusals)):
        stage.judge("ERR-DEP-01", guarantees.refused_is_not_stored, history(stage), pages, code="UNAVAILABLE")


@check("outages.take-no-number", "MSG-NUM-01", transports=BOTH, phase="alone")
def test_what_cannot_be_stored_takes_no_number(stage: Stage, transport: str) -> None:
    """Alice is refused while storage is down; what she says before and afterwards stands side by side.  Where
    nobody can take storage away, she is refused for a reply to nothing."""
    alice = stage.person("alice")
    room = alice.creates()
    alice.says(room, "before", via=transport)
    if stage.server.storage.breakable:
        with storage_is_down(stage):
            refusals = [is_refused(alice, room, transport) for _ in range(stage.rounds(2))]
        is_served_again(alice, room, transport, refusals[-1])
    else:
        to_nothing = {"message_id": stage.fresh("msg"), "content": "to nothing", "reply_to": 1_000_000}
        answer = tries_to_say(alice, room, to_nothing, via=transport, clause="MSG-REPLY-02")
        stage.judge("MSG-REPLY-02", attempts.attempt_refused, answer, statuses=[400], codes=["INVALID_FRAME"])
        alice.says(room, "after", via=transport)
    stage.judge("MSG-NUM-01", order.numbers_are_whole, timeline(alice, room), history(stage))


@check("outages.named-wait", "ERR-RETRY-01", transports=BOTH, phase="alone")
def test_who_is_refused_in_an_outage_is_told_when_to_return(stage: Stage, transport: str) -> None:
    """While storage is down alice is told how many seconds to wait."""
    alice = stage.person("alice")
    room = alice.creates()
    alice.says(room, "before", via=transport)
    with storage_is_down(stage):
        refusal = is_refused(alice, room, transport)
    if refusal.kind == "close_received":
        stage.never_provoked("the server closes connections while storage is down, instead of refusing messages")
    stage.judge("ERR-RETRY-01", answers.names_a_wait, refusal)


@check("outages.end-by-themselves", "ERR-DEP-02", phase="alone")
def test_an_outage_of_storage_ends_by_itself(stage: Stage) -> None:
    """Alice is refused on both transports while storage is down; when it is back, she is served on both, and bob reads
    what she says."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    alice.connects(room)
    with storage_is_down(stage):
        refusals = {via: is_refused(alice, room, via) for via in BOTH}
    for via, refusal in refusals.items():
        is_read_by(bob, room, is_served_again(alice, room, via, refusal), "ERR-DEP-02")


@check("health.storage-is-down", "HLT-DOWN-01", phase="alone")
def test_health_shows_that_storage_is_down(stage: Stage) -> None:
    """Storage goes down while nobody speaks, so that health alone can find out."""
    before = looks_at_health(stage)
    stage.judge("HLT-SHAPE-01", m.conforms, before, path="body", schema="openapi:Health")
    with storage_is_down(stage):
        shown = settles(stage, "HLT-DOWN-01", lambda: looks_at_health(stage), outages.says_that_it_is_not_well)
    stage.judge("HLT-STATUS-01", guarantees.status_agrees_with_health, shown)
