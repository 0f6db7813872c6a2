"""The command `python -m reference_server.storage.outage FOLDER begin|end`: storage refuses every write for a while.

For trying out what people see of an outage. The database itself says no, to whoever writes, as it does when its
disk is full; the server is told nothing, and what was stored before can be read.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

from reference_server.storage.sqlite import FILE_NAME

PREFIX = "outage_"
ACTS = ("INSERT", "UPDATE", "DELETE")
USAGE = "usage: python -m reference_server.storage.outage FOLDER begin|end\n"


def begin(database: sqlite3.Connection) -> None:
    """From now on every write fails; the names that are put into statements are the database's own."""
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for act in ACTS:
            name = f"{PREFIX}{table}_{act.lower()}"
            refuse = "SELECT RAISE(ABORT, 'out of order')"
            database.execute(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table} BEGIN {refuse}; END")


def end(database: sqlite3.Connection) -> None:
    """From now on writes are done again."""
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in names:
        if name.startswith(PREFIX):
            database.execute(f"DROP TRIGGER IF EXISTS {name}")


def main(arguments: Sequence[str]) -> int:
    """Run the command; whole, or not at all."""
    what = {"begin": begin, "end": end}
    if len(arguments) != 2 or arguments[1] not in what:
        sys.stderr.write(USAGE)
        return 2
    file = Path(arguments[0]) / FILE_NAME
    if not file.is_file():
        sys.stderr.write(f"outage: there is no {file}\n")
        return 1
    database = sqlite3.connect(file, isolation_level=None, timeout=10)
    try:
        database.execute("PRAGMA wal_autocheckpoint = 0")  # folding the log away is the server's business
        database.execute("BEGIN IMMEDIATE")
        what[arguments[1]](database)
        database.execute("COMMIT")
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
