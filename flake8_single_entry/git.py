"""git as a process: where a repository is, in which environment git is asked about it, and how."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from subprocess import Popen
    from typing import BinaryIO

INDEX_FILE = "GIT_INDEX_FILE"
# Settings of the user that would make paths mean something else.
_PLAIN_PATHS = {f"GIT_{kind}_PATHSPECS": "0" for kind in ("LITERAL", "NOGLOB", "GLOB", "ICASE")}


def find_repository(start: str | Path) -> str | None:
    """The nearest directory at or above ``start`` that holds a ``.git``, or is a bare repository; None outside git."""
    directory = os.path.abspath(start)
    while True:
        if os.path.lexists(os.path.join(directory, ".git")) or is_bare(directory):
            return directory
        parent = os.path.dirname(directory)
        if parent == directory:
            return None
        directory = parent


def is_bare(directory: str | Path) -> bool:
    """True for a directory that is a repository itself, without a work tree around it."""
    return all(os.path.exists(os.path.join(directory, name)) for name in ("HEAD", "objects", "refs"))


def environment_for(root: str | Path) -> dict[str, str]:
    """The environment for a git process about ``root``.

    A hook's own variables (``GIT_INDEX_FILE`` of a partial commit, ``GIT_DIR`` of a worktree) are kept where they speak
    of the repository that holds ``root``, which is the one around the current directory, and dropped elsewhere.
    """
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    if find_repository(root) != find_repository(os.getcwd()):
        environment = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
        environment["GIT_OPTIONAL_LOCKS"] = "0"
    return {**environment, **_PLAIN_PATHS}


def start_git(
    root: str | Path,
    arguments: Sequence[str],
    *,
    feed: bool = False,
    into: BinaryIO | None = None,
) -> Popen[bytes]:
    """Start git in ``root`` and do not wait for it.

    ``feed`` gives it a standard input, and ``into`` is an open file for what it prints. A pipe holds little: git stands
    still while nobody reads.
    Raises ``FileNotFoundError`` where git is not installed.
    """
    from subprocess import DEVNULL, PIPE, Popen

    return Popen(
        ("git", *arguments),
        cwd=root,
        env=environment_for(root),
        stdin=PIPE if feed else DEVNULL,
        stdout=into or PIPE,
        stderr=DEVNULL if feed or into else PIPE,
    )


def run_git(
    root: str | Path, arguments: Sequence[str], given: bytes = b"", **environment: str
) -> tuple[int, bytes, str]:
    """Run git in ``root``: exit status, output, and the first line it said on standard error.

    Raises ``FileNotFoundError`` where git is not installed.
    """
    import subprocess

    done = subprocess.run(
        ("git", *arguments),
        cwd=root,
        env={**environment_for(root), **environment},
        input=given,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, first_line(done.stderr)


def ask_git(root: str | Path, arguments: Sequence[str]) -> tuple[int, bytes]:
    """Exit status and output of a question that git answers at once, without the import of ``subprocess``.

    Raises ``FileNotFoundError`` where git is not installed.
    """
    if not hasattr(os, "posix_spawnp"):
        status, output, _ = run_git(root, arguments)
        return status, output
    reader, writer = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writer, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    with open(reader, "rb") as stream:
        try:
            command = ("git", "-C", os.fspath(root), *arguments)
            child = os.posix_spawnp("git", command, environment_for(root), file_actions=actions)
        finally:
            os.close(writer)
        output = stream.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output


def first_line(said: bytes) -> str:
    """What git said first, for a message."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else ""
