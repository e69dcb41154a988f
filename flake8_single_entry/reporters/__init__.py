"""Reporters: one module per output format. Each turns the results of a run into text.

A reporter is a module with ``report(results, display) -> str``, and one line in ``FORMATS``. Formats for people print
paths relative to the current directory; formats for programs print them relative to the root.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from flake8_single_entry.model import Finding, Scope, SuppressedFinding

    Read = Callable[[str], str | None]

    class ReportView(Protocol):
        """The results of a run: findings in order, their scopes, and counts for the summary.

        ``fail_on`` is the lowest level that fails, as a word. ``suppressed`` are the findings that a comment or the
        baseline suppresses. They are shown with ``shows_suppressed``.
        """

        @property
        def findings(self) -> tuple[Finding, ...]: ...
        @property
        def scopes(self) -> tuple[Scope, ...]: ...
        @property
        def files(self) -> int: ...
        @property
        def references(self) -> int: ...
        @property
        def fail_on(self) -> str: ...
        @property
        def has_history(self) -> bool: ...
        @property
        def suppressed(self) -> tuple[SuppressedFinding, ...]: ...
        @property
        def shows_suppressed(self) -> bool: ...
        @property
        def exit_code(self) -> int: ...

    class Reporter(Protocol):
        """The interface of a reporter module. The text ends in a line break, or is empty."""

        report: Callable[..., str]


FORMATS = {
    "text": "text",
    "full": "full",
    "json": "json",
    "github": "github",
    "gitlab": "gitlab",
    "sarif": "sarif",
    "junit": "junit",
    "rdjson": "rdjson",
    "markdown": "markdown",
}
FOR_PEOPLE = ("text", "full")


def no_text(_: str) -> str | None:
    """Return the text of no file, for results whose files cannot be quoted."""
    return None


class Display:
    """Where and how results are shown.

    ``directory`` is the current directory relative to the root, or "" if it is the root or lies outside it. ``width``
    is that of the terminal in columns. ``read`` returns the text of a file of the analysed version, or None.
    """

    def __init__(self, *, colour: bool = False, directory: str = "", width: int = 80, read: Read = no_text) -> None:
        self.colour = colour
        self.directory = directory
        self.width = width
        self.read = read

    def path(self, path: str) -> str:
        """Return a path of the repository, relative to the current directory. An absolute path stays as it is."""
        if not self.directory or path.startswith("/"):
            return path
        from posixpath import relpath

        return relpath(f"/{path}", f"/{self.directory}")


PLAIN = Display()


def load(name: str) -> Reporter:
    """Import and return the reporter of a format."""
    from importlib import import_module

    reporter: Reporter = import_module(f"{__name__}.{FORMATS[name]}")
    return reporter
