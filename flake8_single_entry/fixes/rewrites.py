"""Which references are rewritten, and which are left: those without one certain answer, and what depends on them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.fixes.doubts import Doubts
from flake8_single_entry.fixes.text_edits import encoder_of, offsets
from flake8_single_entry.fixes.values import Left, Rewrite
from flake8_single_entry.model import Finding, Location, Via
from flake8_single_entry.project.project import Project
from flake8_single_entry.syntax.source import Source, Undecodable

CONFLICT = "another change is made at the same place"
_TOGETHER = frozenset({Via.IMPORT, Via.PATCH})


def plan_rewrites(
    project: Project, findings: Iterable[Finding], locked: Callable[[str], str], *, unsafe: bool = False
) -> tuple[tuple[Rewrite, ...], tuple[Left, ...]]:
    """Return the findings about references that edits mend, and the others.

    ``locked`` returns why a file must not be changed, or "".
    """
    wanted = [finding for finding in findings if not finding.move]
    left = {finding: "" for finding in wanted if not finding.edits}
    if not unsafe:
        doubts = Doubts(project)
        left.update((each, reason) for each in wanted if each not in left and (reason := doubts.why(each)))
        left.update(_repeated(project, doubts, [each for each in wanted if each not in left]))
        left.update(_dependent(doubts, wanted, left))
    left.update((each, reason) for each in wanted if each not in left and (reason := _locked(each, locked)))
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


def _repeated(project: Project, doubts: Doubts, findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield what a document tells people if it would tell the same twice: it shows several versions, not one."""
    for path, group in _by_file(each for each in findings if doubts.is_instruction(each)).items():
        source = _source(project, path)
        if source is None:
            continue
        told = {_command(source.line(number)): number for number in range(source.lines, 0, -1)}
        new = {each: _command(_line_after(source, each)) for each in group}
        for finding, command in new.items():
            others = [each for each, same in new.items() if same == command and each.target != finding.target]
            line = others[0].location.line if others else told.get(command, 0)
            if line and " " in command:
                yield finding, f"line {line} would say the same: the document shows several versions"


def _line_after(source: Source, finding: Finding) -> str:
    """Return the line of a finding after its first edit, or "" if the edit is not in it."""
    place, text = finding.edits[0].location, finding.edits[0].text
    if place.line != finding.location.line or place.end_line != place.line:
        return ""
    line = source.line(place.line)
    return line[: place.column - 1] + text + line[place.end_column - 1 :]


def _command(line: str) -> str:
    """Return a line of a fence without its prompt and its remark."""
    return line.strip().removeprefix("$ ").removeprefix("> ").partition(" #")[0].rstrip()


def _locked(finding: Finding, locked: Callable[[str], str]) -> str:
    """Return why a file that would be changed must not be, or ""."""
    paths = sorted({edit.location.path for edit in finding.edits})
    return next(filter(None, map(locked, paths)), "")


def _dependent(
    doubts: Doubts, findings: Iterable[Finding], left: Mapping[Finding, str]
) -> Iterator[tuple[Finding, str]]:
    """Yield imports and patches of a module in a file of which another import or patch of that module is left."""
    groups: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        link = doubts.link_at(finding.location)
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
