"""What can go wrong outside the analysed files; the command line turns each into one line and an exit code."""

from __future__ import annotations


class SingleEntryError(Exception):
    """Anything this package raises on purpose; the message is one line for people."""

    exit_code = 3


class UsageError(SingleEntryError):
    """The call itself is wrong: an unknown root, a path outside it, an unreadable configuration file."""

    exit_code = 2
