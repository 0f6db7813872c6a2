"""Tries random small changes of the reference server, each against the suite until its first failure.

``nox -s mutants -- --number 200``.  Every result is kept at once in ``WORK/results.ndjson``: who interrupts a round
loses nothing, and the same command goes on where it stopped, or where the published round (``OUT``) did.

First the server as it is must pass, noting when it comes to where the changes would be made, while the checks run one
after the other.  A check during which it never does cannot tell that change from none, and does not meet it.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import json
import os
import shutil
import signal
import sys
import threading
import time
import tomllib
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent))

from conformance.recorder.events import merged
from conformance.sensitivity import trial
from conformance.sensitivity.reach import Reach, reach, read_use
from conformance.sensitivity.trial import PROFILE, READY_WITHIN_S
from conformance.target import profile as profiles
from conformance.target.process import Running
from mutants import report
from mutants.mutations import Mutation, drawn, mutations

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
JUDGED = HERE / "judged.toml"
FUNCTIONAL = ("unit", "integration", "security", "reliability", "e2e")
PLACES = ("core", "storage", "broker", "service", "identity", "http.py", "socket.py", "session.py")
"""What decides, keeps and tells; not how processes, settings and frames of the transport are handled."""
NOT_THE_SERVER = {"storage.outage"}
"""A command of its own, which the server never imports."""
LONGEST_S = 600
CONTROL = "none"
"""The server as it is."""


def population() -> list[Mutation]:
    """Every change that can be made to the modules that decide."""
    spec = importlib.util.find_spec("reference_server")
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    files = [
        file for place in PLACES for file in ([root / place] if place.endswith(".py") else (root / place).glob("*.py"))
    ]
    found = []
    for file in sorted(files):
        module = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if module not in NOT_THE_SERVER:
            found += mutations(module, file.read_text(encoding="utf-8"))
    return found


class Round:
    """One round: what is asked for, what is known, what is under way."""

    def __init__(self, work: Path, published: Path, seed: int, deadline: float) -> None:
        self.work = work
        self.published = published
        self.seed = seed
        self.deadline = deadline
        self.lock = threading.Lock()
        self.running: dict[Path, Running] = {}
        self.stopped = False
        work.mkdir(parents=True, exist_ok=True)
        self.results = work / "results.ndjson"

    def known(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What has been tried, by id and digest; the last word counts."""
        rows = json.loads(self.published.read_text(encoding="utf-8"))["rows"] if self.published.exists() else []
        lines = self.results.read_text(encoding="utf-8").splitlines() if self.results.exists() else []
        return {(row["id"], row["digest"]): row for row in [*rows, *map(json.loads, lines)]}

    def keep(self, row: dict[str, Any], place: str) -> None:
        """Write one result down, and say it.

        The first decision stays: who sharpened a check for a change, and tries that again, sees that it is caught
        now, but the share that is caught would be no fair figure any more if it counted.
        """
        with self.lock:
            earlier = self.known().get((row["id"], row["digest"]))
            if earlier is None or earlier["outcome"] == "undecided":
                with self.results.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
            print(f"{place} {row['outcome']:9} {row['seconds']:4.0f} s  {row['id']}  {row['by']}", flush=True)

    def reach(self, chosen: list[Mutation]) -> Reach:
        """Which checks come to where the changes would be made; exits when the plain server does not pass."""
        folder = self.fresh(CONTROL)
        uses, marked = folder / "uses", folder / "marked.json"
        uses.mkdir()
        marked.write_text(json.dumps([one.id for one in chosen]), encoding="utf-8")
        profile = profile_of("--marked", str(marked), "--uses", str(uses))
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        began = time.monotonic()
        if self.run(folder, ["-n", "1", *(word for name in FUNCTIONAL for word in ("--category", name))]) != 0:
            sys.exit(f"the server as it is does not pass, so that nothing can be said: {folder}")
        lines = (line for file in uses.iterdir() for line in file.read_text(encoding="utf-8").splitlines())
        found = reach(merged((folder / "report/streams").glob("*.ndjson")), map(read_use, lines))
        print(f"the server as it is passes {len(found.checks)} checks, {time.monotonic() - began:.0f} s", flush=True)
        return found

    def try_one(self, mutation: Mutation, met: Collection[str], place: str) -> None:
        """Try one change with these checks; what could not be decided is tried once more."""
        if self.stopped or time.monotonic() > self.deadline:
            return
        row = self.outcome(mutation, met)
        if row["outcome"] == "undecided" and not self.stopped:
            row = {**self.outcome(mutation, met), "again": True}
        if not self.stopped:
            self.keep(row, place)

    def outcome(self, mutation: Mutation, met: Collection[str]) -> dict[str, Any]:
        """Run the checks against one changed server until the first failure."""
        folder = self.fresh(mutation.id)
        profile = profile_of("--mutant", mutation.id, "--told", str(folder / "told"))
        (folder / "profile.toml").write_text(profile, encoding="utf-8")
        began = time.monotonic()
        status = self.run(folder, ["-n", "2", "-x", *(word for name in sorted(met) for word in ("--check", name))])
        said = folder / "report/results.json"
        found, by = report.ended(status, json.loads(said.read_text(encoding="utf-8")) if said.exists() else None)
        row = asdict(mutation) | {
            "id": mutation.id,
            "outcome": found,
            "by": by,
            "seconds": round(time.monotonic() - began, 1),
        }
        row["reached"] = mutation.at_import or (folder / "told").exists()
        if found in ("caught", "at start"):
            shutil.rmtree(folder, ignore_errors=True)
        return row

    def fresh(self, name: str) -> Path:
        """An empty folder of this name."""
        folder = self.work / name.replace(":", "~").replace("/", "~")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder

    def run(self, folder: Path, selection: list[str]) -> int | None:
        """Run the suite; its exit status, or None if it did not end in time."""
        command = ["run", "profile.toml", *selection, "--seed", str(self.seed), "--report-dir", "report"]
        try:
            return trial.ended(command, folder, LONGEST_S, lambda running: self.running.update({folder: running}))
        finally:
            self.running.pop(folder, None)

    def stop(self) -> None:
        """End what is under way; it is tried anew the next time."""
        self.stopped = True
        for running in list(self.running.values()):
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.kill(running.pid, signal.SIGINT)


def profile_of(*ours: str) -> str:
    """A profile that launches the reference server by way of ``server.py``, with these words for it."""
    reference = profiles.load("reference")
    [place] = [index for index, word in enumerate(reference.launch.command) if word == "-m"]
    command = [
        *reference.launch.command[:place],
        str(HERE / "server.py"),
        *ours,
        *reference.launch.command[place + 2 :],
    ]
    return PROFILE.format(
        name=json.dumps("mutant"),
        capabilities=json.dumps(list(reference.profile.capabilities)),
        command=json.dumps(command),
        functional=json.dumps(list(reference.launch.functional.args)),
        patience=READY_WITHIN_S,
    )


def written(rows: list[dict[str, Any]], everything: int, seed: int, out: Path) -> None:
    """Write the figures and the page."""
    entries = tomllib.loads(JUDGED.read_text(encoding="utf-8")) if JUDGED.exists() else {}
    figures = report.summary(rows, report.judged(entries), everything, seed)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    out.with_suffix(".md").write_text(report.markdown(figures), encoding="utf-8")
    print(f"{report.percent(figures)} of {figures['counted']} caught; {figures['tried']} tried; {out}")


def arguments() -> argparse.Namespace:
    """What is asked for."""
    parser = argparse.ArgumentParser(prog="mutants", description=__doc__)
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7, help="draws the changes")
    parser.add_argument("--at-once", type=int, default=3, help="runs of the suite, which mostly waits")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="begin none after that time")
    parser.add_argument(
        "--mutant", action="append", default=[], metavar="ID", help="these, once more, for information; repeatable"
    )
    parser.add_argument("--work", type=Path, default=ROOT / "build/mutants")
    parser.add_argument("--out", type=Path, default=ROOT / "reports/reference/mutants.json")
    parser.add_argument("--list", action="store_true", help="only show what would be tried")
    parser.add_argument("--report-only", action="store_true", help="only write the report of what is known")
    return parser.parse_args()


@contextlib.contextmanager
def interruptible(one: Round, pool: ThreadPoolExecutor) -> Iterator[None]:
    """Ctrl-C ends what is under way and begins nothing more."""
    try:
        yield
    except KeyboardInterrupt:
        print("interrupted: the same command goes on from here", flush=True)
        pool.shutdown(wait=False, cancel_futures=True)
        one.stop()


def main() -> None:
    """Draw, try, report."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asked = arguments()
    everything = population()
    chosen = drawn(everything, asked.seed)[: asked.number]
    if asked.list:
        for one in chosen:
            print(f"{one.id} (line {one.line}): {one.before} → {one.after}")
        return
    current = Round(asked.work.resolve(), asked.out, asked.seed, time.monotonic() + asked.minutes * 60)
    if not asked.report_only:
        go_round(current, asked, everything, chosen)
    known = current.known()
    # Up to the first that is not known yet: what takes long is more often a survivor, and must not be left behind.
    tried = itertools.takewhile(lambda one: (one.id, one.digest) in known, chosen)
    rows = [known[one.id, one.digest] for one in tried]
    written(rows, len(everything), asked.seed, asked.out)


def go_round(current: Round, asked: argparse.Namespace, everything: list[Mutation], chosen: list[Mutation]) -> None:
    """Try what is not known yet, after the server as it is."""
    decided = {key for key, row in current.known().items() if row["outcome"] != "undecided"}
    left = [one for one in chosen if (one.id, one.digest) not in decided]
    if asked.mutant:
        left = [one for one in everything if one.id in asked.mutant]
    if not left:
        return
    try:
        reached = current.reach(left)
    except KeyboardInterrupt:
        sys.exit("interrupted before the first change was tried")
    with ThreadPoolExecutor(asked.at_once) as pool, interruptible(current, pool):
        tasks = [
            pool.submit(current.try_one, one, reached.of(one.id), f"{n}/{len(left)}") for n, one in enumerate(left, 1)
        ]
        for task in tasks:
            task.result()


if __name__ == "__main__":
    main()
