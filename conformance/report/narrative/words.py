"""PURE: how things are said: lists, sentences, and texts that a server may have lengthened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from conformance.recorder.words import bounded
from conformance.report.ladder import Row, ladder_of
from conformance.report.visible import one_line
from conformance.verdict.causes import plural

NAMED = 8
"""At most so many ids or titles stand in a sentence; the rest is counted."""

TITLES = 4
"""At most so many components stand in a sentence."""

LONGEST = 300
"""At most so many characters of what a server may have written stand in a summary."""


def listed(names: Iterable[str], most: int = NAMED) -> str:
    """``a, b and c``; of more than ``most`` the rest is counted."""
    every = list(names)
    shown, left = every[:most], len(every) - most
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def titles(requirements: Sequence[str], results: Row) -> str:
    """The components that these belong to, those with most of them first."""
    ladder, titles = ladder_of(results), {group["id"]: group["title"] for group in results["groups"]}
    found = Counter(group for name in requirements for group in ladder.requirements[name]["groups"])
    named = [f"{titles[group]} ({count})" for group, count in found.most_common()]
    return listed(named, TITLES)


def judgeable(frees: Sequence[str], results: Row) -> str:
    return f"{plural(len(frees), 'requirement')} can be judged, of {titles(frees, results)}"


def sentence(text: str) -> str:
    """A text that ends as a sentence does."""
    text = " ".join(text.split())
    return text if text.endswith((".", "?")) else f"{text}."


def short(text: str) -> str:
    """The beginning of a text that a server may have lengthened."""
    return sentence(bounded(one_line(text), LONGEST))


def at_the_beginning(text: str) -> str:
    """As a sentence begins; a server's own name stays as it is."""
    return f"The{text[3:]}" if text.startswith("the server") else text
