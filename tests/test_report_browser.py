"""``report.html`` in a real browser: it asks for nothing, anybody can use it, and nothing that a server said runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from poison import CANARIES, poisoned
from synthetic_runs import NAMES, page, results_of
from tools import AXE, needs

from conformance.report import html, matrix
from conformance.report.write import write_text
from conformance.target import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCHEMES = ("light", "dark")
SCREENS = {"phone": (360, 740), "desktop": (1280, 900)}
every_report = pytest.mark.parametrize("name", NAMES)
FAILED = "messages.duplicate-same-number[rest]"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium that runs as long as this module does: two event loops of one thread do not get along."""
    needs("playwright", "chromium")
    from playwright.sync_api import sync_playwright

    found = browser.find()
    assert isinstance(found, browser.Browser)
    with sync_playwright() as playwright:
        # It is shown only what this test writes, and where root runs the tests its sandbox cannot work.
        started = playwright.chromium.launch(executable_path=found.path, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The address of each report on the disk."""
    folder = tmp_path_factory.mktemp("reports")
    return {name: written(folder / f"{name}.html", page(name)) for name in NAMES}


def written(path: Path, text: str) -> str:
    write_text(path, text)
    return path.as_uri()


@dataclass
class Seen:
    """A page, and everything that happened on it that nobody asked for."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def ran(self) -> bool:
        found: bool = self.page.evaluate("'__pwned' in window")
        return found


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Any]:
    """Opens an address as whoever has such a screen, without a network."""
    contexts = []

    def opened(address: str, scheme: str = "light", screen: tuple[int, int] = (1280, 900), **more: Any) -> Seen:
        context = chromium.new_context(
            color_scheme=scheme, viewport={"width": screen[0], "height": screen[1]}, offline=True,
            reduced_motion="reduce", **more,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(60_000)
        seen = Seen(context.new_page())
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.said.append(f"dialog {dialog.message}"), dialog.dismiss()))
        seen.page.goto(address)
        return seen

    yield opened
    for context in contexts:
        context.close()


def rows(tab: Page) -> list[str]:
    """The ids of the requirements that are seen in the table."""
    return in_table(tab, "row.id")


def in_table(tab: Page, what: str) -> list[str]:
    """What an expression tells of each row that is seen in the table."""
    seen = f"rows => rows.filter(row => !row.hidden).map(row => {what})"
    found: list[str] = tab.eval_on_selector_all(".requirements tbody tr", seen)
    return found


# -- whoever opens it -------------------------------------------------------------------------------------------------


@every_report
def test_report_asks_for_nothing_but_itself_and_complains_of_nothing(open_page: Any, reports: Any, name: str) -> None:
    seen = open_page(reports[name])
    seen.page.wait_for_load_state("networkidle")
    assert seen.asked == [reports[name]]
    assert seen.said == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", SCHEMES)
@every_report
def test_report_can_be_used_by_anybody(open_page: Any, reports: Any, name: str, scheme: str, screen: str) -> None:
    """No rule of axe-core finds anything, with everything that is folded opened."""
    tab = open_page(reports[name], scheme, SCREENS[screen]).page
    # Of what is alike the rules need to see some: they take minutes for 70,000 elements.
    tab.evaluate(THIN, 25 if name == "flood" or (scheme, screen) != ("light", "desktop") else 1000)
    tab.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(tab) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_matrix_can_be_used_by_anybody(open_page: Any, tmp_path: Path, scheme: str, screen: str) -> None:
    found = matrix.of({name: results_of(name) for name in ("green", "many", "dead")})
    seen = open_page(written(tmp_path / "matrix.html", matrix.rendered(found)["matrix.html"]), scheme, SCREENS[screen])
    assert len(seen.asked) == 1
    assert seen.said == []
    seen.page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert violations(seen.page, least=10) == []


def violations(tab: Page, least: int = 20) -> list[tuple[str, str, str]]:
    """What axe-core finds on a page of which so many of its rules speak: the rule, where, and how to mend it."""
    needs("axe-core")
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["testEngine"]["version"] == axe_version()
    assert len(found["passes"]) > least
    return [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"]) for one in found["violations"]]


THIN = """most => ['.requirements tbody tr', '.causes > li', '.failure', '.listed li'].forEach(alike =>
[...document.querySelectorAll(alike)].slice(most).forEach(one => one.remove()))"""


def axe_version() -> str:
    """The one that is asked for, and not another that lies about."""
    wanted: str = json.loads((AXE.parent.parent.parent / "package.json").read_text(encoding="utf-8"))[
        "devDependencies"
    ]["axe-core"]
    return wanted


def test_axe_finds_what_is_wrong(open_page: Any, tmp_path: Path) -> None:
    """The positive control: text that can hardly be read, and a field without a name."""
    needs("axe-core")
    body = '<main><h1>bad</h1><p style="color: #ccc">hardly to be read</p><input></main>'
    bad = f'<!doctype html><html lang="en"><title>bad</title>{body}'
    tab = open_page(written(tmp_path / "bad.html", bad)).page
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("axe.run(document)")
    assert {one["id"] for one in found["violations"]} >= {"color-contrast", "label"}


@every_report
def test_report_is_never_wider_than_the_screen(open_page: Any, reports: Any, name: str) -> None:
    seen = open_page(reports[name]).page
    seen.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    for width in (320, 360, 768, 1280):
        seen.set_viewport_size({"width": width, "height": 740})
        assert seen.evaluate("document.documentElement.scrollWidth") == width


def test_report_tells_its_keyboard_users_where_they_are_and_lets_them_skip(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"]).page
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the causes"
    assert tab.evaluate("document.activeElement.getBoundingClientRect().height") > 20
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('.cause') !== null")
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_report_is_whole_without_its_script(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"], java_script_enabled=False).page
    assert tab.locator(".filters").is_hidden()
    assert tab.locator(".requirements tbody tr:visible").count() == len(results_of("green")["requirements"])
    assert tab.locator(".failure").count() > 10


def test_report_on_paper_has_no_controls_and_shows_what_causes_block(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"]).page
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not tab.locator(".filters, nav, button").locator("visible=true").count()
    assert tab.evaluate("[...document.querySelectorAll('.cause details')].every(fold => fold.open)")
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not tab.evaluate("[...document.querySelectorAll('.cause details')].some(fold => fold.open)")


# -- filters ----------------------------------------------------------------------------------------------------------


def test_table_begins_with_what_did_not_pass(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"]).page
    outcomes = in_table(tab, "row.dataset.outcome")
    assert outcomes
    assert "passed" not in outcomes
    assert tab.get_by_label("Outcome", exact=True).input_value() == "!passed"


def test_table_is_filtered_by_the_keyboard_says_so_and_can_be_shared(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["green"]).page
    tab.get_by_label("Severity", exact=True).focus()
    tab.keyboard.type("P0")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.type("sec")
    some = rows(tab)
    wanted = [one["id"] for one in results_of("green")["requirements"]
              if (one["severity"], one["category"]) == ("P0", "security")]  # fmt: skip
    assert some == [f"req-{name}" for name in sorted(wanted)]
    status = tab.get_by_role("status").filter(has_text="requirements")
    assert status.inner_text() == f"{len(some)} of 536 requirements shown".replace("536", str(total(tab)))
    assert tab.evaluate("location.hash") == "#requirements?severity=P0&category=security"
    assert rows(open_page(tab.url).page) == some
    tab.get_by_role("button", name="Show all").focus()
    tab.keyboard.press("Enter")
    assert len(rows(tab)) == total(tab)
    assert tab.evaluate("location.hash") == "#requirements"


def total(tab: Page) -> int:
    return tab.locator(".requirements tbody tr").count()


@pytest.mark.parametrize(("label", "value"), [("Level", "SHOULD"), ("Group", "idempotency"), ("Outcome", "blocked")])
def test_table_is_filtered_by_each_of_its_filters(open_page: Any, reports: Any, label: str, value: str) -> None:
    tab = open_page(reports["many"] + "#requirements?").page
    named = {one: values.split() for one, values in in_table(tab, f"[row.id, row.dataset.{label.lower()}]")}
    expected = [one for one, values in named.items() if value in values]
    tab.get_by_label(label, exact=True).select_option(value)
    assert rows(tab) == expected
    assert 0 < len(expected) < total(tab)


def test_table_is_searched_for_every_word(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["green"]).page
    tab.get_by_label("Text", exact=True).fill("DUP  original")
    assert "req-MSG-DUP-01" in rows(tab)
    assert len(rows(tab)) < 10
    tab.get_by_label("Text", exact=True).fill("no such words anywhere")
    assert rows(tab) == []
    assert tab.get_by_role("status").filter(has_text="requirements").inner_text().startswith("0 of ")


def test_address_with_a_filter_that_there_is_not_shows_everything(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["green"] + "#requirements?severity=P9&nonsense=1&text=%zz").page
    assert tab.get_by_label("Severity", exact=True).input_value() == ""
    tab = open_page(reports["green"] + "#%").page
    assert len(rows(tab)) == total(tab)


# -- anchors and commands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [f"check-{FAILED}", "cause-MSG-DUP-01", "req-MSG-DUP-01", "operations", "about"])
def test_address_leads_to_its_place(open_page: Any, reports: Any, place: str) -> None:
    seen = open_page(f"{reports['many']}#{place}").page
    seen.wait_for_function(
        """id => {
          const top = document.getElementById(id).getBoundingClientRect().top;
          const atEnd = document.documentElement.scrollHeight - scrollY - innerHeight < 2;
          return scrollY > 0 && top > -2 && top < (atEnd ? innerHeight : 100);
        }""",
        arg=place,
    )


def test_link_to_a_requirement_that_the_filter_hides_shows_it(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"] + "#requirements?outcome=passed").page
    assert "req-MSG-DUP-01" not in rows(tab)
    tab.locator("#cause-MSG-DUP-01 .more a").click()
    assert "req-MSG-DUP-01" in rows(tab)
    assert tab.locator("#req-MSG-DUP-01").evaluate("row => row.getBoundingClientRect().top") < 900


def test_link_leads_from_a_cause_to_what_shows_it_and_back(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"]).page
    tab.locator("#cause-MSG-DUP-01").get_by_role("link", name=FAILED).click()
    assert tab.locator(f'[id="check-{FAILED}"]').evaluate("one => one.matches(':target')")
    tab.locator(f'[id="check-{FAILED}"] .steps').get_by_role("link", name="MSG-DUP-01").click()
    assert tab.locator("#cause-MSG-DUP-01").evaluate("one => one.matches(':target')")


def test_command_is_copied_as_it_stands(open_page: Any, reports: Any) -> None:
    tab = open_page(reports["many"], permissions=["clipboard-read", "clipboard-write"]).page
    shown = tab.locator(f'[id="check-{FAILED}"] .copying').first
    shown.get_by_role("button").click()
    shown.get_by_role("button", name="Copied").wait_for()
    assert tab.evaluate("navigator.clipboard.readText()") == shown.locator("code").inner_text()


# -- whatever the server said -----------------------------------------------------------------------------------------

STRUCTURE = """[...document.querySelectorAll('*')].map(one => one.localName + ' ' +
[...one.attributes].map(own => own.name + '=' + own.value).join(' '))"""


@pytest.fixture(scope="module")
def harmless(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The elements of a report whose server said nothing of interest."""
    folder, tab = tmp_path_factory.mktemp("harmless"), chromium.new_page()
    tab.goto(written(folder / "report.html", html.render(poisoned(results_of("many"), "harmless"))))
    found: list[str] = tab.evaluate(STRUCTURE)
    tab.close()
    return found


@pytest.mark.parametrize("canary", [canary for canary in CANARIES if canary], ids=ascii)
def test_nothing_that_a_server_said_becomes_a_part_of_the_page(
    open_page: Any, harmless: list[str], tmp_path: Path, canary: str
) -> None:
    address = written(tmp_path / "report.html", html.render(poisoned(results_of("many"), canary)))
    seen = open_page(address)
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.evaluate(STRUCTURE) == harmless
    seen.page.mouse.move(400, 400)
    assert (seen.ran(), seen.asked, seen.said) == (False, [address], [])


def test_policy_stops_what_would_run_if_it_got_in(open_page: Any, tmp_path: Path) -> None:
    """The second wall, and a positive control of the tests above: a script that is let in does not run, and is seen."""
    hole = '<script>window.__pwned = 1</script><img src="https://evil.example/x.png" onerror="window.__pwned = 2">'
    seen = open_page(written(tmp_path / "holed.html", page("many").replace("<main>", f"<main>{hole}")))
    seen.page.wait_for_load_state("networkidle")
    assert not seen.ran()
    assert sum("Content Security Policy" in said for said in seen.said) >= 2


def test_canary_that_runs_is_seen(open_page: Any, tmp_path: Path) -> None:
    """The positive control: without escaping and policy it would run."""
    seen = open_page(written(tmp_path / "bare.html", f"<!doctype html><title>bare</title>{CANARIES[0]}"))
    assert seen.ran()
