"""Reading one member at a time out of an object that a client sent."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from reference_server.core import jsontext, wire
from reference_server.core.errors import Refusal

PRINTABLE = re.compile(r"[\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Fields:
    """An object from a client, and the code with which its transport refuses what is wrong in it."""

    members: dict[str, Any]
    code: str

    @classmethod
    def of(cls, value: Any, code: str) -> Fields:
        """Take a parsed value; anything but an object is refused."""
        if not isinstance(value, dict):
            raise Refusal(code, "A JSON object is wanted")
        return cls(value, code)

    def wrong(self, name: str, wanted: str) -> Refusal:
        """Return the refusal for one member."""
        return Refusal(self.code, f"{name}: {wanted}")

    def text(self, name: str, low: int, high: int) -> str:
        """Return a string of so many code points; lone surrogates are refused, nothing is normalised."""
        value = self.members.get(name)
        if not isinstance(value, str) or not low <= len(value) <= high or not jsontext.is_unicode(value):
            raise self.wrong(name, f"a string of {low} to {high} characters is wanted")
        return value

    def optional_text(self, name: str, low: int, high: int, *, nullable: bool = False) -> str | None:
        """Return the string, or None if the member is absent (or null, where that says the same)."""
        if self.absent(name, nullable=nullable):
            return None
        return self.text(name, low, high)

    def printable(self, name: str, high: int) -> str:
        """Return 1 to `high` printable ASCII characters."""
        value = self.members.get(name)
        if not isinstance(value, str) or len(value) > high or not PRINTABLE.fullmatch(value):
            raise self.wrong(name, f"1 to {high} printable ASCII characters are wanted")
        return value

    def one_of(self, name: str, choices: Collection[str]) -> str:
        """Return one of the choices."""
        value = self.members.get(name)
        if not isinstance(value, str) or value not in choices:
            raise self.wrong(name, f"one of {', '.join(sorted(choices))} is wanted")
        return value

    def integer(self, name: str, low: int, high: int | None = None) -> int:
        """Return a whole number; 3.0 is one, true is none."""
        value = self.members.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value < low:
            raise self.wrong(name, f"a whole number from {low} is wanted")
        if high is not None and value > high:
            raise self.wrong(name, f"a whole number up to {high} is wanted")
        return value

    def optional_integer(self, name: str, low: int, high: int | None = None, *, nullable: bool = False) -> int | None:
        """Return the number, or None if the member is absent (or null)."""
        return None if self.absent(name, nullable=nullable) else self.integer(name, low, high)

    def boolean(self, name: str) -> bool:
        """Return true or false."""
        value = self.members.get(name)
        if not isinstance(value, bool):
            raise self.wrong(name, "true or false is wanted")
        return value

    def array(self, name: str, most: int) -> list[Any]:
        """Return an array of at most so many items; absent is empty."""
        value = self.members.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.wrong(name, f"an array of at most {most} items is wanted")
        return value

    def small_object(self, name: str, most_bytes: int) -> dict[str, Any] | None:
        """Return an opaque object of at most so many bytes of compact JSON, or None."""
        value = self.members.get(name)
        if value is None:
            return None
        if not isinstance(value, dict) or not jsontext.depth_within(value) or not jsontext.all_unicode(value):
            raise self.wrong(name, "an object is wanted, not nested too deeply")
        if len(wire.encode(value).encode()) > most_bytes:
            raise self.wrong(name, f"at most {most_bytes} bytes are wanted")
        return value

    def absent(self, name: str, *, nullable: bool) -> bool:
        """Is the member not there?"""
        return name not in self.members or (nullable and self.members[name] is None)
