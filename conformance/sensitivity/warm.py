"""What every run imports and reads first; a process that has done so already can be forked for each of them."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import anyio._backends._asyncio
import h2.connection
import httpcore
import schemathesis

import conformance.cli
import conformance.commands.run
import conformance.controller.run
import conformance.plugin
from conformance import history, recorder, stage, suite
from conformance.contract import manifest, registry
from conformance.recorder import matchers
from conformance.report import markdown

__all__ = ["anyio", "conformance", "h2", "httpcore", "schemathesis"]

for package in (history, recorder, matchers, stage):  # what the checks import
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        import_module(module.name)
for module in pkgutil.walk_packages(suite.__path__, f"{suite.__name__}."):
    import_module(module.name)
registry.load()
manifest.load()
for template in ("report.md.jinja", "analysis.md.jinja"):
    markdown.template(template)
