"""Copies of the suite that are broken on purpose, and working directories that are hostile on purpose."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import conformance
from conformance.target import profile

HOSTILE = {
    "conftest.py": "raise RuntimeError('a conftest of the working directory was loaded')\n",
    "pytest.ini": "[pytest]\naddopts = -k nothing\npython_files = nothing.py\n",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '-k nothing'\n",
    "conformance.py": "raise RuntimeError('a module of the working directory was imported')\n",
    "json.py": "raise RuntimeError('a module of the working directory was imported')\n",
}
"""What a vendor's working directory may hold: none of it may change a run."""


def copied(folder: Path) -> Path:
    """A copy of the installed suite in a folder, for :func:`environment`; returns its checks' folder."""
    package = Path(conformance.__file__).parent
    shutil.copytree(package, folder / "conformance")
    shutil.copytree(profile.bundled(), folder / "profiles", dirs_exist_ok=True)
    return folder / "conformance" / "suite"


def environment(folder: Path) -> Mapping[str, str]:
    """The environment in which the command is that of the copy."""
    others = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(folder), others] if others else [str(folder)])}
