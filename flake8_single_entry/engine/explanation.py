"""Explain one line of the repository: what was read there, where it leads, and why it is a finding or none."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flake8_single_entry.baseline.coverage import held_by
from flake8_single_entry.engine import Analysis
from flake8_single_entry.engine.baseline_file import with_baseline
from flake8_single_entry.engine.unread import nothing_read, state_of_file
from flake8_single_entry.errors import UsageError
from flake8_single_entry.facts.discovery import discover
from flake8_single_entry.model import WRITTEN, Finding, Link, Location, Outcome, Role
from flake8_single_entry.project.explanation import bases, destination, facts, nature, role_of
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules import configured_level, order, run
from flake8_single_entry.suppress import judge, text_of


class Passage(NamedTuple):
    """One reference on the line, and what came of it. All texts are clauses for people."""

    location: Location
    text: str
    nature: str
    bases: tuple[str, ...]
    destination: str
    facts: tuple[str, ...]
    verdicts: tuple[str, ...]


class Explanation(NamedTuple):
    """The explanation of a line. ``notes`` concern the file, ``others`` are verdicts about no reference."""

    path: str
    line: int
    text: str
    notes: tuple[str, ...]
    passages: tuple[Passage, ...]
    others: tuple[str, ...]


def explain(analysis: Analysis, path: str, line: int) -> Explanation:
    """Explain a line of a file, whose path is relative to the root. Raises ``UsageError`` and ``SingleEntryError``."""
    project = _project(analysis, path)
    tree = project.tree
    text = (text_of(tree)(path) or "") if tree.is_file(path) else ""
    lines = text.splitlines()
    if lines and not 1 <= line <= len(lines):
        raise UsageError(f"{path} has {len(lines)} lines")
    notes = list(state_of_file(project, path))
    verdicts = _Verdicts.of(project)
    links = [link for link in project.links if _is_on(link, path, line)]
    passages = [_passage(project, link, verdicts) for link in dict.fromkeys(links)]
    places = {passage.location for passage in passages}
    rest = [finding for finding in verdicts.found if finding.location not in places and _covers(finding, path, line)]
    if not (links or rest or notes):
        notes += nothing_read(project, path, lines, line)
    notes += role_of(project, path)
    shown = lines[line - 1].strip() if lines else ""
    return Explanation(path, line, shown, tuple(notes), tuple(passages), tuple(map(verdicts.of_finding, rest)))


def _project(analysis: Analysis, path: str) -> Project:
    """Return the project, in which the file is read if it is one of the project's own."""
    project = analysis.project()
    is_read = path in project.facts or path not in discover(project.tree)
    return project if is_read else analysis.project([path])


class _Verdicts:
    """All findings of a project, whatever the configuration and comments say of them, and what these say."""

    def __init__(self, found: list[Finding], unsilenced: frozenset[Finding], project: Project) -> None:
        self.found = found
        _, baseline = with_baseline(project.tree, project.config)
        self.held = held_by(baseline, found).held if baseline else ()
        self.unsilenced = unsilenced
        self.levels = dict(project.config.rules)
        self.fail_on = project.config.fail_on

    @classmethod
    def of(cls, project: Project) -> _Verdicts:
        found = run(replace(project, config=project.config._replace(rules=())))
        judged = judge(project, found, text_of(project.tree))
        return cls(sorted((*judged.kept, *judged.silenced), key=order), frozenset(judged.kept), project)

    def of_finding(self, finding: Finding) -> str:
        """Return a finding with its level, and why it is not reported if it is not."""
        level = self.levels.get(finding.code, finding.level)
        if finding not in self.unsilenced:
            state = "silenced by a noqa comment"
        elif finding in self.held:
            state = "not reported: the baseline holds it"
        elif level is None:
            state = "none: the configuration switches the rule off"
        else:
            level = configured_level(finding.level, level)
            fails = "fails" if level >= self.fail_on else f"does not fail, as fail_on is {self.fail_on}"
            changed = f", {finding.level} before `rules` of the configuration" if level != finding.level else ""
            state = f"{level}{changed}; {fails}"
        return f"{finding.code} {finding.rule} ({state}): {finding.message}"


def _passage(project: Project, link: Link, verdicts: _Verdicts) -> Passage:
    reference, resolution = link
    about = [
        finding
        for finding in verdicts.found
        if finding.location == reference.location and finding.reference == reference.text
    ]
    said = tuple(map(verdicts.of_finding, about)) or (f"none: {_why_none(project, link)}",)
    seen = bases(project, reference) if resolution.outcome is not Outcome.MALFORMED else ()
    return Passage(
        reference.location,
        reference.text,
        nature(reference),
        tuple(seen),
        destination(project, link),
        tuple(dict.fromkeys(facts(project, link))),
        said,
    )


def _why_none(project: Project, link: Link) -> str:
    """Return why there is no finding about a reference."""
    path, resolution = link.reference.location.path, link.resolution
    if project.ignored(path):
        return "the configuration ignores the references of this file (`ignore`)"
    role = project.role(path)
    if role in (Role.ARCHIVED, Role.DUPLICATE):
        kind = "archived" if role is Role.ARCHIVED else "a duplicate of the entry point"
        return f"this file is {kind}, and its references are not reported"
    match resolution.outcome:
        case Outcome.FOUND:
            return _why_found(project, link)
        case Outcome.UNKNOWN:
            return f"unknown, because {resolution.reason or 'the facts do not show that it is missing'}"
    return "another reference of this file to the same target has it"


def _why_found(project: Project, link: Link) -> str:
    target = link.resolution.target or ""
    if project.is_archived(target):
        return "the archived file itself is meant: the text starts nothing and names the archive"
    if project.role(target) is Role.DUPLICATE:
        return "the text does not start the duplicate, or it means another module of that name"
    return "the target exists and is live"


def _is_on(link: Link, path: str, line: int) -> bool:
    places = (link.reference.location, link.reference.origin)
    return any(place and place.path == path and place.line <= line <= place.end_line for place in places)


def _covers(finding: Finding, path: str, line: int) -> bool:
    written = (other.location for other in finding.related if other.message == WRITTEN)
    places = (finding.location, *written)
    return any(place.path == path and place.line <= line <= place.end_line for place in places)
