"""One line per request, handshake and refused frame, to stderr; never a token, a ticket, an invite or content.

A thread writes, so that a reader of stderr who stops reading does not stop the server.
"""

from __future__ import annotations

import re
import sys
import threading
import time
from queue import SimpleQueue
from urllib.parse import parse_qsl

MOST_WAITING = 10_000
CHECK_ID = re.compile(r"[\x21-\x7e]{1,200}")
IN_USER_AGENT = re.compile(r"check=([\x21-\x7e]{1,200})")
SECRET_PATH = re.compile(r"^(/chat/join/)[^/]+")


class Log:
    """Lines on their way to stderr."""

    def __init__(self) -> None:
        self.lines: SimpleQueue[str | None] = SimpleQueue()
        self.thread = threading.Thread(target=self.run, name="log", daemon=True)
        self.thread.start()

    def line(self, *parts: str) -> None:
        """Write one line with the time before it; when nobody reads, lines are lost, not time."""
        if self.lines.qsize() < MOST_WAITING:
            moment = time.time()
            clock = time.strftime("%H:%M:%S", time.gmtime(moment))
            self.lines.put(f"{clock}.{int(moment * 1000) % 1000:03d} {' '.join(filter(None, parts))}")

    def run(self) -> None:
        """Write until told to stop; lines that have gathered go out together."""
        while (line := self.lines.get()) is not None:
            text = [line]
            while not self.lines.empty() and (more := self.lines.get()) is not None:
                text.append(more)
            sys.stderr.write("\n".join(text) + "\n")
            sys.stderr.flush()

    def stop(self) -> None:
        """Write what is there, then end."""
        self.lines.put(None)
        self.thread.join(timeout=1)


def where(path: str, query: bytes) -> str:
    """Return a path with the names of its query's members, but no value, and no invite."""
    shown = printable(SECRET_PATH.sub(r"\1...", path), 300)
    names = [name for name, _ in parse_qsl(query.decode("ascii", "replace"), keep_blank_values=True)]
    safe = [name if re.fullmatch(r"\w{1,40}", name) else "?" for name in names]
    return f"{shown}?{'&'.join(safe)}" if safe else shown


def printable(text: str, most: int) -> str:
    """Return a client's text as it can stand in a line."""
    return "".join(character if "!" <= character <= "~" else "?" for character in text[:most])


def check(header: str | None, user_agent: str | None) -> str:
    """Return `check=ID` if the request says which check it belongs to."""
    if header is not None and CHECK_ID.fullmatch(header):
        return f"check={header}"
    found = IN_USER_AGENT.search(user_agent or "")
    return f"check={found.group(1)}" if found else ""
