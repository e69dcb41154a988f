"""The standard streams of the command, which may be closed, full, or read by nobody."""

from __future__ import annotations

import os
import sys

from flake8_single_entry.errors import SingleEntryError

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Make standard output and error take any text, and go nowhere where the caller closed them.

    Without the null device in its place, the next file that is opened would get the number of a closed stream, and
    whatever is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the least number that is free: this one
    sys.stdout = _ready(sys.stdout)
    sys.stderr = _ready(sys.stderr)


def _ready(stream: TextIO | None) -> TextIO:
    if stream is None:
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (as long as the process)
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return stream


def put(text: str) -> None:
    """Print results; a reader that has gone has read enough. Raises ``SingleEntryError`` where there is no room."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        raise SingleEntryError(f"cannot write to standard output: {error.strerror}") from None


def tell(text: str) -> None:
    """Say something beside the results, if anybody can hear it."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def tell_traceback(error: BaseException) -> None:
    """Say where an error comes from."""
    import traceback

    from flake8_single_entry.printable import printable

    lines = "".join(traceback.format_exception(error)).splitlines()
    tell("".join(f"{printable(line)}\n" for line in lines))


def _abandon(stream: TextIO) -> None:
    """Let what a stream still holds go nowhere: each further flush would fail as this one did."""
    try:
        target = os.open(os.devnull, os.O_WRONLY)
        os.dup2(target, stream.fileno())
        os.close(target)
    except (OSError, ValueError):  # it is no file
        pass
