"""Where a run writes: a report that is whole or not there, and a private folder that leaves no trace."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from conformance.target.process import Children

KEEP_PRIVATE = "CHAT_CONFORMANCE_KEEP_PRIVATE"
"""Set by the suite's own tests, which must know every secret of a run to look for it in the report."""


class Workspace:
    """The folders of one run.

    The report is written beside its final place and takes it in one step at the end, so that an earlier report
    stays until a whole new one is there.  Keys, pids and servers' data lie in a private folder that is removed.
    """

    def __init__(self, report_dir: Path, run: str) -> None:
        self.report_dir = report_dir
        report_dir.absolute().parent.mkdir(parents=True, exist_ok=True)
        self.staging = report_dir.absolute().parent / f".{report_dir.name}.{run}"
        self.private = Path(tempfile.mkdtemp(prefix=f"chat-conformance-{run}-"))
        self.streams = self.staging / "streams"
        self.streams.mkdir(parents=True)
        self.children = Children(self.private / "children")

    def publish(self) -> None:
        """Let the staged report take the place of an earlier one."""
        final = self.report_dir.absolute()
        if final.exists():
            retired = self.staging.with_name(self.staging.name + ".old")
            final.rename(retired)
            self.staging.rename(final)
            shutil.rmtree(retired, ignore_errors=True)
        else:
            self.staging.rename(final)

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
