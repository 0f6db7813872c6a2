"""All examinations, in their order: from the profile outwards, and then the machine."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from conformance.client.throttle import POLITE_PER_SECOND
from conformance.doctor import credentials, launching, machine
from conformance.doctor.finding import OK, UNKNOWN, Finding, Subject, unknown_because
from conformance.doctor.visit import AFTER_REACH, Visit, examined, knows_no_key
from conformance.stage.session import Plan, Session
from conformance.target import browser
from conformance.target.process import Children, LaunchError

ANSWER_WITHIN_S = 5.0
STREAM = "doctor"


def everything(subject: Subject, report_dir: Path) -> Iterator[Finding]:
    """Each finding as soon as it is there.  A server that is launched has gone when this ends, however it ends."""
    yield of_profile(subject)
    yield from of_server(subject)
    yield from launching.controls(subject)
    yield machine.report_dir(report_dir)
    found = machine.measured()
    yield machine.open_files(found, subject)
    yield machine.machine(found)
    yield machine.browser(browser.find())


def of_profile(subject: Subject) -> Finding:
    """What the profile asks for; one that cannot be used has been refused before."""
    about = subject.profile.profile
    demanded = ", ".join(about.capabilities) or "no optional capability"
    return Finding("profile", OK, f"{about.name}: contract {about.contract}, demands {demanded}")


def of_server(subject: Subject) -> Iterator[Finding]:
    """Launch the server where the profile does, visit it, and end it again."""
    if subject.launches:
        command = launching.command(subject)
        yield command
        if command.decisive:
            yield from unknown_because(("launch", "reach", *AFTER_REACH), "the server cannot be started")
            return
    elif (unused := launching.unused(subject)) is not None:
        yield unused
    with tempfile.TemporaryDirectory(prefix="chat-conformance-doctor-") as private:
        children = Children(Path(private) / "children")
        try:
            yield from _visited(subject, Path(private))
        finally:
            children.end_all()


def _visited(subject: Subject, private: Path) -> Iterator[Finding]:
    strangers = knows_no_key(subject)  # asked before a session makes one
    began = time.monotonic()
    try:
        session = Session(_plan(subject, private), STREAM)
    except LaunchError as error:
        log = private / "servers" / STREAM / "server.log"
        yield launching.not_started(str(error), log, subject)
        yield from unknown_because(("reach", *AFTER_REACH), "the server did not start")
        return
    try:
        if subject.launches:
            yield Finding(
                "launch",
                OK,
                f"answered {subject.profile.launch.ready} {time.monotonic() - began:.1f} s after its start",
            )
        if session.polite:
            yield _as_a_guest()
        for finding in examined(Visit(session, subject, ANSWER_WITHIN_S), thorough=True):
            refused = finding.name == "token" and finding.state not in (OK, UNKNOWN)
            yield credentials.no_key_yet(subject) if refused and strangers else finding
    finally:
        session.close()


def _as_a_guest() -> Finding:
    return Finding(
        "manners",
        OK,
        "the server is on another machine, and [target] authorised_by says nothing: at most "
        f"{POLITE_PER_SECOND} requests a second, and hostile checks are not run",
    )


def _plan(subject: Subject, private: Path) -> Plan:
    return Plan(
        run=os.urandom(4).hex(),
        profile=subject.profile.source,
        phase=STREAM,
        checks=[],
        seed=0,
        intensity=0.0,
        private=str(private),
        streams=str(private),
        url=subject.url,
        silent=1,
        traceless=True,
    )
