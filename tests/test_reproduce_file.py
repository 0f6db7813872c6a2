"""The file that is made of a story: it stands alone, and nothing that a server says runs in it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from helpers import answer, received
from test_reproduce_story import ALICE, BOB, Record, room_of_two

from conformance.recorder.evaluation import MATCHERS
from conformance.recorder.events import Event
from conformance.reproduce import shapes
from conformance.reproduce.bundle import EVENT, CannotBundle, bundled
from conformance.reproduce.finding import opening, same_finding
from conformance.reproduce.literals import printable, source
from conformance.reproduce.render import ALLOWED, Heading, rendered
from conformance.reproduce.story import CannotTell, Known, Story, Text
from conformance.reproduce.trial import Attempt, attempt, read
from conformance.reproduce.wires import frames_in

NEEDS_A_PACKAGE = {"limits.frame_fits_content", "websocket.names_as_declared"}
"""Rules that read the contract's documents, for which they need a package."""

HOSTILE = [
    '"""\nimport os; os.system("id")\n"""',
    "\\",
    '\\"""',
    "{{ 7 * 7 }} {% raw %}",
    "{alice.token}",
    "'; raise SystemExit #",
    "\u202e\x1b[31m\x00\r\n",
    "\ud800",
    "%s" * 9,
]


def file_of(story: Story, shape: str | None = None) -> str:
    return rendered(story, shape, Heading(("not tried",)))


def of_a_whole_story(said: str = "hello") -> str:
    record = room_of_two()
    record.opens("alice", f"{ALICE}/1", "/chat/ws/c_4f9a81bc")
    record.sends("alice", f"{ALICE}/1", {"type": "message", "content": said, said: 1})
    record.add("sent", connection=f"{ALICE}/1", who="alice", wire="8900")
    record.add("fault", what="kill -9")
    record.add("fault", what="start")
    record.add("fault", what="drop", connection=f"{ALICE}/1", who="alice")
    heard = record.hears("bob", f"{BOB}/1", {"type": said, "content": said})
    record.add("close_sent", connection=f"{BOB}/1", who="bob", code=1000, reason=said)
    record.breaks("basic.field_is", heard, path="frame/content", expected=said)
    return file_of(record.story())


def imported(text: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(str(node.module))
    return {name.partition(".")[0] for name in names}


def test_a_file_imports_the_standard_library_and_the_two_packages_only() -> None:
    foreign = imported(of_a_whole_story()) - sys.stdlib_module_names
    assert foreign == ALLOWED


def test_a_file_holds_no_token_and_no_label_of_one() -> None:
    text = of_a_whole_story()
    assert "<token alice" not in text
    assert 'Person(server, "alice", "TOKEN_ALICE")' in text


@pytest.mark.parametrize("said", HOSTILE)
def test_what_a_server_says_is_a_literal_and_never_code(said: str) -> None:
    """The calls of the file are the same whatever was said."""
    text = of_a_whole_story(said)
    assert calls(text) == calls(of_a_whole_story("harmless"))
    assert text.isprintable() or all(letter.isprintable() or letter == "\n" for letter in text)
    literals = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert said in literals


def calls(text: str) -> list[str]:
    tree = ast.parse(text)
    return [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_a_file_uses_all_that_it_imports_and_defines_all_that_it_uses() -> None:
    tree = ast.parse(of_a_whole_story())
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    lines = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {one.asname or one.name for line in lines for one in line.names} - {"annotations"}
    assert names - used == set()


# -- the rule ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", sorted(name for name in MATCHERS if MATCHERS[name].__module__.startswith("conformance"))
)
def test_every_rule_stands_by_itself(name: str) -> None:
    places = [EVENT, (MATCHERS[name].__module__, name.partition(".")[2])]
    anew = {shapes.COMPLAINT: "def complaint(schema, value):\n    return None"}
    if name in NEEDS_A_PACKAGE:
        with pytest.raises(CannotBundle, match="needs the package"):
            bundled(places, anew)
        return
    made = bundled(places, anew)
    module = module_of("\n".join(["from __future__ import annotations", *made.imports, made.source]))
    assert callable(getattr(module, made.names[places[1]]))
    assert "@matcher" not in made.source


def module_of(text: str) -> ModuleType:
    """The text as a module; a dataclass looks its own up by name."""
    module = ModuleType("made_of_a_rule")
    sys.modules[module.__name__] = module
    exec(compile(text, "rule", "exec"), module.__dict__)  # the suite's own source
    return module


@pytest.mark.parametrize(
    ("name", "reading", "arguments"),
    [
        ("basic.status_is", answer(200, {"x": 1}), {"expected": [403]}),
        ("basic.field_is", received({"n": True}), {"path": "frame/n", "expected": 1}),
        ("order.all_agree", [received({"type": "message", "sequence_id": 1, "content": word}) for word in "ab"], {}),
        ("general.can_be_random", [answer(body={"id": f"id-{n}"}) for n in range(4)], {"path": "body/id", "bits": 64}),
        ("answers.reveals_nothing", [answer(500, {"detail": "Traceback (most recent call last)"})], {}),
    ],
)
def test_a_copied_rule_says_what_the_rule_says(name: str, reading: Any, arguments: Mapping[str, Any]) -> None:
    places = [EVENT, (MATCHERS[name].__module__, name.partition(".")[2])]
    made = bundled(places)
    module = module_of("\n".join(["from __future__ import annotations", *made.imports, made.source]))

    def copied(event: Event) -> Any:
        return module.Event(event.id, event.at, event.kind, event.check, event.data)

    again = copied(reading) if isinstance(reading, Event) else [copied(one) for one in reading]
    said = MATCHERS[name](reading, **arguments)
    assert said is not None
    assert getattr(module, made.names[places[1]])(again, **arguments) == said


def shape_of(body: Any, schema: str) -> Any:
    """The rule made of what is wrong with a body."""
    text = shapes.demanded("basic.conforms", {"path": "body", "schema": schema}, [answer(200, body)])
    lines = ["from __future__ import annotations", "import re", "from collections.abc import Iterator", text]
    return module_of("\n".join(lines)).complaint


HEALTH = {"status": "ok", "components": {}, "queues": {"storage": {"status": "ok", "depth": 0}}}
PROBLEM = {"type": "about:blank", "title": "x", "status": 404, "detail": "x", "code": "NOT_FOUND"}


@pytest.mark.parametrize(
    "wrong",
    [
        {name: value for name, value in PROBLEM.items() if name != "code"},
        {**PROBLEM, "status": "404"},
        {**PROBLEM, "code": 5},
        {**PROBLEM, "title": None},
    ],
)
def test_what_a_schema_demands_is_asked_for_at_the_place_where_it_was_broken(wrong: Any) -> None:
    complaint = shape_of(wrong, "openapi:Problem")
    assert complaint("openapi:Problem", wrong)
    assert complaint("openapi:Problem", PROBLEM) is None


def test_a_rule_over_whole_schemas_is_refused() -> None:
    with pytest.raises(CannotBundle, match="whole schemas"):
        shapes.demanded("basic.speaks_the_contract", {"shapes": []}, [[]])


# -- literals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", HOSTILE)
def test_a_string_comes_back_as_it_was(said: str) -> None:
    assert ast.literal_eval(source(said, str)) == said
    assert ast.literal_eval(source({said: [said, None, True, 1.5]}, str)) == {said: [said, None, True, 1.5]}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_string_with_a_reference_in_it_comes_back_with_its_value(said: str) -> None:
    text = source(Text((said, Known("bob"), said)), lambda _: "bob")
    assert eval(text, {"bob": "B"}) == f"{said}B{said}"


@pytest.mark.parametrize("said", HOSTILE)
def test_a_comment_is_one_line_and_ends_no_docstring(said: str) -> None:
    comment = printable(said)
    assert comment.isprintable()
    assert ast.literal_eval(f'"""{comment}\n"""') == f"{comment}\n"


# -- what came of a run -----------------------------------------------------------------------------------------------


def test_the_same_finding_is_known_by_its_opening_words() -> None:
    assert same_finding('expected status 403, got status 200 with {"a": 1}', "expected status 403, got status 200")
    assert not same_finding("expected status 403, got status 200", "expected status 403, got status 500")
    assert same_finding("no pong within 2000 ms; nothing came at all", "no pong within 2000 ms; 3 frames came")
    assert opening("msg-1a2b3c4d-000000000001 is not there") == opening("msg-99999999-0000000000ff is not there")


@pytest.mark.parametrize(
    ("status", "said", "word"),
    [
        (1, "BROKEN C-01: it is", "BROKEN"),
        (0, "HOLDS C-01: the clause holds", "HOLDS"),
        (3, "OTHERWISE C-01: no id", "OTHERWISE"),
        (0, "BROKEN C-01: it is", ""),
        (1, "", ""),
        (1, "HOLDS C-01: yes", ""),
    ],
)
def test_a_run_counts_only_where_its_word_and_its_status_agree(status: int, said: str, word: str) -> None:
    assert read(status, f"a line\n{said}\n", "Traceback\nValueError: x").word == word


def test_a_file_that_never_ends_shows_nothing() -> None:
    found = attempt("import time\ntime.sleep(60)\n", "http://127.0.0.1:1", {}, within_s=1.0)
    assert found == Attempt("", "not within 1 s")


def test_a_file_is_run_without_the_environment_of_the_suite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET", "s")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    asks = "import os, sys\nprint('HOLDS C-01: ' + str(sorted(set(os.environ) - {'PATH', 'LC_CTYPE'})))\n"
    assert attempt(asks, "http://127.0.0.1:1", {"TOKEN_ALICE": "t"}).why in (
        "['TOKEN_ALICE']",
        "['SSL_CERT_FILE', 'TOKEN_ALICE']",
    )


def test_a_file_without_its_tokens_says_what_is_missing() -> None:
    record: Record = room_of_two()
    gone = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", gone, expected=[403])
    found = attempt(file_of(record.story()), "http://127.0.0.1:1", {})
    assert "TOKEN_ALICE is not set" in found.why


def test_a_token_that_is_not_given_is_no_broken_clause(tmp_path: Path) -> None:
    record: Record = room_of_two()
    gone = record.answers(record.asks("alice", "DELETE", "/chat/c_4f9a81bc/leave"))
    record.breaks("basic.status_is", gone, expected=[403])
    (tmp_path / "it.py").write_text(file_of(record.story()), encoding="utf-8")
    done = subprocess.run([sys.executable, "it.py", "http://127.0.0.1:1"], cwd=tmp_path, env={}, capture_output=True,
                          text=True, timeout=60, check=False)  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr


def test_frames_by_hand_are_read_with_their_mask_taken_off() -> None:
    found = list(frames_in(bytes.fromhex("018437fa213d4cd85544") + bytes.fromhex("8900")))
    assert [str(frame) for frame in found] == ["text (to be continued)", "ping"]
    assert found[0].payload == b'{"ty'


# -- what else stands in a record -------------------------------------------------------------------------------------

CODE = '__import__("os").system("true")'


def breaking(matcher: str, **arguments: Any) -> Record:
    record = room_of_two()
    record.breaks(matcher, record.hears("bob", f"{BOB}/1", {"type": "message"}), **arguments)
    return record


@pytest.mark.parametrize("name", ["other", f"path=0, x={CODE}", f"x={CODE}, path", "x=1)\nfoo(", "", "lambda"])
def test_an_argument_that_the_rule_does_not_have_is_refused_in_one_line(name: str) -> None:
    """The names of arguments are source: what somebody wrote there would be run."""
    record = breaking("basic.field_is", path="frame/content", expected="", **{name: 1})
    with pytest.raises(CannotTell, match=r"basic.field_is does not have: '[^\n]*'\Z"):
        record.story()


@pytest.mark.parametrize(
    "wanted",
    [
        {"matcher": f'kind:x" or {CODE} or "', "arguments": {}},
        {"matcher": "basic.frame_has", "arguments": {f"x={CODE}, fields": {}}},
        {"matcher": "websocket.typing_of", "arguments": {f"x={CODE}": 1}},
        {"matcher": ["x"], "arguments": {}},
        {"matcher": "basic.frame_has"},
        "basic.frame_has",
    ],
)
def test_a_rule_that_was_awaited_is_one_of_this_suite(wanted: dict[str, Any]) -> None:
    record = room_of_two()
    heard = record.hears("bob", f"{BOB}/1", {"type": "message"})
    record.breaks("basic.nothing_came", [heard], awaited="a message", within_ms=100, wanted=wanted)
    with pytest.raises(CannotTell, match=r"the record (names|does not tell)"):
        file_of(record.story())


def test_a_rule_by_which_was_waited_is_held_to_its_arguments_too() -> None:
    record = room_of_two()
    heard = record.hears("bob", f"{BOB}/1", {"type": "typing"})
    record.breaks("websocket.typing_of", heard, holds=True, **{f"x={CODE}": 1})
    record.breaks("basic.field_is", heard, path="frame/content", expected="")
    with pytest.raises(CannotTell, match=r"websocket.typing_of does not have"):
        record.story()


def test_a_name_that_is_none_never_becomes_source() -> None:
    """Whatever let it come so far."""
    story = breaking("basic.field_is", path="frame/content", expected="").story()
    verdict = replace(story.verdict, arguments={f"path={CODE}, expected": 1})
    with pytest.raises(CannotTell, match="is no name"):
        file_of(replace(story, verdict=verdict))


def test_a_file_that_is_called_like_the_end_of_a_docstring_is_whole() -> None:
    story = breaking("basic.field_is", path="frame/content", expected="").story()
    name = f'"""\n{CODE}\n"""'
    assert calls(rendered(story, None, Heading(("not tried",), name))) == calls(file_of(story))
