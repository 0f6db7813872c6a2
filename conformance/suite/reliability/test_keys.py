"""Keys are rotated and their source fails, while people go on talking."""

from __future__ import annotations

from conformance.recorder.matchers import auth as am
from conformance.stage import Stage, auth, check
from conformance.target import forge

LOOKS = (0, 1 / 2, 1 / 2)
"""Shares of ``settle_ms`` that pass before each look: at once, when a server may not have noticed yet; by the end, when
it has had the time to; and between the two."""


@check("auth.rotated-key", "AUTH-ROT-01", phase="alone", needs=("mint", "launch"), slow=True)
def test_a_key_that_was_added_is_taken_up(stage: Stage) -> None:
    """Alice's token by the next key is refused until that key is published, and accepted from then on."""
    keys, following = auth.published_keys(stage), forge.stranger(auth.signer(stage))
    alice = stage.person("alice")
    rotated = forge.signed_by(alice.token, following, kid=following.key_id)
    auth.are_refused(stage, "AUTH-KID-01", alice, {"a token by a key that is not published yet": rotated})
    keys.add(following)
    auth.waits(stage.settle_s)
    for what, token in {"the key that was added": rotated, "the key that was there before": alice.token}.items():
        answer = auth.asks(alice, token).event
        stage.judge("AUTH-ROT-01", am.answered_with, answer, what=f"a token by {what}", expected=[200])


@check("auth.known-keys-while-source-is-down", "AUTH-DOWN-01", phase="alone", needs=("mint", "launch"), slow=True)
def test_known_keys_go_on_working_without_their_source(stage: Stage) -> None:
    """The key set cannot be read any more; alice's token, by a key that was in it, is accepted as ever."""
    keys, alice = auth.published_keys(stage), stage.person("alice")
    auth.is_let_in(stage, alice)
    keys.withdraw()
    for share in LOOKS:
        auth.waits(share * stage.settle_s)
        answer = alice.request("GET", auth.GUARDED).event
        stage.judge("AUTH-DOWN-01", am.answered_with, answer, what="a token by a known key", expected=[200])


@check("auth.unknown-key-while-source-is-down", "AUTH-DOWN-02", phase="alone", needs=("mint", "launch"), slow=True)
def test_nobody_is_called_a_liar_while_the_source_is_down(stage: Stage) -> None:
    """A token by an unknown key may be good: it is answered with 503 and when to come back."""
    keys, following = auth.published_keys(stage), forge.stranger(auth.signer(stage))
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    keys.withdraw()
    auth.waits(stage.settle_s)
    answer = auth.asks(alice, forge.signed_by(alice.token, following, kid=following.key_id)).event
    what = "a token by an unknown key while the source of keys is down"
    stage.judge("AUTH-DOWN-02", am.answered_with, answer, what=what, expected=[503])
    stage.judge("AUTH-DOWN-02", am.says_when_to_return, answer)


@check("auth.source-comes-back", "AUTH-DOWN-04", phase="alone", needs=("mint", "launch"), slow=True)
def test_an_outage_of_the_source_ends_by_itself(stage: Stage) -> None:
    """Alice comes back when she was told to, after the source of keys has, and is let in."""
    keys, following = auth.published_keys(stage), forge.stranger(auth.signer(stage))
    alice = stage.person("alice")
    auth.is_let_in(stage, alice)
    rotated = forge.signed_by(alice.token, following, kid=following.key_id)
    keys.withdraw()
    auth.waits(stage.settle_s)
    refused = auth.asks(alice, rotated)
    stage.judge("AUTH-DOWN-02", am.answered_with, refused.event, what="a token by an unknown key", expected=[503])
    stage.judge("AUTH-DOWN-02", am.says_when_to_return, refused.event)
    keys.add(following)
    auth.waits(auth.wait_named_by(stage, refused) + stage.settle_s)
    answer = auth.asks(alice, rotated).event
    what = "a token by a key of the source that is back"
    stage.judge("AUTH-DOWN-04", am.answered_with, answer, what=what, expected=[200])
