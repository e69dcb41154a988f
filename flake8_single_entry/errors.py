"""Errors outside the analysed files. The command line turns each into one line and an exit code."""

from __future__ import annotations

DEBUG = "SINGLE_ENTRY_DEBUG"  # environment variable: show the traceback of an internal failure
_MOST_SAID = 200  # characters of an internal error's message


class SingleEntryError(Exception):
    """Base class of the errors that this package raises on purpose. The message is one line for people."""

    exit_code = 3


class UsageError(SingleEntryError):
    """Invalid usage: an unknown root, a path outside it, or an unreadable configuration file."""

    exit_code = 2


def describe(error: BaseException) -> str:
    """Describe in one sentence the error that stopped a run, with a remedy."""
    if isinstance(error, SingleEntryError):
        return str(error)
    hint = f"(set {DEBUG}=1 for the traceback)"
    if isinstance(error, MemoryError):
        return f"there is not enough memory {hint}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}{f': {error.filename}' if error.filename else ''} {hint}"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error: {said[:_MOST_SAID]} {hint}"
