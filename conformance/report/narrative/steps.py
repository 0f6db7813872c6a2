"""PURE: what to do: what each phase of the plan brings, and what to run next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.report.ladder import Row, ladder_of
from conformance.report.narrative.facts import causes_of, server
from conformance.report.narrative.words import NAMED, judgeable, listed, sentence
from conformance.report.plan import Phase, phases
from conformance.report.results import run_line
from conformance.verdict.causes import plural
from conformance.verdict.model import ENVIRONMENT, SUITE


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: a sentence, and the command that does it, where one does."""

    sentence: str
    command: str | None = None


def phase_done(phase: Phase, results: Row) -> list[str]:
    """What is known, and what can be judged, once a phase of the plan is done."""
    mended = listed(fix.id for fix in phase.fixes)
    judged = [f"With {mended} mended, {judgeable(phase.frees, results)}."] if phase.frees else []
    back = [one.title for one in phase.back]
    stands = [f"Then nothing that is known stands any more against {listed(back)}; {mended} did."] if back else []
    return [*judged, *stands] or [f"Nothing waits for {mended}, and no component comes back by this alone."]


def next_steps(results: Row) -> list[Step]:
    """What to run next, and why."""
    environment = causes_of(results, ENVIRONMENT)
    if environment:
        return _reach(environment[0], results)
    return [*_mend(results), *_ask_again(results)]


def _reach(cause: Row, results: Row) -> list[Step]:
    row, name = ladder_of(results).requirements[cause["requirement"]], cause["requirement"]
    return [
        Step(f"{name}: {sentence(row['remedy'])}"),
        Step(f"See whether {name} holds for {server(results)}:", _run(results, "--requirement", name)),
        Step(f"Then judge all {results['counts']['expected']} checks of {results['profile']['name']}:", _run(results)),
    ]


def _mend(results: Row) -> list[Step]:
    plan = phases(results)
    if not plan:
        return []
    first, together = plan[0].fixes[0], [fix.id for fix in plan[0].fixes]
    again, wanted = _reproduced(first.cause, results), _chosen("--requirement", [first.id, *first.frees[:NAMED]])
    some = f"{NAMED} of the " if len(first.frees) > NAMED else ""
    freed = f" and {some}{plural(len(first.frees), 'requirement')} that waited for it" if first.frees else ""
    hold = f"When {listed(together)} {'holds' if len(together) == 1 else 'hold'}"
    return [
        *([Step(f"See {first.id} fail once more:", again)] if again else []),
        Step(f"When {first.id} is mended, judge it{freed}:", _run(results, *wanted)),
        Step(f"{hold}, judge everything again:", _run(results)),
    ]


def _ask_again(results: Row) -> list[Step]:
    silent = [check["id"] for check in results["checks"] if check["outcome"] == "inconclusive"]
    silent += [check["id"] for check in results["checks"] if check["outcome"] == "error" and check["origin"] == SUITE]
    if not silent:
        return []
    asked = f"Ask once more, with nothing else running, what {listed(silent)} could not tell:"
    return [Step(asked, _run(results, *_chosen("--check", silent[:NAMED])))]


def _reproduced(cause: Row, results: Row) -> str | None:
    shown = [check["failure"] for check in results["checks"] if check["failure"] and check["id"] in cause["failed"]]
    return str(shown[0]["reproduce"]) if shown else None


def _run(results: Row, *more: str) -> str:
    return run_line(results["profile"]["source"], results["target"]["url"], *more)


def _chosen(option: str, names: Iterable[str]) -> list[str]:
    return [part for name in names for part in (option, name)]
