"""A test that needs a missing tool is left out by name, or fails by name, and never passes."""

from __future__ import annotations

import pytest
from tools import TOOLS, Missing, Tool, missing, needs

TWO = {
    "saw": Tool(lambda: None, "buy one"),
    "plane": Tool(lambda: "it is lent", "ask for it"),
}


def test_tools_that_are_there_hinder_nothing() -> None:
    needs("saw", tools=TWO, environ={"REQUIRE_TOOLS": "1"})
    assert missing(["saw"], TWO) is None


def test_tool_that_is_missing_leaves_the_test_out_by_name() -> None:
    with pytest.raises(pytest.skip.Exception) as left_out:
        needs("saw", "plane", tools=TWO, environ={})
    assert str(left_out.value) == "needs plane: it is lent; ask for it"
    assert missing(["saw", "plane"], TWO) == Missing("plane", "it is lent", "ask for it")


def test_tool_that_is_missing_and_required_fails_the_test_by_name() -> None:
    with pytest.raises(pytest.fail.Exception) as failed:
        needs("plane", tools=TWO, environ={"REQUIRE_TOOLS": "1"})
    assert str(failed.value) == "REQUIRE_TOOLS=1: needs plane: it is lent; ask for it"


def test_tool_that_nobody_knows_is_a_mistake_of_the_test() -> None:
    with pytest.raises(KeyError):
        needs("hammer", tools=TWO, environ={})


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_tells_whether_it_can_be_used_and_how_to_get_it(name: str) -> None:
    why = TOOLS[name].why_not()
    assert why is None or why.strip()
    assert TOOLS[name].how.split()[0] in ("apt-get", "npm", "pip")
