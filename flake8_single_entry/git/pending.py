"""A question that git is at while this process does something else: git prints to memory, and waits for nobody."""

from __future__ import annotations

import os
import select
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from typing import BinaryIO, NamedTuple

from flake8_single_entry.git import end_git, output_of, seconds, start_git, too_slow

_MOST = 1 << 26  # bytes that git may print: 64 MiB


class Pending(NamedTuple):
    """One run of git, and the file in memory that it prints to, where the system has such; else it is a pipe."""

    process: Popen[bytes]
    file: BinaryIO | None

    @classmethod
    def begin(cls, root: str | Path, arguments: Sequence[str]) -> Pending:
        """Start git. Raises ``FileNotFoundError`` where it is not installed."""
        file = _file_in_memory()
        process = start_git(root, arguments, into=file)
        if file is not None:
            _limit(process.pid)
        return cls(process, file)

    def answer(self) -> tuple[int, bytes]:
        """Exit status and output, once git is done.

        git is ended by a signal where it prints more than 64 MiB to memory; the output is then the beginning of that.
        Raises ``SingleEntryError`` where git does not answer in time.
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
        """True for one that was ended because it printed too much."""
        import signal

        return self.process.returncode == -getattr(signal, "SIGXFSZ", 0) != 0

    def end(self) -> None:
        """End git, whatever it is at."""
        end_git(self.process)
        if self.file is not None:
            self.file.close()


def _file_in_memory() -> BinaryIO | None:
    with suppress(AttributeError, OSError):  # another system than Linux, an old or a guarded one
        return open(os.memfd_create("git"), "w+b", buffering=0)
    return None


def _has_ended(process: Popen[bytes]) -> bool:
    """Wait for the end of a process; False where it takes too long."""
    try:
        end = os.pidfd_open(process.pid)
    except (
        AttributeError,
        OSError,
    ):  # another system or an old one, where ``wait`` looks every 50 ms; or no such process
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
    """Let a process write no more than a limit to any file, and none at all of what it dies with."""
    import resource

    with suppress(AttributeError, OSError):  # it ended just now, or somebody guards the call
        resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(process, resource.RLIMIT_FSIZE, (_MOST, _MOST))
