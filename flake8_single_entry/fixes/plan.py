"""The plan: what is moved and rewritten, tried in memory until the judgement of the result agrees with it.

Each round applies the edits of the findings to the texts that the round before left. A rewrite after which its place is
still a finding is taken back, and the plan is made again without it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.fixes.archive import plan_moves
from flake8_single_entry.fixes.doubts import Doubts
from flake8_single_entry.fixes.rewrites import CONFLICT, plan_rewrites
from flake8_single_entry.fixes.text_edits import Replaced, applied, apply, offsets
from flake8_single_entry.fixes.values import Choice, FileChange, Judge, Left, Move, Only, Plan, Rewrite, State
from flake8_single_entry.model import Edit, Finding, Level
from flake8_single_entry.syntax.source import Source

_MOST_ROUNDS = 3  # a move makes new findings, and their edits may make more
_MOST_PLANS = 8
_COPIES = "copies "  # the same of a finding about a file that is copied into an image
_TAKES = ("imports ", "patches ")  # how the message of a finding begins whose module is used for its names

Rejected = dict[tuple[int, str, str, int, int], str]  # by round, code and place of a finding: why it is left


def _none(_: str) -> str:
    return ""


class _Round(NamedTuple):
    """The rewrites of one round, and the contents of the files afterwards."""

    rewrites: tuple[Rewrite, ...]
    left: tuple[Left, ...]
    contents: dict[str, bytes]


def plan_fixes(now: State, judge: Judge, choice: Choice, locked: Callable[[str], str] = _none) -> Plan:
    """Return the plan that mends the chosen findings of a repository.

    ``locked`` returns why a file must not be changed, or "".
    """
    rejected: Rejected = {
        _key(0, each): reason for each in now.findings if each.move and (reason := locked(each.location.path))
    }
    for _ in range(_MOST_PLANS):
        plan, refused = _attempt(now, judge, choice, locked, rejected)
        if not refused:
            return plan
        rejected.update(refused)
    return Plan(
        left=tuple(
            Left(finding, "no change was found that mends it") for finding in now.findings if choice.includes(finding)
        )
    )


def _attempt(
    now: State, judge: Judge, choice: Choice, locked: Callable[[str], str], rejected: Rejected
) -> tuple[Plan, Rejected]:
    """Return a plan without the rejected rewrites, and the rewrites in it that do not mend what they should."""
    chosen = [finding for finding in now.findings if choice.includes(finding)]
    first = _round(now, chosen, choice, locked, rejected, 0, {})
    mended = {_place(each.finding) for each in first.rewrites}
    moves, staying = _moves(now, chosen, choice, rejected, mended)
    half = _half_moved(first.rewrites, staying)
    if half and not choice.unsafe:
        return Plan(), half
    places = dict(moves)
    unsure = {_spoken(each) for each in now.findings if not each.move}  # in the first round or in none
    unsure -= {_spoken(each.finding) for each in first.left if each.reason == CONFLICT}
    rewrites, left, contents = list(first.rewrites), [*first.left, *staying], first.contents
    if choice.only is Only.ARCHIVE:
        rewrites, left, contents = [], list(staying), {}
    before, state, last = now, judge(places, contents), tuple(rewrites)
    known, waiting = {finding.fingerprint for finding in now.findings}, first.left
    for number in range(1, _MOST_ROUNDS + 1):
        refused = _unmended(last, contents, state, number - 1, before)
        if refused:
            return Plan(), refused
        retried = {_identity(each.finding) for each in waiting if each.reason == CONFLICT}
        new = _next(state, choice, _Past(known, retried, unsure, _images(rewrites)))
        known.update(finding.fingerprint for finding in new)
        if choice.only is Only.ARCHIVE:
            break
        following = _round(state, new, choice, locked, rejected, number, contents)
        waiting = following.left
        mended = {_place(each.finding) for each in following.rewrites}
        more, staying = _moves(state, filter(choice.includes, state.findings), choice, rejected, mended)
        left += (*waiting, *staying)
        if not following.rewrites and not more:
            break
        places.update(more)
        rewrites += following.rewrites
        last, contents = following.rewrites, following.contents
        before, state = state, judge(places, contents)
    broken = _broken(now, state, rewrites)
    if broken and not choice.unsafe:
        return Plan(), broken
    changes = tuple(FileChange(path, now.project.tree.read(path), after) for path, after in sorted(contents.items()))
    moves = tuple(Move(*each) for each in sorted(places.items()))
    return Plan(moves, tuple(rewrites), changes, _left(state, choice, left), state.findings), {}


class _Past(NamedTuple):
    """What the rounds before have seen: fingerprints, what is tried again, what is not touched, and changed images."""

    known: set[str]
    retried: set[tuple[str, str, str, str | None]]
    unsure: set[tuple[str, str]]
    images: set[str]


def _next(state: State, choice: Choice, past: _Past) -> list[Finding]:
    """Return the findings of the next round: new ones, those tried again, and all of the images that were changed."""
    doubts, anywhere = Doubts(state.project), choice._replace(paths=("",))

    def is_due(finding: Finding) -> bool:
        if finding.location.path in past.images:
            return True
        is_new = finding.fingerprint not in past.known or _identity(finding) in past.retried
        return is_new and _spoken(finding) not in past.unsure

    return [
        finding
        for finding in state.findings
        if anywhere.includes(finding) and not doubts.is_instruction(finding) and is_due(finding)
    ]


def _images(rewrites: Iterable[Rewrite]) -> set[str]:
    """Return the Dockerfiles of which a copy is changed: only then what they start can be another module."""
    return {each.finding.location.path for each in rewrites if each.finding.message.startswith(_COPIES)}


def _broken(now: State, state: State, rewrites: Iterable[Rewrite]) -> Rejected:
    """Return the changed copies of the images that would not start any more."""
    known = {_spoken(each) for each in now.findings if each.level is Level.ERROR}
    images = _images(rewrites)
    new = {
        each.location.path: each
        for each in state.findings
        if each.location.path in images and each.level is Level.ERROR and _spoken(each) not in known
    }
    return {
        _key(number, each.finding): f"line {new[path].location.line} would fail: {new[path].message}"
        for each in rewrites
        if (path := each.finding.location.path) in new and each.finding.message.startswith(_COPIES)
        for number in range(_MOST_ROUNDS + 1)
    }


def _left(state: State, choice: Choice, left: Iterable[Left]) -> tuple[Left, ...]:
    """Return the chosen findings of the changed repository, each with the reason why it was not mended, if known."""
    reasons = {_identity(each.finding): each.reason for each in left if each.reason}
    chosen = (finding for finding in state.findings if choice.includes(finding))
    return tuple(Left(finding, reasons.get(_identity(finding), "")) for finding in chosen)


def _identity(finding: Finding) -> tuple[str, str, str, str | None]:
    """Return what a finding is about: the same before and after, wherever its line is then."""
    return finding.code, finding.location.path, finding.reference, finding.target


def _half_moved(rewrites: Iterable[Rewrite], staying: Iterable[Left]) -> Rejected:
    """Return the imports in tests of modules that have to stay: some tests would test another module than the rest."""
    reasons = {each.finding.location.path: each.reason for each in staying}
    return {
        _key(0, each.finding): f"{each.finding.target} stays: {reasons[each.finding.target]}"
        for each in rewrites
        if each.finding.target in reasons
        and each.finding.message.startswith(_TAKES)
        and in_tests(each.finding.location.path)
    }


def _spoken(finding: Finding) -> tuple[str, str]:
    """Return what a finding speaks of, whatever it says about it."""
    return finding.location.path, finding.reference


def _moves(
    now: State, chosen: Iterable[Finding], choice: Choice, rejected: Rejected, mended: set[tuple[str, int, int]]
) -> tuple[tuple[Move, ...], tuple[Left, ...]]:
    if choice.only is Only.REFERENCES:
        return (), ()
    allowed = [finding for finding in chosen if _key(0, finding) not in rejected]
    return plan_moves(now.project, allowed, mended, unsafe=choice.unsafe)


def _round(
    state: State,
    findings: Iterable[Finding],
    choice: Choice,
    locked: Callable[[str], str],
    rejected: Rejected,
    number: int,
    before: Mapping[str, bytes],
) -> _Round:
    """Return the rewrites of findings, and the contents of the files that were changed before or are changed now."""
    named = [(finding, rejected.get(_key(number, finding))) for finding in findings]
    rewrites, left = plan_rewrites(
        state.project, [finding for finding, reason in named if reason is None], locked, unsafe=choice.unsafe
    )
    contents = dict(before)
    for path, edits in _by_file(rewrites).items():
        data = before.get(path)
        after = apply(path, state.project.tree.read(path) if data is None else data, edits)
        if after is not None:
            contents[path] = after
    return _Round(
        rewrites, (*left, *(Left(finding, reason) for finding, reason in named if reason is not None)), contents
    )


def _by_file(rewrites: Iterable[Rewrite]) -> Mapping[str, list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for rewrite in rewrites:
        for edit in rewrite.edits:
            found[edit.location.path].append(edit)
    return found


def _unmended(
    rewrites: Iterable[Rewrite], contents: Mapping[str, bytes], state: State, number: int, before: State
) -> Rejected:
    """Return the rewrites whose new text is the place of a finding, with what it says."""
    found: Rejected = {}
    by_file: dict[str, list[Rewrite]] = defaultdict(list)
    for rewrite in rewrites:
        by_file[rewrite.edits[0].location.path].append(rewrite)
    places: dict[str, list[Finding]] = defaultdict(list)
    for each in state.findings:
        places[each.location.path].append(each)
    for path, group in by_file.items():
        if path not in places:
            continue
        spans = _spans(path, contents[path], places[path])
        for rewrite, replaced in _new_spans(path, group, before):
            here = _first_in(spans, replaced)
            if here is not None:
                reason = f"the text {rewrite.edits[0].text} would not mend it: {here.message}"
                found[_key(number, rewrite.finding)] = reason
    return found


def _new_spans(path: str, group: list[Rewrite], before: State) -> Iterator[tuple[Rewrite, tuple[Replaced, ...]]]:
    """Yield each rewrite with the spans of its texts in the file afterwards, and of the place that its finding names.

    They differ where the value of a variable is rewritten.
    """
    source = Source.of(path, before.project.tree.read(path))
    edits = sorted({edit for rewrite in group for edit in rewrite.edits}, key=lambda edit: edit.location)
    _, replaced = applied(source, edits)
    spans = dict(zip(edits, replaced, strict=True))
    changed = [(*offsets(source, edit), edit.text) for edit in edits]
    for rewrite in group:
        named = rewrite.finding.location
        start, end = offsets(source, Edit(named, "")) if named.path == path else (0, 0)
        is_apart = all(last <= start or first >= end for first, last, _ in changed)
        shift = sum(len(text) - (last - first) for first, last, text in changed if last <= start)
        own = (Replaced(start + shift, end + shift),) if is_apart and start < end else ()
        yield rewrite, (*(spans[edit] for edit in rewrite.edits), *own)


def _spans(path: str, data: bytes, findings: Iterable[Finding]) -> list[tuple[int, int, Finding]]:
    """Return where the findings of a file begin and end, as character offsets, in order."""
    source = Source.of(path, data)
    found = []
    for each in findings:
        place = each.location
        start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
        found.append((start, end, each))
    return sorted(found, key=lambda span: span[:2])


def _first_in(spans: list[tuple[int, int, Finding]], replaced: Iterable[Replaced]) -> Finding | None:
    """Return the first finding that shares a character with one of the replaced spans."""
    for start, end in replaced:
        index = bisect_left(spans, end, key=lambda span: span[0]) - 1
        if index >= 0 and spans[index][1] > start:
            return spans[index][2]
    return None


def _place(finding: Finding) -> tuple[str, int, int]:
    return finding.location.path, finding.location.line, finding.location.column


def _key(number: int, finding: Finding) -> tuple[int, str, str, int, int]:
    return number, finding.code, *_place(finding)
