"""PURE: a story as the text of one Python file."""

from __future__ import annotations

from conformance.reproduce.render.file import Heading, rendered
from conformance.reproduce.render.imports import ALLOWED

__all__ = ["ALLOWED", "Heading", "rendered"]
