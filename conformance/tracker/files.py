"""The two files of a tracker: read whole, written whole, and never over what somebody else has just written."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
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


@contextlib.contextmanager
def alone(*paths: Path) -> Iterator[None]:
    """While this lasts no other ``track`` reads or writes in the folders of these files: between reading and writing,
    another one's run would be lost.  The folders are locked, so that no file of ours lies about."""
    with contextlib.ExitStack() as stack:
        for folder in sorted({path.resolve().parent for path in paths}):  # always in this order: two never wait in turn
            with contextlib.suppress(OSError):  # what cannot be locked, or is no folder, is met when it is written
                opened = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, opened)
                fcntl.flock(opened, fcntl.LOCK_EX)
        yield


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
