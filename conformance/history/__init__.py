"""Pure checkers over recorded histories: from what clients recorded to anomalies with their witness.

Importing this package registers all of them, so that every recorded evaluation can be repeated.
"""

from __future__ import annotations

import importlib
import pkgutil

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
