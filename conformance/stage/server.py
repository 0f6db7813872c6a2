"""The server's life and death, as a check may command them."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from conformance.recorder.stream import Recorder
from conformance.stage.outcome import Inconclusive, NotRun
from conformance.target.process import Instance, LaunchError
from conformance.target.profile import Control

_COMMAND_S = 120.0
_POLL_S = 0.05


def carry_out(what: str, command: Sequence[str], recorder: Recorder) -> None:
    """Run a command of the profile's ``[control]`` and wait for its end; one that fails leaves all open."""
    recorder.record("fault", what=what)
    # Its output goes to a file: a server that it leaves behind may hold a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=_COMMAND_S)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Inconclusive(f"control.{what} could not be carried out: {error}") from error
        said.seek(0)
        last_words = said.read().decode("utf-8", "replace").strip()[-200:]
    if done.returncode != 0:
        raise Inconclusive(f"control.{what} exited with {done.returncode}: {last_words}")


class Storage:
    """Where the server keeps what it is sent, as far as the profile says how to take that away and give it back."""

    def __init__(self, breaking: Sequence[str], mending: Sequence[str], recorder: Recorder) -> None:
        self._breaking = breaking
        self._mending = mending
        self._recorder = recorder

    @property
    def breakable(self) -> bool:
        """Whether the profile has the two commands."""
        return bool(self._breaking and self._mending)

    def fail(self) -> None:
        """Take it away, whole, before this returns."""
        carry_out("break_storage", self._breaking, self._recorder)

    def mend(self) -> None:
        """Give it back."""
        carry_out("mend_storage", self._mending, self._recorder)


class Server(Protocol):
    """What can be done to the server under test; each raises :class:`NotRun` where it cannot."""

    @property
    def storage(self) -> Storage:
        """Where it keeps what it is sent."""

    def kill(self) -> None:
        """End it at once, as ``kill -9`` does."""

    def start(self) -> None:
        """Start it again, with the same data at the same address, and wait until it answers."""

    def terminate(self) -> None:
        """Ask it to stop (SIGTERM); does not wait."""

    def gone_within(self, seconds: float) -> bool:
        """Whether it was gone in time."""

    @property
    def can_pause(self) -> bool:
        """Whether it can be made to stand still, and to go on."""

    def pause(self) -> None:
        """Let it stand still: what is sent to it waits in the network."""

    def resume(self) -> None:
        """Let it go on."""

    def resident_bytes(self) -> int | None:
        """The memory that its processes hold; ``None`` where they are not known."""

    def restore(self) -> None:
        """Bring it back after a check that has ended it."""


class LaunchedServer:
    """A server that the suite launched itself."""

    def __init__(self, instance: Instance, control: Control, recorder: Recorder) -> None:
        self.instance = instance
        self._control = control
        self._recorder = recorder
        self._told_to_go = False
        self._paused = False

    @property
    def storage(self) -> Storage:
        """The ``[control]`` commands, about this very server."""
        breaking, mending = self._control.break_storage, self._control.mend_storage
        return Storage(self.instance.filled(breaking), self.instance.filled(mending), self._recorder)

    def kill(self) -> None:
        """SIGKILL to its process group."""
        self._recorder.record("fault", what="kill -9")
        self.instance.kill()

    def start(self) -> None:
        """Start it with the same port and data."""
        try:
            self.instance.start()
        except LaunchError as error:
            raise Inconclusive(f"the server did not come back: {error}") from error
        self._told_to_go = False
        self._recorder.record("fault", what="start")

    def terminate(self) -> None:
        """SIGTERM."""
        self._told_to_go = True
        self._recorder.record("fault", what="SIGTERM")
        self.instance.terminate()

    def gone_within(self, seconds: float) -> bool:
        """Wait for the end of its process."""
        return self.instance.wait(seconds)

    @property
    def can_pause(self) -> bool:
        """A process that we have started."""
        return True

    def pause(self) -> None:
        """SIGSTOP to its process group."""
        self._paused = True
        self._recorder.record("fault", what="pause")
        self.instance.pause()

    def resume(self) -> None:
        """SIGCONT."""
        self.instance.resume()
        self._recorder.record("fault", what="resume")
        self._paused = False

    def resident_bytes(self) -> int | None:
        """The memory of the process that was started, and of its children."""
        return self.instance.resident_bytes()

    def restore(self) -> None:
        """Let it go on, and start it again if it was asked to go, so that the next check finds it up."""
        if self._paused:
            self.resume()
        if self._told_to_go or not self.instance.running:
            self.instance.stop()
            self.instance.start()
            self._told_to_go = False


class CommandedServer:
    """A server that only the profile's ``[control]`` commands can reach (a container, a unit).

    ``answers`` tells whether the server answers; it is asked until it does, no longer than ``within_s``.
    """

    def __init__(self, control: Control, recorder: Recorder, answers: Callable[[], bool], within_s: float) -> None:
        self._control = control
        self._recorder = recorder
        self._answers = answers
        self._within_s = within_s
        self._ended = False
        self._paused = False

    @property
    def storage(self) -> Storage:
        """The ``[control]`` commands, unless they are about a server that the suite would have started."""
        breaking, mending = self._control.break_storage, self._control.mend_storage
        ours = any(word in part for part in [*breaking, *mending] for word in ("{data}", "{port}"))
        return Storage([], [], self._recorder) if ours else Storage(breaking, mending, self._recorder)

    def _do(self, what: str, command: list[str]) -> None:
        for name, needed in ((what, command), ("start", self._control.start)):
            if not needed:  # what nobody can start again is not ended
                raise NotRun(f"the profile neither launches the server nor has a control.{name} command")
        # A command that fails may have ended the server all the same.
        self._ended = True
        carry_out(what, command, self._recorder)

    def kill(self) -> None:
        """``control.kill``."""
        self._do("kill", self._control.kill)

    def start(self) -> None:
        """``control.start``, and wait until the server answers: a command that starts one may return before."""
        self._do("start", self._control.start)
        deadline = time.monotonic() + self._within_s
        while not self._answers():
            if time.monotonic() > deadline:
                raise Inconclusive(f"the server gave no answer within {self._within_s:g} s after control.start")
            time.sleep(_POLL_S)
        self._ended = False

    def terminate(self) -> None:
        """``control.stop``."""
        self._do("stop", self._control.stop)

    def gone_within(self, seconds: float) -> bool:
        """A command that stops a server returns when it has stopped."""
        return True

    @property
    def can_pause(self) -> bool:
        """Only where the profile has both commands: who stands still must go on."""
        return bool(self._control.pause and self._control.resume)

    def pause(self) -> None:
        """``control.pause``."""
        self._paused = True
        carry_out("pause", self._control.pause, self._recorder)

    def resume(self) -> None:
        """``control.resume``."""
        carry_out("resume", self._control.resume, self._recorder)
        self._paused = False

    def resident_bytes(self) -> int | None:
        """A command does not tell."""
        return None

    def restore(self) -> None:
        """``control.resume`` or ``control.start``, after a check that has paused or ended it."""
        if self._paused:
            self.resume()
        if self._ended:
            self.start()
