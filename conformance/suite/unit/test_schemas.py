"""What travels is what the contract says, and comes back as it was sent."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from conformance.recorder import matchers as m
from conformance.stage import BOTH, Stage, check
from conformance.stage.conversations import reads_one

SPOKEN_OF = "\0&<>\"'`\\;%${}[]()|*#="
"""Characters of markup, of other languages and of JSON; U+0000 may be refused."""

PLAIN_TEXT = st.text(
    st.characters(
        max_codepoint=0xFFFF, exclude_categories=["Cs", "Cf", "Zs", "Zl", "Zp"], exclude_characters=SPOKEN_OF
    ).filter(lambda one: not one.isspace()),
    min_size=1,
    max_size=200,
).filter(lambda text: unicodedata.is_normalized("NFD", text) and unicodedata.is_normalized("NFKC", text))
"""What no clause of its own speaks of: white space, markup, other forms of a letter and what lies beyond the Basic
Multilingual Plane have theirs, and a server that changes those alone is told so by them."""

PROSE = st.sampled_from(
    [
        "It\u2019s \u201cquoted\u201d \u2013 and so on", "\u4f60\u597d", "\u05e9\u05dc\u05d5\u05dd", "\u00abhop\u00bb",
        "2 + 2, or 4?", "null", "a/b:c_d~e^f@g!", "\u20ac 12", "\x7f",
    ]
)  # fmt: skip


@check("content.exact", "CONT-EXACT-01", transports=BOTH)
def test_content_comes_back_exactly(stage: Stage, transport: str) -> None:
    """Whatever alice writes, bob gets it code point by code point."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room) if transport == "ws" else None

    @stage.for_all(40, content=st.one_of(PROSE, PLAIN_TEXT))
    def comes_back(content: str) -> None:
        said = alice.says(room, content, via=transport)
        if listening is not None:
            heard, path = listening.hears(said), "frame/content"
        else:
            heard, path = reads_one(bob, room, said.sequence_id), "body/events/0/content"
        stage.judge("CONT-EXACT-01", m.content_is_exactly, heard, path=path, code_points=content)
