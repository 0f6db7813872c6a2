"""Replaces every secret by a label before anything is recorded or printed.

A label names whose secret it is, which of theirs, and a fingerprint, so that a reader can still tell two tokens
apart: ``<token alice#2 1f3a>``.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

_JWT_IN_HEXADECIMAL = re.compile(r"65794a(?:[0-9a-f]{2}){6,}")
"""The same in a binary frame, which is recorded in hexadecimal."""

DEEPEST = 100
"""A server may nest deeper than anything that walks its answers can follow; below this nothing is kept."""

MOST_CLEAN = 20_000
LONGEST_CLEAN = 64
"""So many short texts are remembered as free of secrets: the names of members, and of people in a large conversation,
come again in every answer."""

_GRAM = 8
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*")
_MEMBER = re.compile(rb'\{"[A-Za-z0-9_]{3}|\{"[A-Za-z0-9_]{1,2}"')
"""How a JSON object begins whose first member has a name: a token's header and claims, and no random identifier."""


def _begins_an_object(token: str) -> bool:
    return _MEMBER.match(base64.urlsafe_b64decode(token[:8])) is not None


def fingerprint(secret: str) -> str:
    """Four hexadecimal digits that tell secrets apart and give nothing away."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:4]


class Secrets:
    """Knows the secrets of a run and hides them in whatever is about to be written."""

    def __init__(self, journal: Path | None = None) -> None:
        """``journal``: a file of the run's private folder that keeps every secret with its label, so that what
        other processes wrote (a server's log) can be cleared of them too."""
        self._journal = journal
        self._labels: dict[str, str] = {}
        self._plain: list[str] = []
        self._short: list[str] = []
        self._grams: set[str] = set()
        self._clean: set[str] = set()
        self._seen: Counter[tuple[str, str]] = Counter()
        self._lock = Lock()

    def learn(self, secret: str, kind: str, owner: str) -> str:
        """Remember a secret; returns the label that stands for it from now on.

        Everything but a JSON Web Token is searched for literally, also percent-encoded; anything that looks like
        a JSON Web Token is hidden by its shape, known or not.
        """
        with self._lock:
            if secret in self._labels:
                return self._labels[secret]
            self._seen[kind, owner] += 1
            label = f"<{kind} {owner}#{self._seen[kind, owner]} {fingerprint(secret)}>"
            self._labels[secret] = label
            self._note(secret, label)
            self._search_for(secret, label)
            return label

    def adopt(self, secret: str, label: str) -> None:
        """Hide a secret under a label that it was given elsewhere."""
        with self._lock:
            self._labels[secret] = label
            self._search_for(secret, label)

    def _search_for(self, secret: str, label: str) -> None:
        if not secret or (_JWT.fullmatch(secret) and _begins_an_object(secret)):
            return
        spellings = (
            secret,
            quote(secret, safe="", errors="surrogatepass"),
            secret.encode("utf-8", "surrogatepass").hex(),
        )
        for spelling in spellings:
            self._labels[spelling] = label
            # Longest first: a secret that contains another must not be cut in half by it.
            self._plain = sorted({*self._plain, spelling}, key=len, reverse=True)
            if len(spelling) < 2 * _GRAM - 1:
                self._short = [*self._short, spelling]
            self._grams |= {spelling[i : i + _GRAM] for i in range(len(spelling) - _GRAM + 1)}
        # Anew and last: who looks a text up meanwhile, without this secret, notes it in the set that is given up here.
        self._clean = set()

    def _suspicious(self, text: str) -> bool:
        """Whether a secret may be in a text: exact, and quick however many secrets there are.

        Every stretch of 15 characters holds one whole block of 8 that begins at a multiple of 8, so that a longer
        secret cannot be missed by looking at those blocks only.
        """
        blocks = [text[i : i + _GRAM] for i in range(0, len(text), _GRAM)]
        return not self._grams.isdisjoint(blocks) or any(secret in text for secret in self._short)

    def hide(self, value: Any, depth: int = 0) -> Any:
        """The same JSON value with every secret in it, keys included, replaced by its label.

        Python reads ``NaN`` and ``1e999`` as numbers; written as such, no record that holds one would be JSON.
        """
        if isinstance(value, str):
            return self._hide_text(value)
        if depth > DEEPEST and isinstance(value, Mapping | list | tuple):
            return "(nested too deeply to be recorded)"
        if isinstance(value, Mapping):
            return {self._hide_text(str(key)): self.hide(item, depth + 1) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.hide(item, depth + 1) for item in value]
        if isinstance(value, float) and not math.isfinite(value):
            return f"({value}: no number of JSON)"
        return value

    def _hide_text(self, text: str) -> str:
        clean = self._clean
        if text in clean:
            return text
        hidden = self._searched(text)
        if hidden == text and len(text) <= LONGEST_CLEAN and len(clean) < MOST_CLEAN:
            clean.add(text)
        return hidden

    def _searched(self, text: str) -> str:
        if self._suspicious(text):
            for secret in self._plain:
                text = text.replace(secret, self._labels[secret])
        if "65794a" in text:
            text = _JWT_IN_HEXADECIMAL.sub(self._label_of_jwt, text)
        return _JWT.sub(self._label_of_jwt, text) if "eyJ" in text else text

    def _label_of_jwt(self, found: re.Match[str]) -> str:
        token = found.group()
        if token.startswith("eyJ") and not _begins_an_object(token):
            return token[:3] + _JWT.sub(self._label_of_jwt, token[3:])  # three letters of a random identifier
        return self._labels.get(token) or f"<token unknown {fingerprint(token)}>"

    def _note(self, secret: str, label: str) -> None:
        if self._journal is not None:
            handle = os.open(self._journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(handle, "a", encoding="utf-8") as journal:
                journal.write(json.dumps([secret, label]) + "\n")


def from_journals(journals: list[Path]) -> Secrets:
    """The secrets of several processes together, under the labels that they were given there."""
    together = Secrets()
    for journal in journals:
        for line in journal.read_text(encoding="utf-8").splitlines():
            secret, label = json.loads(line)
            together.adopt(secret, label)
    return together
