"""Content: what it may be, and that nothing is done to it."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.recorder.matchers import messages as mm
from conformance.stage import BOTH, Stage, check
from conformance.stage import content as written
from conformance.stage import messages as say

ACCENTS = st.text(st.characters(categories=["Mn"]), max_size=3)
DECOMPOSED = st.tuples(st.sampled_from("aeiouAEIOUcn\u03b1\u0438"), ACCENTS).map("".join)
BLANKS = st.text(st.sampled_from(" \t\n\r\u00a0\u2003\u3000"), min_size=1, max_size=4)
ASTRAL = st.text(st.characters(min_codepoint=0x10000, exclude_categories=["Cs", "Cn"]), min_size=1, max_size=20)


@check("content.not-normalised", "CONT-NORM-01", transports=BOTH)
def test_content_is_not_normalised(stage: Stage, transport: str) -> None:
    """Composed and decomposed letters, ligatures and look-alikes come back as alice wrote them."""
    alice, bob = stage.people("alice", "bob")
    listening = bob.connects(alice.creates(bob))
    for form in written.FORMS:
        written.comes_back(alice, listening, "CONT-NORM-01", form, via=transport)

    @stage.for_all(10, content=st.lists(DECOMPOSED, min_size=1, max_size=10).map("".join))
    def comes_back(content: str) -> None:
        written.comes_back(alice, listening, "CONT-NORM-01", content, via=transport)


@check("content.white-space", "CONT-SPACE-01", transports=BOTH)
def test_white_space_is_kept(stage: Stage, transport: str) -> None:
    """Blanks, tabs and line ends come back, wherever in the text they stand."""
    alice, bob = stage.people("alice", "bob")
    listening = bob.connects(alice.creates(bob))
    for spaced in written.SPACES:
        written.comes_back(alice, listening, "CONT-SPACE-01", spaced, via=transport)

    @stage.for_all(10, before=BLANKS, within=BLANKS, after=BLANKS)
    def comes_back(before: str, within: str, after: str) -> None:
        written.comes_back(alice, listening, "CONT-SPACE-01", f"{before}a{within}b{after}", via=transport)


@check("content.astral", "CONT-ASTRAL-01", transports=BOTH)
def test_characters_of_any_plane_are_kept(stage: Stage, transport: str) -> None:
    """Emoji and their joiners, rare scripts, zero-width and direction marks come back."""
    alice, bob = stage.people("alice", "bob")
    listening = bob.connects(alice.creates(bob))
    for beyond in written.BEYOND:
        written.comes_back(alice, listening, "CONT-ASTRAL-01", beyond, via=transport)

    @stage.for_all(10, content=ASTRAL)
    def comes_back(content: str) -> None:
        written.comes_back(alice, listening, "CONT-ASTRAL-01", content, via=transport)


@check("content.blank", "CONT-BLANK-01", transports=BOTH)
def test_a_single_blank_is_content(stage: Stage, transport: str) -> None:
    """One character is enough, whichever it is."""
    alice = stage.person("alice")
    room = alice.creates()
    for content in ("a", " ", "\n", "\u200b", "\u3000"):
        sent = say.writes(alice, room, via=transport, clause="CONT-BLANK-01", content=content)
        stage.judge("CONT-BLANK-01", mm.accepted, sent.answer)


@check("content.empty", "CONT-EMPTY-01", transports=BOTH)
def test_empty_content_is_refused(stage: Stage, transport: str) -> None:
    """One character is accepted, none is refused."""
    alice = stage.person("alice")
    room = alice.creates()
    say.sends(alice, room, via=transport, content="a")
    empty = say.writes(alice, room, via=transport, clause="CONT-EMPTY-01", content="")
    stage.judge("CONT-EMPTY-01", mm.refused, empty.answer, statuses=[400], codes=["INVALID_FRAME"])
