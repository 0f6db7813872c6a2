"""Stands where Python would: has a command forked by a process that has imported what it needs, and waits for its end.

    python -S launcher.py -u -c CODE

is what the workers of a trial are started by.  It imports little, so that it costs little.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence

RUNS = "CHAT_CONFORMANCE_FORKS_RUNS"
"""The variable that says where the one listens that forks runs of the suite."""


def ask(address: str, words: Sequence[str], env: Mapping[str, str], cwd: str, files: Sequence[int]) -> socket.socket:
    """Want a command forked, with these files for its input, output and errors.

    Returns a connection on which its process id comes in one line, and its exit status in another when it has ended.
    """
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    line = json.dumps({"words": list(words), "env": dict(env), "cwd": cwd}).encode() + b"\n"
    sent = socket.send_fds(connection, [line], list(files))
    connection.sendall(line[sent:])
    return connection


def main() -> None:
    """Have it forked; the exit status is its own."""
    with ask(os.environ[RUNS], sys.argv[1:], os.environ, os.getcwd(), (0, 1, 2)) as connection:  # noqa: PTH109  pathlib costs as much as all else
        for file in (0, 1):  # whoever waits for the end of these waits for the end of the one that was forked
            os.dup2(os.open(os.devnull, os.O_RDWR), file)
        _, status = connection.makefile("rb").read().split()
    sys.exit(int(status))


if __name__ == "__main__":
    main()
