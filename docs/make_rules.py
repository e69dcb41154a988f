"""Writes docs/rules from the rules' docstrings: ``python docs/make_rules.py``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    sys.path.insert(0, str(HERE.parent))
    from flake8_single_entry.cli.explain import files

    directory = HERE / "rules"
    directory.mkdir(exist_ok=True)
    wanted = files()
    for path in directory.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (directory / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
