"""Run git without executing anything that a repository configures.

All queries use ``ask_git`` here, or ``start_git`` and ``run_git`` in ``processes``. They disable everything that a
repository's configuration could make git run or fetch, and they end a git process that does not answer. SECURITY.md
describes what this covers.
"""

from __future__ import annotations

import os

from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.git.discovery import find_repository, locate

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from flake8_single_entry.git.discovery import Place

INDEX_FILE = "GIT_INDEX_FILE"
LIMIT = "SINGLE_ENTRY_GIT_SECONDS"  # overrides the time limit for one query
LEAST_VERSION = (2, 25)
_SECONDS = 60.0

# https://git-scm.com/docs/git-config: every setting that names a program which one of our queries could run, and
# settings that change the format of an answer.
_SETTINGS = (
    *("core.fsmonitor=false", "core.hooksPath=" + os.devnull, "core.sshCommand=false", "core.askPass=false"),
    *("core.editor=false", "core.pager=cat", "core.alternateRefsCommand=false", "credential.helper="),
    *("gc.auto=0", "maintenance.auto=false", "protocol.allow=never", "log.showSignature=false"),
    *("log.showRoot=true", "log.follow=false", "log.mailmap=false", "diff.orderFile=" + os.devnull),
    *("core.trustctime=true", "core.checkStat=default"),  # equal sizes and times do not imply equal contents
    *("grep.fullName=false", "grep.lineNumber=false", "grep.column=false", "submodule.recurse=false"),
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # takes precedence over the repository's protocol.*.allow
    "GIT_ASKPASS": "false",
    "GIT_EDITOR": "false",
    "GIT_GRAFT_FILE": os.devnull + "/none",  # git warns if this file exists and is empty
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_SSH_COMMAND": "false",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    # Settings of the user that would change the meaning of paths.
    **{f"GIT_{kind}_PATHSPECS": "0" for kind in ("LITERAL", "NOGLOB", "GLOB", "ICASE")},
}
_DROPPED = ("GIT_EXTERNAL_DIFF", "GIT_SSH", "GIT_PROXY_COMMAND")
_NO_PROGRAMS = ("--no-ext-diff", "--no-textconv")
_OPTIONS = {
    "log": ("--no-show-signature", *_NO_PROGRAMS),
    "show": ("--no-show-signature", *_NO_PROGRAMS),
    **dict.fromkeys(("diff", "diff-files", "diff-index", "diff-tree"), _NO_PROGRAMS),
    **dict.fromkeys(("grep", "blame"), ("--no-textconv",)),
}


def environment_for(root: str | Path, place: Place | None = None) -> dict[str, str]:
    """Return the environment for a git process in ``root``, which is located at ``place``.

    Variables of a hook (``GIT_INDEX_FILE`` in a partial commit, ``GIT_DIR`` in a worktree) are kept if ``root`` is in
    the repository around the current directory. Otherwise, they are dropped.
    """
    environment = dict(os.environ)
    if (place or locate(root)).top != find_repository(os.curdir):
        environment = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    for name in _DROPPED:
        environment.pop(name, None)
    if environment.get("GIT_DIR"):  # may be relative to the current directory, but git runs in the root
        environment["GIT_DIR"] = os.path.abspath(environment["GIT_DIR"])
    return {**environment, **_ENVIRONMENT}


def is_in_repository(root: str | Path) -> bool:
    """True if git can be queried about ``root``: it is in a repository, or the environment names one."""
    place = locate(root)
    return (place.top is not None and not place.is_bare) or "GIT_DIR" in environment_for(root, place)


def is_bare_root(root: str | Path) -> bool:
    """True if ``root`` is a bare repository itself, outside any checkout."""
    place = locate(root)
    return place.is_bare and place.top == os.path.realpath(root)


class Call:
    """The command line (``words``) and the ``environment`` of one git process."""

    def __init__(
        self, root: str | Path, arguments: Sequence[str], settings: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        """Raises ``SingleEntryError`` if git would take a buried directory for the repository."""
        place = locate(root)
        if place.buried is not None:
            raise SingleEntryError(
                f"{place.buried} looks like a bare repository inside {place.top}; its configuration is not "
                f"read: use --root {place.top}"
            )
        self.environment = {**environment_for(root, place), **environment}
        # If git has to find the repository by itself, allow a bare one only if it was named as the root.
        named = place.is_bare and place.top == os.path.realpath(root)
        bare = () if "GIT_DIR" in self.environment else ("safe.bareRepository=" + ("all" if named else "explicit"),)
        given = (part for setting in (*_SETTINGS, *bare, *settings) for part in ("-c", setting))
        command, *rest = arguments
        self.words = ("git", "-C", os.fspath(root), "--no-pager", *given, command, *_OPTIONS.get(command, ()), *rest)


def ask_git(root: str | Path, arguments: Sequence[str]) -> tuple[int, bytes]:
    """Run a short git query without importing ``subprocess``. Return the exit status and the output.

    Raises ``FileNotFoundError`` if git is not installed, ``SingleEntryError`` if it does not answer in time.
    """
    if not hasattr(os, "posix_spawnp"):
        from flake8_single_entry.git.processes import run_git

        status, output, _ = run_git(root, arguments)
        return status, output
    call = Call(root, arguments, (), {})
    reader, writer = os.pipe()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, writer, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        try:
            child = os.posix_spawnp("git", call.words, call.environment, file_actions=actions)
        finally:
            os.close(writer)
        output = read_all(reader, child)
    finally:
        os.close(reader)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), output
    except ChildProcessError:
        # The parent of this process made it ignore the exit of children, so the exit status is lost.
        if not _heeds_children():
            raise SingleEntryError("the exit status of git is unknown: SIGCHLD is ignored in this process") from None
        return ask_git(root, arguments)


def _heeds_children() -> bool:
    """Make it possible to wait for children from now on. Return False if this is not possible."""
    import signal

    if signal.getsignal(signal.SIGCHLD) is not signal.SIG_IGN:
        return False
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    except ValueError:  # not in the main thread
        return False
    return True


def read_all(reader: int, child: int) -> bytes:
    """Return what a child writes to a pipe until it closes it.

    Raises ``SingleEntryError`` if it exceeds the time limit.
    """
    import time

    parts: list[bytes] = []
    end = time.monotonic() + seconds()
    try:
        while part := read_some(reader, end - time.monotonic()):
            parts.append(part)
    except BaseException:
        _kill(child)
        raise
    return b"".join(parts)


def read_some(reader: int, limit: float | None = None) -> bytes:
    """Wait until a pipe has data, and return it. Return b"" at its end.

    Raises ``SingleEntryError`` after ``limit`` seconds, by default those for one query.
    """
    import select

    if hasattr(select, "poll"):  # Windows has no poll; reading waits without a limit
        poll = select.poll()
        poll.register(reader, select.POLLIN)
        if not poll.poll(max(0.0, seconds() if limit is None else limit) * 1000):
            raise too_slow()
    return os.read(reader, 1 << 16)


def _kill(child: int) -> None:
    import signal

    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except OSError:  # it exited just now
        pass


def seconds() -> float:
    """Return the time limit for one query."""
    try:
        given = float(os.environ.get(LIMIT, ""))
    except ValueError:
        return _SECONDS
    return given if given > 0 else _SECONDS


def too_slow() -> SingleEntryError:
    """Return the error to raise if git does not answer."""
    return SingleEntryError(f"git did not answer within {seconds():g} seconds; to change the limit, set {LIMIT}")


def require_version(root: str | Path) -> None:
    """Raise ``SingleEntryError`` if git is older than ``LEAST_VERSION``, which cannot be run safely."""
    import re

    _, output = ask_git(root, ("version",))
    found = re.match(rb"git version (\d{1,9})\.(\d{1,9})", output)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < LEAST_VERSION:
        said = f"{version[0]}.{version[1]}" if found else "of an unknown version"
        least = ".".join(map(str, LEAST_VERSION))
        raise SingleEntryError(f"git is {said}, but {least} or later is required to read a repository safely")


def refusal(root: str | Path, said: str) -> SingleEntryError:
    """Return the error to raise if git cannot read ``root``, with git's message and a remedy."""
    if "dubious ownership" in said or "unsafe repository" in said:
        top = find_repository(root) or root
        return SingleEntryError(
            f"{top} belongs to another user, and git does not read it: "
            f"git config --global --add safe.directory {_quoted(os.fspath(top))}"
        )
    return SingleEntryError(f"git cannot read {root}: {said or 'it gave no reason'}")


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)


def first_line(said: bytes) -> str:
    """Return the first line of git's message."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else ""
