"""The words in braces that are filled in where a server is launched, and those that look like one and are none.

A command may hold braces of its own (a shell's, a template's), so that an unknown word is no mistake by itself.  It is
one where it is a slip of the pen for a word that stands nowhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

KNOWN = ("port", "data", "python", "jwks", "jwks_url", "issuer", "audience", "here")

_WORD = re.compile(r"(?<!\$)\{([A-Za-z_]{2,20})\}")
_ALIKE = 0.75
"""As alike as ``prot`` and ``port``; ``print`` and ``port`` are less."""


def unknown(texts: Iterable[str]) -> list[str]:
    """Every word in braces that nothing is filled in for, each once."""
    found = dict.fromkeys(word for text in texts for word in _WORD.findall(text))
    return [word for word in found if word not in KNOWN]


def misspelt(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each word that looks like a known one which is written nowhere, and that one."""
    texts = list(texts)
    wanted = [word for word in KNOWN if not any(f"{{{word}}}" in text for text in texts)]
    for word in unknown(texts):
        if near := difflib.get_close_matches(word.lower(), wanted, 1, _ALIKE):
            yield word, near[0]
