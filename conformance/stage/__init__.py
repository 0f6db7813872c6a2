"""What a check stands on: people who act and watch, a judge, and a server that may be disturbed.

A check is a plain function that is given a :class:`~conformance.stage.stage.Stage`.  How the server was reached
(launched, named by a URL, alone or beside other checks) never shows in it.
"""

from conformance.stage.declare import BOTH, Declaration, check
from conformance.stage.people import Person, Room, Tab
from conformance.stage.stage import Stage

__all__ = ["BOTH", "Declaration", "Person", "Room", "Stage", "Tab", "check"]
