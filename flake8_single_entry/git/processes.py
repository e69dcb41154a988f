"""Start git with pipes, feed it, and end it: for queries that need its input, its messages or the time to wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import BinaryIO

from flake8_single_entry.git import Call, first_line, seconds, too_slow


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
    call = Call(root, arguments, settings, environment or {})
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
    call = Call(root, arguments, (), environment)
    process = Popen(call.words, env=call.environment, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    try:
        output, said = output_of(process, given)
    finally:
        end_git(process)
    return process.returncode, output, first_line(said)
