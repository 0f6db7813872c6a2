"""``list`` and ``show``: everything that there is can be listed, found and explained, and points to where it stands."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from helpers import one_line

import conformance
from conformance import cli
from conformance.catalogue import checks, lists, lookup, pages, places
from conformance.catalogue.lists import Wanted
from conformance.catalogue.lookup import Meant
from conformance.contract import manifest as manifests
from conformance.contract import registry as registries
from conformance.sensitivity import deviations
from conformance.sensitivity.deviations import NoReferenceServer
from conformance.usage import UsageError

PACKAGE = Path(conformance.__file__).parent
REGISTRY, MANIFEST = registries.load(), manifests.load()


def told(*words: str) -> str:
    """What a command prints."""
    done = CliRunner().invoke(cli.cli, [*words])
    assert done.exit_code == 0, done.output
    return done.output


def line_at(where: str) -> str:
    """The line of a file of the package that ``path:number`` names."""
    path, _, number = where.partition(":")
    return (PACKAGE / path).read_text(encoding="utf-8").splitlines()[int(number) - 1]


# -- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("requirements", [entry.id for entry in REGISTRY]),
        ("checks", list(MANIFEST)),
        ("profiles", ["core", "full", "messaging", "reference"]),
        ("groups", list(REGISTRY.groups)),
    ],
)
def test_every_one_of_a_kind_is_one_line(kind: str, expected: list[str]) -> None:
    lines = told("list", kind).splitlines()
    assert [line.split()[0] for line in lines] == expected
    assert [row["id"] for row in json.loads(told("list", kind, "--json"))] == expected


def test_a_line_says_what_can_be_told_in_a_word() -> None:
    [row] = [row for row in lists.requirements(Wanted()) if row["id"] == "RATE-CLOSE-01"]
    one_line(lists.line(row), "RATE-CLOSE-01  MAY P3 integration section 4 draft: A server MAY close with 4429")
    [row] = [row for row in lists.of_checks(Wanted()) if row["id"] == "messages.duplicate-is-told[rest]"]
    one_line(lists.line(row), "parallel unit MSG-DUP-03: The first answer says new")


def test_values_of_one_option_are_alternatives_and_options_add_up() -> None:
    output = told("list", "--severity", "p0", "--severity", "P1", "--capability", "invites", "--level", "must")
    found = {line.split()[0] for line in output.splitlines()}
    assert found == {
        entry.id
        for entry in REGISTRY
        if entry.severity in ("P0", "P1") and entry.capability == "invites" and entry.level == "MUST"
    }
    assert found


def test_a_check_is_chosen_by_what_it_judges() -> None:
    found = [line.split()[0] for line in told("list", "checks", "--group", "slow-consumer").splitlines()]
    assert found == [
        entry.id
        for entry in MANIFEST.values()
        if any("slow-consumer" in REGISTRY[name].groups for name in entry.requirements)
    ]
    assert found


# -- pages ------------------------------------------------------------------------------------------------------------


def test_every_requirement_has_a_page_that_holds_its_statement() -> None:
    for entry in REGISTRY:
        page = pages.requirement(entry, REGISTRY, MANIFEST, {})
        assert " ".join(entry.statement.split()) in " ".join(page.split())
        assert page.splitlines()[0].startswith(f"{entry.id}  {entry.level}, {entry.severity}, {entry.category}")


def test_every_check_has_a_claim_and_a_place_where_it_begins() -> None:
    for entry in MANIFEST.values():
        found = checks.told(entry)
        assert found.claim, entry.id
        if entry.where is not None:
            assert line_at(found.where).startswith(f"def {entry.where.partition('::')[2]}(")
        again = f"chat-conformance run PROFILE --check {shlex.quote(entry.id)}"
        assert again in pages.check(entry, REGISTRY, {})


def test_the_one_check_without_a_function_is_the_one_over_the_run() -> None:
    assert [entry.id for entry in MANIFEST.values() if entry.where is None] == ["isolation.whole-run"]


def test_a_hostile_check_and_a_slow_one_say_so() -> None:
    assert "hostile" in pages.check(MANIFEST["auth.flipped-signature"], REGISTRY, {}).splitlines()[0]
    assert any(checks.told(entry).slow for entry in MANIFEST.values())
    assert not all(checks.told(entry).slow for entry in MANIFEST.values())


def test_what_names_a_requirement_is_found_on_its_line() -> None:
    found = {place.name: line_at(f"contract/{place.where}").strip() for place in places.named_by("MSG-DUP-01")}
    assert found == {"POST /chat/{conversation_id}/messages": "post:", "message message_ack": "message_ack:"}


def test_a_section_is_found_on_its_line_and_holds_those_inside_it() -> None:
    for section in places.sections():
        assert line_at(f"contract/{section.where}").startswith("#")
        assert section.title in line_at(f"contract/{section.where}")
    assert [section.number for section in places.within("1")][:3] == ["1", "1.1", "1.2"]
    assert "10" not in {section.number.partition(".")[0] for section in places.within("1")}


def test_every_requirement_is_stated_in_a_section_of_its_own_number() -> None:
    assert [entry.id for entry in REGISTRY if places.section_of(entry.id, entry.section) is None] == []


def test_a_page_names_what_stands_on_it_and_what_it_stands_on() -> None:
    page = pages.requirement(REGISTRY["AUTH-VALID-01"], REGISTRY, MANIFEST, {})
    assert "stands on     NET-HTTP-01" in page
    above = sum("AUTH-VALID-01" in REGISTRY.stands_on(entry.id) for entry in REGISTRY)
    assert f"under it      {above} requirements, directly " in page


def test_the_flaws_that_break_it_are_told_with_their_sentences() -> None:
    page = told("show", "msg-dup-01")
    [flaw] = [flaw for flaw in deviations.flaws() if flaw.name == "duplicate-gets-new-number"]
    assert f"flaws         {flaw.name}: {flaw.sentence}" in page


def test_without_the_reference_server_the_flaws_are_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> None:
        raise NoReferenceServer("the reference server is not installed")

    monkeypatch.setattr(deviations, "flaws", nobody)
    assert "flaws         not known here: the reference server is not installed" in told("show", "MSG-DUP-01")


# -- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MSG-DUP-01", Meant("requirement", ("MSG-DUP-01",))),
        ("msg-dup-01", Meant("requirement", ("MSG-DUP-01",))),
        ("Health.Shape", Meant("check", ("health.shape",))),
        ("messages.duplicate-is-told[WS]", Meant("check", ("messages.duplicate-is-told[ws]",))),
        (
            "messages.duplicate-is-told",
            Meant("check", ("messages.duplicate-is-told[rest]", "messages.duplicate-is-told[ws]")),
        ),
        ("slow-consumer", Meant("group", ("slow-consumer",))),
        ("4.1", Meant("section", ("4.1",))),
    ],
)
def test_a_name_is_what_it_looks_like_in_any_case(name: str, meant: Meant) -> None:
    assert lookup.meaning(name, REGISTRY, MANIFEST) == meant


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("msg-dpu-01", "did you mean MSG-DUP-01?"), ("health.shap", "did you mean health.shape?"),
     ("~", "see chat-conformance list")],
)  # fmt: skip
def test_a_name_that_means_nothing_is_told_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(UsageError) as caught:
        lookup.meaning(name, REGISTRY, MANIFEST)
    one_line(str(caught.value), f"{name}: is no requirement, check, group or section", nearest)


def test_a_group_and_a_section_show_a_line_for_each_requirement() -> None:
    group = told("show", "slow-consumer").splitlines()
    assert group[0] == REGISTRY.groups["slow-consumer"]["title"]
    assert len(group) == 1 + sum("slow-consumer" in entry.groups for entry in REGISTRY)
    assert told("show", "3.12").startswith("3.12 Tickets (prose/03-rest.md:")
