"""The standard streams of the command, which may be closed, full, or without a reader."""

from __future__ import annotations

import os
import sys

from flake8_single_entry.errors import SingleEntryError

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from typing import TextIO


def prepare() -> None:
    """Make standard output and error accept any text. Replace closed streams with the null device.

    Otherwise, the next file opened would get the number of a closed stream, and receive everything that is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
    sys.stdout = _ready(sys.stdout)
    sys.stderr = _ready(sys.stderr)


def _ready(stream: TextIO | None) -> TextIO:
    if stream is None:
        stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 (as long as the process)
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")
    return stream


def put(text: str | bytes) -> None:
    """Print results, bytes as they are. Ignore a closed pipe. Raises ``SingleEntryError`` if they cannot be written."""
    try:
        if isinstance(text, bytes):
            sys.stdout.buffer.write(text)
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        _abandon(sys.stdout)
        raise SingleEntryError(f"cannot write to standard output: {error.strerror}") from None


def tell(text: str) -> None:
    """Print a message to standard error, if possible."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)


def tell_traceback(error: BaseException) -> None:
    """Print the traceback of an error."""
    import traceback

    from flake8_single_entry.printable import printable

    lines = "".join(traceback.format_exception(error)).splitlines()
    tell("".join(f"{printable(line)}\n" for line in lines))


def _abandon(stream: TextIO) -> None:
    """Redirect a stream to the null device, since each further flush would fail again."""
    try:
        target = os.open(os.devnull, os.O_WRONLY)
        os.dup2(target, stream.fileno())
        os.close(target)
    except (OSError, ValueError):  # not a file
        pass
