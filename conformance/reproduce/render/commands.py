"""PURE: the commands that a file needs to do something to the server, by the environment variables that hold them."""

from __future__ import annotations

from conformance.reproduce.story import Fault, Story

FAULTS = {
    "kill -9": "SERVER_KILL", "kill": "SERVER_KILL", "SIGTERM": "SERVER_STOP", "stop": "SERVER_STOP",
    "start": "SERVER_START", "pause": "SERVER_PAUSE", "resume": "SERVER_RESUME",
    "break_storage": "SERVER_BREAK_STORAGE", "mend_storage": "SERVER_MEND_STORAGE",
}  # fmt: skip
"""The environment variable that holds the command for each thing that is done to a server."""

UNDONE_BY = {
    "SERVER_KILL": "SERVER_START", "SERVER_STOP": "SERVER_START", "SERVER_PAUSE": "SERVER_RESUME",
    "SERVER_BREAK_STORAGE": "SERVER_MEND_STORAGE",
}  # fmt: skip
"""By what a file leaves the server as it found it, if its story ends before that."""


def controls(story: Story) -> set[str]:
    """The variables of the commands that a story needs, and of those that undo what it does."""
    needed = {FAULTS[step.what] for step in story.steps if isinstance(step, Fault)}
    return needed | {UNDONE_BY[name] for name in needed if name in UNDONE_BY}
