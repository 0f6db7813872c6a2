"""The reference server in a process of its own, and the profile of a vendor who runs it themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.target import profile

SECRET = "a secret that only this server and these tests know"

IDENTITY = f"""\
extends = "full"

[profile]
name = "vendor"

[auth]
kind = "shared_secret"
secret = "{SECRET}"
"""
"""What a profile must say so that the server knows the people."""

PROFILE = f"""\
{IDENTITY}
[scope.without]
launch = "it runs already, and others are looking at it too"
"""


@contextmanager
def listening(folder: Path) -> Iterator[str]:
    """A running reference server with the limits and timers of the bundled profile; yields its URL."""
    command = [sys.executable, "-P", "-m", "reference_server", "--port", "0", "--data", str(folder / "data"),
               "--shared-secret-env", "TEST_SECRET", *profile.load("reference").launch.functional.args]  # fmt: skip
    environment = {**os.environ, "TEST_SECRET": SECRET}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        ready = next((line for line in process.stdout if line.startswith("ready ")), None)
        assert ready is not None, (folder / "server.log").read_text()
        yield ready.split()[1]
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()
