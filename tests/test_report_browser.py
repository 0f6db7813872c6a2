"""``report.html`` in a real browser: it asks for nothing, anybody can use it, and nothing that a server said runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import synthetic_runs
from test_report_html import CANARIES, poisoned
from tools import AXE, needs

from conformance.report import html
from conformance.report.write import write_text
from conformance.target import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("green", "many", "dead", "flood")
SCHEMES = ("light", "dark")
SCREENS = {"phone": (360, 740), "desktop": (1280, 900)}
FAILED = "messages.duplicate-same-number[rest]"

every_report = pytest.mark.parametrize("name", NAMES)


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
    made = {name: html.render(getattr(synthetic_runs, name)()) for name in NAMES}
    return {name: written(folder / f"{name}.html", text) for name, text in made.items()}


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


def rows(page: Page) -> list[str]:
    """The ids of the requirements that are seen in the table."""
    return in_table(page, "row.id")


def in_table(page: Page, what: str) -> list[str]:
    """What an expression tells of each row that is seen in the table."""
    seen = f"rows => rows.filter(row => !row.hidden).map(row => {what})"
    found: list[str] = page.eval_on_selector_all(".requirements tbody tr", seen)
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
    needs("axe-core")
    page = open_page(reports[name], scheme, SCREENS[screen]).page
    # Of what is alike the rules need to see some: they take minutes for 70,000 elements.
    page.evaluate(THIN, 25 if name == "flood" or (scheme, screen) != ("light", "desktop") else 1000)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["testEngine"]["version"] == axe_version()
    assert len(found["passes"]) > 20
    assert [(one["id"], one["nodes"][0]["html"], one["nodes"][0]["failureSummary"])
            for one in found["violations"]] == []  # fmt: skip


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
    page = open_page(written(tmp_path / "bad.html", bad)).page
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    assert {one["id"] for one in found["violations"]} >= {"color-contrast", "label"}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@every_report
def test_report_is_never_wider_than_the_screen(open_page: Any, reports: Any, name: str, width: int) -> None:
    page = open_page(reports[name], screen=(width, 740)).page
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_report_tells_its_keyboard_users_where_they_are_and_lets_them_skip(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the causes"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 20
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.cause') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_report_is_whole_without_its_script(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"], java_script_enabled=False).page
    assert page.locator(".filters").is_hidden()
    assert page.locator(".requirements tbody tr:visible").count() == len(synthetic_runs.green()["requirements"])
    assert page.locator(".failure").count() > 10


def test_report_on_paper_has_no_controls_and_shows_what_causes_block(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"]).page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert not page.locator(".filters, nav, button").locator("visible=true").count()
    assert page.evaluate("[...document.querySelectorAll('.cause details')].every(fold => fold.open)")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("[...document.querySelectorAll('.cause details')].some(fold => fold.open)")


# -- filters ----------------------------------------------------------------------------------------------------------


def test_table_begins_with_what_did_not_pass(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"]).page
    outcomes = in_table(page, "row.dataset.outcome")
    assert outcomes
    assert "passed" not in outcomes
    assert page.get_by_label("Outcome", exact=True).input_value() == "!passed"


def test_table_is_filtered_by_the_keyboard_says_so_and_can_be_shared(open_page: Any, reports: Any) -> None:
    page = open_page(reports["green"]).page
    page.get_by_label("Severity", exact=True).focus()
    page.keyboard.type("P0")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("sec")
    some = rows(page)
    wanted = [one["id"] for one in synthetic_runs.green()["requirements"]
              if (one["severity"], one["category"]) == ("P0", "security")]  # fmt: skip
    assert some == [f"req-{name}" for name in sorted(wanted)]
    status = page.get_by_role("status").filter(has_text="requirements")
    assert status.inner_text() == f"{len(some)} of 536 requirements shown".replace("536", str(total(page)))
    assert page.evaluate("location.hash") == "#requirements?severity=P0&category=security"
    assert rows(open_page(page.url).page) == some
    page.get_by_role("button", name="Show all").focus()
    page.keyboard.press("Enter")
    assert len(rows(page)) == total(page)
    assert page.evaluate("location.hash") == "#requirements"


def total(page: Page) -> int:
    return page.locator(".requirements tbody tr").count()


@pytest.mark.parametrize(("label", "value"), [("Level", "SHOULD"), ("Group", "idempotency"), ("Outcome", "blocked")])
def test_table_is_filtered_by_each_of_its_filters(open_page: Any, reports: Any, label: str, value: str) -> None:
    page = open_page(reports["many"] + "#requirements?").page
    named = {one: values.split() for one, values in in_table(page, f"[row.id, row.dataset.{label.lower()}]")}
    expected = [one for one, values in named.items() if value in values]
    page.get_by_label(label, exact=True).select_option(value)
    assert rows(page) == expected
    assert 0 < len(expected) < total(page)


def test_table_is_searched_for_every_word(open_page: Any, reports: Any) -> None:
    page = open_page(reports["green"]).page
    page.get_by_label("Text", exact=True).fill("DUP  original")
    assert "req-MSG-DUP-01" in rows(page)
    assert len(rows(page)) < 10
    page.get_by_label("Text", exact=True).fill("no such words anywhere")
    assert rows(page) == []
    assert page.get_by_role("status").filter(has_text="requirements").inner_text().startswith("0 of ")


def test_address_with_a_filter_that_there_is_not_shows_everything(open_page: Any, reports: Any) -> None:
    page = open_page(reports["green"] + "#requirements?severity=P9&nonsense=1&text=%zz").page
    assert page.get_by_label("Severity", exact=True).input_value() == ""
    page = open_page(reports["green"] + "#%").page
    assert len(rows(page)) == total(page)


# -- anchors and commands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [f"check-{FAILED}", "cause-MSG-DUP-01", "req-MSG-DUP-01", "operations", "about"])
def test_address_leads_to_its_place(open_page: Any, reports: Any, place: str) -> None:
    page = open_page(f"{reports['many']}#{place}").page
    page.wait_for_timeout(100)
    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", place)
    end = page.evaluate("document.documentElement.scrollHeight - scrollY - innerHeight < 2")
    assert -1 <= top < 100 or (end and top < 900)


def test_link_to_a_requirement_that_the_filter_hides_shows_it(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"] + "#requirements?outcome=passed").page
    assert "req-MSG-DUP-01" not in rows(page)
    page.locator("#cause-MSG-DUP-01 .more a").click()
    assert "req-MSG-DUP-01" in rows(page)
    assert page.locator("#req-MSG-DUP-01").evaluate("row => row.getBoundingClientRect().top") < 900


def test_link_leads_from_a_cause_to_what_shows_it_and_back(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"]).page
    page.locator("#cause-MSG-DUP-01").get_by_role("link", name=FAILED).click()
    assert page.locator(f'[id="check-{FAILED}"]').evaluate("one => one.matches(':target')")
    page.locator(f'[id="check-{FAILED}"] .steps').get_by_role("link", name="MSG-DUP-01").click()
    assert page.locator("#cause-MSG-DUP-01").evaluate("one => one.matches(':target')")


def test_command_is_copied_as_it_stands(open_page: Any, reports: Any) -> None:
    page = open_page(reports["many"], permissions=["clipboard-read", "clipboard-write"]).page
    shown = page.locator(f'[id="check-{FAILED}"] .copying').first
    shown.get_by_role("button").click()
    shown.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == shown.locator("code").inner_text()


# -- whatever the server said -----------------------------------------------------------------------------------------

STRUCTURE = """[...document.querySelectorAll('*')].map(one => one.localName + ' ' +
[...one.attributes].map(own => own.name + '=' + own.value).join(' '))"""


@pytest.fixture(scope="module")
def many() -> dict[str, Any]:
    return synthetic_runs.many()


@pytest.fixture(scope="module")
def harmless(many: dict[str, Any], chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The elements of a report whose server said nothing of interest."""
    folder, page = tmp_path_factory.mktemp("harmless"), chromium.new_page()
    page.goto(written(folder / "report.html", html.render(poisoned(many, "harmless"))))
    found: list[str] = page.evaluate(STRUCTURE)
    page.close()
    return found


@pytest.mark.parametrize("canary", [canary for canary in CANARIES if canary], ids=ascii)
def test_nothing_that_a_server_said_becomes_a_part_of_the_page(
    open_page: Any, many: dict[str, Any], harmless: list[str], tmp_path: Path, canary: str
) -> None:
    address = written(tmp_path / "report.html", html.render(poisoned(many, canary)))
    seen = open_page(address)
    seen.page.wait_for_load_state("networkidle")
    assert seen.page.evaluate(STRUCTURE) == harmless
    seen.page.mouse.move(400, 400)
    assert (seen.ran(), seen.asked, seen.said) == (False, [address], [])


def test_policy_stops_what_would_run_if_it_got_in(open_page: Any, tmp_path: Path, many: dict[str, Any]) -> None:
    """The second wall, and a positive control of the tests above: a script that is let in does not run, and is seen."""
    hole = '<script>window.__pwned = 1</script><img src="https://evil.example/x.png" onerror="window.__pwned = 2">'
    seen = open_page(written(tmp_path / "holed.html", html.render(many).replace("<main>", f"<main>{hole}")))
    seen.page.wait_for_timeout(100)
    assert not seen.ran()
    assert sum("Content Security Policy" in said for said in seen.said) >= 2


def test_canary_that_runs_is_seen(open_page: Any, tmp_path: Path) -> None:
    """The positive control: without escaping and policy it would run."""
    seen = open_page(written(tmp_path / "bare.html", f"<!doctype html><title>bare</title>{CANARIES[0]}"))
    assert seen.ran()
