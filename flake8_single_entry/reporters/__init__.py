"""Reporters: one module a format, each turning the results of a run into the text that is printed.

A reporter is a module with ``report(results, *, colour) -> str`` and one line in ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

from flake8_single_entry.model import Finding, Scope
from flake8_single_entry.values import dataclass

FORMATS = {"text": "text", "json": "json"}


@dataclass(frozen=True, slots=True)
class Results:
    """What a run has to say: findings in their order, the scopes they were judged in, counts for the summary."""

    findings: tuple[Finding, ...]
    scopes: tuple[Scope, ...]
    files: int
    references: int


class Reporter(Protocol):
    """What a reporter module offers; the text ends in a line break, or is empty."""

    report: Callable[..., str]


def load(name: str) -> Reporter:
    """The reporter of a format, imported when it is asked for."""
    return cast(Reporter, import_module(f"{__name__}.{FORMATS[name]}"))
