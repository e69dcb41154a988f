"""Measure a version of a repository: the figures of its project and its findings."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.engine import WORK_TREE, Analysis, Revision
from flake8_single_entry.engine.judgement import BASELINE
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.git_objects import lacks_objects
from flake8_single_entry.model import Location
from flake8_single_entry.overview.figures import Figures, figures


class Measurement(NamedTuple):
    """The figures of a version, and the errors of its configuration."""

    figures: Figures
    errors: tuple[tuple[Location, str], ...]


def measure(
    root: str, config_path: str | None = None, selection: Revision = WORK_TREE, *, cached: bool = True
) -> Measurement:
    """Measure a version of the repository at ``root``. Raises ``UsageError`` and ``SingleEntryError``."""
    if selection.revision is not None and lacks_objects(root, selection.revision):
        raise SingleEntryError(f"this partial clone lacks objects of {selection.revision}, and nothing is fetched here")
    cache = Cache(directory() if cached else None)
    report = Analysis(root, config_path, selection=selection, cache=cache).report()
    project = Analysis(root, config_path, selection=selection, cache=cache).project()
    held = [finding for by, finding in report.suppressed if by == BASELINE]
    found = figures(project, (*report.findings, *held))
    return Measurement(found._replace(held=len(held)), report.errors)
