"""What an argument is, told by what stands in it, and the reader for it."""

from __future__ import annotations

import re
from pathlib import Path

from conformance.garden import junit, ours, pytest_output, source, unittest_output
from conformance.garden.model import Reading
from conformance.usage import UsageError

BYTES = 64 * 1024 * 1024
"""No result that is larger than this is read."""


RESULTS = "results.json"


def read(path: Path) -> Reading:
    """A folder of tests, JUnit XML, our results.json or the folder of a report that holds one, or printed output;
    :class:`UsageError` for what is none."""
    if is_report(path):
        return read(path / RESULTS)
    if path.is_dir():
        return source.read(path)
    content = _content(path)
    begins = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begins.startswith(b"<") or content.startswith((b"\xff\xfe<", b"\xfe\xff\x00<")):
        return junit.read(path, str(path), content)
    if begins.startswith(b"{"):
        return ours.read(path, str(path), content.decode("utf-8-sig", "replace"))
    if b"\0" in content[:8000] and not re.match(rb"\xff\xfe|\xfe\xff", content):
        raise UsageError(f"{path}: is no text; give results.json, JUnit XML, printed test output, or a folder of tests")
    printed = _text(content)
    found = pytest_output.read(str(path), printed)
    if unittest_output.is_one(printed) and not found.cases:
        found = unittest_output.read(str(path), printed)
    if not (found.cases or found.findings or found.counts or found.stops):
        raise UsageError(
            f"{path}: nothing of a test run was recognised in it; "
            "give results.json, JUnit XML, printed test output, or a folder of tests"
        )
    return found


def is_report(path: Path) -> bool:
    """Whether a folder is a report of this suite, and no folder of tests in which a file happens to have that name."""
    if not path.is_dir() or not (path / RESULTS).is_file():
        return False
    return (path / "streams").is_dir() or next(path.rglob("*.py"), None) is None


def _content(path: Path) -> bytes:
    if not path.exists():
        raise UsageError(f"{path}: there is no such file or folder")
    if not path.is_file():
        raise UsageError(f"{path}: is neither a file nor a folder")
    try:
        if path.stat().st_size > BYTES:
            raise UsageError(
                f"{path}: is larger than {BYTES // 1024 // 1024} MiB; give the part that reports the failures"
            )
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error


def _text(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return content.decode(encoding, "replace")
