"""``python -m conformance`` is the command ``chat-conformance``."""

from conformance.cli import main

main()
