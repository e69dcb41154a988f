"""Run git in the background. Its output goes to memory, so that it never has to wait for a reader."""

from __future__ import annotations

import os
import select
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import BinaryIO, NamedTuple

from flake8_single_entry.git import seconds, too_slow
from flake8_single_entry.git.processes import end_git, output_of, start_git

_MOST = 1 << 26  # bytes of output: 64 MiB


class Pending(NamedTuple):
    """A running git process, and the file in memory for its output. Without such files, the output is a pipe."""

    process: Popen[bytes]
    file: BinaryIO | None

    @classmethod
    def begin(cls, root: str | Path, arguments: Sequence[str]) -> Pending:
        """Start git. Raises ``FileNotFoundError`` if it is not installed."""
        file = _file_in_memory()
        process = start_git(root, arguments, into=file)
        if file is not None:
            _limit(process.pid)
        return cls(process, file)

    def answer(self) -> tuple[int, bytes]:
        """Wait for git. Return the exit status and the output.

        If git prints more than 64 MiB to memory, a signal ends it, and the output is incomplete. Raises
        ``SingleEntryError`` if git does not answer in time.
        """
        if self.file is None:
            found, _ = output_of(self.process)
        else:
            if not _has_ended(self.process):
                raise too_slow()
            self.process.wait()
            self.file.seek(0)
            found = self.file.read()
        return self.process.returncode, found

    @property
    def is_cut(self) -> bool:
        """True if the process was ended because its output was too long."""
        import signal

        return self.process.returncode == -getattr(signal, "SIGXFSZ", 0) != 0

    def end(self) -> None:
        """End git, whether or not it has finished."""
        end_git(self.process)
        if self.file is not None:
            self.file.close()


def _file_in_memory() -> BinaryIO | None:
    with suppress(AttributeError, OSError):  # not Linux, an old Linux, or a sandbox
        return open(os.memfd_create("git"), "w+b", buffering=0)
    return None


def _has_ended(process: Popen[bytes]) -> bool:
    """Wait until a process exits. Return False if it exceeds the time limit."""
    try:
        end = os.pidfd_open(process.pid)
    except (
        AttributeError,
        OSError,
    ):  # not Linux, or an old Linux, where ``wait`` checks every 50 ms; or the process does not exist
        try:
            return process.wait(timeout=seconds()) is not None
        except TimeoutExpired:
            return False
    try:
        poll = select.poll()
        poll.register(end, select.POLLIN)
        return bool(poll.poll(seconds() * 1000))
    finally:
        os.close(end)


def _limit(process: int) -> None:
    """Limit the size of every file that a process writes, and disable core dumps."""
    import resource

    with suppress(AttributeError, OSError):  # it exited just now, or a sandbox forbids the call
        resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(process, resource.RLIMIT_FSIZE, (_MOST, _MOST))
