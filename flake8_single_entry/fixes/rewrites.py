"""Which references are rewritten, and which are left: those without one certain answer, and what depends on them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.fixes.arguments import arguments_after, refused_argument
from flake8_single_entry.fixes.circles import Circles
from flake8_single_entry.fixes.signatures import differ
from flake8_single_entry.fixes.text_edits import encoder_of, offsets
from flake8_single_entry.fixes.values import Left, Rewrite
from flake8_single_entry.model import Finding, Link, Location, Via
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.replacements.values import Replacement
from flake8_single_entry.syntax.source import Source, Undecodable

CONFLICT = "another change is made at the same place"
_TOGETHER = frozenset({Via.IMPORT, Via.PATCH})


def plan_rewrites(
    project: Project, findings: Iterable[Finding], *, unsafe: bool = False
) -> tuple[tuple[Rewrite, ...], tuple[Left, ...]]:
    """Return the findings about references that edits mend, and the others."""
    wanted = [finding for finding in findings if not finding.move]
    left = {finding: "" for finding in wanted if not finding.edits}
    links = {link.reference.location: link for link in project.links}
    if not unsafe:
        left.update(_unsafe(project, links, (each for each in wanted if each not in left)))
        left.update(_dependent(links, wanted, left))
    rewrites: list[Rewrite] = []
    for path, group in _by_file(each for each in wanted if each not in left).items():
        source = _source(project, path)
        taken = _Taken()
        for finding in group:
            reason = (
                "its file cannot be written in its encoding" if source is None else _conflict(source, taken, finding)
            )
            if source is None or reason:
                left[finding] = reason
                continue
            rewrites.append(Rewrite(finding, finding.edits, _text_at(source, finding.edits[0].location)))
    return tuple(rewrites), tuple(Left(finding, left[finding]) for finding in wanted if finding in left)


def _unsafe(
    project: Project, links: Mapping[Location, Link], findings: Iterable[Finding]
) -> Iterator[tuple[Finding, str]]:
    """Yield the references whose replacement may not do the same, with the reason."""
    circles = Circles(project.graph)
    for finding in findings:
        link = links.get(finding.location)
        if link is None:
            continue
        found = project.replacements.of(link)
        if found.target and (reason := _difference(project, link, found, found.target)):
            yield finding, reason
        elif found.target and _closes_circle(circles, link, found.target):
            yield finding, f"{found.target} imports {finding.location.path}, which would import it"


def _closes_circle(circles: Circles, link: Link, new: str) -> bool:
    if link.reference.via is not Via.IMPORT:
        return False
    return circles.closes(link.reference.location.path, link.resolution.target or "", new)


def _difference(project: Project, link: Link, found: Replacement, new: str) -> str:
    """Return what differs for those who import a name, or start a program with Python. "" if nothing is known to."""
    reference, old = link.reference, link.resolution.target
    if reference.via is Via.IMPORT:
        name = reference.text.partition(":")[2]
        if old and name and differ(_text(project, old), _text(project, new), name):
            return f"{name} takes other arguments in {new}"
    if reference.runner != "python" or reference.via not in (Via.RUN, Via.CALL):
        return ""
    if not found.through and not project.attributes.starts_itself(new):
        return f"{new} starts nothing by itself: a server or a launcher does"
    source = _source(project, reference.location.path)
    if source is None or reference.origin is not None:
        return ""
    end = source.offset(reference.location.end_line, reference.location.end_column)
    program = found.through if found.through.endswith(".py") else new
    given = arguments_after(source.text, end)
    if old and refused_argument(given, _text(project, old), ""):
        return ""  # what is superseded does not take it either
    refused = refused_argument(given, _text(project, program), found.through)
    return f"{found.through or new} does not take {refused}" if refused else ""


def _dependent(
    links: Mapping[Location, Link], findings: Iterable[Finding], left: Mapping[Finding, str]
) -> Iterator[tuple[Finding, str]]:
    """Yield imports and patches of a module in a file of which another import or patch of that module is left."""
    groups: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        link = links.get(finding.location)
        if link is not None and link.reference.via in _TOGETHER:
            groups[finding.location.path, finding.target].append(finding)
    for group in groups.values():
        staying = next((finding for finding in group if finding in left), None)
        if staying is not None:
            reason = f"line {staying.location.line} still takes something from {staying.target}"
            yield from ((finding, reason) for finding in group if finding not in left)


def _by_file(findings: Iterable[Finding]) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.edits[0].location.path].append(finding)
    return found


class _Taken:
    """The spans of a text that edits change, as character offsets."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, str]] = []

    def admits(self, span: tuple[int, int, str]) -> bool:
        """True if an edit overlaps with no other one, or is the same as one."""
        index = bisect_left(self._spans, span)
        if self._spans[index : index + 1] == [span]:
            return True
        before = self._spans[index - 1 : index] if index else []
        after = self._spans[index : index + 1]
        return all(end <= span[0] for _, end, _ in before) and all(start >= span[1] for start, _, _ in after)

    def add(self, span: tuple[int, int, str]) -> None:
        index = bisect_left(self._spans, span)
        if self._spans[index : index + 1] != [span]:
            self._spans.insert(index, span)


def _conflict(source: Source, taken: _Taken, finding: Finding) -> str:
    """Return why the edits of a finding cannot be made together with others in the file, or "" after taking them."""
    if any(edit.location.path != source.path for edit in finding.edits):
        return "more than one file would change"
    spans = sorted({(*offsets(source, edit), edit.text) for edit in finding.edits})
    if any(end > start for (_, end, _), (start, _, _) in pairwise(spans)) or not all(map(taken.admits, spans)):
        return CONFLICT
    for span in spans:
        taken.add(span)
    return ""


def _text_at(source: Source, place: Location) -> str:
    return source.text[source.offset(place.line, place.column) : source.offset(place.end_line, place.end_column)]


def _source(project: Project, path: str) -> Source | None:
    """Return a file that can be written again as it is, or None."""
    try:
        data = project.tree.read(path)
        return Source.of(path, data) if encoder_of(data) else None
    except (Unreadable, Undecodable, KeyError):
        return None


def _text(project: Project, path: str) -> str:
    try:
        return Source.of(path, project.tree.read(path)).text
    except (Unreadable, Undecodable, KeyError):
        return ""
