"""What can go wrong outside the analysed files; the command line turns each into one line and an exit code."""

from __future__ import annotations

DEBUG = "SINGLE_ENTRY_DEBUG"  # set in the environment: an internal failure shows its traceback
_MOST_SAID = 200  # characters of an internal error's message


class SingleEntryError(Exception):
    """Anything this package raises on purpose; the message is one line for people."""

    exit_code = 3


class UsageError(SingleEntryError):
    """The call itself is wrong: an unknown root, a path outside it, an unreadable configuration file."""

    exit_code = 2


def describe(error: BaseException) -> str:
    """What stopped a run, in one sentence with the way out."""
    if isinstance(error, SingleEntryError):
        return str(error)
    hint = f"(set {DEBUG}=1 for the traceback)"
    if isinstance(error, MemoryError):
        return f"there is not enough memory {hint}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}{f': {error.filename}' if error.filename else ''} {hint}"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error: {said[:_MOST_SAID]} {hint}"
