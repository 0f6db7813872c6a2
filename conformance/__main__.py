"""``python -m conformance`` is the command ``chat-conformance``; both begin here, before anything slow is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point.  A Ctrl-C while it is still being imported is one line, too."""
    try:
        from conformance.cli import main as begin
    except KeyboardInterrupt:
        sys.stderr.write("chat-conformance: interrupted\n")
        sys.exit(130)
    begin()


if __name__ == "__main__":
    main()
