"""The command ``status``: how far the consolidation is, in figures, beside the baseline and another commit."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator

from flake8_single_entry.cli.context import configuration_path, print_errors, root_of
from flake8_single_entry.cli.pages import project_name, write_page
from flake8_single_entry.cli.streams import put
from flake8_single_entry.engine import Revision
from flake8_single_entry.engine.measure import Measurement, measure
from flake8_single_entry.overview.comparison import State, document, of_baseline, of_revision, of_today


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    config = configuration_path(arguments, root)
    cached = not arguments.no_cache
    today = measure(root, config, cached=cached)
    then = measure(root, config, Revision(revision=arguments.since), cached=cached) if arguments.since else None
    states = tuple(_states(today, arguments.since, then))
    if arguments.html:
        from flake8_single_entry.reporters.html import document as page

        made = document(states, project_name(root))
        write_page(arguments.html, page.report(made, "single-entry status --html FILE"))
    else:
        from flake8_single_entry.reporters import status

        put(status.report(states) if arguments.format == "json" else status.text(states))
    return print_errors(today.errors)


def _states(today: Measurement, since: str, then: Measurement | None) -> Iterator[State]:
    """Yield the state of today, and those with which it is compared."""
    yield of_today(today.figures)
    if today.baseline is not None:
        yield of_baseline(today.figures, today.findings, today.baseline, today.least)
    if then is not None:
        yield of_revision(since, then.figures, then.findings, today.findings, today.least)
