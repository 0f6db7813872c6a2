"""Every refusal says why in Japanese, and at length.

`title`, `detail` and `message` are for people; codes are for programs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PERMITS = ("ERR-PROBLEM-02", "ERR-LEAK-01")
REPLACES = "reference_server.core.errors:Refusal.__init__"


def vary(original: Callable[..., None]) -> Callable[..., None]:
    """Say the same thing about everything."""

    def refuse(self: Any, code: str, _detail: str = "", retry_after: int | None = None) -> None:
        original(self, code, "申し訳ありませんが、この操作は実行できません。\n詳しくは管理者へ。🙇 " * 4, retry_after)

    return refuse
