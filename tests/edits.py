"""Random edits on a clone of a repository: after each few, whatever was kept says what a run from nothing says.

    python -m tests.edits --edits 1000 --seed 1 REPOSITORY

Compared are the work tree, the index, ``HEAD``, an editor's buffer and the plugin, warm against cold, in this process;
now and then also flake8 and the command as processes of their own. A difference ends the walk, with the steps to it.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from flake8_single_entry.cache import Cache
from flake8_single_entry.engine import repository_state
from flake8_single_entry.files import worktree
from tests.conftest import IDENTITY
from tests.fuzz.checks import Violation
from tests.fuzz.repositories import compare_all
from tests.support import Repository, run
from tests.walk import CONFIGURATION, EXCLUDED, IGNORED, Material, Walk

_RECENT = 50_000_000  # nanoseconds in place of seconds, so that files count as settled: longer than a tick of a clock
_SETTLED = 0.1  # seconds
_MOST_AT_ONCE = 6
_BETWEEN_PROCESSES = 40  # rounds
_TEXTS = {
    IGNORED: ("made/\n", "*.log\n", "*.py\n!main.py\n", ""),
    EXCLUDED: ("made/\n", ""),
    CONFIGURATION: (
        "version: 1\nentry_point: main.py\n",
        "version: 1\nentry_point: src/main.py\narchive: archive/\n",
        "version: 1\nstrict: true\nignore: ['**/*.md']\n",
        "version: 1\nscopes: 3\n",
        "version: 1\nallow:\n  - { path: '**/main*.py', as: tool }\n",
    ),
    "run.sh": ("python main.py\n", "cd src && python main.py\n", "python gone.py  # noqa\n"),
    "Dockerfile": ('FROM python:3.12\nWORKDIR /app\nCOPY . .\nCMD ["uvicorn", "main:app"]\n', "FROM scratch\n"),
}


class Edits:
    """A walk over a clone, with its figures."""

    def __init__(self, source: str, place: Path, seed: int) -> None:
        run(
            ["git", "clone", "--quiet", "-c", "core.hooksPath=/dev/null", source, str(place / "clone")],
            place,
            check=True,
        )
        self.repository = Repository(place / "clone")
        self.chance = random.Random(seed)
        paths = self.repository.git("ls-files", "-z").stdout.split("\0")[:-1]
        self.walk = Walk(self.repository, self.chance, Material.of(self.repository.root, paths, _TEXTS))
        self.cache = Cache(str(place / "cache"))
        self.kinds: Counter[str] = Counter()
        self.rounds = 0
        self.steps: list[str] = []
        for branch in "abc":
            self.repository.git("branch", branch)

    def run(self, edits: int) -> None:
        """Make some edits. Raises ``Violation`` where what is kept says something else."""
        compare_all(self.repository.root, self.cache)
        while sum(self.kinds.values()) < edits:
            self._round()

    def _round(self) -> None:
        self.rounds += 1
        for _ in range(self.chance.randint(1, _MOST_AT_ONCE)):
            step = self.walk.far_step()
            self.kinds[step] += 1
            self.steps.append(step)
        if self.rounds % 3 == 0:
            time.sleep(_SETTLED)  # old enough to be trusted by their times alone
        name, content = self.chance.choice(self.walk.material.names), self.chance.choice(self.walk.material.contents)
        root = self.repository.root
        is_clean = not self.repository.git("rev-parse", "--quiet", "--verify", "HEAD", check=False).returncode
        if not is_clean:
            self.repository.commit("start anew")
        compare_all(root, self.cache, committed=False, overlay={name: content.encode()})
        if self.rounds % _BETWEEN_PROCESSES == 0:
            self._compare_processes(root)

    def _compare_processes(self, root: Path) -> None:
        """flake8 and the command, with the cache that is kept against an empty one."""
        for module in ("flake8_single_entry", "flake8"):
            command = [sys.executable, "-m", module, *(["--select=ONE", "."] if module == "flake8" else [])]
            with tempfile.TemporaryDirectory() as empty:
                caches = (str(self.cache.place), str(self.cache.place), empty)
                done = [_printed(command, root, cache) for cache in caches]
            if len(set(done)) != 1:
                raise Violation(f"{module}: warm differs from cold", "\n--\n".join(map(str, done)))


def _printed(command: list[str], root: Path, cache: str) -> tuple[int, str]:
    environment = {**os.environ, "SINGLE_ENTRY_CACHE_DIR": cache, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=300)
    return done.returncode, done.stdout.decode("utf-8", "replace")


def main() -> int:
    """Run one command line; gives 1 where warm and cold differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.edits", description="Random edits, warm against cold.")
    parser.add_argument("repository", help="a repository, or a git directory; it is cloned")
    parser.add_argument("--edits", type=int, default=100, help="how many (default: 100)")
    parser.add_argument("--seed", type=int, default=0, help="another seed makes other edits (default: 0)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the clone and the cache go after a difference")
    arguments = parser.parse_args()
    os.environ.update(IDENTITY, SINGLE_ENTRY_DEBUG="1")
    for module in (repository_state, worktree):
        vars(module)["_RECENT"] = _RECENT
    with tempfile.TemporaryDirectory(prefix="single-entry-edits-") as place:
        os.environ["SINGLE_ENTRY_CACHE_DIR"] = os.path.join(place, "cache")
        edits = Edits(os.path.abspath(arguments.repository), Path(place), arguments.seed)
        started = time.monotonic()
        try:
            edits.run(arguments.edits)
        except Violation as violation:
            print(f"{violation}\nafter {edits.rounds} rounds, the last steps: {edits.steps[-12:]}")
            if arguments.keep:
                shutil.copytree(place, arguments.keep, symlinks=True)
                print(f"the clone and the cache are kept in {arguments.keep}")
            return 1
        seconds = time.monotonic() - started
        print(
            f"{sum(edits.kinds.values()):,} edits of {len(edits.kinds)} kinds in {edits.rounds} rounds, {seconds:.0f} s: equal"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
