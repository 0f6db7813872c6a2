"""Text that a server may have written, made visible: it controls neither how it is shown nor what stands beside it."""

from __future__ import annotations

import re

_SUSPECT = re.compile(r"[^\n\t\x20-\x7e]")
"""What has to be looked at; of all characters that are not seen, the two of layout keep their meaning."""


def visible(text: str) -> str:
    """The text with every control, format, bidirectional, private or lone surrogate character, and every space but the
    plain one, as the escape that JSON would use."""
    return text if text.isprintable() else _SUSPECT.sub(lambda found: _seen(found.group()), text)


def one_line(text: str) -> str:
    """Visible, on one line, with single spaces."""
    return visible(" ".join(text.split()))


def spelled(text: str) -> str:
    """Visible, on one line, with its line ends and tabs written out."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _seen(character: str) -> str:
    if character.isprintable():
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
