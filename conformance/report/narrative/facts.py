"""PURE: what several sentences look up in the results."""

from __future__ import annotations

from conformance.recorder.words import bounded
from conformance.report.ladder import Row

LONGEST_NAME = 200
"""At most so many characters of what a server calls itself stand in a sentence."""


def server(results: Row) -> str:
    """The server, as it names itself and where it was found."""
    named = " ".join(part for part in (results["target"]["server"][key] for key in ("name", "version")) if part)
    named = bounded(named, LONGEST_NAME)
    url = results["target"]["url"]
    return f"{named or 'the server'} at {url}" if url else named or "the server that the suite launched"


def missed(results: Row) -> list[str]:
    return [name for name, found in results["service_levels"]["requirements"].items() if found == "missed"]


def causes_of(results: Row, origin: str) -> list[Row]:
    return [cause for cause in results["causes"] if cause["origin"] == origin]
