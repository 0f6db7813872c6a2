"""What a report says in sentences: each is built from what this run found and from the registry's own words.

Pure functions of ``results.json``.  No sentence here would be true of any run: each names what it is about (the causes,
what waits for them, the server), and the words for what that means and where to look are those of the requirement.  A
test holds this: two runs with different faults have no sentence in common.  Nothing here is markup; whoever renders a
sentence escapes it, because a server may have written parts of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conformance.report.components import components, is_broken
from conformance.report.ladder import Ladder, Row
from conformance.report.plain import cut, one_line
from conformance.report.plan import Fix, Phase, fixes, phases
from conformance.report.results import run_line
from conformance.verdict.causes import plural
from conformance.verdict.decide import NOT_SELECTED
from conformance.verdict.model import ENVIRONMENT, SUITE

NAMED = 8
"""At most so many ids or titles stand in a sentence; the rest is counted."""

TITLES = 4
"""At most so many components stand in a sentence."""

LONGEST = 300
"""At most so many characters of what a server may have written stand in a summary."""

UNKNOWN_SHOWN = 3
"""Of what waits for a cause, the impact of the most severe is told; the rest is named."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: a sentence, and the command that does it, where one does."""

    sentence: str
    command: str | None = None


# -- the run as a whole -----------------------------------------------------------------------------------------------


def summary(results: Row) -> list[str]:
    """What was judged and what follows, in a few sentences."""
    unreached = _of(results, ENVIRONMENT)
    if unreached:
        name, every = unreached[0]["requirement"], len(components(results))
        return [
            f"Nothing is known of {server(results)}: {_short(unreached[0]['summary'])}",
            f"None of {every} components could be judged before {name} holds.",
        ]
    found = [*_broken(results), *_unheeded(results), *_suite_faults(results), *_unanswered(results)]
    return found or [_kept(results)]


def conclusion(results: Row) -> str:
    """What may be said of the server after this run."""
    about, word, judged_by = _at_the_beginning(server(results)), results["verdict"]["word"], _judged_by(results)
    unreached = _of(results, ENVIRONMENT)
    if unreached:
        first = unreached[0]["requirement"]
        return f"Whether {server(results)} conforms to {judged_by} is open: {first} has to hold first."
    done = f"{_count(results, 'passed')} of {len(results['requirements'])} requirements were seen kept"
    if word == "non-conformant":
        broken = [row["id"] for row in results["requirements"] if is_broken(row, results)]
        return f"{about} does not conform to {judged_by} because of {listed(broken)}: {done}{_left(results)}."
    if word == "conformant":
        return f"{about} conforms to {judged_by} as far as seed {results['seed']} tried it: {done}."
    return f"{about} cannot be called conformant to {judged_by} after this run: {done}{_left(results)}."


def server(results: Row) -> str:
    """The server, as it names itself and where it was found."""
    named = " ".join(part for part in (results["target"]["server"][key] for key in ("name", "version")) if part)
    url = results["target"]["url"]
    return f"{named or 'the server'} at {url}" if url else named or "the server that the suite launched"


def _broken(results: Row) -> list[str]:
    broken = [fix.id for fix in fixes(results) if fix.id not in results["advice"]]
    if not broken:
        return []
    ladder = Ladder(results)
    waiting = sum(1 for causes in ladder.waiting.values() if causes)
    wait = f"; {plural(waiting, 'other requirement')} could not be judged for that reason" if waiting else ""
    many = "1 requirement is broken by itself" if len(broken) == 1 else f"{len(broken)} requirements are broken"
    meaning = _whole(ladder.requirements[broken[0]]["impact"])
    return [f"{many}: {listed(broken)}{wait}.", f"What {broken[0]} means for people: {meaning}"]


def _unheeded(results: Row) -> list[str]:
    """Advice and service levels, which fail nobody."""
    advice, missed = results["advice"], _missed(results)
    return [
        *([f"Advice that {server(results)} does not follow: {listed(advice)}."] if advice else []),
        *([f"Service levels that {server(results)} missed: {listed(missed)}."] if missed else []),
    ]


def _suite_faults(results: Row) -> list[str]:
    return [
        f"The suite itself failed at {listed(cause['failed'] or [cause['requirement']])}: {_short(cause['summary'])}"
        for cause in _of(results, SUITE)
    ]


def _unanswered(results: Row) -> list[str]:
    silent = [check for check in results["checks"] if check["outcome"] in ("inconclusive", "not_run")]
    rows = [check for check in silent if check["reason"] != NOT_SELECTED]
    reasons = Counter(check["reason"] for check in rows)
    return [
        f"{plural(count, 'check')} gave no answer ({listed(_ids(rows, reason))}): {_short(reason)}"
        for reason, count in reasons.most_common(UNKNOWN_SHOWN)
    ]


def _kept(results: Row) -> str:
    kept, checks = plural(_count(results, "passed"), "requirement"), plural(results["counts"]["passed"], "check")
    who = _at_the_beginning(server(results))
    return f"{who} kept everything that was asked of it: {kept} of {_judged_by(results)}, as {checks} saw."


def _left(results: Row) -> str:
    count = _count(results, "blocked", "inconclusive", "not_run", "error")
    return f", and {plural(count, 'other')} {'was' if count == 1 else 'were'} not judged" if count else ""


def _judged_by(results: Row) -> str:
    without = sorted(results["profile"]["without"])
    limited = f" without {' and '.join(without)}" if without else ""
    return f"{results['profile']['name']} {results['suite']['contract_version']}{limited}"


# -- causes -----------------------------------------------------------------------------------------------------------


def shown_by(cause: Row, results: Row) -> str:
    """Which checks show that a requirement is broken."""
    name, own = cause["requirement"], cause["failed"]
    all_own = Ladder(results).requirements[name]["checks"]
    if cause["in_passing"]:
        return f"The checks of {name} itself saw it kept; it broke on the way of {listed(_met_by(name, results))}."
    if own:
        return f"{len(own)} of {plural(len(all_own), 'check')} of {name}: {listed(own)}."
    return f"No check of {name} itself; it broke on the way of {listed(_met_by(name, results))}."


def waits(cause: Row, results: Row) -> str | None:
    """What could not be judged because of a cause; ``None`` where nothing waits for it."""
    ladder, name = Ladder(results), cause["requirement"]
    mine = [one for one, causes in ladder.waiting.items() if name in causes]
    if not mine:
        return None
    if cause["origin"] == ENVIRONMENT:
        return f"Everything else stands on {name}: {plural(len(mine), 'requirement')} could not be judged."
    return f"{plural(len(mine), 'requirement')} of {_titles(mine, results)}: {listed(mine)}."


def recommendation(fix: Fix, results: Row) -> str:
    """Where to look, in the registry's words, and what that lets be judged."""
    row = Ladder(results).requirements[fix.id]
    then = f" Once {fix.id} holds, {_judged(fix.frees, results)}." if fix.frees else ""
    both = f" {listed(fix.shares)} {_wait(fix.shares)} for {fix.id} and for others." if fix.shares else ""
    return f"{fix.id} ({row['severity']}): {_whole(row['remedy'])}{then}{both}"


def levels_missed(results: Row) -> list[str]:
    """Each service level that was missed: what was measured, and where to look."""
    rows = [row for row in results["requirements"] if row["id"] in _missed(results)]
    return [f"{row['id']}: {_whole(row['reason'])} {_whole(row['remedy'])}" for row in rows]


def unknown(cause: Row, results: Row) -> list[str]:
    """What cannot be known of people's days while a cause is broken: the most severe in words, the others by name."""
    ladder, name = Ladder(results), cause["requirement"]
    mine = [ladder.requirements[one] for one, causes in ladder.waiting.items() if name in causes]
    worst = sorted(mine, key=lambda row: (row["severity"], row["id"]))
    told = [
        f"{row['id']} ({row['severity']}) cannot be known while {_failing(ladder.waiting[row['id']])}: "
        f"{_whole(row['impact'])}"
        for row in worst[:UNKNOWN_SHOWN]
    ]
    rest = [row["id"] for row in worst[UNKNOWN_SHOWN:]]
    return [*told, f"Nor can {listed(rest)} be known while {name} fails."] if rest else told


def stakes(results: Row) -> list[str]:
    """What the vendor's profile says hangs on what really failed, in its own words."""
    impact = results["profile"]["impact"]
    failed = [row for row in results["requirements"] if is_broken(row, results)]
    failing = [(one.title, impact["groups"].get(one.id)) for one in components(results) if one.state == "failing"]
    named = [(row["id"], impact["requirements"].get(row["id"])) for row in failed]
    severe = [
        (f"{severity} ({listed(row['id'] for row in failed if row['severity'] == severity)})", stake)
        for severity, stake in sorted(impact["severities"].items())
        if any(row["severity"] == severity for row in failed)
    ]
    said = [(what, _said(stake)) for what, stake in (*failing, *named, *severe) if stake is not None]
    return [f"{what} fails, and as the profile says: {words}." for what, words in said]


# -- what to do -------------------------------------------------------------------------------------------------------


def phase_done(phase: Phase, results: Row) -> list[str]:
    """What is known, and what can be judged, once a phase of the plan is done."""
    mended = listed(fix.id for fix in phase.fixes)
    judged = [f"With {mended} mended, {_judged(phase.frees, results)}."] if phase.frees else []
    back = [one.title for one in phase.back]
    stands = [f"Then nothing that is known stands any more against {listed(back)}; {mended} did."] if back else []
    return [*judged, *stands] or [f"Nothing waits for {mended}, and no component comes back by this alone."]


def next_steps(results: Row) -> list[Step]:
    """What to run next, and why."""
    environment = _of(results, ENVIRONMENT)
    if environment:
        return _reach(environment[0], results)
    return [*_mend(results), *_ask_again(results)]


def _reach(cause: Row, results: Row) -> list[Step]:
    row, name = Ladder(results).requirements[cause["requirement"]], cause["requirement"]
    return [
        Step(f"{name}: {_whole(row['remedy'])}"),
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


# -- words ------------------------------------------------------------------------------------------------------------


def listed(names: Iterable[str], most: int = NAMED) -> str:
    """``a, b and c``; of more than ``most`` the rest is counted."""
    every = list(names)
    shown, left = every[:most], len(every) - most
    if left > 0:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _titles(requirements: Sequence[str], results: Row) -> str:
    """The components that these belong to, those with most of them first."""
    ladder, titles = Ladder(results), {group["id"]: group["title"] for group in results["groups"]}
    found = Counter(group for name in requirements for group in ladder.requirements[name]["groups"])
    named = [f"{titles[group]} ({count})" for group, count in found.most_common()]
    return listed(named, TITLES)


def _judged(frees: Sequence[str], results: Row) -> str:
    return f"{plural(len(frees), 'requirement')} can be judged, of {_titles(frees, results)}"


def _failing(causes: Iterable[str]) -> str:
    names = sorted(causes)
    return f"{listed(names)} {'fails' if len(names) == 1 else 'fail'}"


def _wait(names: Sequence[str]) -> str:
    return "waits" if len(names) == 1 else "wait"


def _whole(text: str) -> str:
    """A text that ends as a sentence does."""
    text = " ".join(text.split())
    return text if text.endswith((".", "?")) else f"{text}."


def _short(text: str) -> str:
    """The beginning of a text that a server may have lengthened."""
    return _whole(cut(one_line(text), LONGEST))


def _at_the_beginning(text: str) -> str:
    """As a sentence begins; a server's own name stays as it is."""
    return f"The{text[3:]}" if text.startswith("the server") else text


def _said(stake: Row) -> str:
    return "; ".join(f"{name}: {stake[name]}" for name in ("revenue", "customers") if stake[name])


def _missed(results: Row) -> list[str]:
    return [name for name, found in results["service_levels"]["requirements"].items() if found == "missed"]


def _of(results: Row, origin: str) -> list[Row]:
    return [cause for cause in results["causes"] if cause["origin"] == origin]


def _count(results: Row, *outcomes: str) -> int:
    return sum(1 for row in results["requirements"] if row["outcome"] in outcomes)


def _ids(checks: Sequence[Row], reason: str) -> list[str]:
    return [check["id"] for check in checks if check["reason"] == reason]


def _met_by(clause: str, results: Row) -> list[str]:
    """The checks that found a clause broken, whether it was theirs or not."""
    return [check["id"] for check in results["checks"]
            if any(one["clause"] == clause and not one["holds"] for one in check["observed"])]  # fmt: skip
