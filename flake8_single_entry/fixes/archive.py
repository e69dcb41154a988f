"""Which duplicates are moved into the archive, and which stay, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from posixpath import basename, dirname

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.fixes.values import Left, Move
from flake8_single_entry.model import Finding, Link, Outcome, Role, Via
from flake8_single_entry.project.project import Project

_FOLLOWED = frozenset({Via.RUN, Via.CALL, Via.IMPORT, Via.PATCH, Via.CONFIG, Via.COPY, Via.BUILD, Via.PATH})
_WORDS = {Via.IMPORT: "imports", Via.PATCH: "patches", Via.COPY: "copies", Via.PATH: "needs", Via.CONFIG: "names"}


def plan_moves(
    project: Project, findings: Iterable[Finding], mended: Collection[tuple[str, int, int]], *, unsafe: bool = False
) -> tuple[tuple[Move, ...], tuple[Left, ...]]:
    """Return the duplicates to move, and those that have to stay.

    ``mended`` are the places of the references that no longer name a duplicate afterwards. A module that something else
    still starts or imports stays, unless ``unsafe``, and so does what a module that stays depends on.
    """
    wanted = {finding.location.path: finding for finding in findings if finding.move}
    stay: dict[str, str] = dict(_unmovable(project.tree, wanted))
    users = _users(project)
    while not unsafe:
        moving = wanted.keys() - stay.keys()
        found = {path: reason for path in sorted(moving) if (reason := _need(users[path], moving, mended))}
        if not found:
            break
        stay.update(found)
    moves = tuple(Move(path, finding.move) for path, finding in sorted(wanted.items()) if path not in stay)
    return moves, tuple(Left(wanted[path], reason) for path, reason in sorted(stay.items()))


def _users(project: Project) -> Mapping[str, list[Link]]:
    """Return the references that are followed to each file, except those of archived files."""
    found: dict[str, list[Link]] = defaultdict(list)
    for link in project.links:
        is_there = link.resolution.outcome in (Outcome.FOUND, Outcome.MALFORMED, Outcome.NOT_SHIPPED)
        target = (link.resolution.target or link.resolution.expected) if is_there else None
        if not target:
            continue
        here = link.reference.location.path
        if link.reference.via in _FOLLOWED and here != target and project.role(here) is not Role.ARCHIVED:
            found[target].append(link)
    return found


def _need(links: Sequence[Link], moving: Collection[str], mended: Collection[tuple[str, int, int]]) -> str:
    """Return why a module cannot be moved: the first reference to it that stays. "" if there is none."""
    for link in links:
        place = link.reference.location
        if place.path not in moving and (place.path, place.line, place.column) not in mended and not _is_shown(link):
            does = _WORDS.get(link.reference.via, "starts")
            _, _, name = link.reference.text.partition(":")
            what = f"{name} from it" if name and does == "imports" else "it"
            return f"{place.path} line {place.line} still {does} {what}"
    return ""


def _is_shown(link: Link) -> bool:
    """True for a reference in a document: nothing fails if it stays."""
    from flake8_single_entry.readers import category_of
    from flake8_single_entry.readers.category import Category

    return category_of(link.reference) is Category.DOCUMENT


def _unmovable(tree: Tree, wanted: Mapping[str, Finding]) -> Iterator[tuple[str, str]]:
    """Yield the files that cannot be moved as such, with the reason."""
    names = _folded_names(tree.paths)
    planned: dict[str, str] = {}
    for path, finding in sorted(wanted.items()):
        new = finding.move
        entry = tree.entries.get(path)
        if entry is None or entry.is_submodule or tree.in_submodule(path):
            yield path, "it belongs to another repository"
        elif entry.is_link or tree.resolve(path) != path:
            yield path, "it is a symbolic link, or below one"
        elif basename(path) == "__init__.py":
            yield path, "it makes its directory a package"
        elif tree.resolve(new) != new or tree.in_submodule(new) or any(map(tree.is_file, _above(new))):
            yield path, f"{new} is not a path for a file"
        elif names.get(new.casefold()) or planned.get(new.casefold()):
            other = names.get(new.casefold()) or planned[new.casefold()]
            yield path, f"{other} is there already" if other == new else f"{new} and {other} differ only in case"
        else:
            clash = next((names[each.casefold()] for each in _above(new) if _differs(names, each)), "")
            if clash:
                yield path, f"the directories of {new} and {clash} differ only in case"
            planned[new.casefold()] = new


def _folded_names(paths: Iterable[str]) -> dict[str, str]:
    """Return all files and directories by their names without regard to case, as some systems compare them."""
    found: dict[str, str] = {}
    for path in paths:
        found.setdefault(path.casefold(), path)
        for above in _above(path):
            found.setdefault(above.casefold(), above)
    return found


def _differs(names: Mapping[str, str], directory: str) -> bool:
    return names.get(directory.casefold(), directory) != directory


def _above(path: str) -> Iterator[str]:
    while path := dirname(path):
        yield path
