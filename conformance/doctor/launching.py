"""The commands of a profile: whether they can be started at all, and why a server that was started is not there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from conformance.doctor.finding import NOTE, OK, WRONG, Finding, Subject, plain
from conformance.target import placeholders
from conformance.target.addresses import without_password

LINES_SHOWN = 3
_PORT_TAKEN = ("address already in use", "eaddrinuse", "address in use")


def command(subject: Subject) -> Finding:
    """Whether ``[launch] command`` names something that can be started, and that is told its port."""
    launch = subject.profile.launch
    problem = unstartable(launch.command[0], {**os.environ, **launch.env})
    if problem is not None:
        return _wrong("command", f"launch.command: {problem[0]}", f"{problem[1]} ({subject.within('launch')})")
    told = [*launch.command, *launch.functional.args, *launch.env.values(), *launch.functional.env.values()]
    if not any("{port}" in word for word in told):
        others = ", ".join(f"{{{word}}}" for word in placeholders.unknown(told))
        return Finding(
            "command",
            WRONG,
            "launch.command is not told the port that it is to listen on",
            f"write {{port}} into command or env ({subject.within('launch')})"
            + (f"; nothing is filled in for {plain(others, 80)}" if others else ""),
        )
    return Finding("command", OK, f"launch.command: {plain(launch.command[0], 120)} can be started")


def unstartable(word: str, env: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with the first word of a command, and the remedy; ``None`` where it can be started."""
    program = word.replace("{python}", sys.executable)
    if shutil.which(program, path=env.get("PATH")) is not None:
        return None
    path = Path(program)
    if "/" not in program:
        return f"{plain(program)} is not on PATH", 'write the path of the program, for example "{here}/my-server"'
    if path.is_dir():
        return f"{plain(program)} is a folder", "write the path of the program in it"
    if path.exists():
        return f"{plain(program)} is not executable", f"chmod +x {plain(program)}, or name what runs it first"
    relative = "" if path.is_absolute() else " (relative to the working directory; {here} is the profile's folder)"
    return f"there is no {plain(program)}{relative}", "write the path of the program"


def unused(subject: Subject) -> Finding | None:
    """A command that is never carried out, because the profile also says where a server runs already.  That may be
    meant, where a profile extends one that launches; who gives ``--url`` has said that it is."""
    profile = subject.profile
    if subject.url is not None or profile.target.url is None or not profile.launch.command:
        return None
    return Finding(
        "launch",
        NOTE,
        f"launch.command is not used: url in [target] is judged, {plain(without_password(profile.target.url), 120)}",
        f"leave out url for the server to be launched ({subject.within('target')})",
    )


def not_started(reason: str, log: Path, subject: Subject) -> Finding:
    """A server that was launched and is not there.  ``reason``: the launcher's; ``log``: what the server wrote."""
    words = last_words(log)
    what = reason.partition(": it ")[0] if words else reason
    # In quotation marks: advice follows, and a server's words may look like some.
    told = f'{plain(what)}; it last wrote "{words}"' if words else plain(what)
    if any(sign in words.lower() for sign in _PORT_TAKEN):
        return _wrong("launch", told, f"let it listen on {{port}}, and on no other port ({subject.within('launch')})")
    if "gave no answer" in reason:
        write = f"see that the server goes by {{port}}, ready and ready_timeout_s ({subject.within('launch')})"
        return _wrong("launch", told, write)
    return _wrong("launch", told, f"start command by hand, with its words filled in ({subject.within('launch')})")


def last_words(log: Path) -> str:
    """The last lines that a server wrote, each once, as one."""
    if not log.is_file():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 4096))
        lines = file.read().decode("utf-8", "replace").splitlines()
    # A server that ends at once has been started more than once, and says the same each time.
    told = dict.fromkeys(plain(line, 200) for line in lines if line.strip())
    return " | ".join(list(told)[-LINES_SHOWN:])


def controls(subject: Subject) -> Iterator[Finding]:
    """Whether the commands of ``[control]`` can be started.  None of them is: they end servers."""
    given = {name: words for name, words in asdict(subject.profile.control).items() if words}
    for name, words in given.items():
        problem = unstartable(words[0], os.environ)
        if problem is not None:
            yield Finding(
                "control", WRONG, f"control.{name}: {problem[0]}", f"{problem[1]} ({subject.within('control')})"
            )
    if given and not any(unstartable(words[0], os.environ) for words in given.values()):
        yield Finding("control", OK, f"{', '.join(given)} can be started")


def _wrong(name: str, what: str, write: str) -> Finding:
    """No server has run: nothing can be said of it."""
    return Finding(name, WRONG, what, write, decisive=True)
