"""What travels is what the contract says, and comes back as it was sent."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.recorder import matchers as m
from conformance.stage import BOTH, Stage, check
from conformance.stage.conversations import reads_one

# U+0000 may be refused and lone surrogates must be; everything else is a character like any other.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200)
TRICKY = st.sampled_from(
    [
        "caf\u00e9", "cafe\u0301", "\ufb01ne", "\u212b", " leading and trailing ", "\n\r\n\t", "\u200b\u200d\ufeff",
        "\u202eright to left", "\U0001f469\u200d\U0001f680", "<script>alert(1)</script>", "&amp;&lt;", "\\u0041",
        "'; DROP TABLE messages; --", "%s %d {0} ${x}", "\x7f\x1b[31m", "\U0010ffff", "null",
    ]
)  # fmt: skip


@check("content.exact", "CONT-EXACT-01", transports=BOTH)
def test_content_comes_back_exactly(stage: Stage, transport: str) -> None:
    """Whatever alice writes, bob gets it code point by code point."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room) if transport == "ws" else None

    @stage.for_all(40, content=st.one_of(TRICKY, ANY_TEXT))
    def comes_back(content: str) -> None:
        said = alice.says(room, content, via=transport)
        if listening is not None:
            heard, path = listening.hears(said), "frame/content"
        else:
            heard, path = reads_one(bob, room, said.sequence_id), "body/events/0/content"
        stage.judge("CONT-EXACT-01", m.content_is_exactly, heard, path=path, code_points=content)
