"""No check without a flaw that turns it red: reads what a whole run of the flaws left in a folder.

``FLAWS=all FLAWS_SEEN=DIR pytest tests/test_flaws.py``, then ``python tests/acceptance/seen_red.py DIR``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from conformance.contract import manifest
from conformance.verdict.decide import REACHED


def main() -> None:
    """Name the checks that no flaw turned red, and fail if there are any."""
    notes = list(Path(sys.argv[1]).glob("*.json"))
    red = {name for note in notes for name in json.loads(note.read_text(encoding="utf-8"))}
    # What does not answer at all is the environment's fault, and an error; the null servers show it.
    unseen = [
        entry.id for entry in manifest.load().values() if entry.id not in red and REACHED not in entry.requirements
    ]
    print(f"{len(notes)} flaws turned {len(red)} checks red; never red: {', '.join(unseen) or 'none'}")
    sys.exit(1 if unseen else 0)


main()
