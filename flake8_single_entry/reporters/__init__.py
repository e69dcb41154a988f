"""Reporters: one module per output format. Each turns the results of a run into text.

A reporter is a module with ``report(results, *, colour) -> str``, and one line in ``FORMATS``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is slow to import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from flake8_single_entry.model import Finding, Scope

    class ReportView(Protocol):
        """The results of a run: findings in order, their scopes, and counts for the summary."""

        @property
        def findings(self) -> tuple[Finding, ...]: ...
        @property
        def scopes(self) -> tuple[Scope, ...]: ...
        @property
        def files(self) -> int: ...
        @property
        def references(self) -> int: ...
        @property
        def has_history(self) -> bool: ...

    class Reporter(Protocol):
        """The interface of a reporter module. The text ends in a line break, or is empty."""

        report: Callable[..., str]


FORMATS = {"text": "text", "json": "json"}


def load(name: str) -> Reporter:
    """Import and return the reporter of a format."""
    from importlib import import_module

    reporter: Reporter = import_module(f"{__name__}.{FORMATS[name]}")
    return reporter
