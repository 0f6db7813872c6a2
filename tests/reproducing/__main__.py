"""How many failures can be made files of their own: ``python -P tests/reproducing/__main__.py --number 60``.

Flaws of the reference server are drawn by lot.  Each is met by one check that sees it, and the failure is reproduced
as a
vendor would have it done; then the file is run against the server without any flaw, on which the clause must hold.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from conformance.contract import manifest as manifests
from conformance.reproduce import producing, records
from conformance.reproduce.bundle import CannotBundle
from conformance.reproduce.story import CannotTell
from conformance.reproduce.targets import Target, reference_beside, target
from conformance.sensitivity import deviations
from conformance.sensitivity.deviations import Deviation
from conformance.sensitivity.trial import tried

MATRIX = Path(__file__).parent.parent.parent / "reports/reference/sensitivity.json"
SEED = 20261130


@dataclass(frozen=True, slots=True)
class Shown:
    """What became of one flaw: ``outcome`` in a word or two, ``why`` where there is something to say."""

    flaw: str
    check: str
    outcome: str
    why: str = ""
    began_with: int = 0
    steps: int = 0
    lines: int = 0
    holds: str = ""
    """What the finished file said of the server without any flaw."""
    took_s: float = 0.0


def main() -> int:
    """Draw, try, print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--number", type=int, default=60)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--at-once", type=int, default=2)
    asked.add_argument("--shrink-s", type=float, default=30)
    asked.add_argument("--only", action="append", help="only this flaw")
    asked.add_argument("--work", type=Path, help="keep runs and files here; runs that lie there are not run again")
    given = asked.parse_args()
    drawn = given.only or random.Random(given.seed).sample(
        sorted(flaw.name for flaw in deviations.flaws()), given.number
    )
    with tempfile.TemporaryDirectory() as temporary:
        work = given.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        # Processes, not threads: CPython 3.11 cannot read source in several threads at a time.
        with ProcessPoolExecutor(given.at_once, get_context("spawn")) as pool:
            found = list(pool.map(shown, drawn, repeat(work.absolute()), repeat(given.shrink_s)))
    print(table(found))
    return 0


def shown(name: str, work: Path, shrink_s: float) -> Shown:
    """Record a failure that a flaw causes, and reproduce it."""
    flaw = next(one for one in deviations.flaws() if one.name == name)
    check, folder = check_that_sees(flaw), work / name
    began = time.monotonic()
    try:
        found = reproduced(flaw, check, folder, shrink_s)
    except (CannotTell, CannotBundle) as error:
        found = Shown(flaw.name, check, "refused", str(error))
    except Exception as error:  # noqa: BLE001 - one that fails must not hide the others, and is counted as what it is
        traceback.print_exc()
        found = Shown(flaw.name, check, "error", f"{type(error).__name__}: {error}"[:200])
    found = Shown(**{**asdict(found), "took_s": round(time.monotonic() - began, 1)})
    print(json.dumps(asdict(found)), file=sys.stderr, flush=True)
    return found


def check_that_sees(flaw: Deviation) -> str:
    """The first check of what a flaw breaks that the matrix says to fail on it."""
    manifest = manifests.load()
    own = [name for name, entry in manifest.items() if flaw.breaks in entry.requirements]
    rows = {row["name"]: row for row in json.loads(MATRIX.read_text(encoding="utf-8"))["rows"]}
    failing = [name for name in rows.get(flaw.name, {}).get("failed", ()) if name in own]
    return (failing or own)[0]


def reproduced(flaw: Deviation, check: str, folder: Path, shrink_s: float) -> Shown:
    """One flaw, from the run to the file."""
    if not (folder / "report/results.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        tried([flaw], ["--check", check], folder)
    failed = records.failed(folder / "report", check)
    failed.story()  # what is refused is refused before any server is started
    failed.shape()
    wish = producing.Wish(shrink_s=shrink_s)
    with target(str(folder / "profile.toml")) as flawed, reference_beside(flawed) as plain:
        made = producing.produced(failed, flawed, plain, wish, "reproducer.py", lambda said: None)
        (folder / "reproducer.py").write_text(made.text, encoding="utf-8")
        holds = control(plain, made)
    outcome = made.text.split('"""', 2)[1].splitlines()[0]
    why = "" if made.reproduced else made.text.partition("What came instead: ")[2].partition("\n")[0]
    lines = len(made.text.splitlines())
    return Shown(flaw.name, check, outcome, why, made.began_with, len(made.story), lines, holds)


def control(plain: Target, made: producing.Produced) -> str:
    """What the finished file says of a server that has no flaw."""
    run = plain.runs(made.text, made.story, 60)
    return run.word or str(run)


def table(found: Sequence[Shown]) -> str:
    """All of it, and what it comes to."""
    rows = [row(one) for one in sorted(found, key=lambda one: (one.outcome, one.flaw))]
    counted = Counter(one.outcome for one in found)
    refused = Counter(one.why for one in found if one.outcome == "refused")
    able = len(found) - counted["refused"]
    good = [one for one in found if one.outcome == "reproduced 2 of 2"]
    holding = sum(one.holds == "HOLDS" for one in good)
    return "\n".join(
        [
            *rows,
            "",
            f"{len(found)} flaws: {_listed(counted)}",
            f"refused: {_listed(refused) or 'none'}",
            f"reproduced 2 of 2: {len(good)} of {able} that were not refused ({len(good) / max(1, able):.0%})",
            f"of these the file says of the server without a flaw that the clause holds: {holding} of {len(good)}",
            f"steps left: median {statistics.median(one.steps / max(1, one.began_with) for one in good or found):.0%}",
        ]
    )


def row(one: Shown) -> str:
    """One flaw in a line."""
    steps = f"{one.began_with:4} -> {one.steps:<4}"
    return f"{one.flaw:44} {one.check:44} {one.outcome:18} {steps} {one.holds:9} {one.why[:90]}".rstrip()


def _listed(counted: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {count}" for word, count in sorted(counted.items()))


if __name__ == "__main__":
    sys.exit(main())
