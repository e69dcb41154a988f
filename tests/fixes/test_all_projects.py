"""Every fixture project of the analysis, whole and with random edits: a plan makes nothing worse, whatever it says."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.fixes.plan import plan_fixes
from flake8_single_entry.fixes.text_edits import applied
from flake8_single_entry.fixes.values import Choice, Plan, State
from flake8_single_entry.model import Finding, Level
from flake8_single_entry.syntax.source import Source, Undecodable
from tests.fixes.repositories import REPOSITORIES
from tests.test_projects import CASES, PROJECTS, tree_of
from tests.unit.fixes.planning import Memory

pytestmark = pytest.mark.long
_CHOICES = (Choice(), Choice(unsafe=True))


def check(tree: Tree, choice: Choice) -> Plan:
    """Plan the fixes of a tree in memory. Fails if the plan is not as good as it has to be."""
    judge = Memory(tree)
    now = judge({}, {})
    _check_edits(tree, now.findings)
    plan = plan_fixes(now, judge, choice)
    if plan.is_empty:
        return plan
    contents = {change.path: change.after for change in plan.changes}
    moves = dict(plan.moves)
    after = judge(moves, contents)
    assert after.findings == plan.after
    _check_paths(tree, plan)
    if not choice.unsafe:
        _check_no_worse(now, after, moves)
        _check_idempotent(tree, moves, contents, choice)
    _check_syntax(tree, contents)
    return plan


def _check_paths(tree: Tree, plan: Plan) -> None:
    for old, new in plan.moves:
        assert old in tree.entries
        assert new not in tree.entries
        assert ".." not in new.split("/")
    assert len({move.new for move in plan.moves}) == len(plan.moves)
    assert not {move.old for move in plan.moves} & {change.path for change in plan.changes}
    for change in plan.changes:
        assert change.before == tree.read(change.path)
        assert change.after != change.before


def _check_edits(tree: Tree, findings: Iterable[Finding]) -> None:
    """The edits of one finding stay in one file and never overlap."""
    for finding in findings:
        if finding.edits:
            (path,) = {edit.location.path for edit in finding.edits}
            with suppress(Undecodable):
                applied(Source.of(path, tree.read(path)), finding.edits)


def _check_no_worse(now: State, after: State, moves: Mapping[str, str]) -> None:
    """Nothing that was right leads nowhere afterwards."""
    known = {(one.location.path, one.reference): one.level for one in sorted(now.findings, key=lambda one: one.level)}
    new = [
        one
        for one in after.findings
        if one.level >= Level.WARNING and one.level > known.get((one.location.path, one.reference), Level.NOTE)
    ]
    assert new == [], moves


def _check_idempotent(tree: Tree, moves: Mapping[str, str], contents: Mapping[str, bytes], choice: Choice) -> None:
    changed = Memory(tree.with_overlay(contents).with_moves(moves))
    again = plan_fixes(changed({}, {}), changed, choice)
    assert again.is_empty, [again.moves, [one.finding.message for one in again.rewrites]]


def _check_syntax(tree: Tree, contents: Mapping[str, bytes]) -> None:
    """A module that could be compiled still can."""
    for path, data in contents.items():
        if path.endswith(".py") and _compiles(tree.read(path)):
            assert _compiles(data), path


def _compiles(data: bytes) -> bool:
    try:
        compile(data, "x", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.parametrize("choice", _CHOICES, ids=["safe", "unsafe"])
@pytest.mark.parametrize("case", CASES)
def test_project(case: str, choice: Choice) -> None:
    check(tree_of(PROJECTS / case), choice)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(min_value=0, max_value=2**32))
def test_mixed_projects(seed: int) -> None:
    """Two projects in one repository, with some lines and files left out: names mean other files than before."""
    check(mixed(seed), Choice())


def test_there_is_something_to_do() -> None:
    plans = [check(mixed(seed), Choice()) for seed in range(20)]
    assert sum(len(plan.moves) for plan in plans) > 10
    assert sum(len(plan.rewrites) for plan in plans) > 20


def mixed(seed: int) -> Tree:
    chosen = random.Random(seed)
    pool = [dict(one.files) for one in REPOSITORIES.values()]
    trees = [Tree.of(chosen.choice(pool)), tree_of(PROJECTS / chosen.choice(CASES))]
    files: dict[str, bytes] = {}
    for tree in trees:
        for path in tree.paths:
            if chosen.random() < 0.9:
                files.setdefault(path, _thinned(tree.read(path), chosen))
    return Tree.of(files)


def _thinned(data: bytes, chosen: random.Random) -> bytes:
    try:
        Source.of("", data)
    except Undecodable:
        return data
    lines = data.splitlines(keepends=True)
    return b"".join(line for line in lines if chosen.random() < 0.97)
