"""Secrets: whatever passes the recorder holds labels in their place, in every form in which they could be written."""

from __future__ import annotations

import json
import stat
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from helpers import PURE
from hypothesis import given
from hypothesis import strategies as st

from conformance.recorder import matchers as m
from conformance.recorder.evaluation import evaluate
from conformance.recorder.secrets import Secrets, fingerprint, from_journals
from conformance.recorder.stream import Recorder, current_check, on_behalf_of

TOKEN = jwt.encode({"sub": "alice"}, "k" * 32, algorithm="HS256")
OTHER = jwt.encode({"sub": "bob"}, "k" * 32, algorithm="HS256")


@pytest.fixture
def secrets() -> Secrets:
    return Secrets()


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    recorder = Recorder(tmp_path / "s.ndjson", "s", tmp_path / "s.secrets")
    yield recorder
    recorder.close()


# -- labels -----------------------------------------------------------------------------------------------------------


def test_label_names_kind_owner_number_and_fingerprint(secrets: Secrets) -> None:
    assert secrets.learn("s3cret-one", "ticket", "alice") == f"<ticket alice#1 {fingerprint('s3cret-one')}>"
    assert secrets.learn("s3cret-two", "ticket", "alice").startswith("<ticket alice#2 ")
    assert secrets.learn("s3cret-six", "ticket", "bob").startswith("<ticket bob#1 ")
    assert secrets.learn("s3cret-ten", "token", "alice").startswith("<token alice#1 ")


def test_label_of_a_secret_learned_twice_stays_what_it_was(secrets: Secrets) -> None:
    first = secrets.learn("s3cret-one", "ticket", "alice")
    assert secrets.learn("s3cret-one", "token", "bob") == first
    assert secrets.hide("s3cret-one") == first


def test_fingerprint_tells_secrets_apart_and_is_short() -> None:
    assert len(fingerprint(TOKEN)) == 4
    assert fingerprint(TOKEN) != fingerprint(OTHER)
    assert fingerprint("\ud800") == fingerprint("\ud800")


# -- hiding -----------------------------------------------------------------------------------------------------------


def test_hide_replaces_a_secret_wherever_it_stands(secrets: Secrets) -> None:
    label = secrets.learn("s3cret-one", "ticket", "alice")
    sent = {"path": "/ws?ticket=s3cret-one&x=1", "list": ["s3cret-one", ("xs3cret-onex",)], "n": 1, "none": None}
    assert secrets.hide(sent) == {
        "path": f"/ws?ticket={label}&x=1",
        "list": [label, [f"x{label}x"]],
        "n": 1,
        "none": None,
    }


def test_hide_finds_a_secret_in_what_was_free_of_secrets_before_it_was_learned(secrets: Secrets) -> None:
    assert secrets.hide(["s3cret-one", "s3cret-one"]) == ["s3cret-one", "s3cret-one"]
    label = secrets.learn("s3cret-one", "ticket", "alice")
    assert secrets.hide("s3cret-one") == label


@pytest.mark.parametrize(
    "identifier", ["c_x3eyJ-8Hq2wLk0pTn5RbA", "eyJ0123456789", "eyJ_0123456789.abc", "aeyJeyJ01234567"]
)
def test_hide_leaves_an_identifier_that_only_begins_like_a_token(secrets: Secrets, identifier: str) -> None:
    assert secrets.hide({"id": identifier}) == {"id": identifier}


def test_hide_finds_a_token_behind_letters_that_only_begin_like_one(secrets: Secrets) -> None:
    assert secrets.hide(f"eyJ-8Hq2wLk0pTn {TOKEN}") == f"eyJ-8Hq2wLk0pTn <token unknown {fingerprint(TOKEN)}>"
    assert secrets.hide(f"eyJ-8Hq2{TOKEN}") == f"eyJ-8Hq2<token unknown {fingerprint(TOKEN)}>"


def test_hide_replaces_a_secret_that_only_begins_like_a_token(secrets: Secrets) -> None:
    label = secrets.learn("eyJ-8Hq2wLk0pTn5RbA", "ticket", "alice")
    assert secrets.hide("?ticket=eyJ-8Hq2wLk0pTn5RbA") == f"?ticket={label}"


def test_hide_replaces_a_secret_in_the_keys_of_mappings(secrets: Secrets) -> None:
    label = secrets.learn("s3cret-one", "ticket", "alice")
    assert secrets.hide({"s3cret-one": {f"a {TOKEN}": 1, 2: 3}}) == {
        label: {f"a <token unknown {fingerprint(TOKEN)}>": 1, "2": 3}
    }


def test_hide_replaces_a_secret_that_is_percent_encoded(secrets: Secrets) -> None:
    label = secrets.learn("s3cret/+= one", "ticket", "alice")
    assert secrets.hide(f"?ticket={quote('s3cret/+= one', safe='')}&x") == f"?ticket={label}&x"


def test_hide_replaces_the_longer_of_two_secrets_one_inside_the_other(secrets: Secrets) -> None:
    short = secrets.learn("s3cret", "invite", "bob")
    long = secrets.learn("s3cret-one", "ticket", "alice")
    assert secrets.hide("s3cret-one s3cret") == f"{long} {short}"


@pytest.mark.parametrize("length", range(1, 33))
def test_hide_finds_a_secret_of_any_length_at_any_place_in_a_text(length: int) -> None:
    secrets = Secrets()
    secret = string.ascii_uppercase[:26].ljust(length, "Z")[:length]
    label = secrets.learn(secret, "ticket", "0")
    for place in range(20):
        assert secrets.hide("." * place + secret + ".") == "." * place + label + "."


def test_hide_replaces_a_web_token_by_its_shape_known_or_not(secrets: Secrets) -> None:
    label = secrets.learn(TOKEN, "token", "alice")
    assert secrets.hide(f"Bearer {TOKEN}, {OTHER}") == f"Bearer {label}, <token unknown {fingerprint(OTHER)}>"


@pytest.mark.parametrize("around", ["{}", "x{}", "{}x", "{}.", '"{}"', "?access_token={}&a=b", "{0}{0}"])
def test_hide_leaves_nothing_of_a_web_token_whatever_stands_around_it(secrets: Secrets, around: str) -> None:
    secrets.learn(TOKEN, "token", "alice")
    hidden = secrets.hide(around.format(TOKEN))
    assert not [part for part in TOKEN.split(".") if part in hidden]


def test_hide_leaves_nothing_of_a_web_token_that_was_cut_short(secrets: Secrets) -> None:
    assert secrets.hide(TOKEN[:40]) == f"<token unknown {fingerprint(TOKEN[:40])}>"


def test_hide_leaves_alone_what_is_no_secret(secrets: Secrets) -> None:
    secrets.learn("", "ticket", "alice")
    value = {"eye": "eyJ is how they begin", "empty": "", "list": [1, 2.5, False, None]}
    assert secrets.hide(value) == value


def test_hide_twice_is_to_hide_once(secrets: Secrets) -> None:
    for secret in ("s3cret-one", "s3cret", TOKEN):
        secrets.learn(secret, "ticket", "alice")
    once = secrets.hide(f"s3cret-one {TOKEN} {OTHER} s3cret")
    assert secrets.hide(once) == once


def test_learn_a_secret_with_a_lone_surrogate_as_a_server_may_send_one(secrets: Secrets) -> None:
    label = secrets.learn("ticket-\ud800-one", "ticket", "alice")
    assert secrets.hide("ticket-\ud800-one") == label


@pytest.mark.parametrize("secret", ["s3cret-one", TOKEN])
def test_hide_replaces_a_secret_that_is_written_in_hexadecimal(secrets: Secrets, secret: str) -> None:
    secrets.learn(secret, "ticket", "alice")
    assert secret.encode().hex() not in secrets.hide({"bytes": f"{secret} echoed".encode().hex()})["bytes"]


def test_hide_takes_any_depth_that_a_server_can_send(secrets: Secrets) -> None:
    secrets.hide(json.loads("[" * 700 + "]" * 700))


def test_hide_leaves_no_number_that_json_does_not_know(secrets: Secrets) -> None:
    hidden = secrets.hide(json.loads('{"a": [NaN, -1e999, 1.5]}'))
    assert hidden == {"a": ["(nan: no number of JSON)", "(-inf: no number of JSON)", 1.5]}
    json.dumps(hidden, allow_nan=False)


# -- journals ---------------------------------------------------------------------------------------------------------


def test_journal_keeps_every_secret_with_its_label_for_other_processes(tmp_path: Path) -> None:
    one, two = Secrets(tmp_path / "one.secrets"), Secrets(tmp_path / "two.secrets")
    labels = {secret: one.learn(secret, "ticket", "alice") for secret in ("s3cret-one", "s3cret \u00fc/2")}
    labels[TOKEN] = two.learn(TOKEN, "token", "bob")
    two.learn(TOKEN, "token", "bob")
    together = from_journals([tmp_path / "one.secrets", tmp_path / "two.secrets"])
    for secret, label in labels.items():
        assert together.hide(f"log: {secret}!") == f"log: {label}!"
        assert together.hide(f"log: {quote(secret, safe='')}!") == f"log: {label}!"


def test_journal_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    Secrets(tmp_path / "one.secrets").learn("s3cret-one", "ticket", "alice")
    assert stat.S_IMODE((tmp_path / "one.secrets").stat().st_mode) == 0o600


def test_journal_is_not_written_where_none_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Secrets().learn("s3cret-one", "ticket", "alice")
    assert not list(tmp_path.iterdir())


# -- recording --------------------------------------------------------------------------------------------------------


def test_record_writes_the_label_and_gives_nobody_the_secret(recorder: Recorder) -> None:
    label = recorder.secrets.learn("s3cret-one", "ticket", "alice")
    event = recorder.record("request", headers={"Authorization": f"Bearer {TOKEN}", "X": "s3cret-one"})
    assert event.data["headers"]["X"] == label
    written = recorder.path.read_text(encoding="utf-8")
    assert label in written
    assert "s3cret-one" not in written
    assert TOKEN not in written


def test_evaluate_records_neither_arguments_nor_reasons_with_a_secret_in_them(recorder: Recorder) -> None:
    label = recorder.secrets.learn("s3cret-one", "ticket", "alice")
    heard = recorder.record("answer", status=200, body={"ticket": "s3cret-one"})
    found = evaluate(recorder, "X-01", m.field_is, heard, path="body/ticket", expected="s3cret-one")
    assert found.holds
    assert evaluate(recorder, "X-01", m.field_is, heard, path="body/ticket", expected="x").reason == (
        f'expected body/ticket to be "x", got "{label}"'
    )
    assert "s3cret-one" not in recorder.path.read_text(encoding="utf-8")


def test_no_secret_changes_the_words_by_which_it_is_judged(recorder: Recorder) -> None:
    recorder.secrets.learn("expected", "ticket", "alice")
    recorder.secrets.learn("basic.field_is", "invite", "alice")
    recorder.secrets.learn("X-01", "invite", "alice")
    heard = recorder.record("answer", status=200, body={"n": 1})
    assert evaluate(recorder, "X-01", m.field_is, heard, path="body/n", expected=1).holds
    assert [recorder.last.data[name] for name in ("clause", "matcher", "arguments", "events")] == [
        "X-01", "basic.field_is", {"path": "body/n", "expected": 1}, [heard.id]
    ]  # fmt: skip


def test_record_numbers_and_times_events_and_says_on_whose_behalf(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "w1.ndjson", "w1", clock=iter([10, 20, 30]).__next__)
    with on_behalf_of("a.check"):
        first = recorder.record("sent", frame={})
        second = recorder.record("sent", check="another", frame={})
    third = recorder.record("stall", late_ms=1)
    assert [(one.id, one.at, one.check) for one in (first, second, third)] == [
        ("w1:1", 10, "a.check"),
        ("w1:2", 20, "another"),
        ("w1:3", 30, None),
    ]
    assert current_check.get() is None
    recorder.close()


# Long enough to be no part of a label by chance; of every kind that a server may invent.
SECRET = st.text(
    string.ascii_letters + string.digits + "-._~+/=!&%#'\"\\<> \u00e9\u2603\U0001f600", min_size=10, max_size=40
)
SURROUNDINGS = st.text(string.ascii_letters + " /?&=.:\"'\n\u00e9", max_size=10)


@st.composite
def values_with(draw: st.DrawFn, secrets: list[str]) -> Any:
    """A JSON value that holds some of the secrets, in keys and values, as they are or percent-encoded."""
    forms = [form for secret in secrets for form in (secret, quote(secret, safe=""))]
    text = st.builds("".join, st.tuples(SURROUNDINGS, st.sampled_from(forms), SURROUNDINGS))
    leaves = text | st.integers() | st.none()
    return draw(st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(text, inner), max_leaves=6))


@PURE
@given(st.data())
def test_nothing_recorded_holds_a_secret(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    known = data.draw(st.lists(SECRET, min_size=1, max_size=4, unique=True))
    value = data.draw(values_with([*known, TOKEN]))
    recorder = Recorder(tmp_path_factory.getbasetemp() / "nothing.ndjson", "s")
    recorder.path.write_text("", encoding="utf-8")
    for secret in known:
        recorder.secrets.learn(secret, "ticket", "alice")
    event = recorder.record("answer", body=value)
    recorder.close()
    for text in (recorder.path.read_text(encoding="utf-8"), json.dumps(dict(event.data), ensure_ascii=False)):
        for secret in (*known, TOKEN):
            for form in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1]):
                assert form not in text
