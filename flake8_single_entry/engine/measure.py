"""Measure a version of a repository: the figures of its project, its findings, and its baseline."""

from __future__ import annotations

from typing import NamedTuple

from flake8_single_entry.baseline.coverage import recorded_from
from flake8_single_entry.baseline.file import Baseline
from flake8_single_entry.cache import Cache, directory
from flake8_single_entry.engine import WORK_TREE, Analysis, Revision
from flake8_single_entry.engine.baseline_file import with_baseline
from flake8_single_entry.engine.judgement import BASELINE
from flake8_single_entry.errors import SingleEntryError
from flake8_single_entry.files.git_objects import lacks_objects
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.overview.figures import Figures, figures


class Measurement(NamedTuple):
    """The figures of a version, its findings with those that its baseline holds, and the errors of its configuration.

    ``baseline`` is that of the work tree, and None for a commit. ``least`` is the lowest level that a baseline records.
    """

    figures: Figures
    findings: tuple[Finding, ...]
    baseline: Baseline | None
    least: Level
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
    held = tuple(one.finding for one in report.suppressed if one.by == BASELINE)
    findings = report.findings + held
    baseline = with_baseline(project.tree, project.config)[1] if selection.on_disk else None
    least = recorded_from(Level[report.fail_on.upper()])
    return Measurement(figures(project, findings)._replace(held=len(held)), findings, baseline, least, report.errors)
