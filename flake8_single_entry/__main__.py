"""The program itself: ``single-entry``, and ``python -m flake8_single_entry``."""

from __future__ import annotations

import os
import signal
import sys

from flake8_single_entry.cli import Exit, main
from flake8_single_entry.streams import tell_traceback

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn


class Ended(BaseException):
    """A signal asked this process to end: what it has started ends first, on the way out."""


def run() -> NoReturn:
    """Run the command line, and end without taking apart what the run made: that would take as long as a warm run."""
    _end_in_order()
    try:
        code = main()
    except Ended as ended:
        number: int = ended.args[0]
        os.kill(os.getpid(), number)  # now as if nobody had listened: whoever waits sees the signal
        code = 128 + number
    except Exception as error:  # which only somebody who looks for the fault gets to see
        tell_traceback(error)
        code = Exit.FAILED
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # no stream, nobody who reads it, one that is closed
            pass
    os._exit(code)


def _end_in_order() -> None:
    """Have SIGTERM and SIGHUP raise ``Ended``, unless whoever started this process has them ignored (``nohup``)."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: FrameType | None) -> None:
    signal.signal(number, signal.SIG_DFL)
    raise Ended(number)


if __name__ == "__main__":
    run()
