"""What readers who do not read cost the server."""

from __future__ import annotations

from conformance.recorder.matchers import slow
from conformance.stage import Stage, check
from conformance.stage.slow import crowd, queue_bytes, slow_reader, stopped_readers

EACH = 5
"""Any server lets one participant have so many connections (section 2.2)."""
SPARE_BYTES = 32 * 1024 * 1024
MOST_PEOPLE = 12
"""The more readers, the less each leaves unread, and the sum is the same: 60 are as good as more, and cost less."""


@check("slow.memory", "SLOW-MEM-01", hostile=True)
def test_readers_who_do_not_read_cost_no_more_than_their_queues(stage: Stage) -> None:
    """Many connections stop reading while much more is said than their queues may hold together."""
    if stage.server.resident_bytes() is None:
        stage.never_provoked("the memory of the server cannot be watched")
    # So many that what they may cost by their number is no more than what is spared.
    count = max(1, min(MOST_PEOPLE, SPARE_BYTES // (2 * EACH * queue_bytes(stage))))
    readers = count * EACH
    most = readers * 2 * queue_bytes(stage) + SPARE_BYTES
    # Half as much again as the bound: a server that keeps all of it is beyond it also where the network holds a third.
    waiting = most * 3 // 2 // readers
    carol, *sleepers = stage.people("carol", *(f"sleeper{number}" for number in range(count)))
    talk = crowd(stage, waiting, carol, *sleepers)
    with slow_reader(carol, talk) as reader, stopped_readers(sleepers, talk.room, EACH):
        talk.says(2)
        before = stage.server.resident_bytes() or 0
        talk.says(reader.lines_for(waiting))
        after = stage.server.resident_bytes() or 0
        stage.judge(
            "SLOW-MEM-01", slow.memory_is_bounded, reader.events, before=before, after=after, most=most,
            readers=readers, waiting=readers * waiting,
        )  # fmt: skip
