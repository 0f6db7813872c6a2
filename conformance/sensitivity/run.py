"""``chat-conformance``, as a trial carries it out: its pytest and its servers are forked.

It is a plugin of pytest too, so that each of the workers has its servers forked.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from typing import IO

from conformance import cli
from conformance.controller import child
from conformance.sensitivity import launcher
from conformance.sensitivity.forkserver import RUNS, SERVERS
from conformance.target import process
from conformance.target.process import Running


def pytest_configure() -> None:
    """Have the servers of this process forked."""
    process.start = SERVERS.start


def forked_pytest(words: list[str], env: Mapping[str, str], log: IO[bytes]) -> Running:
    """Have pytest forked, with this plugin, and its workers too."""
    name = words.index("pytest") + 1
    words = [*words[:name], "-p", "conformance.sensitivity.run", *words[name:]]
    if "-n" in words:
        number = words.index("-n")
        python = shlex.join([sys.executable, "-S", launcher.__file__])
        words[number : number + 2] = ["--tx", f"{words[number + 1]}*popen//python={python}"]
    return RUNS.start(words, env, log)


def main() -> None:
    """The command."""
    child.start = forked_pytest
    process.start = SERVERS.start
    # The doctor would be told flaws and freedoms that no check has met, and the matrix would count them as seen.
    sys.argv = ["chat-conformance", *sys.argv[1:], "--no-doctor"]
    cli.main()


if __name__ == "__main__":
    main()
