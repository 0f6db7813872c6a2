"""What a run begins with: whether a judgement of the server can mean anything.

Where the profile or the environment is at fault for certain, nothing is judged: a report of five hundred failures would
tell a vendor nothing but that.  Whatever a server can be at fault for is left to the rungs, and what the doctor makes
of it becomes a note of the report.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.controller.console import Console
from conformance.controller.options import Options
from conformance.doctor import launching
from conformance.doctor.finding import OK, Finding, Subject, in_order
from conformance.doctor.visit import Visit, examined
from conformance.stage.session import Session
from conformance.target.process import LaunchError
from conformance.target.profile import Profile

ANSWER_WITHIN_S = 2.0
"""Who takes longer gets the time that the contract gives, on the rungs."""


RUNGS = "rungs"
"""The stream of the session that climbs the ladder, and the name of its server's folder."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the examinations came to: the one that ``stops`` the run, if one does, and ``notes`` for its report."""

    stops: Finding | None
    notes: tuple[str, ...]


def before_judging(session: Session, options: Options, console: Console) -> Told:
    """Examine the server of a session that has just begun, unless that is not wanted."""
    if not options.doctor:
        return Told(None, ())
    patience = session.http.within_s
    try:
        findings = list(
            examined(Visit(session, Subject(session.profile, options.url), ANSWER_WITHIN_S), thorough=False)
        )
    finally:
        session.http.within_s = patience
    told = concluded(findings, ladder=options.ladder)
    good = sum(in_order([one]) for one in findings)
    if told.stops:
        console.say(f"doctor: {told.stops.name} {told.stops.state}; nothing can be judged")
    else:
        rest = "" if good == len(findings) else "; the checks judge what they can"
        console.say(f"doctor: {good} of {len(findings)} examinations in order{rest}")
    for note in told.notes:
        console.say(f"  {note}")
    return told


def concluded(findings: Sequence[Finding], *, ladder: bool) -> Told:
    """What follows from the findings.  Without the ladder everything is to be run, whatever is broken."""
    stops = next((one for one in findings if one.decisive and ladder), None)
    if stops is not None:
        return Told(stops, ())
    own = [one for one in findings if not in_order([one]) and not one.what.startswith("because ")]
    return Told(None, tuple(f"doctor: {one.name} {one.state}: {one.sentence}" for one in own))


def not_launched(error: LaunchError, profile: Profile, options: Options, private: Path) -> Finding:
    """Why there is no server: its command cannot be started, or it did not stay."""
    subject = Subject(profile, options.url)
    command = launching.command(subject)
    log = private / "servers" / RUNGS / "server.log"
    if command.decisive:
        return command
    found = launching.not_started(str(error), log, subject)
    if command.state == OK:
        return found
    # A server that is not told its port listens on another one: that is why it did not answer here.
    return replace(found, what=f"{command.what}; {found.what}", write=command.write)
