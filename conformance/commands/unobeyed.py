"""What is printed on GitHub Actions: nothing in it is a command to the runner.

The runner obeys a line that begins with ``::command::``, and ``##[command]`` wherever it stands.  A server or a record
could hold one, and most commands show what they said.  The one that is broken here is broken by an escape that JSON and
Python undo, so that what is printed for a program stays what it was.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO, cast

_OLD = re.compile(r"##(?=\[)")
_AT_A_BEGINNING = re.compile(r"(\A|(?<=[\n\r\v\f\x85\u2028\u2029]))([^\S\n\r\v\f\x85\u2028\u2029]*):(?=:)")


def unobeyed(text: str) -> str:
    """The same text, of which the runner obeys nothing."""
    return _AT_A_BEGINNING.sub(r"\1\2\\u003a", _OLD.sub(r"#\\u0023", text))


class Unobeyed:
    """A stream of text whose every piece is written so; it lends out no bytes beneath, which would pass by it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding, self.errors = stream.encoding, stream.errors

    def write(self, text: str) -> int:
        """Write a piece; as many characters count as it had."""
        self._stream.write(unobeyed(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Pass on what waits."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person reads it."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The number by which the system knows it."""
        return self._stream.fileno()


@contextmanager
def nothing_obeyed(environ: Mapping[str, str], command: str) -> Iterator[None]:
    """While this lasts the runner takes nothing that is printed for a command.

    ``run`` commands it on purpose at its end, and sees to its own output (:mod:`conformance.report.github`).
    """
    out, err = sys.stdout, sys.stderr
    if environ.get("GITHUB_ACTIONS") == "true":
        # What print and click ask of a stream it has.
        sys.stderr = cast("TextIO", Unobeyed(err))
        if command != "run":
            sys.stdout = cast("TextIO", Unobeyed(out))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = out, err
