"""Write a page to the file that ``--html`` names."""

from __future__ import annotations

import os
from argparse import Namespace

from flake8_single_entry.cli.context import analyse, configuration_path, print_errors, root_of
from flake8_single_entry.cli.streams import tell
from flake8_single_entry.errors import SingleEntryError


def write_map(arguments: Namespace) -> int:
    """Write the map of the project to a file, and return the exit code. Raises ``UsageError``, ``SingleEntryError``."""
    from flake8_single_entry.cache import Cache, directory
    from flake8_single_entry.engine import Analysis, Revision
    from flake8_single_entry.overview.map import build_map
    from flake8_single_entry.reporters.html import listing

    report = analyse(arguments)
    root = root_of(arguments)
    cache = Cache(None if arguments.no_cache else directory())
    selection = Revision(staged=arguments.staged, revision=arguments.rev)
    project = Analysis(root, configuration_path(arguments, root), selection=selection, cache=cache).project()
    scopes = build_map(project, report.findings)
    write_page(arguments.html, listing.report(project_name(root), scopes, "single-entry list --html FILE"))
    return print_errors(report.errors)


def project_name(root: str) -> str:
    """Return the name of the project's directory."""
    return os.path.basename(os.path.realpath(root)) or "the project"


def write_page(path: str, text: str) -> None:
    """Write a page. Raises ``SingleEntryError`` if the file cannot be written."""
    from flake8_single_entry.printable import printable_path

    try:
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise SingleEntryError(f"cannot write {path}: {error.strerror}") from None
    tell(f"Wrote {printable_path(path)}\n")
