"""Checkouts of single commits, made from a folder of git mirrors. Nothing of a mirror is run: no hook, no filter.

A mirror is a git directory below ``FOLDER/owner+name`` (bare, or with a work tree, or one level deeper in ``repo``), in
whatever case. A checkout is a repository of its own, with the history of its commit and without what came later.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

# Nothing that a person or a machine has configured reaches the checkouts: they are the same everywhere.
_GIT = ("git", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.autocrlf=false")
_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_MADE = "single-entry-benchmark"  # a file in the git directory of a checkout that is complete


def git(where: Path, *words: str, given: str | None = None) -> str:
    """The output of git in a directory."""
    done = subprocess.run(
        [*_GIT, *words],
        cwd=where,
        env=_ENVIRONMENT,
        input=given,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=True,
    )
    return done.stdout


def mirrors_of(folder: Path) -> dict[str, Path]:
    """The git directories of a folder, by the ``owner/name`` of their repositories in lower case."""
    found = {}
    for place in sorted(folder.iterdir()):
        shapes = (place, place / ".git", place / "repo", place / "repo" / ".git")
        directory = next((shape for shape in shapes if (shape / "HEAD").is_file()), None)
        if "+" in place.name and directory:
            found[place.name.removesuffix(".git").replace("+", "/", 1).lower()] = directory
    return found


def has_commit(mirror: Path, commit: str) -> bool:
    try:
        git(mirror, "cat-file", "-e", f"{commit}^{{commit}}")
    except subprocess.CalledProcessError:
        return False
    return True


def absent(commits: Mapping[str, Sequence[str]], mirrors: Mapping[str, Path]) -> dict[str, str]:
    """Why repositories cannot be measured, of those whose commits are wanted."""
    reasons = {}
    for repository, wanted in commits.items():
        mirror = mirrors.get(repository.lower())
        if mirror is None:
            reasons[repository] = "no mirror"
        elif lost := [commit for commit in wanted if not has_commit(mirror, commit)]:
            reasons[repository] = f"its mirror lacks {', '.join(lost)}"
    return reasons


def checkout(mirror: Path, commit: str, place: Path) -> Path:
    """The directory of a checkout, made below ``place`` unless it is there already."""
    into = place / f"{commit[:16]}"
    directory = into / ".git"
    if (directory / _MADE).exists():
        return into
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    git(into, "init", "--quiet", "--template=")
    (directory / "objects" / "info").mkdir(exist_ok=True)
    (directory / "objects" / "info" / "alternates").write_text(f"{mirror.resolve() / 'objects'}\n")
    if (mirror / "shallow").exists():
        shutil.copy(mirror / "shallow", directory / "shallow")
    # No branch and no tag: git's memory holds what led to this commit, as it did for those who made it.
    git(into, "update-ref", "--no-deref", "HEAD", commit)
    leave_out(into, commit)
    git(into, "read-tree", "-m", "-u", "HEAD")
    (directory / _MADE).touch()
    return into


def leave_out(repository: Path, commit: str) -> None:
    """Keep files out of the work tree whose contents the mirror lacks; the index has them."""
    rows = [row for row in git(repository, "ls-tree", "-r", "-z", commit).split("\0") if row]
    blobs = {path: meta.split()[2] for meta, _, path in (row.partition("\t") for row in rows) if " blob " in meta}
    known = git(repository, "cat-file", "--batch-check", given="".join(f"{blob}\n" for blob in blobs.values()))
    lost = {line.split()[0] for line in known.splitlines() if line.endswith(" missing")}
    if not lost:
        return
    git(repository, "config", "core.sparseCheckout", "true")
    patterns = [_pattern(path) for path, blob in blobs.items() if blob in lost]
    file = repository / ".git" / "info" / "sparse-checkout"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes("".join(f"{line}\n" for line in ("/*", *patterns)).encode("utf-8", "surrogateescape"))


def _pattern(path: str) -> str:
    return "!/" + "".join(f"\\{char}" if char in "*?[\\!# " else char for char in path)
