"""The two files of a tracker: read whole, written whole, and never over what somebody else has just written."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance.usage import UsageError

LARGEST = 64 * 2**20
"""Bytes of a file that is read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it was found: ``raw`` is ``None`` where there was none; in ``text`` a line ends with ``\\n`` alone."""

    path: Path
    raw: bytes | None
    text: str = ""
    newline: str = "\n"

    def encoded(self, text: str) -> bytes:
        """A new text with the ends of lines that the file had."""
        return (text if self.newline == "\n" else text.replace("\n", self.newline)).encode("utf-8")


def found(path: Path) -> Found:
    """What stands there now; raises :class:`UsageError` where that cannot be read as text."""
    try:
        if not path.exists():
            return Found(path, None)
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise UsageError(f"{path}: is no file, or one of more than {LARGEST // 2**20} MiB; give another --file")
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is no UTF-8 text (byte {error.start}); save it as UTF-8") from error
    if 2 * text.count("\r\n") > text.count("\n"):
        return Found(path, raw, text.replace("\r\n", "\n"), "\r\n")
    return Found(path, raw, text)


def replace_all(changes: Sequence[tuple[Found, str]]) -> bool:
    """Give each file its new text, in this order; whether that changed any.

    Raises :class:`UsageError`, and changes nothing, where a file is no longer what it was when it was read.
    """
    wanted = [(one, one.encoded(text)) for one, text in changes]
    for one, _ in wanted:
        if found(one.path).raw != one.raw:
            raise UsageError(f"{one.path}: was changed while this ran, and is left as it is now; run this again")
    changed = [(one, data) for one, data in wanted if data != one.raw]
    for one, data in changed:
        _replace(one.path, data)
    return bool(changed)


def _replace(path: Path, data: bytes) -> None:
    real = path.resolve()  # the file behind a link, not the link
    beside = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        if real.exists():
            shutil.copymode(real, beside)
        beside.replace(real)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}; give a place that can be written") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
