"""Shows the promises that are too long for every run: ``nox -s acceptance -- LINE`` (or ``all``).

Each prints the command, the figure, the machine and the commit, and appends them to
``reports/reference/acceptance.ndjson``.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.sensitivity import deviations
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.matrix import CAUGHT
from conformance.sensitivity.rows import row_of
from conformance.sensitivity.trial import trial_of

ROOT = Path(__file__).parent.parent.parent
RECORD = ROOT / "reports/reference/acceptance.ndjson"
PROFILE = """\
extends = "reference"

[launch]
command = ["{{python}}", "-P", "-m", "reference_server", "--port", "{{port}}", "--data", "{{data}}",
           "--jwks", "{{jwks}}", "--issuer", "{{issuer}}", "--audience", "{{audience}}"{told}]
"""
"""The profile of a reference server that was told to do otherwise."""
ODD_SHARES = (0.3, 0.1, 0.03, 0.01)
"""How much of what an odd server says is odd: much, so that every way is tried; little, so that stories go far."""
FUNCTIONAL = ("unit", "integration", "security", "reliability", "e2e")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one line came to."""

    command: str
    figure: str
    holds: bool


def stability(times: int = 20) -> Shown:
    """Every functional check 20 times, in another order each time, with one core kept busy: no outcome differs."""
    with busy_core():
        # Mostly on two workers, where a check meets others; every tenth run alone.
        runs = [outcomes(seed, "-n", "2" if seed % 10 else "1") for seed in range(1, times + 1)]
    differing = differences(runs)
    words = sorted({outcome for run in runs for outcome in run.values()})
    figure = f"{len(runs[0])} checks x {times} runs: {', '.join(words)}; {len(differing)} differ {sorted(differing)}"
    return Shown(f"chat-conformance run reference --seed 1..{times} -n 1|2, one core busy", figure, words == ["passed"])


def ready(times: int = 5) -> Shown:
    """The reference server is ready in under 2 s."""
    command = [sys.executable, "-P", "-m", "reference_server", "--port", "0"]
    waits = [until_ready(command) for _ in range(times)]
    median = statistics.median(waits)
    return Shown(" ".join(command[2:]), f"median {median:.2f} s, worst {max(waits):.2f} s of {times}", max(waits) < 2)


def chance(times: int = 20) -> Shown:
    """Every flaw that takes a coincidence to be seen is caught in each of 20 runs, each with a seed of its own."""
    found = [one for one in deviations.flaws() if one.chance]
    jobs = [(one, seed) for one in found for seed in range(1, times + 1)]
    with ThreadPoolExecutor(4) as pool:
        caught = list(pool.map(lambda job: is_caught(*job), jobs))
    missed = Counter(one.name for (one, _), seen in zip(jobs, caught, strict=True) if not seen)
    figure = f"{len(found)} flaws x {times} runs: {sum(caught)} of {len(jobs)} caught; missed {dict(missed) or 'none'}"
    return Shown(f"chat-conformance run --requirement ... --seed 1..{times}, 4 at once", figure, not missed)


def flaws() -> Shown:
    """Every flaw is caught, in 15 minutes."""
    return met("flaw", within_s=15 * 60, at_once=5)


def freedoms() -> Shown:
    """Every freedom passes, in 15 minutes more."""
    return met("freedom", within_s=15 * 60, at_once=3)  # each has several workers


def mutants(number: int = 200) -> Shown:
    """Of 200 changes of the server drawn by lot, at least 85 % of those that are no equivalent and no freedom are
    caught, in 60 minutes: a whole round anew, beside the one that is published."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "mutants.json")
        asked = ["tests/mutants/__main__.py", "--number", str(number), "--at-once", "5"]
        began = time.monotonic()
        subprocess.run([sys.executable, "-u", "-P", *asked, "--work", f"{folder}/work", "--out", str(found)],
                       cwd=ROOT, check=True)  # fmt: skip
        took_s = time.monotonic() - began
        figures = json.loads(found.read_text(encoding="utf-8"))
    low, high = figures["interval_95"]
    figure = (f"{figures['caught']} of {figures['counted']} caught: {figures['share']:.1%} ({low:.1%} to {high:.1%}); "
              f"{figures['tried']} tried, {figures['outcomes']}, survivors {figures['survivors_by_judgement']}; "
              f"{took_s / 60:.1f} minutes")  # fmt: skip
    holds = figures["share"] >= 0.85 and figures["tried"] == number and took_s < 60 * 60
    return Shown(" ".join(asked), figure, holds)


def identical(times: int = 2) -> Shown:
    """Two whole runs of one server with one seed and one worker are byte-identical in their normal form."""
    # Which event a lossy server loses among people who talk at once is its own affair; the example of one leaves
    # such stories out.
    servers = {
        "as it is": (),
        "three operations missing": ("joining-is-not-offered", "leaving-is-not-offered",
                                     "one-conversation-is-not-offered"),
    }  # fmt: skip
    found = {}
    for title, told in servers.items():
        forms = [normal_form(told) for _ in range(times)]
        size, differing = len(forms[0]), len(set(forms)) - 1
        found[title] = f"{size} bytes, " + (f"{differing} of {times - 1} others differ" if differing else "identical")
        print(f"{title}: {found[title]}", flush=True)
    figure = "; ".join(f"{title}: {seen}" for title, seen in found.items())
    holds = all(seen.endswith("identical") for seen in found.values())
    return Shown(f"chat-conformance run -n 0 --seed 1, report --normal, {times} times each", figure, holds)


def odd(times: int = 10) -> Shown:
    """Whatever a server sends in the place of something: no check ends as the suite's own fault, and no run passes."""
    ended: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    for seed in range(1, times + 1):
        with tempfile.TemporaryDirectory() as folder:
            started = f'"-P", "{ROOT}/tests/servers/odd.py", "{seed}", "{ODD_SHARES[seed % len(ODD_SHARES)]}"'
            profile = PROFILE.format(told="").replace('"-P", "-m", "reference_server"', started)
            Path(folder, "profile.toml").write_text(profile, encoding="utf-8")
            command = [sys.executable, "-P", "-m", "conformance", "run", "profile.toml", "--seed", str(seed), "-n", "4"]
            done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
            results = json.loads(Path(folder, "reports/latest/results.json").read_text(encoding="utf-8"))
        wrong = [f"{one['id']}: {one['reason']}" for one in results["checks"] if one["outcome"] == "error"]
        found = Counter(one["outcome"] for one in results["checks"])
        print(f"seed {seed}: status {done.returncode}, {dict(found)}", *wrong, sep="\n  ", flush=True)
        ended += found
        statuses[done.returncode] += 1
    figure = f"{times} runs, exit statuses {dict(statuses)}, outcomes {dict(ended)}"
    return Shown("chat-conformance run (tests/servers/odd.py) --seed 1..", figure, statuses == {1: times}
                 and not ended["error"])  # fmt: skip


LINES: dict[str, Callable[[], Shown]] = {
    "stability": stability, "ready": ready, "flaws": flaws, "freedoms": freedoms, "chance": chance,
    "mutants": mutants, "identical": identical, "odd": odd,
}  # fmt: skip


def is_caught(flaw: Deviation, seed: int) -> bool:
    """Whether a flaw is caught as what it breaks in a run with this seed; says so if not."""
    trial = trial_of([flaw], ["--requirement", flaw.breaks], seed=seed)
    seen = row_of(flaw, trial).outcome == CAUGHT
    if not seen:
        print(f"{flaw.name}, seed {seed}: told {trial.told.get(flaw.name, 0)} times, not caught", flush=True)
    return seen


def met(kind: str, within_s: float, at_once: int) -> Shown:
    """The checks meet all deviations of a kind, so many servers at once."""
    command = [sys.executable, "-P", "-m", "conformance.sensitivity", "--kind", kind, "--at-once", str(at_once)]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    took_s = time.monotonic() - began
    words = "; ".join(
        line for line in done.stdout.splitlines() if line.startswith(("caught", "passed")) or " !! " in line
    )
    return Shown(
        " ".join(command[2:]), f"{words}; {took_s / 60:.1f} minutes", not done.returncode and took_s < within_s
    )


def outcomes(seed: int, *options: str) -> dict[str, str]:
    """The outcome of every check of the functional categories in one run."""
    chosen = [word for category in FUNCTIONAL for word in ("--category", category)]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-P", "-m", "conformance", "run", "reference", "--seed", str(seed)]
        subprocess.run([*command, *chosen, *options, "--report-dir", f"{folder}/report"], stdout=subprocess.DEVNULL,
                       cwd=folder, check=False)  # fmt: skip
        results: dict[str, Any] = json.loads(Path(folder, "report/results.json").read_text(encoding="utf-8"))
    found = {check["id"]: check["outcome"] for check in results["checks"] if check["category"] in FUNCTIONAL}
    odd = {name: outcome for name, outcome in found.items() if outcome != "passed"}
    print(f"seed {seed}: {len(found)} checks in {results['duration_s']:.0f} s, not passed: {odd or 'none'}", flush=True)
    return found


def normal_form(flaws: Sequence[str]) -> str:
    """``results.json`` of a whole run against a server with these flaws, in its normal form."""
    told = "".join(f', "--flaw", "{flaw}"' for flaw in flaws)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "profile.toml").write_text(PROFILE.format(told=told), encoding="utf-8")
        for asked in (("run", "profile.toml", "-n", "0", "--seed", "1", "--report-dir", "raw"),
                      ("report", "raw", "--normal", "--report-dir", "normal")):  # fmt: skip
            command = [sys.executable, "-P", "-m", "conformance", *asked]
            subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)
        return Path(folder, "normal/results.json").read_text(encoding="utf-8")


def differences(runs: list[dict[str, str]]) -> set[str]:
    """The checks whose outcome is not the same in every run."""
    return {name for name in runs[0] if len({run.get(name) for run in runs}) > 1}


@contextmanager
def busy_core() -> Iterator[None]:
    """Keep one core busy with another process for as long as it takes."""
    process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        process.kill()
        process.wait()


def until_ready(command: list[str]) -> float:
    """Seconds from the start of a server to its line ``ready``."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("ready "))
        waited = time.monotonic() - begun
        process.terminate()
        process.wait(10)
    return waited


def show(name: str) -> bool:
    """Show one line, and keep what it came to."""
    shown = LINES[name]()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    row = {
        "line": name,
        "claim": " ".join((LINES[name].__doc__ or "").split()),
        "command": shown.command,
        "figure": shown.figure,
        "holds": shown.holds,
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
        "commit": commit.stdout.strip(),
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    print(json.dumps(row, indent=1))
    RECORD.parent.mkdir(parents=True, exist_ok=True)
    with RECORD.open("a", encoding="utf-8") as record:
        record.write(json.dumps(row) + "\n")
    return shown.holds


def main() -> None:
    """Show the lines that were asked for."""
    asked = sys.argv[1:] or ["all"]
    names = list(LINES) if asked == ["all"] else asked
    unknown = [name for name in names if name not in LINES]
    if unknown:
        sys.exit(f"no such line: {', '.join(unknown)}; there are {', '.join(LINES)}")
    shown = [show(name) for name in names]  # all of them, also after one that does not hold
    sys.exit(0 if all(shown) else 1)


if __name__ == "__main__":
    main()
