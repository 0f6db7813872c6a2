"""What travels is what the contract says, and comes back as it was sent."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from conformance.recorder import matchers as m
from conformance.stage import BOTH, Stage, check
from conformance.stage.conversations import reads_one

SPOKEN_OF = "\0&<>\"'`\\;%${}[]()|*#="
"""Characters of markup, of other languages and of JSON; U+0000 may be refused."""


def _settled(text: str) -> bool:
    """Whether no normalisation changes it."""
    return unicodedata.is_normalized("NFD", text) and unicodedata.is_normalized("NFKC", text)


def _marks(first: int, last: int) -> str:
    """Every punctuation mark and symbol between these code points that no normalisation changes."""
    block = map(chr, range(first, last + 1))
    return "".join(one for one in block if unicodedata.category(one)[0] in "PS" and _settled(one))


PLAIN_TEXT = st.text(
    st.characters(
        max_codepoint=0xFFFF, exclude_categories=["Cs", "Cf", "Zs", "Zl", "Zp"], exclude_characters=SPOKEN_OF
    ).filter(lambda one: not one.isspace()),
    min_size=1,
    max_size=200,
).filter(_settled)
"""What no clause of its own speaks of: white space, markup, other forms of a letter and what lies beyond the Basic
Multilingual Plane have theirs, and a server that changes those alone is told so by them."""

MARKS = (_marks(0xA1, 0xFF), _marks(0x2010, 0x205E))
"""The marks of Latin-1 and of General Punctuation: quotes and dashes, which editors, mail and old databases replace in
passing, are among them, and few of them would be drawn."""

WORDS = ("\u4f60\u597d", "\u05e9\u05dc\u05d5\u05dd", "2 + 2, or 4?", "null", "a/b:c_d~e^f@g!", "\u20ac 12", "\x7f")
"""Words of other scripts, words that mean something to a parser, a sign of Windows' that Latin-1 lacks, and the last of
ASCII."""


@check("content.exact", "CONT-EXACT-01", transports=BOTH)
def test_content_comes_back_exactly(stage: Stage, transport: str) -> None:
    """Whatever alice writes, bob gets it code point by code point."""
    alice, bob = stage.people("alice", "bob")
    room = alice.creates(bob)
    listening = bob.connects(room) if transport == "ws" else None

    def comes_back(content: str) -> None:
        said = alice.says(room, content, via=transport)
        if listening is not None:
            heard, path = listening.hears(said), "frame/content"
        else:
            heard, path = reads_one(bob, room, said.sequence_id), "body/events/0/content"
        stage.judge("CONT-EXACT-01", m.content_is_exactly, heard, path=path, code_points=content)

    for always in (*MARKS, *WORDS):
        comes_back(always)
    stage.for_all(40, content=PLAIN_TEXT)(comes_back)
