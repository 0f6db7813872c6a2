"""What every run imports and reads first; a process that has done so already can be forked for each of them."""

from __future__ import annotations

import conformance.cli
import conformance.controller.run
from conformance.contract import manifest, registry

__all__ = ["conformance"]

registry.load()
manifest.load()
