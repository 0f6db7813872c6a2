"""``report.html``: causes first, everything that failed, small whatever happened, harmless whatever the server said."""

from __future__ import annotations

import copy
import html as entities
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from helpers import PURE, event, received
from hypothesis import given
from hypothesis import strategies as st
from poison import CANARIES, poisoned
from synthetic_runs import NAMES, page, results_of

from conformance.cli import COMMANDS
from conformance.recorder.words import bounded
from conformance.report import html
from conformance.report.page import OUTCOMES, page_of
from conformance.report.timeline import Detail, in_a_line, in_full, timeline
from conformance.report.visible import one_line, spelled, visible

VOID = {"meta", "br", "input"}
INLINE = {"a", "b", "code", "span"}


class Parsed(HTMLParser):
    """A page as a parser sees it: its elements with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.text.append("" if tag in INLINE else " ")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment

    @property
    def structure(self) -> tuple[Any, ...]:
        """Everything but the text."""
        return self.elements, self.others, self.open

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())

    def having(self, tag: str, name: str, value: str | None = None) -> list[dict[str, str | None]]:
        """The attributes of every such element that has this one."""
        return [own for found, own in self.elements if found == tag and name in own and value in (None, own[name])]


@cache
def parsed(name: str) -> Parsed:
    return Parsed(page(name))


every_report = pytest.mark.parametrize("name", NAMES)


# -- what the page says -----------------------------------------------------------------------------------------------


def test_page_begins_with_the_verdict_then_causes_operations_requirements_failures_and_the_run() -> None:
    titles = re.findall(r'<h[12](?: id="(\w+)")?>', page("many"))
    assert titles == ["", "causes", "operations", "requirements", "failures", "errors", "inconclusive", "about"]
    assert "<h1>not conformant to full 1.0 without load:" in page("many")


def test_page_says_first_what_to_begin_with_and_where_to_look() -> None:
    cause = page_of(results_of("many")).first
    assert cause is not None
    begin = parsed("many").words.partition("Begin with")[2][:600]
    assert begin.split()[0] == cause.requirement["id"] == results_of("many")["causes"][0]["requirement"]
    assert cause.requirement["remedy"].replace("`", "") in begin


def test_page_of_a_conformant_server_says_that_nothing_is_broken() -> None:
    words = parsed("green").words
    assert "Nothing was found broken." in words
    assert "None: no requirement was found broken." in words
    assert "Failures" not in words


def test_page_of_a_dead_port_has_one_cause_of_the_environment_and_lists_no_blocked_check_as_failed() -> None:
    shown = parsed("dead")
    assert len(shown.having("article", "id")) == 2  # the cause and the check that shows it
    assert "The environment" in shown.words
    assert "no HTTP answer: the connection was refused" in shown.words
    blocked = shown.having("tr", "data-outcome", "blocked")
    assert len(blocked) == sum(1 for one in results_of("dead")["requirements"] if one["outcome"] == "blocked") > 400
    assert "blocked by NET-HTTP-01" in shown.words


def test_page_shows_operations_by_what_is_known_of_them() -> None:
    results = copy.deepcopy(results_of("green"))
    for one, status in zip(results["operations"], ["working", "refused", "not asked", "missing"], strict=False):
        one["status"] = status
    made = page_of(results)
    assert [one["status"] for one in made.broken] == ["missing", "refused"]
    names = [one["name"] for one in (*made.broken, *made.unasked, *made.working)]
    assert sorted(names) == sorted(one["name"] for one in results["operations"])
    text = html.render(results)
    assert all(f"<code>{entities.escape(name)}</code>" in text for name in names)
    assert "None was found missing or refused." not in Parsed(text).words
    assert "None was found missing or refused." in parsed("green").words


def test_page_sets_apart_whose_faults_causes_are() -> None:
    groups = page_of(results_of("many")).causes
    assert [group.title for group in groups] == ["The server", "In passing", "The suite itself"]
    numbers = [cause.number for group in groups for cause in group.causes]
    assert numbers == list(range(1, len(results_of("many")["causes"]) + 1))


@every_report
def test_page_has_a_place_for_every_cause_requirement_and_failure_and_each_once(name: str) -> None:
    results, shown = results_of(name), parsed(name)
    places = Counter(own["id"] for _, own in shown.elements if "id" in own)
    assert max(places.values()) == 1
    failed = [one["id"] for one in results["checks"] if one["outcome"] in ("failed", "error", "inconclusive")]
    wanted = {
        *(f"check-{name}" for name in failed),
        *(f"req-{one['id']}" for one in results["requirements"]),
        *(f"cause-{one['requirement']}" for one in results["causes"]),
    }
    assert wanted <= set(places)
    assert sum(str(one).startswith("check-") and not str(one).endswith("-title") for one in places) == len(failed)


@every_report
def test_page_leads_nowhere_but_to_itself_and_to_the_streams_beside_it(name: str) -> None:
    shown = parsed(name)
    places = {own["id"] for _, own in shown.elements if "id" in own}
    for link in shown.having("a", "href"):
        address = str(link["href"])
        assert re.fullmatch(r"#.+|streams/[\w.%-]+\.ndjson", address)
        assert not address.startswith("#") or address[1:] in places
    assert not any({"src", "srcset", "action", "data", "poster", "style"} & set(own) for _, own in shown.elements)


def failure_of(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one["failure"] for one in results_of("many")["checks"] if one["id"] == name)
    return found


def test_page_shows_a_failure_with_all_that_one_needs_to_mend_it() -> None:
    name = "messages.duplicate-same-number[rest]"
    text = page("many").partition(f'id="check-{name}"')[2].partition("</article>")[0]
    shown = Parsed(f"<div>{text.partition('>')[2]}</div>").words
    for part in (
        "cause MSG-DUP-01",
        "Why they differ expected 200, got a text with",
        "Expected An HTTP answer, or a handshake's, has one of the expected statuses.",
        "expected: [200]",
        "Observed",
        "frame received, bob",
        "Sent last frame sent, alice",
        f"What travelled: {len(failure_of(name)['transcript'])} events",
        "decided here",
        "The whole record: streams/s.ndjson",
        "alice is alice-5f",
        "The server's own log: 2 lines",
        "Where to look:",
        f"chat-conformance run full --url http://127.0.0.1:1 --check '{name}' --seed 7",
        f"chat-conformance reproduce results.json '{name}'",
    ):
        assert part in shown, part


def test_page_counts_and_links_what_it_leaves_out_of_a_transcript() -> None:
    failures = [one["failure"] for one in results_of("many")["checks"] if one["failure"]]
    (long,) = [one for one in failures if one["omitted"]]
    rows, (record,) = len(long["transcript"]), long["recorded"]
    assert long["omitted"] > 100
    assert f"What travelled: {rows} events, {long['omitted']} events left out" in parsed("many").words
    assert (
        f"{long['omitted']} events of this check are not shown. The whole record: streams/s.ndjson, "
        f"events {record['first']} to {record['last']}"
    ) in parsed("many").words


def test_page_shows_the_requirement_table_worst_first_with_what_its_filters_read() -> None:
    rows = parsed("many").having("tr", "data-outcome")
    order = [list(OUTCOMES).index(str(row["data-outcome"])) for row in rows]
    assert order == sorted(order)
    assert len(rows) == len(results_of("many")["requirements"])
    for row in rows:
        assert {"data-severity", "data-level", "data-category", "data-group"} <= set(row)


@every_report
def test_page_offers_no_choice_that_no_row_has_and_counts_rightly(name: str) -> None:
    for one in page_of(results_of(name)).filters:
        rows = [str(row[f"data-{one.name}"]).split() for row in parsed(name).having("tr", "data-outcome")]
        counted = Counter(value for row in rows for value in row)
        assert {value: count for value, _, count in one.choices} == counted


@every_report
def test_bar_shows_every_outcome_in_words_and_fills_the_whole(name: str) -> None:
    bar = page_of(results_of(name)).bar
    counts = {outcome: count for outcome, count, *_ in bar}
    assert counts == {key: value for key, value in results_of(name)["counts"].items() if value and key != "expected"}
    assert sum(width for *_, width in bar) == pytest.approx(100, abs=0.1)
    (drawn,) = parsed(name).having("svg", "aria-label")
    assert all(f"{count} {OUTCOMES[outcome]}" in str(drawn["aria-label"]) for outcome, count in counts.items())


def test_page_names_only_commands_that_there_are() -> None:
    """The command that makes a script of a failure may come later than this page; the others are there."""
    named = set(re.findall(r"chat-conformance (\w+)", " ".join(re.findall(r"<code>(.*?)</code>", page("many")))))
    assert named - {"reproduce"} <= set(COMMANDS)
    assert "run" in named


# -- how large it is --------------------------------------------------------------------------------------------------


def test_page_of_500_failures_is_small_and_leaves_none_out() -> None:
    assert len(page("flood").encode()) < 5_000_000
    shown = parsed("flood")
    assert len(shown.having("article", "id")) == 1000  # 500 causes and 500 failures
    assert "decided here" in shown.words
    assert re.search(r"So that this page stays small, at most \d+ events and \d+ characters of each", shown.words)


def test_page_shares_its_size_fairly() -> None:
    """The same bound holds for all, so that whoever needs less leaves it to the others."""
    tables = re.findall(r"What travelled: (\d+) events, ([\d,]+) events? left out", parsed("flood").words)
    assert len(tables) == 500
    assert len(set(tables)) == 1
    assert int(tables[0][0]) >= 5


def test_page_of_a_conformant_server_is_small() -> None:
    assert len(page("green").encode()) < 600_000


def test_page_shows_a_few_failures_in_full() -> None:
    assert "So that this page stays small" not in page("many")


def test_page_that_cannot_be_small_still_leaves_no_failure_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LARGEST", 1000)
    shown = Parsed(html.render(results_of("many")))
    assert len(shown.having("article", "id")) == len(parsed("many").having("article", "id"))
    assert "at most 2 events" in shown.words


# -- whatever the server said -----------------------------------------------------------------------------------------


def test_canary_reaches_everything_that_a_server_can_write() -> None:
    """The positive control: what is poisoned is shown, in every part of the page that shows what servers say."""
    words = Parsed(html.render(poisoned(results_of("many"), "<canary>"))).words
    assert words.count("<canary>") > 1000
    for before in ("Server ", "Found ", "Why they differ ", "What happened ", "done on purpose ", "1001 ", "alice is "):
        assert f"{before}<canary>" in words.replace("<canary>0 is", "alice is"), before
    assert '"<canary>0": ' in words
    assert "<canary>0: <canary>" in words  # a header's name and value


def test_results_stay_results_when_poisoned() -> None:
    original = results_of("many")
    before = copy.deepcopy(original)
    assert html.render(poisoned(original, "x")) != html.render(original)
    assert original == before


@pytest.fixture(scope="module")
def harmless() -> Callable[[str], tuple[Any, ...]]:
    """The structure of a page whose server said something of the same length and emptiness, but of no interest."""

    @cache
    def structure(said: str) -> tuple[Any, ...]:
        return Parsed(html.render(poisoned(results_of("many"), said))).structure

    return lambda canary: structure("" if not canary else "harmless")


@pytest.mark.parametrize("canary", CANARIES, ids=ascii)
def test_page_keeps_its_structure_whatever_the_server_said(
    harmless: Callable[[str], tuple[Any, ...]], canary: str
) -> None:
    text = html.render(poisoned(results_of("many"), canary))
    assert Parsed(text).structure == harmless(canary)
    assert text.encode()  # there is no lone surrogate in it
    assert text.isprintable() or set(re.findall(r"[^\x20-\x7e]", text)) <= {"\n", "\t", *filter(str.isprintable, text)}


def test_structure_tells_markup_from_text() -> None:
    """The positive control: an element, an attribute or a comment more is seen."""
    plain = Parsed('<p class="a">x</p>').structure
    assert Parsed('<p class="a">y</p>').structure == plain
    for other in (
        '<p class="a"><b></b>x</p>',
        '<p class="a" onclick="x">x</p>',
        '<p class="a">x</p><!-- -->',
        '<p class="b">x</p>',
    ):
        assert Parsed(other).structure != plain


def test_script_and_style_are_the_pages_own_and_the_policy_allows_no_other() -> None:
    shown = Parsed(html.render(poisoned(results_of("many"), "<script>")))
    (policy,) = shown.having("meta", "http-equiv", "Content-Security-Policy")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; "
        r"img-src 'none'; base-uri 'none'; form-action 'none'",
        str(policy["content"]),
    )
    assert [tag for tag, _ in shown.elements].count("script") == 1
    assert [tag for tag, _ in shown.elements].count("style") == 1
    assert not [name for _, own in shown.elements for name in own if name.startswith("on")]


# -- text made visible ------------------------------------------------------------------------------------------------

ANYTHING = st.text(st.characters(), max_size=40)


@PURE
@given(ANYTHING)
def test_visible_text_holds_nothing_unseen_and_says_the_same(text: str) -> None:
    shown = visible(text)
    assert all(one.isprintable() or one in "\n\t" for one in shown)
    assert visible(shown) == shown
    if "\\" not in text:
        units = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), shown)
        assert units.encode("utf-16-be", "surrogatepass") == text.encode("utf-16-be", "surrogatepass")


def test_visible_text_keeps_words_of_every_language() -> None:
    said = "Grüße, привет, 你好, مرحبا, 🙂 e\u0301"
    assert visible(said) == said
    assert visible("a\u202eb\x00c\u00a0d\U000e0041") == "a\\u202eb\\u0000c\\u00a0d\\udb40\\udc41"
    assert spelled("a\n\tb") == "a\\n\\tb"
    assert one_line(" a\n\tb\u202e") == "a b\\u202e"


def test_cut_text_says_how_much_is_left_out() -> None:
    assert bounded("x" * 40, 40) == "x" * 40
    assert bounded("x" * 1210, 40) == "x" * 21 + "… (1210 characters)"
    assert bounded("x" * 20, 5) == "… (20 characters)"


# -- the time line ----------------------------------------------------------------------------------------------------

WHOLE = Detail(events=60, line=100, block=100)


def shown(number: int, who: str = "alice", **more: Any) -> dict[str, Any]:
    return {"ms": float(number), "event": f"s:{number}", "kind": "received", "who": who, "connection": f"{who}-5f/1",
            "frame": {"n": number}, **more}  # fmt: skip


def failure(*events: dict[str, Any]) -> dict[str, Any]:
    return {"transcript": list(events), "people": {"alice": "alice-5f", "bob": "bob-5f"}}


def test_timeline_gives_everybody_a_lane_and_a_name() -> None:
    line = timeline(failure(shown(1), shown(2, "bob"), shown(3)), (), WHOLE)
    assert [(row.who, row.connection, row.lane) for row in line.rows] == [
        ("alice", "/1", 0), ("bob", "/1", 1), ("alice", "/1", 0),
    ]  # fmt: skip
    assert line.lanes == 2


def test_timeline_marks_what_was_read_and_where_it_was_decided() -> None:
    line = timeline(failure(*map(shown, range(5))), {"s:1", "s:3"}, WHOLE)
    assert [row.mark for row in line.rows] == ["", "read", "", "decided", ""]


def test_timeline_of_what_no_rule_read_marks_nothing() -> None:
    assert {row.mark for row in timeline(failure(*map(shown, range(5))), (), WHOLE).rows} == {""}


@pytest.mark.parametrize(("most", "first", "rows"), [(60, 0, 40), (20, 6, 20), (4, 18, 4), (1, 20, 1), (0, 21, 0)])
def test_timeline_is_cut_around_the_divergence_and_says_by_how_much(most: int, first: int, rows: int) -> None:
    line = timeline(failure(*map(shown, range(40))), {"s:20"}, Detail(most, 100, 100))
    assert len(line.rows) == rows
    assert line.before == first
    assert line.before + len(line.rows) + line.after == 40
    assert not most or "decided" in {row.mark for row in line.rows}


WIRE: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "request", "method": "POST", "path": "/x", "headers": {"A": "b\nc"}, "body": {"n": 1}},
     'POST /x {"n": 1}', 'POST /x\nA: b\\nc\n\n{\n  "n": 1\n}'),
    ({"kind": "answer", "status": 204, "headers": {}, "body": None, "elapsed_ms": 1.0}, "204", "204"),
    ({"kind": "answer", "status": 500, "headers": {}, "body": "two\nlines"}, '500 "two\\nlines"', "500\n\ntwo\nlines"),
    ({"kind": "handshake", "status": 101, "headers": {}, "subprotocol": None}, "101", "101"),
    ({"kind": "received", "text": "a\nb"}, 'text "a\\nb"', 'text "a\\nb"'),
    ({"kind": "received", "bytes": ""}, "bytes (none)", "bytes (none)"),
    ({"kind": "close_received", "code": 1001, "reason": "bye"}, "1001 bye", "1001 bye"),
    ({"kind": "stall", "of": "server", "late_ms": 3.5}, "the server waited 3.5 ms for a processor",
     "the server waited 3.5 ms for a processor"),
    ({"kind": "watch_lost", "watch": "s:1"}, '{"watch": "s:1"}', '{\n  "watch": "s:1"\n}'),
]  # fmt: skip


@pytest.mark.parametrize(("one", "short", "whole"), WIRE, ids=[one["kind"] for one, *_ in WIRE])
def test_event_is_told_as_on_the_wire(one: dict[str, Any], short: str, whole: str) -> None:
    seen = {"event": "s:1", "ms": 1.0, "who": "alice", "connection": "alice/1", **one}
    assert in_a_line(seen) == short
    assert in_full(seen) == whole


def test_every_recorded_kind_can_be_told() -> None:
    for kind in ("person", "fetched", "server_gone", "unheard_of"):
        seen = {"event": "s:1", "ms": 1.0, **event(kind, more="x").data, "kind": kind}
        assert timeline(failure(seen), (), WHOLE).rows[0].kind == kind.replace("_", " ")
    assert received({}).kind == "received"
