"""What people write into the tracker is there after any number of regenerations, byte for byte."""

from __future__ import annotations

import re
from typing import Any

import pytest
from helpers import PURE, one_line
from hypothesis import given
from hypothesis import strategies as st
from recorded_runs import plain, recorded, run_of
from tracked_runs import later

from conformance.report.results import build
from conformance.tracker import document
from conformance.tracker.document import PARTS
from conformance.tracker.update import Tracker, updated
from conformance.usage import UsageError

Results = dict[str, Any]
NOTHING = Tracker("t.md", "", "t.ndjson", "")
EMPTY = "|  |  |  | "
"""How the cells of a row stand that nobody has written into."""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Results in which ``one.ws`` failed and ``nice`` was an error of the suite."""
    found: Results = plain(build(run_of(recorded(tmp_path_factory.mktemp("run")))))
    return later(found, 0)


def tracked(tracker: Tracker, *results: Results, **options: Any) -> Tracker:
    """The tracker after these results."""
    update = updated(tracker, results, **options)
    return Tracker(tracker.file, update.page, tracker.past, update.history)


def edited(tracker: Tracker, *changes: tuple[str, str]) -> Tracker:
    """The tracker after somebody has put one text in the place of another, where that stands first."""
    page = tracker.page
    for old, new in changes:
        assert old in page
        page = page.replace(old, new, 1)
    return Tracker(tracker.file, page, tracker.past, tracker.history)


def ids(tracker: Tracker, part: str) -> list[str]:
    """The ids of the rows of a part, in their order."""
    body = document.read(tracker.page, "t.md").parts[part].body
    return re.findall(r"`([0-9a-f]{12})` \|$", body, re.MULTILINE)


def with_words(tracker: Tracker, mark: str, *cells: str) -> Tracker:
    """The tracker after somebody has written into the row with this id."""
    return edited(tracker, (f"{EMPTY}`{mark}` |", f"| {' | '.join(cells)} | `{mark}` |"))


def with_notes(tracker: Tracker, clause: str, said: str) -> Tracker:
    """The tracker after somebody has written a paragraph on a known issue."""
    begin = f"<!-- chat-conformance:notes {clause} -->\n"
    return edited(tracker, (begin, begin + said))


def words(tracker: Tracker) -> dict[str, tuple[str, ...]]:
    """Everything that stands in the cells of people, by id."""
    return {mark: one.cells for mark, one in document.read(tracker.page, "t.md").words.items() if one}


# -- twenty regenerations ---------------------------------------------------------------------------------------------


def story(failing: Results, number: int) -> Results:
    """Results that alternate: found, in another order, fixed, not run, blocked, inconclusive, and found again."""
    build = str(number // 2)
    match number % 7:
        case 0 | 6:
            return later(failing, number, build)
        case 1:
            again = later(failing, number, build)
            again["checks"].reverse()
            again["requirements"].reverse()
            return again
        case 2:
            return later(failing, number, build, one_ws="passed", nice="passed")
        case 3:
            return later(failing, number, build, one_ws="not_run", nice="passed")
        case 4:
            return later(failing, number, build, one_ws="passed", one_rest="not_run")
        case _:
            return later(failing, number, build, one_ws="blocked")


def test_twenty_regenerations_with_alternating_results_lose_no_word(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    module, finding = ids(tracker, "security")
    (fault,) = ids(tracker, "suite")
    written = {module: ("", "ours", "team a"), finding: ("#12", "a \\| b", "@jo"), fault: ("#1", "", "")}
    for mark, cells in written.items():
        tracker = with_words(tracker, mark, *cells)
    tracker = with_notes(tracker, "ONE-01", "Seen by *us*, too.\n\n- twice\n")
    tracker = edited(tracker, ("## Known issues\n", "## What we know\n\nProse | of ours.\n"))
    statuses = set()
    for number in range(1, 21):
        tracker = tracked(tracker, story(failing, number))
        assert words(tracker) == written
        assert document.read(tracker.page, "t.md").notes["ONE-01"] == "Seen by *us*, too.\n\n- twice\n"
        assert "## What we know\n\nProse | of ours.\n" in tracker.page
        statuses |= {word for word in ("regressed", "fixed", "intermittent", "known") if f"1 {word}" in tracker.page}
    assert statuses == {"regressed", "fixed", "intermittent", "known"}
    assert ids(tracker, "security")[1] == finding
    assert ids(tracker, "aside") == []


def test_a_module_with_words_keeps_its_row_when_nothing_fails_in_it_and_joins_the_others_without(
    failing: Results,
) -> None:
    tracker = tracked(NOTHING, failing)
    module, _ = ids(tracker, "security")
    tracker = with_words(tracker, module, "", "ours", "")
    fine = later(failing, 1, "1.3", one_ws="passed")
    tracker = tracked(tracker, fine)
    assert ids(tracker, "security") == [module]
    tracker = edited(tracker, ("| ours |", "|  |"))
    tracker = tracked(tracker, later(failing, 2, "1.4", one_ws="passed"))
    (others,) = ids(tracker, "security")
    assert others != module
    assert "| **1 module** | 2 checks | 2 passed |" in tracker.page
    tracker = with_words(tracker, others, "", "all fine", "")
    assert ids(tracked(tracker, later(failing, 3, "1.5", one_ws="passed")), "security") == [others]
    tracker = tracked(tracker, later(failing, 4, "1.6"))
    assert ids(tracker, "aside") == [others]
    assert ids(tracked(tracker, later(failing, 5, "1.7", one_ws="passed")), "aside") == []


def test_words_on_a_finding_move_to_the_fixed_ones_then_aside_and_come_back(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    _, finding = ids(tracker, "security")
    tracker = with_notes(with_words(tracker, finding, "#12", "", "jo"), "ONE-01", "Ours.\n")
    places = []
    for number in range(1, 23):
        tracker = tracked(tracker, later(failing, number, str(number), one_ws="passed"))
        places.append(next(part for part in PARTS if finding in ids(tracker, part)))
    assert places == ["fixed"] * 20 + ["aside"] * 2
    assert "| fixed | ONE-01 `one.ws` | #12 |  | jo |" in document.read(tracker.page, "t.md").parts["aside"].body
    tracker = tracked(tracker, later(failing, 23, "23"))
    assert ids(tracker, "aside") == []
    assert f"| regressed | #12 |  | jo | `{finding}` |" in tracker.page
    assert document.read(tracker.page, "t.md").notes == {
        "ONE-01": "Ours.\n",
    }


def test_a_fixed_finding_without_words_is_listed_for_twenty_runs_and_no_longer(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    for number in range(1, 22):
        tracker = tracked(tracker, later(failing, number, str(number), one_ws="passed"))
        assert len(ids(tracker, "fixed")) == (number <= 20)
    assert ids(tracker, "aside") == []


def test_words_on_a_flaky_check_and_on_the_environment_are_kept_while_these_are_gone(failing: Results) -> None:
    unclear = later(failing, 1, one_rest="inconclusive")
    for check in unclear["checks"]:
        if check["id"] == "one.rest":
            check.update(
                reason="the machine stalled", failure=next(c["failure"] for c in failing["checks"] if c["failure"])
            )
    tracker = tracked(NOTHING, failing, unclear)
    (flaky,), (stalled,) = ids(tracker, "flaky"), ids(tracker, "environment")
    written = {flaky: ("#3", "", ""), stalled: ("", "a slow machine", "")}
    for mark, cells in written.items():
        tracker = with_words(tracker, mark, *cells)
    for number in range(2, 8):
        tracker = tracked(tracker, later(failing, number))
        assert words(tracker) == written
    assert sorted(ids(tracker, "aside")) == sorted(written)
    assert ids(tracked(tracker, later(unclear, 8)), "aside") == []


# -- whatever people write --------------------------------------------------------------------------------------------

ESCAPED = st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]).map("\\{}".format)
PIECES = st.sampled_from(
    ["<br>", "`a`", "<b>x</b>", "<!-- y -->", "\\|", "\\\\", "&#124;", "😀", "#1", "---", "  ", "a" * 3000]
)
CELL = st.lists(
    st.one_of(ESCAPED, PIECES, st.characters(exclude_characters="\n\r|\\", exclude_categories=["Cs"])), max_size=8
).map(lambda pieces: "".join(pieces).strip(" \t"))
"""Whatever can be written into one cell: a pipe has its backslash, and no line ends."""

NOT_OURS = re.compile(r"\s*<!--\s*chat-conformance:|[<>]{7}( |$)")
PROSE = st.lists(
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(["| a | b |", "|---|", "```", "# Title", "=======", "<!-- mine -->", "    code"])
).map(lambda lines: "".join(f"{line}\n" for line in lines if not NOT_OURS.match(line)))


@PURE
@given(st.lists(CELL, min_size=6, max_size=6), PROSE, PROSE)
def test_whatever_people_write_survives_any_number_of_regenerations(
    failing: Results, cells: list[str], prose: str, notes: str
) -> None:
    tracker = tracked(NOTHING, failing)
    written = dict(zip(ids(tracker, "security"), (tuple(cells[:3]), tuple(cells[3:])), strict=True))
    for mark, said in written.items():
        tracker = with_words(tracker, mark, *said)
    tracker = with_notes(tracker, "ONE-01", notes)
    tracker = edited(tracker, ("## Flaky checks\n", f"{prose}## Flaky checks\n"))
    for number in (1, 2, 3):
        tracker = tracked(tracker, later(failing, number, str(number), **({"one_ws": "passed"} if number == 2 else {})))
        assert words(tracker) == {mark: said for mark, said in written.items() if any(said)}
        assert f"{prose}## Flaky checks\n" in tracker.page
    for mark, said in written.items():
        assert f"| {' | '.join(said)} | `{mark}` |" in tracker.page
    if notes.strip():
        assert document.read(tracker.page, "t.md").notes["ONE-01"] == notes


def test_a_table_that_was_laid_out_anew_is_read_as_before(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    _, finding = ids(tracker, "security")
    tracker = with_words(tracker, finding, "#12", "a  b", "jo")
    wide = re.sub(r" \|$", "          |", tracker.page, flags=re.MULTILINE)
    wide = re.sub(r"\|---", "| :----------- ", wide).replace(f"`{finding}`", finding)
    laid_out = Tracker(tracker.file, wide, tracker.past, tracker.history)
    assert words(laid_out) == {finding: ("#12", "a  b", "jo")}
    assert tracked(laid_out, failing) == laid_out
    assert words(tracked(laid_out, later(failing, 1))) == {finding: ("#12", "a  b", "jo")}


def test_sections_that_people_moved_and_renamed_stay_where_they_are(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    start, end = (tracker.page.index(f"## {name}\n") for name in ("Flaky checks", "Test environment issues"))
    moved = f"{tracker.page[start:end].replace('Flaky checks', 'Unsteady')}{tracker.page[:start]}{tracker.page[end:]}"
    again = tracked(Tracker(tracker.file, moved, tracker.past, tracker.history), later(failing, 1))
    assert again.page.startswith("## Unsteady\n")
    assert again.page.count("chat-conformance:begin flaky") == 1


# -- refusals ---------------------------------------------------------------------------------------------------------


def cut(page: str, part: str) -> str:
    return re.sub(rf"<!-- chat-conformance:begin {part}.*?end {part} -->\n", "", page, flags=re.DOTALL)


END = "<!-- chat-conformance:end {} -->\n"
BEFORE_THE_END = END.format("unit")
FOREIGN_ROW = "| x | y | z | P0 | new | #1 |  |  |  |\n"

DAMAGE = {
    "not ours": (lambda page: "# Failing tests\n", "t.md: is no tracker of chat-conformance, and is left alone"),
    "a merge": (lambda page: f"{page}<<<<<<< ours\n", ": a merge was not finished here; choose a side"),
    "a merge's end": (lambda page: f">>>>>>> theirs\n{page}", "t.md:1: a merge was not finished here"),
    "no end": (
        lambda page: page.replace(END.format("unit"), ""),
        "the comment begin integration of chat-conformance has no place here",
    ),
    "no end at all": (lambda page: page.replace(END.format("aside"), ""), "the part 'aside' has no end"),
    "no beginning": (
        lambda page: re.sub("<!--.*:begin unit.*", "", page),
        "the comment end unit of chat-conformance has no place here",
    ),
    "twice": (lambda page: page + page, "the comment begin status of chat-conformance has no place"),
    "unknown": (
        lambda page: f"<!-- chat-conformance:begin x -->\n{page}",
        "t.md:1: the comment begin x of chat-conformance has no place",
    ),
    "half a mark": (lambda page: f"{page}<!-- chat-conformance:end\n", "this comment of chat-conformance is not whole"),
    "no part": (lambda page: cut(page, "flaky"), "t.md: its part 'flaky' is missing; bring it back"),
    "too wide": (
        lambda page: page.replace(EMPTY, "| | a | b | | ", 1),
        "10 cells and its table 9 columns; write a pipe",
    ),
    "a column renamed": (
        lambda page: page.replace("| Note |", "| Remark |", 1),
        "has no column 'Note'; give it that name",
    ),
    "notes in notes": (
        lambda page: page.replace(
            END.format("notes"), "<!-- chat-conformance:notes X-01 -->\n" + END.format("notes"), 1
        ),
        "the comment notes X-01 of chat-conformance has no place here",
    ),
    "notes' end alone": (
        lambda page: page.replace(BEFORE_THE_END, f"{END.format('notes')}{BEFORE_THE_END}"),
        "the comment end notes of chat-conformance has no place here",
    ),
    "no notes' end": (
        lambda page: page.replace(END.format("notes"), "", 1),
        "the notes on ONE-01 in this part have no end",
    ),
    "words inside": (
        lambda page: page.replace(BEFORE_THE_END, f"Mine.\n\n{BEFORE_THE_END}"),
        "the part 'unit' that begins here was changed where it is written anew; move your words out",
    ),
    "a smile inside": (
        lambda page: page.replace(BEFORE_THE_END, f"😀\n{BEFORE_THE_END}"),
        "the part 'unit' that begins here was changed",
    ),
    "a row of theirs": (
        lambda page: page.replace("| **(unknown", f"{FOREIGN_ROW}| **(unknown", 1),
        "this row has words and no id; move the row out of the part",
    ),
}


@pytest.mark.parametrize("mend", [False, True])
def test_a_table_whose_column_of_ids_has_another_name_is_refused_before_words_go(failing: Results, mend: bool) -> None:
    tracker = tracked(NOTHING, failing)
    spoilt = edited(with_words(tracker, ids(tracker, "security")[1], "#12", "", ""), ("| Id |", "| ID |"))
    with pytest.raises(UsageError, match="has no column 'Id', and the cells under Issue, Note, Owner would go"):
        tracked(spoilt, later(failing, 1), mend=mend)


@pytest.mark.parametrize("mend", [False, True])
def test_a_row_without_its_first_pipe_is_refused_before_words_go(failing: Results, mend: bool) -> None:
    tracker = tracked(NOTHING, failing)
    _, finding = ids(tracker, "security")
    tracker = with_words(tracker, finding, "#12", "", "")
    row = next(line for line in tracker.page.splitlines() if line.endswith(f"`{finding}` |"))
    with pytest.raises(UsageError, match=r"t\.md:\d+:1: this row of the part 'security' begins without a pipe"):
        tracked(edited(tracker, (row, row[2:])), later(failing, 1), mend=mend)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_page_that_is_damaged_or_not_ours_is_refused_with_what_to_do(failing: Results, damage: str) -> None:
    spoil, expected = DAMAGE[damage]
    tracker = tracked(NOTHING, failing)
    spoilt = Tracker(tracker.file, spoil(tracker.page), tracker.past, tracker.history)
    assert spoilt != tracker
    with pytest.raises(UsageError) as refused:
        tracked(spoilt, later(failing, 1))
    one_line(str(refused.value), expected)


def test_two_rows_with_one_id_and_different_words_are_refused(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    _, finding = ids(tracker, "security")
    row = next(line for line in tracker.page.splitlines() if line.endswith(f"`{finding}` |"))
    mine, yours = row.replace(EMPTY, "| #1 |  |  | "), row.replace(EMPTY, "| #2 |  |  | ")
    with pytest.raises(UsageError) as refused:
        tracked(edited(tracker, (row, f"{mine}\n{yours}")), later(failing, 1))
    one_line(str(refused.value), "t.md:", f"an earlier row has the id {finding} too, and other words; keep one of them")


def test_what_was_changed_is_written_anew_where_that_is_wanted_and_words_stay(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    _, finding = ids(tracker, "security")
    tracker = with_words(tracker, finding, "#12", "", "")
    spoilt = edited(tracker, ("None.\n", "None of these.\n"))
    spoilt = Tracker(spoilt.file, cut(spoilt.page, "flaky"), spoilt.past, spoilt.history)
    mended = tracked(spoilt, later(failing, 1), mend=True)
    assert words(mended) == {finding: ("#12", "", "")}
    assert "None of these." not in mended.page
    assert set(document.read(mended.page, "t.md").parts) == set(PARTS)


def test_a_page_whose_history_is_lost_is_refused_unless_it_is_to_begin_anew(failing: Results) -> None:
    tracker = tracked(NOTHING, failing)
    lost = Tracker(tracker.file, tracker.page, tracker.past, "")
    with pytest.raises(UsageError) as refused:
        tracked(lost, later(failing, 1))
    one_line(str(refused.value), "t.ndjson: is missing or empty, and without it every finding would be new")
    assert "1 new" in tracked(lost, later(failing, 1), mend=True).page
