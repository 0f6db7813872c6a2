"""``nox -s examples``: make the committed examples anew, all or those named."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from examples.making import EXAMPLES, EXAMPLES_BY_NAME, made


def main(names: list[str]) -> None:
    """Make these examples."""
    for name in names or list(EXAMPLES_BY_NAME):
        with tempfile.TemporaryDirectory() as folder:
            files = made(name, Path(folder))
            shutil.rmtree(EXAMPLES / name, ignore_errors=True)
            for path, text in files.items():
                (EXAMPLES / name / path).parent.mkdir(parents=True, exist_ok=True)
                (EXAMPLES / name / path).write_text(text, encoding="utf-8")
        print(f"{name}: {len(files)} files, {sum(map(len, files.values())) // 1000} kB")


if __name__ == "__main__":
    main(sys.argv[1:])
