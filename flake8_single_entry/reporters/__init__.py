"""Reporters: one module a format, each turning the results of a run into the text that is printed.

A reporter is a module with ``report(results, *, colour) -> str`` and one line in ``FORMATS``.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import a quick start cannot afford
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from flake8_single_entry.model import Finding, Scope

    class Outcome(Protocol):
        """What a run has to say: findings in their order, the scopes they were judged in, counts for the summary."""

        @property
        def findings(self) -> tuple[Finding, ...]: ...
        @property
        def scopes(self) -> tuple[Scope, ...]: ...
        @property
        def files(self) -> int: ...
        @property
        def references(self) -> int: ...

    class Reporter(Protocol):
        """What a reporter module offers; the text ends in a line break, or is empty."""

        report: Callable[..., str]


FORMATS = {"text": "text", "json": "json"}


class ReportView:
    """An outcome that is all there."""

    def __init__(self, findings: tuple[Finding, ...], scopes: tuple[Scope, ...], files: int, references: int) -> None:
        self.findings = findings
        self.scopes = scopes
        self.files = files
        self.references = references


def load(name: str) -> Reporter:
    """The reporter of a format, imported when it is asked for."""
    from importlib import import_module

    reporter: Reporter = import_module(f"{__name__}.{FORMATS[name]}")
    return reporter
