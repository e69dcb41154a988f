"""The risks of a consolidation and its checklist, each line from a fact of the project."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.overview.consolidation import WINNER, Consolidation, Step
from flake8_single_entry.overview.sentences import Name, Sentence, count
from flake8_single_entry.project.project import Project
from flake8_single_entry.readers import surface_of
from flake8_single_entry.readers.category import Category

_DEPLOYING = (Category.IMAGE, Category.SERVICES, Category.PROCESSES, Category.DEPLOY)
_MOST_NAMED = 3


def risks(plan: Consolidation) -> Iterator[Sentence]:
    """Yield what may go wrong, a sentence or two each."""
    losers = [one for contest in plan.contests for one in contest.variants if one.role != WINNER]
    if routes := [one.path for one in losers if one.lacks.routes]:
        yield (
            "Clients may call routes that only ",
            *_named(routes, "and"),
            f" serve{'' if len(routes) > 1 else 's'}. They get an error afterwards, unless the entry point takes these"
            " routes over.",
        )
    if commands := [one.path for one in losers if one.lacks.commands]:
        yield "People may use commands that only ", *_named(commands, "or"), " has."
    if deployed := list(dict.fromkeys(change.path for change in plan.changes if _deploys(change.path))):
        yield (
            *_named(deployed, "and"),
            f" start{'' if len(deployed) > 1 else 's'} another module than today. Settings, ports and environment must"
            " fit it: build and start each once before the merge.",
        )
    if plan.moves:
        yield (
            "Open branches that change a moved file will conflict, or change the archived copy unnoticed. Merge them"
            " first, or tell their authors.",
        )
    if untold := sum(1 for one in losers if one.becomes and not one.starts):
        yield (
            f"Nothing in the repository starts {untold} of the modules that move. Somebody may still do so by hand, or"
            " from another repository.",
        )


def steps(plan: Consolidation, project: Project) -> Iterator[Step]:
    """Yield the checklist, with what is done already."""
    today = plan.today
    stale = today.references()
    if today.programs:
        yield _step("Each program has one entry point that is decided.", not plan.is_undecided)
        yield _step("The configuration names it, so that it stays decided.", _is_configured(plan, project))
    moves = f" ({count(len(plan.moves), 'move')} planned)" if today.surplus else ""
    yield _step(f"Duplicates are archived{moves}.", not today.surplus)
    planned = f" ({stale} stale today, {count(len(plan.changes), 'change')} planned)" if stale else ""
    yield _step(f"References lead to the entry point{planned}.", not stale)
    if today.images:
        shipping = f"{today.shipping} of {today.images} today"
        yield _step(f"Images and services have what they start ({shipping}).", today.shipping == today.images)
    if plan.decisions:
        number = len(plan.decisions)
        open_ones = "The open finding is" if number == 1 else f"All {number} open findings are"
        yield _step(f"{open_ones} decided.", False)
    yield _step("The tests pass, and each image and service was started once.", False)
    checked = "A hook or the CI runs ", Name("single-entry"), ", so that no new variant is added."
    yield Step(checked, _is_checked(project.tree))
    if plan.exemptions:
        yield _step(f"The temporary allowances are gone, the first by {plan.exemptions[0].until}.", False)
    yield _step("The team knows which module is the entry point, and where the others went.", False)


def _step(text: str, is_done: bool) -> Step:
    return Step((text,), is_done)


def _is_configured(plan: Consolidation, project: Project) -> bool:
    """True if the configuration names the entry point of each scope that has one."""
    named = [scope.decided_by == "configuration" for scope in project.scopes if scope.entry_point or scope.programs]
    return not plan.is_undecided and bool(named) and all(named)


def _deploys(path: str) -> bool:
    surface = surface_of(path)
    return surface is not None and surface.category in _DEPLOYING


def _is_checked(tree: Tree) -> bool:
    """True if a configuration of pre-commit or a workflow names this program."""
    paths = [".pre-commit-config.yaml", ".gitlab-ci.yml", *tree.beginning(".github/workflows/")]
    return any(tree.is_file(path) and b"single-entry" in _read(tree, path) for path in paths)


def _read(tree: Tree, path: str) -> bytes:
    try:
        return tree.read(path)
    except (Unreadable, KeyError):
        return b""


def _named(paths: list[str], joined: str) -> Sentence:
    """Return some paths as words: the first few, and how many more."""
    shown = [Name(path) for path in paths[:_MOST_NAMED]]
    more = len(paths) - len(shown)
    if more:
        return (*_separated(shown), f" {joined} {more} more")
    return (*_separated(shown[:-1]), f" {joined} ", shown[-1]) if len(shown) > 1 else (shown[0],)


def _separated(names: list[Name]) -> Sentence:
    return tuple(part for name in names for part in (", ", name))[1:]
