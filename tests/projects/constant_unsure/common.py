"""Names that no single text decides."""

import sys
from pathlib import Path

if sys.platform == "win32":
    BRANCH = "tides.gone_windows:app"
else:
    BRANCH = "tides.gone:app"

TWICE = "tides.gone:app"
TWICE = TWICE.replace("gone", "web")

if len(sys.argv) > 1:
    ONLY = "tides.gone:app"

MADE = ":".join(reversed(("app", "tides.gone")))
COUNTED = "tides.gone1:app"
SPARE = "tides.gone:app"
written = Path("out") / "made.py"
