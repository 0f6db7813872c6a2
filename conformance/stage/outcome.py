"""The raw outcome of one check: what its end says, before the verdict looks at everything together."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from conformance.client.http import NoAnswer
from conformance.client.socket import Refused
from conformance.recorder.evaluation import ClauseBroken
from conformance.recorder.stream import Recorder, on_behalf_of
from conformance.recorder.words import LONGEST_SAID, LONGEST_TRACE, bounded
from conformance.stage.unusable import words_in_the_way
from conformance.target.tokens import CannotMint


class Inconclusive(Exception):
    """It cannot be known whether the clause holds: a time-out whose cause may lie with the suite or the machine."""


class NotRun(Exception):
    """The check cannot run here; the reason reaches the verdict."""


class NeverProvoked(Exception):
    """The condition that a conditional clause speaks of never arose: the clause counts as kept, and the report
    says that nothing provoked it."""


@contextmanager
def recorded_check(recorder: Recorder, check: str, requirements: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Run the body as this check: record its beginning, and its end with the raw outcome, which is also what the
    yielded mapping holds afterwards.

    Whatever ends the body is swallowed here, because the record of it is what counts; only what asks the whole
    process to stop (Ctrl-C) passes.
    """
    with on_behalf_of(check):
        recorder.record("check_started", requirements=list(requirements))
        before = time.monotonic()
        outcome: dict[str, str] = {}
        try:
            yield outcome
        except Exception as error:  # noqa: BLE001 - classified and recorded, never hidden
            outcome |= _bounded(_ended_by(_what_ended_it(error), requirements, recorder, check))
        except BaseException:
            recorder.record("check_ended", outcome="not_run", reason="interrupted")
            raise
        else:
            outcome |= {"outcome": "passed"}
        recorder.record("check_ended", duration_s=round(time.monotonic() - before, 4), **outcome)


def _what_ended_it(error: Exception) -> Exception:
    """The clause that was found broken, where it was only behind it, while the check was cleared away, that something
    did not come about: what was found stays found."""
    if isinstance(error, Inconclusive | NotRun | NoAnswer | Refused):
        before = error.__context__
        while before is not None:
            if isinstance(before, ClauseBroken):
                return before
            before = before.__context__
    return error


def _ended_by(error: Exception, requirements: tuple[str, ...], recorder: Recorder, check: str) -> dict[str, str]:
    """What ended a check; the suite is at fault only where the server's own words are not in the way."""
    ended = classified(error, requirements)
    if ended["outcome"] != "error":
        return ended
    words = words_in_the_way(error, [event for event in recorder.events() if event.check == check])
    return ended if words is None else {**ended, "outcome": "inconclusive", "reason": f"could not go on: {words}"}


def _bounded(ended: dict[str, str]) -> dict[str, str]:
    """The same, where a server may have lengthened what is said."""
    most = {"reason": LONGEST_SAID, "traceback": LONGEST_TRACE}
    return {name: bounded(text, most[name]) if name in most else text for name, text in ended.items()}


def classified(error: Exception, requirements: tuple[str, ...]) -> dict[str, str]:
    """What an exception that ended a check means.

    ``precondition``: another clause than the check's own was found broken on the way, so that the check's own
    could not be judged.
    """
    match error:
        case ClauseBroken():
            clause = error.evaluation.clause
            silent = any(event.kind == "no_answer" for event in error.evaluation.events)
            return {"outcome": "failed" if clause in requirements else "precondition", "clause": clause,
                    "reason": str(error.evaluation.reason), **({"unanswered": "yes"} if silent else {})}  # fmt: skip
        case NoAnswer():
            return {"outcome": "inconclusive", "reason": f"no answer: {error}", "unanswered": "yes"}
        case Refused():
            return {"outcome": "inconclusive", "reason": f"no connection: {error}", "unanswered": "yes"}
        case Inconclusive():
            return {"outcome": "inconclusive", "reason": str(error)}
        case NeverProvoked():
            return {"outcome": "never_provoked", "reason": str(error)}
        case NotRun() | CannotMint():
            return {"outcome": "not_run", "reason": str(error)}
        case _:
            return {"outcome": "error", "reason": f"{type(error).__name__}: {error}",
                    "traceback": "".join(traceback.format_exception(error))}  # fmt: skip
