"""``sensitivity.md``: what the checks catch, what each alone catches, and where they are too loud."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from conformance.sensitivity.matrix import Matrix, worst

UNSAID = "no reason has been written down yet"


def render(matrix: Matrix, found: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """The matrix as Markdown; ``found`` is its summary, ``reasons`` says of a flaw why its report does not begin with
    what it breaks, or why so much else fails with it."""
    environment = Environment(  # noqa: S701 - Markdown, made of what the project itself says
        loader=PackageLoader("conformance.sensitivity"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    wide = [row for row in matrix.flaws if row.wide]
    return environment.get_template("sensitivity.md.jinja").render(
        matrix=matrix,
        found=found,
        reasons=reasons,
        unsaid=UNSAID,
        share=_share,
        worst=worst(row for row in wide if row.others),
        misled=[row for row in wide if row.name in found["misled"]],
    )


def reasons() -> dict[str, str]:
    """Why a flaw's report begins with another requirement, or why much else fails with it."""
    text = Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8")
    return {name: str(reason) for name, reason in tomllib.loads(text).items()}


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}" + (f" ({100 * part / whole:.1f} %)" if whole else "")
