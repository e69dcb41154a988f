"""The command ``single-entry`` and ``python -m flake8_single_entry``."""

from __future__ import annotations

import os
import sys

from flake8_single_entry.cli import main
from flake8_single_entry.cli.context import Exit
from flake8_single_entry.cli.signals import end_in_order
from flake8_single_entry.cli.streams import tell_traceback

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Run the command line and exit at once. Freeing all objects would take as long as a warm run."""
    end_in_order()
    try:
        code = main()
    except Exception as error:  # raised only in debug mode
        tell_traceback(error)
        code = Exit.FAILED
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # no stream, a stream without a reader, or a closed stream
            pass
    os._exit(code)


if __name__ == "__main__":
    run()
