"""How many tries a check takes to see what shows in a share of them."""

from __future__ import annotations

import pytest

from conformance.stage.power import MISSED, tries_to_see


@pytest.mark.parametrize("share", [0.5, 0.1, 0.02])
def test_so_many_tries_and_not_fewer_miss_it_as_rarely_as_that(share: float) -> None:
    tries = tries_to_see(share)
    assert (1 - share) ** tries <= MISSED < (1 - share) ** (tries - 1)
