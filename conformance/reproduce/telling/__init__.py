"""PURE: the recorded events of a failed check -> the story that it told, up to the rule that failed."""

from __future__ import annotations

from conformance.reproduce.telling.acts import RAW_SHOWN
from conformance.reproduce.telling.rule import broken_rule
from conformance.reproduce.telling.teller import MOST_STEPS, told

__all__ = ["MOST_STEPS", "RAW_SHOWN", "broken_rule", "told"]
