"""Launchers that are superseded: those of duplicates, and copies and former versions of another launcher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from flake8_single_entry.conventions.file_names import STAGE_WORDS
from flake8_single_entry.model import Role
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.draft import RoleDraft
from flake8_single_entry.project.entry_points.scope_modules import ScopeModules
from flake8_single_entry.project.entry_points.scoring import ScoredCandidate, is_started
from flake8_single_entry.project.entry_points.similar_pairs import CROWD
from flake8_single_entry.project.entry_points.similarity import is_copy, is_near_copy, similarity
from flake8_single_entry.project.entry_points.wrappers import LEADING_WORDS, is_thin

_LEADING = (Role.LAUNCHER, Role.WRAPPER, Role.AUTHORITATIVE, None)


def follow_duplicates(scope: ScopeModules, draft: RoleDraft) -> None:
    """Mark a thin module that delegates only to duplicates, and is named after them or starts nothing, as a duplicate.

    A launcher with a plain name stays: it is to lead to the entry point instead.
    """
    for path, led in sorted(scope.delegations.items()):
        one = scope.known[path]
        if path in draft.roles or not all(draft.roles.get(target) is Role.DUPLICATE for target in led):
            continue
        target = min(led)
        named_after = all(set(one.stem.variants) & set(scope.known[each].stem.variants) for each in led)
        starts = one.traits.guard or one.traits.launches
        if (named_after or not starts) and LEADING_WORDS & set(one.stem.words) and is_thin(one, scope.known[target]):
            share = round(similarity(one.traits, scope.known[target].traits), 3)
            reason = f"delegates to {target}, which is superseded"
            draft.mark_duplicate(path, draft.winners[target], (target, share), reason)
        else:
            draft.assign(path, Role.LAUNCHER, f"delegates to {target}")


def rival_launchers(
    scope: ScopeModules, draft: RoleDraft, case_of: Callable[[Runnable], ScoredCandidate]
) -> Iterator[tuple[Runnable, Runnable]]:
    """Yield each launcher that nothing starts, with the launcher of the same modules that it is a version of.

    Launchers that are each started, for a platform of their own, are no rivals.
    """
    groups: dict[frozenset[str], list[Runnable]] = defaultdict(list)
    for path in sorted(scope.delegations):
        if draft.roles.get(path) in _LEADING:
            groups[_ends(path, scope.delegations)].append(scope.known[path])
    for group in groups.values():
        started = [one for one in group if draft.roles.get(one.path) is Role.AUTHORITATIVE or is_started(case_of(one))]
        known = {one.path for one in started}
        current = started or _not_put_away(group)
        for one in group:
            led = () if one.stem.is_put_away else scope.delegations[one.path]
            others = (other for other in current[:CROWD] if other != one and other.path not in led)
            winner = next((other for other in others if _is_version(one, other)), None)
            if winner and one.path not in known and not scope.relation.side_by_side.hold(one, winner):
                yield one, winner


def _ends(path: str, delegations: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the modules to which a launcher leads in the end, directly or through other launchers.

    A former launcher may still start its own former name, which is the current launcher now.
    """
    ends: set[str] = set()
    seen, waiting = {path}, [path]
    while waiting:
        for target in delegations[waiting.pop()] - seen:
            seen.add(target)
            if target in delegations:
                waiting.append(target)
            else:
                ends.add(target)
    return frozenset(ends)


def _not_put_away(group: Sequence[Runnable]) -> list[Runnable]:
    current = [one for one in group if not one.stem.is_put_away]
    return current if len(current) == 1 else []


def _is_version(one: Runnable, winner: Runnable) -> bool:
    same_name = one.stem.base_words == winner.stem.base_words
    if one.stem.is_put_away:
        return same_name or is_near_copy(one.traits, winner.traits)
    if one.stem.has_purpose or not STAGE_WORDS.isdisjoint(one.stem.words):
        return False  # run_dev.py, run_windows.py
    return is_near_copy(one.traits, winner.traits) if same_name else is_copy(one.traits, winner.traits)
