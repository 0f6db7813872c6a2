"""Prepares people and conversations, then hands them to Locust: ``python -m conformance.load.locust_run``.

Bounded in people and time; the figures are Locust's own, and say how the server feels under a mix of honest users.
Ceilings and service levels are measured elsewhere, because one Locust process slows down before a server does.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from conformance.stage import Stage
from conformance.stage.session import Plan, Session

PER_CONVERSATION = 5


def seats(stage: Stage, people: int) -> list[dict[str, Any]]:
    """One seat for each person, five to a conversation."""
    found: list[dict[str, Any]] = []
    while len(found) < people:
        group = stage.people(*(f"user{len(found) + number}" for number in range(PER_CONVERSATION)))
        room = group[0].creates(*group[1:])
        found.extend({"id": person.id, "token": person.token, "conversation": room.id} for person in group)
    return found[:people]


@click.command()
@click.option("--profile", default="reference")
@click.option("--users", default=20, type=click.IntRange(1, 1000))
@click.option("--seconds", default=15, type=click.IntRange(1, 3600))
@click.option("--report-dir", default="reports/latest-load", type=click.Path(path_type=Path, file_okay=False))
def main(profile: str, users: int, seconds: int, report_dir: Path) -> None:
    """Run the scenario, headless; exits with Locust's status (1 when anything failed)."""
    report_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="chat-conformance-load-") as private:
        plan = Plan(secrets.token_hex(4), profile, "load", [], 1, 1.0, private, private, flavour="load")
        session = Session(plan, "load")
        try:
            with session.stage("load") as stage:
                prepared = Path(private) / "seats.json"
                prepared.write_text(json.dumps({"ws_url": session.endpoint.ws_url, "seats": seats(stage, users)}))
                status = _locust(prepared, users, seconds, report_dir.absolute())
        finally:
            session.close()
    click.echo(f"report: {report_dir}/load.html, {report_dir}/load_stats.csv")
    sys.exit(status)


def _locust(prepared: Path, users: int, seconds: int, report_dir: Path) -> int:
    command = [
        sys.executable, "-P", "-m", "locust", "-f", str(Path(__file__).parent / "locustfile.py"), "--headless",
        "-u", str(users), "-r", str(max(1, users // 4)), "-t", f"{seconds}s", "--stop-timeout", "10",
        "--only-summary", "--csv", str(report_dir / "load"), "--html", str(report_dir / "load.html"),
    ]  # fmt: skip
    return subprocess.run(command, env={**os.environ, "CHAT_LOAD": str(prepared)}, check=False).returncode


if __name__ == "__main__":
    main()
