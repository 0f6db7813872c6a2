"""Words of strangers: made harmless, made comparable, and asked for what they name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LINE = 300
"""At most so many characters of a foreign line are kept."""

TRACEBACK = 50_000
"""At most so many characters of a traceback, its last ones, are read."""

_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")

_VOLATILE = (
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE), "<uuid>"),
    (re.compile(r"\b0x[0-9a-f]+\b", re.IGNORECASE), "<address>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"), "<time>"),
    (re.compile(r"(?:/private)?/(?:tmp|var/folders)/[^\s'\",)]+"), "<temporary>"),
    (re.compile(r"\b[0-9a-f]{16,}\b", re.IGNORECASE), "<hex>"),
    (re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])"), "<n>"),
)
"""What differs from run to run although the cause is the same."""

_HOST = r"(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,200}[A-Za-z0-9])?)"
_ADDRESSES = (
    re.compile(rf"host=['\"]({_HOST})['\"],\s*port=(\d{{1,5}})"),
    re.compile(rf"\('({_HOST}|::1|::)',\s*(\d{{1,5}})"),
    re.compile(rf"\b(?:https?|wss?|tcp|postgres(?:ql)?|redis|amqp)://(?:[^\s/@'\"]*@)?({_HOST}):(\d{{1,5}})"),
    re.compile(rf"(?<![\w./:-])({_HOST}):(\d{{2,5}})(?![\w:])"),
)
_LOOPBACK = frozenset({"127.0.0.1", "::1", "[::1]", "0.0.0.0", "localhost"})  # noqa: S104 - read, never bound


def plain(text: str) -> str:
    """Text without colours and cursor movements, with every line kept."""
    text = _ANSI.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def one_line(text: str, most: int = LINE) -> str:
    """Text as one harmless line of at most ``most`` characters."""
    line = " ".join(plain(text[: most * 20]).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def excerpt(text: str, lines: int = 12) -> str:
    """The last lines of a longer text, which is where exceptions say what they are."""
    kept = [line.rstrip()[:LINE] for line in plain(text[-100_000:]).splitlines() if line.strip()]
    return "\n".join(kept[-lines:])


def normalised(message: str) -> str:
    """A message without what differs from run to run: the same cause gives the same words."""
    line = one_line(message, 600)
    for pattern, word in _VOLATILE:
        line = pattern.sub(word, line)
    return line


def address(*texts: str) -> str:
    """The first ``host:port`` that any of these names, or nothing; every name of this machine is ``localhost``."""
    for text in texts:
        for pattern in _ADDRESSES:
            for found in pattern.finditer(text):
                host, port = found.group(1), int(found.group(2))
                # main.py:12 and 12:30 look like an address and are none.
                if 0 < port < 65536 and not host.isdigit() and not re.search(r"\.(py|pyx|c|js|ts|txt|toml|md)$", host):
                    return f"{'localhost' if host in _LOOPBACK else host}:{port}"
    return ""


def key_of_test(name: str) -> str:
    """One name for what reports write as ``tests/test_a.py::TestX::test_y`` or ``tests.test_a.TestX::test_y``."""
    base, bracket, parameters = name.partition("[")
    return base.replace(".py", "").replace("::", ".").replace("/", ".") + bracket + parameters


def without_parameters(name: str) -> str:
    """The test function that a parametrised test belongs to."""
    return name.partition("[")[0]


def counted(count: int, noun: str) -> str:
    """``1 test``, ``2 tests``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


@dataclass(frozen=True, slots=True)
class Said:
    """What a printed exception says: its type, its words, and the ``file:line`` that raised it."""

    name: str = ""
    message: str = ""
    place: str = ""


_RAISED = re.compile(r"^(?P<name>[A-Za-z_][\w.]{0,150})(?:: (?P<message>.*))?$")
_IS_EXCEPTION = re.compile(
    r"(?:Error|Exception|Warning|Interrupt|Exit|Timeout|Refused|Failed|Closed|DoesNotExist|StopIteration|Skipped|Fault)$"
)
_PLACE = re.compile(r"^(?P<place>[^\s:][^:]{0,300}\.pyx?:\d+): ?(?P<rest>.*)$")
_FRAME = re.compile(r'^(?:E\s)?\s*File "(?P<file>[^"]{1,300})", line (?P<line>\d+)')


def exception_in(printed: str) -> Said:
    """The exception that a traceback of pytest or of Python ends with.

    pytest marks the words with ``E``, and ends with ``file:line: Type``; plain Python ends with ``Type: words``.
    """
    lines = plain(printed[-TRACEBACK:]).splitlines()
    marked = [line[1:].strip() for line in lines if re.match(r"^E(\s|$)", line)]
    places = [found for line in lines if (found := _PLACE.match(line.strip()))]
    frames = [found for line in lines if (found := _FRAME.match(line))]
    place = places[-1]["place"] if places else f"{frames[-1]['file']}:{frames[-1]['line']}" if frames else ""
    ended = places[-1]["rest"].strip() if places else ""
    spoken = marked or [line.strip() for line in lines if not line.startswith((" ", "\t"))][-3:]
    name, message = _name_and_words(spoken)
    if not name and _RAISED.match(ended) and _IS_EXCEPTION.search(ended.partition(":")[0]):
        name = ended.partition(":")[0]
    if not name and marked and marked[0].startswith("assert"):
        name = "AssertionError"
    if not message and marked:
        message = marked[0]
    return Said(name.rpartition(".")[2], one_line(message), place)


def _name_and_words(lines: list[str]) -> tuple[str, str]:
    """The last line that begins with the name of an exception, and what follows it."""
    for line in reversed(lines):
        found = _RAISED.match(line)
        if found and _IS_EXCEPTION.search(found["name"]):
            return found["name"], found["message"] or ""
    return "", ""
