"""Find repositories and run git, without executing anything that a repository configures.

All queries use ``start_git``, ``run_git`` or ``ask_git``. They disable everything that a repository's configuration
could make git run or fetch, and they end a git process that does not answer. SECURITY.md describes what this covers.
"""

from __future__ import annotations

import os

from flake8_single_entry.errors import SingleEntryError

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from subprocess import Popen
    from typing import BinaryIO

INDEX_FILE = "GIT_INDEX_FILE"
LIMIT = "SINGLE_ENTRY_GIT_SECONDS"  # overrides the time limit for one query
LEAST_VERSION = (2, 25)
_SECONDS = 60.0
_SHA1 = 40  # hexadecimal digits
_CEILINGS = "GIT_CEILING_DIRECTORIES"

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
    "grep": ("--no-textconv",),
}


class Place:
    """Where a directory is: ``top`` is the top directory of its repository, or None outside git.

    ``top`` contains ``.git``, or is a bare repository itself (``is_bare``). ``buried`` is the outermost directory
    between the two that git could take for a bare repository. Its files come from a checkout, so its configuration
    cannot be trusted.
    """

    def __init__(self, top: str | None, buried: str | None = None, *, is_bare: bool = False) -> None:
        self.top = top
        self.buried = buried
        self.is_bare = is_bare


def find_repository(start: str | Path) -> str | None:
    """Return the nearest directory at or above ``start`` that is or contains a repository. None outside git."""
    return locate(start).top


def locate(start: str | Path) -> Place:
    """Locate the repository of a directory as git does, but ignore bare repositories inside a checkout.

    https://git-scm.com/docs/git#Documentation/git.txt-codeGITCEILINGDIRECTORIEScode and
    ``GIT_DISCOVERY_ACROSS_FILESYSTEM`` limit the search, as they do for git.
    """
    directory = os.path.realpath(start)
    across = os.environ.get("GIT_DISCOVERY_ACROSS_FILESYSTEM", "").lower() in ("1", "true", "yes", "on")
    ceilings = frozenset(map(os.path.realpath, filter(None, os.environ.get(_CEILINGS, "").split(os.pathsep))))
    device = _device(directory)
    bare: list[str] = []
    while True:
        if _holds_git(directory):
            return Place(directory, bare[-1] if bare else None)
        if is_bare(directory):
            bare.append(directory)
        parent = os.path.dirname(directory)
        if parent == directory or parent in ceilings or not (across or _device(parent) == device):
            break
        directory = parent
    return Place(bare[0], is_bare=True) if bare else Place(None)


def _device(directory: str) -> int | None:
    try:
        return os.stat(directory).st_dev
    except OSError:
        return None


def _holds_git(directory: str) -> bool:
    """True if git stops its search here: at a repository's ``.git``, or at a file of that name with any contents."""
    entry = os.path.join(directory, ".git")
    return os.path.isfile(entry) or (is_bare(entry) and _names_a_commit(os.path.join(entry, "HEAD")))


def _names_a_commit(head: str) -> bool:
    """True if git accepts this file as ``HEAD``: it names a branch or an object.

    https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-HEAD
    """
    try:
        if os.path.islink(head):
            return os.readlink(head).startswith("refs/")
        descriptor = os.open(head, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        try:
            text = os.read(descriptor, 256)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    if text.startswith(b"ref:"):
        return text[4:].lstrip().startswith(b"refs/")
    return len(text) >= _SHA1 and not text[:_SHA1].strip(b"0123456789abcdefABCDEF")


def is_bare(directory: str | Path) -> bool:
    """True for a directory that git could take for a repository without a work tree.

    https://git-scm.com/docs/gitrepository-layout: a ``commondir`` file refers to another directory for the contents.
    """
    if not os.path.lexists(os.path.join(directory, "HEAD")):
        return False
    holds = os.path.join(directory, "commondir"), os.path.join(directory, "objects"), os.path.join(directory, "refs")
    return os.path.exists(holds[0]) or all(map(os.path.isdir, holds[1:]))


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


class _Call:
    """The command line and environment of one git process."""

    def __init__(
        self, root: str | Path, arguments: Sequence[str], settings: Sequence[str], environment: Mapping[str, str]
    ) -> None:
        """Raises ``SingleEntryError`` if git would take a buried directory for the repository."""
        place = locate(root)
        if place.buried is not None:
            raise SingleEntryError(
                f"{place.buried} looks like a bare repository inside {place.top}, and its configuration counts for "
                f"nothing here: use --root {place.top}"
            )
        self.environment = {**environment_for(root, place), **environment}
        # If git has to find the repository by itself, allow a bare one only if it was named as the root.
        named = place.is_bare and place.top == os.path.realpath(root)
        bare = () if "GIT_DIR" in self.environment else ("safe.bareRepository=" + ("all" if named else "explicit"),)
        given = (part for setting in (*_SETTINGS, *bare, *settings) for part in ("-c", setting))
        command, *rest = arguments
        self.words = ("git", "-C", os.fspath(root), "--no-pager", *given, command, *_OPTIONS.get(command, ()), *rest)


def start_git(
    root: str | Path,
    arguments: Sequence[str],
    *,
    feed: bool = False,
    into: BinaryIO | None = None,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Popen[bytes]:
    """Start git in ``root`` and return without waiting for it.

    With ``feed``, git has a standard input. ``into`` is an open file for its output; a pipe has little room, and git
    blocks until it is read. ``settings`` are more git settings, as ``name=value``. ``environment`` holds more
    variables.

    Raises ``FileNotFoundError`` if git is not installed.
    """
    from subprocess import DEVNULL, PIPE, Popen

    call = _Call(root, arguments, settings, environment or {})
    return Popen(
        call.words,
        env=call.environment,
        stdin=PIPE if feed else DEVNULL,
        stdout=into or PIPE,
        stderr=DEVNULL if feed or into else PIPE,
    )


def output_of(process: Popen[bytes], given: bytes | None = None) -> tuple[bytes, bytes]:
    """Return the standard output and standard error of a started git.

    Raises ``SingleEntryError`` if it exceeds the time limit for a query.
    """
    from subprocess import TimeoutExpired

    try:
        return process.communicate(given, timeout=seconds())
    except TimeoutExpired:
        end_git(process)
        raise too_slow() from None


def end_git(process: Popen[bytes]) -> None:
    """End a started git and wait for it. Discard its output.

    Its child processes may keep the pipe open, so the rest is not read.
    """
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # nothing reads what is still to be written
                pass


def run_git(
    root: str | Path, arguments: Sequence[str], given: bytes = b"", **environment: str
) -> tuple[int, bytes, str]:
    """Run git in ``root``. Return the exit status, the output, and the first line of standard error.

    Raises ``FileNotFoundError`` if git is not installed, ``SingleEntryError`` if it does not answer in time.
    """
    from subprocess import PIPE, Popen

    call = _Call(root, arguments, (), environment)
    process = Popen(call.words, env=call.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        output, said = output_of(process, given)
    finally:
        end_git(process)
    return process.returncode, output, first_line(said)


def ask_git(root: str | Path, arguments: Sequence[str]) -> tuple[int, bytes]:
    """Run a short git query without importing ``subprocess``. Return the exit status and the output.

    Raises ``FileNotFoundError`` if git is not installed, ``SingleEntryError`` if it does not answer in time.
    """
    if not hasattr(os, "posix_spawnp"):
        status, output, _ = run_git(root, arguments)
        return status, output
    call = _Call(root, arguments, (), {})
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
            raise SingleEntryError("the exit status of git is lost: SIGCHLD is ignored in this process") from None
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
    return SingleEntryError(f"git did not answer within {seconds():g} seconds; {LIMIT} gives it another limit")


def require_version(root: str | Path) -> None:
    """Raise ``SingleEntryError`` if git is older than ``LEAST_VERSION``, which cannot be run safely."""
    import re

    _, output = ask_git(root, ("version",))
    found = re.match(rb"git version (\d{1,9})\.(\d{1,9})", output)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    if version < LEAST_VERSION:
        said = f"{version[0]}.{version[1]}" if found else "of an unknown version"
        least = ".".join(map(str, LEAST_VERSION))
        raise SingleEntryError(f"git is {said}, and it takes {least} or newer to look into a repository safely")


def refusal(root: str | Path, said: str) -> SingleEntryError:
    """Return the error to raise if git cannot read ``root``, with git's message and a remedy."""
    if "dubious ownership" in said or "unsafe repository" in said:
        top = find_repository(root) or root
        return SingleEntryError(
            f"{top} belongs to another user, and git does not read it: "
            f"git config --global --add safe.directory {_quoted(os.fspath(top))}"
        )
    return SingleEntryError(f"git cannot read {root}: {said or 'it gives no reason'}")


def _quoted(text: str) -> str:
    from shlex import quote

    return quote(text)


def first_line(said: bytes) -> str:
    """Return the first line of git's message."""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines else ""
