"""Where things lie."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "scripts"
SWEEP = os.path.join(os.path.dirname(__file__), "sweep.py")
ELSEWHERE = Path("/opt/ovens")
