"""The command ``status``: how far the consolidation is, in figures, today and at another commit."""

from __future__ import annotations

import os
from argparse import Namespace

from flake8_single_entry.cli.context import configuration_path, print_errors, root_of
from flake8_single_entry.cli.streams import put
from flake8_single_entry.engine import Revision
from flake8_single_entry.engine.measure import measure
from flake8_single_entry.reporters import status


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    config = configuration_path(arguments, root)
    cached = not arguments.no_cache
    today = measure(root, config, cached=cached)
    states = {status.TODAY: today.figures}
    if arguments.since:
        then = measure(root, config, Revision(revision=arguments.since), cached=cached)
        states[arguments.since] = then.figures
    put(status.report(states) if arguments.format == "json" else status.text(states))
    return print_errors(today.errors)
