"""A stranger's document: the reports on it, and the command that makes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from diffed import PARLOUR, REGISTRY, outcome, put, rest, schema, sockets

from conformance.commands.contract_diff import contract_diff
from conformance.diff import load, report
from conformance.diff.compare import compare
from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER, folded
from conformance.usage import UsageError

# -- a stranger's -----------------------------------------------------------------------------------------------------


def test_strangers_document_gives_the_report_that_one_would_want() -> None:
    found = compare([load.read(PARLOUR)], REGISTRY, ("invites", "roles", "tickets"))
    places = {(one.difference.kind, one.places[0]) for one in folded(found.differences)}
    assert {
        (MISSING, "POST /chat/{conversation_id}/join"),
        (MISSING, "DELETE /chat/{conversation_id}/leave"),
        (MISSING, "GET /chat/conversations/{conversation_id}"),
        (MISSING, "POST /chat/{conversation_id}/messages response 409"),
        (INCOMPATIBLE, "POST /chat/create response 201"),
        (INCOMPATIBLE, "POST /chat/create response 201 /participants/[]/type"),
        (INCOMPATIBLE, "POST /chat/create response 422"),
        (NARROWER, "POST /chat/create request body /title"),
        (NARROWER, "GET /chat/my-conversations query parameter limit"),
        (CANNOT_TELL, "POST /chat/{conversation_id}/messages request body /content"),
        (EXTRA, "POST /api/v2/chat/{id}/archive"),
    } <= places
    assert not any("/messages/[]/content" in place for kind, place in places if kind == EXTRA)


def test_report_for_people_is_grouped_by_kind_and_ends_with_the_counts() -> None:
    lines = report.text(compare([load.read(PARLOUR)], REGISTRY)).splitlines()
    headings = [line.split(" (")[0] for line in lines if line[:1].isupper() and "):" in line]
    assert headings == ["MISSING", "INCOMPATIBLE", "NARROWER", "CANNOT TELL", "EXTRA"]
    assert lines[:3] == [
        f"{PARLOUR} (REST) against contract 1.0",
        "not compared: sockets, for want of an asyncapi document",
        f"{PARLOUR}: the contract's paths are read behind /api/v2",
    ]
    join = lines.index("  POST /chat/{conversation_id}/join")
    assert lines[join + 1 : join + 4] == [
        "      contract  the operation",
        "      document  not in the document",
        "      why       a client that calls it is answered with 404",
    ]
    assert lines[-1].endswith("(these do not count)")
    assert lines[-1].startswith("38 missing, 9 incompatible, 8 narrower; ")


def test_report_for_programs_has_every_place() -> None:
    found = compare([load.read(PARLOUR)], REGISTRY)
    told_to_programs = json.loads(json.dumps(report.as_json(found)))
    assert told_to_programs["conforms"] is False
    assert told_to_programs["counts"]["narrower"] == 8
    assert len(told_to_programs["differences"]) == len(found.differences)
    assert set(told_to_programs["differences"][0]) == {
        "kind", "where", "part", "path", "contract", "vendor", "why", "at", "requirements"}  # fmt: skip


def test_report_as_a_page_shows_markup_of_a_stranger_as_text() -> None:
    document = rest()
    put({"type": "string"}, *schema("Ticket", "properties", "<b>|[x](y)`\u001b[2J"))(document)
    page = report.markdown(outcome(document))
    assert "/\\<b\\>\\|\\[x\\]\\(y\\)\\` \\[2J |" in page
    assert "\u001b" not in page


# -- the command ------------------------------------------------------------------------------------------------------


def invoked(*arguments: str) -> Result:
    return CliRunner().invoke(contract_diff, list(arguments), standalone_mode=False)


def test_command_takes_both_documents_in_either_order_and_says_0_where_nothing_differs(tmp_path: Path) -> None:
    paths = []
    for name, document in (("sockets.json", sockets()), ("rest.yaml", rest())):
        paths.append(str(tmp_path / name))
        Path(paths[-1]).write_text(json.dumps(document), encoding="utf-8")
    for order in (paths, paths[::-1]):
        told_to_people = invoked(*order)
        assert told_to_people.return_value == 0
        assert told_to_people.output.endswith(
            "0 missing, 0 incompatible, 0 narrower; 0 cannot tell, 0 extra (these do not count)\n"
        )


def test_command_says_1_where_something_counts_and_writes_the_page_whole(tmp_path: Path) -> None:
    page = tmp_path / "diff.md"
    told_to_programs = invoked(str(PARLOUR), "--json", "--markdown", str(page), "--without", "invites")
    assert told_to_programs.return_value == 1
    assert json.loads(told_to_programs.output)["counts"]["missing"] == 34
    assert page.read_text(encoding="utf-8").startswith("# Differences from the contract\n")
    assert list(tmp_path.iterdir()) == [page]


def test_command_writes_nothing_where_the_page_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^--markdown: .*: No such file or directory"):
        CliRunner().invoke(
            contract_diff, [str(PARLOUR), "--markdown", str(tmp_path / "none" / "diff.md")], catch_exceptions=False
        )
    assert list(tmp_path.iterdir()) == []
