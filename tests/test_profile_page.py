"""``docs/profile.md`` names every key of a profile with its type and its default, and nothing else."""

from __future__ import annotations

import datetime
import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from conformance.stage.session import Session
from conformance.target import profile as profiles
from conformance.target.process import Instance
from conformance.target.profile import Profile

PAGE = (Path(__file__).parent.parent / "docs" / "profile.md").read_text(encoding="utf-8")

ROW = re.compile(r"^\| `([a-z_.NAME]+)` \| ([^|]+) \| ([^|]+) \| (.*)\|$", re.MULTILINE)
WORDS = {str: "string", int: "whole number", float: "number", bool: "true or false", datetime.date: "date"}
SEVERAL = {str: "strings", float: "numbers"}


def keys(kind: type[Any], above: str = "") -> Iterator[tuple[str, str, str]]:
    """Each key of a table with its type and its default, as the page writes them."""
    hints = get_type_hints(kind)
    for one in fields(kind):
        name, hint = above + one.name, hints[one.name]
        if name == "source":  # the file itself, and no key
            continue
        origin, inside = get_origin(hint), get_args(hint)
        if hasattr(hint, "__dataclass_fields__"):
            yield from keys(hint, f"{name}.")
        elif inside and hasattr(inside[-1], "__dataclass_fields__"):
            yield from keys(inside[-1], f"{name}.NAME." if origin is dict else f"{name}.")
        else:
            yield name, told(hint), default(one)


def told(hint: Any) -> str:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (list, dict):
        return f"{'array' if origin is list else 'table'} of {SEVERAL[inside[-1]]}"
    return WORDS[inside[0] if inside else hint]


def default(one: Field[Any]) -> str:
    if one.default is MISSING and one.default_factory is MISSING:
        return "needed"
    value = one.default if one.default_factory is MISSING else one.default_factory()
    return "none" if value is None or value in ([], {}) else f"`{json.dumps(value)}`"


def test_every_key_stands_on_the_page_with_its_type_and_its_default() -> None:
    assert [(key, kind, value) for key, kind, value, _ in ROW.findall(PAGE)] == list(in_the_pages_order())


def in_the_pages_order() -> list[tuple[str, str, str]]:
    """Tables as the page groups them; what is in each stays as it is."""
    order = ["profile", "target", "launch", "control", "auth", "scope", "slo", "load", "impact", "expected_failures"]
    return sorted(keys(Profile), key=lambda row: order.index(row[0].partition(".")[0]))


def test_every_word_that_is_filled_in_stands_on_the_page() -> None:
    filling = inspect.getsource(Session._launch) + inspect.getsource(Instance.filled)
    words = set(re.findall(r'"(\w+)": ', filling))
    assert {"port", "jwks", "python"} <= words
    rows = [line for line in PAGE.splitlines() if line.startswith("| `{")]
    assert {word for row in rows for word in re.findall(r"`\{(\w+)\}`", row.split("|")[1])} == words
    assert "`{here}`" in PAGE
    assert "`{sub}`" in PAGE


def test_whatever_may_be_said_stands_on_the_page() -> None:
    kinds = re.findall(r"`(\w+)`: ", next(row for row in PAGE.splitlines() if row.startswith("| `auth.kind`")))
    assert kinds == ["issuer", "key_file", "shared_secret", "command", "static"]
    for word in (*profiles.KNOWN_CAPABILITIES, *profiles.SCOPE_WORDS, *profiles.ALGORITHMS):
        assert f"`{word}`" in PAGE, word


def test_its_example_is_a_profile(tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "my-server.toml"
    path.write_text(example, encoding="utf-8")
    profile = profiles.load(str(path))
    assert profile.launches
    assert profile.launch.command[0] == f"{tmp_path.resolve()}/my-server"
