"""The findings of a project: what the rules report, without what comments silence and what the baseline holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flake8_single_entry.baseline.coverage import Covered, cover
from flake8_single_entry.baseline.file import Baseline
from flake8_single_entry.model import Finding, Level, SuppressedFinding
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules import order, run
from flake8_single_entry.suppress import judge, text_of

COMMENT, BASELINE = "noqa", "baseline"
_ENTRIES = ("ONE902", "ONE903")


class Judgement(NamedTuple):
    """The findings that are reported, and those that are suppressed. Both are in order."""

    findings: tuple[Finding, ...]
    suppressed: tuple[SuppressedFinding, ...]

    @classmethod
    def of(cls, silenced: Iterable[Finding], covered: Covered, baseline: Baseline | None) -> Judgement:
        """Return a judgement. Comments silence some of the findings, and the baseline holds others."""
        reasons = {entry.fingerprint: entry.reason for entry in baseline.entries} if baseline else {}
        suppressed = [SuppressedFinding(COMMENT, finding) for finding in silenced]
        suppressed += [
            SuppressedFinding(BASELINE, finding, reasons.get(finding.fingerprint, "")) for finding in covered.held
        ]
        return cls(covered.kept, tuple(sorted(suppressed, key=lambda each: order(each.finding))))


def judge_project(project: Project, baseline: Baseline | None) -> Judgement:
    """Return the findings of a project."""
    read = text_of(project.tree)
    judged = judge(project, run(project), read)
    covered = Covered(judged.kept, ()) if baseline is None else cover(project, baseline, judged.kept)
    return Judgement.of(judged.silenced, covered._replace(kept=_with_removals(project, covered.kept, read)), baseline)


def _with_removals(
    project: Project, findings: tuple[Finding, ...], read: Callable[[str], str | None]
) -> tuple[Finding, ...]:
    """Give the findings about entries of the configuration the edits that remove these, all together."""
    path, tree = project.config.path, project.tree
    about = {finding for finding in findings if _is_removable(finding, path)}
    if not about or path is None or project.config.errors or not tree.is_file(path) or path in tree.links:
        return findings
    from flake8_single_entry.config.editing import removals  # imports a YAML parser

    edits = removals(read(path) or "", {finding.location for finding in about}, path)
    return tuple(
        finding._replace(edits=edits.get(finding.location, ())) if finding in about else finding for finding in findings
    )


def _is_removable(finding: Finding, path: str | None) -> bool:
    return finding.code in _ENTRIES and finding.location.path == path and finding.level > Level.NOTE
