"""Text that a server may have written, made visible: nothing in it steers a terminal or a reader's eye."""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff]"
)
"""Control characters but tab and line ends, marks that turn the direction of writing, what has no width and joins no
emoji, and halves of surrogate pairs, which no file can hold."""


def visible(text: str) -> str:
    r"""The same text with ``\u001b`` written out where it held that character."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def one_line(text: str) -> str:
    """Visible, on one line, with single spaces."""
    return visible(" ".join(text.split()))


def cut(text: str, most: int) -> str:
    """At most so many characters; how many there were is said where some are left out."""
    if len(text) <= most:
        return text
    said = f"… ({len(text)} characters)"
    return text[: most - len(said)] + said
