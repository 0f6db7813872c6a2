"""Examples that are generated: what is told of a server that answers one of them wrongly, and then rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import answer
from hypothesis import strategies as st
from servers import reference
from sessions import session

from conformance.recorder import matchers as m
from conformance.recorder.evaluation import ClauseBroken

TARGET = f'{reference.IDENTITY}\n[target]\nurl = "http://127.0.0.1:1"\n'


@pytest.mark.parametrize("wrong", [{2}, {2, 3, 4, 5}], ids=["once", "from then on"])
def test_an_example_that_fails_is_told_as_it_failed_though_it_may_not_fail_again(
    tmp_path: Path, wrong: set[int]
) -> None:
    tried: list[int] = []
    with session(tmp_path, TARGET) as told, told.stage("health.shape") as stage:

        def is_listed(number: int) -> None:
            tried.append(number)
            came = answer(500 if len(tried) in wrong else 200)
            stage.judge("ERR-STATUS-01", m.status_is, came, expected=[200])

        with pytest.raises(ClauseBroken, match="ERR-STATUS-01: expected status 200, got status 500"):
            stage.for_all(5, number=st.integers(0, 9))(is_listed)
    assert len(tried) > 1
