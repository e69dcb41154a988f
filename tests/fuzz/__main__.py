"""The command line of the long run.

python -m tests.fuzz --minutes 30 --jobs 2 --out /tmp/fuzz     checks random cases, and keeps what fails
python -m tests.fuzz --replay /tmp/fuzz/file-0123abcd-1.json   checks one again, and shows where it fails
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    """Run one command line; gives 1 where something fails."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="Fuzz every reader, and small repositories."
    )
    parser.add_argument("--minutes", type=float, default=5.0, help="how long to run (default: 5)")
    parser.add_argument("--seed", type=int, default=0, help="another seed makes other cases (default: 0)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    parser.add_argument(
        "--out", type=Path, default=Path("build/fuzz"), help="where failing cases go (default: build/fuzz)"
    )
    parser.add_argument("--replay", type=Path, metavar="FILE", help="check one kept case")
    parser.add_argument("--digest", type=int, metavar="START", help="print one digest of the results of some cases")
    arguments = parser.parse_args()
    os.environ.update(_environment())
    from tests.fuzz.campaign import Campaign, attempt, digest
    from tests.fuzz.case import Case

    if arguments.digest is not None:
        print(digest(arguments.seed, arguments.digest))
        return 0
    if arguments.replay:
        signature, reason, seconds = attempt(Case.load(arguments.replay))
        print(f"{signature or 'all holds'} ({seconds:.2f} s of CPU)\n{reason}")
        return bool(signature)
    campaign = Campaign(arguments.seed, arguments.out, lambda text: print(text, flush=True))
    return not campaign.run(arguments.minutes, arguments.jobs)


def _environment() -> dict[str, str]:
    """An identity for git, and nothing of the person who runs it."""
    from tests.conftest import IDENTITY

    for name in list(os.environ):
        if name.startswith(("GIT_", "SINGLE_ENTRY_")):
            del os.environ[name]
    return {**IDENTITY, "NO_COLOR": "1"}


if __name__ == "__main__":
    sys.exit(main())
