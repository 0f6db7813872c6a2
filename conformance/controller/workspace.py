"""Where a run writes: a report that is whole or not there, and a private folder that leaves no trace."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from conformance.report import place
from conformance.target.process import Children
from conformance.usage import UsageError

KEEP_PRIVATE = "CHAT_CONFORMANCE_KEEP_PRIVATE"
"""Set by the suite's own tests, which must know every secret of a run to look for it in the report."""


class Workspace:
    """The folders of one run.

    The report is written beside its final place and takes it in one step at the end, so that an earlier report
    stays until a whole new one is there.  Keys, pids and servers' data lie in a private folder that is removed.
    """

    def __init__(self, report_dir: Path, run: str) -> None:
        self.report_dir = place.behind(report_dir)
        self.staging = self.report_dir.parent / f".{self.report_dir.name}.{run}"
        self.streams = self.staging / place.STREAMS
        try:
            self.streams.mkdir(parents=True)
        except OSError as error:
            raise UsageError(f"--report-dir: {report_dir}: cannot be made: {error.strerror}; name another") from error
        self.private = Path(tempfile.mkdtemp(prefix=f"chat-conformance-{run}-"))
        self.children = Children(self.private / "children")

    def publish(self) -> None:
        """Let the staged report take the place of an earlier one.  What people put beside that stays."""
        if not self.report_dir.exists():
            self.staging.rename(self.report_dir)
            return
        retired = self.staging.with_name(self.staging.name + ".old")
        self.report_dir.rename(retired)
        self.staging.rename(self.report_dir)
        for path in place.kept(retired):
            (retired / path).rename(self.report_dir / path)
        for path in place.replaced(retired):
            path.unlink()
        # No tree is removed: what cannot be accounted for stays where it can be found.
        for folder in (retired / place.STREAMS, retired):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.children.end_all()
        if os.environ.get(KEEP_PRIVATE):
            print(f"private folder kept: {self.private}", file=sys.stderr)
        else:
            shutil.rmtree(self.private, ignore_errors=True)
        shutil.rmtree(self.staging, ignore_errors=True)
