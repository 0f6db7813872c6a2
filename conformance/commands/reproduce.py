"""``chat-conformance reproduce RESULTS CHECK``: a failure as one Python file that shows it again."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from conformance.client.endpoint import is_loopback
from conformance.commands import signals
from conformance.target import profile as profiles
from conformance.target import reference
from conformance.target.addresses import without_password, wrong_with_url
from conformance.usage import UsageError
from conformance.verdict import exits

if TYPE_CHECKING:
    from conformance.reproduce.records import Failed
    from conformance.reproduce.targets import Target

NOT_REPRODUCED = 1


@click.command()
@click.argument("results", type=click.Path(path_type=Path))
@click.argument("check")
@click.option("--profile", help="The profile that says how the server is reached (default: that of the run).")
@click.option("--url", help="Try it against the server at this address.")
@click.option("--out", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write it here, not to the output.")
@click.option("--no-shrink", is_flag=True, help="Leave nothing out of the story.")
@click.option("--no-run", is_flag=True, help="Try nothing: the file says so.")
@click.option("--timeout", default=120.0, type=click.FloatRange(1, 86400), help="Seconds to spend on shortening.")
@click.option("--attempts", default=3, type=click.IntRange(1, 100), help="How often to try before it counts as gone.")
def reproduce(
    results: Path,
    check: str,
    profile: str | None,
    url: str | None,
    out: Path | None,
    no_shrink: bool,
    no_run: bool,
    timeout: float,
    attempts: int,
) -> int:
    """Print one Python file that shows the failure of CHECK again.

    RESULTS is the folder of a report, or the results.json in it, with the record of the run (streams) beside it.
    The file needs nothing but httpx and websockets; it is shortened and run twice before it is printed.

    \b
    Example: chat-conformance reproduce reports/latest 'messages.duplicate-same-number[rest]' -o reproducer.py

    \b
    Exit status: 0 reproduced 2 of 2 (or --no-run), 1 not, 2 usage, 3 server or environment unreachable.
    """
    from conformance.reproduce import producing, records  # the matchers and httpx: half a second that --help saves
    from conformance.reproduce.bundle import CannotBundle
    from conformance.reproduce.story import CannotTell
    from conformance.reproduce.targets import Unreachable
    from conformance.target.process import LaunchError

    signals.as_interrupts()  # what was started is ended
    file = out.name if out is not None else "reproducer.py"
    _refuse_no_folder(out)
    try:
        failed = records.failed(results, check)
        if no_run:
            _put(producing.untried(failed, file), out)
            return exits.FINE
        wish = producing.Wish(not no_shrink, timeout, attempts)
        with _servers(failed, results, profile, url) as (server, control):
            made = producing.produced(failed, server, control, wish, file, _say)
    except (CannotTell, CannotBundle) as error:
        again = f"chat-conformance run PROFILE --check {shlex.quote(check)} shows it again"
        raise UsageError(f"{check}: cannot be made a file of its own: {error}; {again}") from error
    except (LaunchError, Unreachable) as error:
        click.echo(f"chat-conformance reproduce: {error}", err=True)
        return exits.UNREACHABLE
    _put(made.text, out)
    return exits.FINE if made.reproduced else NOT_REPRODUCED


@contextlib.contextmanager
def _servers(
    failed: Failed, results: Path, profile: str | None, url: str | None
) -> Iterator[tuple[Target, Target | None]]:
    """The server to try it against, and the reference server as its control, where that is installed."""
    from conformance.reproduce.targets import reference_beside, target

    with contextlib.ExitStack() as stack:
        if url is not None and (why := wrong_with_url(url, ("http", "https"))) is not None:
            raise UsageError(f"--url {without_password(url)!r}: {why}")
        address = url or (_recorded_url(failed) if profile is None else None)
        named, lack = profile or _recorded_profile(failed, results), reference.missing()
        if lack is not None and address is None and reference.is_started_by(profiles.load(named).launch.command):
            raise UsageError(lack)
        server = stack.enter_context(target(named, address))
        control = stack.enter_context(reference_beside(server)) if lack is None else None
        yield server, control


def _recorded_url(failed: Failed) -> str | None:
    """The address that the run used, if it is this machine's: a record may come from anywhere, and tokens go there."""
    if failed.url is None or is_loopback(urlsplit(failed.url).hostname or ""):
        return failed.url
    raise UsageError(f"the run was against {failed.url}: write --url {failed.url} if that is meant again")


def _recorded_profile(failed: Failed, results: Path) -> str:
    """The profile that the run used, bundled or lying here, and not with the record: its command is run."""
    source = Path(failed.profile)
    here, record = Path.cwd(), (results if results.is_dir() else results.parent).resolve()
    if source.resolve().is_relative_to(here) and not source.resolve().is_relative_to(record):
        return str(source)
    if source.parent.name == "profiles" and (profiles.bundled() / source.name).is_file():
        return source.stem  # this suite's own, whatever lies at the recorded path
    raise UsageError(
        f"the run used the profile {source}, which does not lie here: write --profile {source} if you trust it"
    )


def _refuse_no_folder(out: Path | None) -> None:
    if out is not None and not out.absolute().parent.is_dir():
        raise UsageError(f"--out: there is no folder {out.parent}; make it first")


def _put(text: str, out: Path | None) -> None:
    """Write the file, whole or not at all; or print it."""
    if out is None:
        click.echo(text, nl=False)
        return
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(out)
    except OSError as error:
        raise UsageError(f"--out: cannot write {out}: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)
    _say(f"written to {out}")


def _say(text: str) -> None:
    """Progress, of printable characters only: it may quote what a server said."""
    click.echo("".join(letter if letter.isprintable() else "?" for letter in text), err=True)
