"""What the code of a close tells a client to do next."""

from __future__ import annotations

from conformance.recorder.matchers import closing
from conformance.stage import Stage, check
from conformance.stage.limits import heartbeat_s


@check("closing.silence-backs-off", "CLOSE-CLASS-01", slow=True)
def test_a_silent_client_is_told_to_come_back_later(stage: Stage) -> None:
    """Alice's client answers no ping, as that of a phone without network; however the server ends its connection, it
    tells it neither that all is done nor to stay away."""
    alice = stage.person("alice")
    within_s = sum(heartbeat_s(stage)) + stage.settle_s
    tab = alice.connects(alice.creates(), answers_pings=False)
    tab.ends("HB-DEAD-01", within_s)
    stage.judge("CLOSE-CLASS-01", closing.ends_with_class, tab.events, wanted="back off", reason="silence")
