"""THIN: a file is run against a server, in a child process of its own, and what it says is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.reproduce.finding import same_finding

_SAID = re.compile(r"^(BROKEN|HOLDS|OTHERWISE) (\S+): (.*)$", re.MULTILINE)
LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one run: ``word`` is BROKEN, HOLDS, OTHERWISE, or empty where the file said none of these."""

    word: str
    why: str

    def shows(self, reason: str) -> bool:
        """Whether the clause was broken for this recorded reason."""
        return self.word == "BROKEN" and same_finding(reason, self.why)

    @property
    def holds(self) -> bool:
        """Whether the clause held."""
        return self.word == "HOLDS"

    def __str__(self) -> str:
        words = {"BROKEN": "it failed with: ", "HOLDS": "", "OTHERWISE": "the story went otherwise: "}
        return f"{words.get(self.word, 'the file did not come to its end: ')}{self.why}"


def attempt(text: str, url: str, environment: Mapping[str, str], within_s: float = LONGEST_S) -> Attempt:
    """Run a file with these variables, and nothing of this process's own environment but where programs are."""
    with tempfile.TemporaryDirectory(prefix="chat-conformance-reproduce-") as folder:
        file = Path(folder, "reproducer.py")
        file.write_text(text, encoding="utf-8")
        command = [sys.executable, "-I", "-B", str(file), url]
        env = {**{name: os.environ[name] for name in ("PATH", "SSL_CERT_FILE") if name in os.environ}, **environment}
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=within_s,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Attempt("", f"not within {within_s:g} s")
    return read(done.returncode, done.stdout, done.stderr)


def read(status: int, said: str, complained: str) -> Attempt:
    """What a run that ended came to; its word and its exit status have to agree."""
    found = _SAID.findall(said)
    expected = {"BROKEN": 1, "HOLDS": 0, "OTHERWISE": 3}
    if found and expected[found[-1][0]] == status:
        return Attempt(found[-1][0], found[-1][2])
    last = (complained.strip().splitlines() or ["it said nothing"])[-1]
    return Attempt("", f"{last[:300]} (exit status {status})")
