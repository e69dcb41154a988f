"""What ``fix`` did and what it left, as text for people, with the command that undoes it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping

from flake8_single_entry.fixes.values import FileChange, Left, Move, Plan, Rewrite
from flake8_single_entry.model import Finding
from flake8_single_entry.printable import printable, printable_path


def summary(plan: Plan, *, done: bool) -> str:
    """Return the moves and rewrites of a plan, one a line."""
    lines: list[str] = []
    if plan.moves:
        lines += [f"{'Moved' if done else 'Would move'} {_count(len(plan.moves), 'file')}:"]
        lines += [f"  {printable_path(move.old)} -> {printable_path(move.new)}" for move in plan.moves]
    if plan.rewrites:
        files = len({edit.location.path for each in plan.rewrites for edit in each.edits})
        what = f"{_count(len(plan.rewrites), 'reference')} in {_count(files, 'file')}"
        lines += [f"{'Changed' if done else 'Would change'} {what}:", *map(_rewrite, sorted(plan.rewrites, key=_place))]
    known = {edit.location.path for each in plan.rewrites for edit in each.edits}
    others = [change.path for change in plan.changes if change.path not in known]
    lines += [f"{'Wrote' if done else 'Would write'} {printable_path(path)}." for path in others]
    return "".join(f"{line}\n" for line in lines)


def remaining(findings: Iterable[Finding], left: Iterable[Left]) -> str:
    """Return the findings that are left for a person, each with the reason why it was not changed."""
    reasons = _reasons(left)
    return "".join(f"{line}\n" for finding in findings for line in _remaining(finding, reasons))


def undo(moves: Iterable[Move], changes: Iterable[FileChange], *, was_clean: bool, in_git: bool) -> str:
    """Return the command that brings the former state back, "" if nothing was changed.

    Outside git, nothing brings back the former text of a file.
    """
    moves, changes = tuple(moves), tuple(changes)
    if not moves and not changes:
        return ""
    made = [change.path for change in changes if change.before is None]
    removed = [f"rm -- {_words(*made)}"] if made else []
    if in_git and was_clean:
        return " && ".join(["git reset --hard", *removed])
    back = [f"{'git mv' if in_git else 'mv'} -- {_words(move.new, move.old)}" for move in moves]
    written = [change.path for change in changes if change.before is not None]
    if in_git and written:
        back.append(f"git restore -- {_words(*written)}")
    return " && ".join([*back, *removed])


def _rewrite(each: Rewrite) -> str:
    place = each.finding.location
    written = each.edits[0].text
    before, after = _short(each.before), _short((each.finding.suggestion or written) if " " in written else written)
    is_dropped = any(not edit.text for edit in each.edits)
    change = f"{printable(each.finding.reference)} is dropped" if is_dropped else f"{before} -> {after}"
    return f"  {printable_path(place.path)}:{place.line}:{place.column}: {change}"


def _short(text: str) -> str:
    """Return the first line of a text, without what stands around it."""
    first, *more = text.strip().split("\n")
    return printable(first.strip()) + (" …" if more else "")


def _remaining(finding: Finding, reasons: Mapping[tuple[str, str, str, str | None], str]) -> Iterator[str]:
    place = finding.location
    yield f"{printable_path(place.path)}:{place.line}:{place.column}: {finding.code} {printable(finding.message)}"
    reason = reasons.get(_identity(finding))
    if reason:
        yield f"    not changed: {printable(reason)}"


def _reasons(left: Iterable[Left]) -> dict[tuple[str, str, str, str | None], str]:
    return {_identity(each.finding): each.reason for each in left if each.reason}


def _identity(finding: Finding) -> tuple[str, str, str, str | None]:
    """Return what a finding is about: the same before and after, wherever its line is then."""
    return finding.code, finding.location.path, finding.reference, finding.target


def _place(each: Rewrite) -> tuple[str, int, int]:
    place = each.finding.location
    return place.path, place.line, place.column


def _words(*paths: str) -> str:
    return " ".join(shlex.quote(printable_path(path)) for path in paths)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
