"""``python -m flake8_single_entry`` is ``single-entry``."""

from __future__ import annotations

from flake8_single_entry.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
