"""Changes some Python files of a tree, as an edit would: ``python change.py TREE NUMBER``.

With ``staged`` behind it the change is ready to be committed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_MARK = "# changed "


def change(root: Path, number: int) -> None:
    """Give the first files of a tree another last line, the one that an earlier change left replaced."""
    for path in sorted(root.glob("homeassistant/components/*/sensor.py"))[:number]:
        text = path.read_text(encoding="utf-8").partition(_MARK)[0]
        path.write_text(f"{text}{_MARK}{time.time_ns()}\n", encoding="utf-8")


if __name__ == "__main__":
    change(Path(sys.argv[1]), int(sys.argv[2]))
    if "staged" in sys.argv[3:]:
        subprocess.run(["git", "add", "--update"], cwd=sys.argv[1], check=True)
