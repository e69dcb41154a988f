"""The command ``cache``: print the cache directory, or clear it."""

from __future__ import annotations

import os
from argparse import Namespace

from flake8_single_entry.cache import DIRECTORY, clear, directory
from flake8_single_entry.cache.private import refusal
from flake8_single_entry.cli.context import Exit
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.errors import UsageError
from flake8_single_entry.printable import printable


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError``."""
    place = directory()
    if place is None:
        given = os.environ.get(DIRECTORY)
        raise UsageError(
            f"{DIRECTORY}: {given} is not an absolute path" if given else "this user has no cache directory"
        )
    if arguments.action == "dir":
        put(f"{printable(place)}\n")
        if (reason := refusal(place)) is not None:
            said = f"the cache is not used: {reason}; to use another directory, set {DIRECTORY}"
            tell(f"single-entry: {printable(said)}\n")
    else:
        number = clear(place)
        put(f"Removed {number} file{'' if number == 1 else 's'} from {printable(place)}.\n")
    return Exit.CLEAN
