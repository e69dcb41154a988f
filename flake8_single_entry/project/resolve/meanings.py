"""The repository paths that an unresolved reference can mean, from every search base and import path entry.

git knows some of them as deleted. A module ``a.b`` was ``a/b.py`` or ``a/b/__init__.py``
(https://docs.python.org/3/reference/import.html#path-entry-finders).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename, dirname

from flake8_single_entry.model import Kind, Reference, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.file_systems import SearchBase

_FORMS = (".py", "/__init__.py", "/__main__.py")
_PACKAGE = "/__init__.py"
# The last parts of these dotted names may be attributes.
_DOTTED_VIAS = frozenset((Via.PATCH, Via.CONFIG, Via.MENTION))
_DOTTED_RUNNERS = frozenset(("celery", "arq", "rq"))


def meanings(reference: Reference, starts: Iterable[SearchBase]) -> tuple[str, ...]:
    """Return the repository paths at which the target would have been found, most likely first."""
    found = (
        source
        for start in starts
        for path in (_paths(reference, start) if _is_path(reference) else _modules(reference, start))
        for source in start.place.sources(path)
    )
    return tuple(path for path in dict.fromkeys(found) if path and not path.startswith(("/", "..")))


def _is_path(reference: Reference) -> bool:
    return reference.kind in (Kind.PATH, Kind.BUILD)


def _paths(reference: Reference, start: SearchBase) -> Iterator[str]:
    path = start.at(reference.text.replace("\\", "/"))
    yield path
    if "." not in basename(path):
        yield under(path, "__main__.py")


def _modules(reference: Reference, start: SearchBase) -> Iterator[str]:
    module, _, attribute = reference.text.partition(":")
    name, roots = module.lstrip("."), (*start.roots, *start.lenient)
    if module.startswith("."):
        directory = start.directory
        for _ in range(len(module) - len(name) - 1):
            directory = dirname(directory)
        roots = (directory,)
    parts = tuple(part for part in name.split(".") if part)
    imported = attribute.strip() if reference.via is Via.IMPORT and attribute.strip().isidentifier() else ""
    dotted = reference.via in _DOTTED_VIAS or reference.runner in _DOTTED_RUNNERS
    there = {root: tuple(_directories(start, root, parts)) for root in roots}
    known = max((len(found) - 1 for found in there.values()), default=0)
    for root in roots:
        yield from _below(root, there[root], parts, known, imported, dotted=dotted)


def _directories(start: SearchBase, root: str, parts: tuple[str, ...]) -> Iterator[str]:
    """Yield an entry of the import path, and the directories below it that the parts of a module's name lead to."""
    yield root
    for part in parts:
        root = under(root, part)
        if not start.place.is_directory(root):
            return
        yield root


def _below(
    root: str, there: tuple[str, ...], parts: tuple[str, ...], known: int, imported: str, *, dotted: bool
) -> Iterator[str]:
    """Yield where the module may have been below an entry of the import path, the complete name first.

    The first ``known`` parts are packages that exist in some entry. ``imported`` may be a submodule. If the name is
    ``dotted``, its last parts may be attributes.
    """
    for count in range(len(parts), known, -1):
        path = under(root, "/".join(parts[:count]))
        forms = _FORMS if count == len(parts) else (".py", _PACKAGE) if dotted else (_PACKAGE,)
        yield from (path + form for form in forms)
    if known == len(parts) == len(there) - 1:
        yield from (under(there[-1], name) for name in ("__init__.py", "__main__.py"))
        if imported:
            yield from (under(there[-1], imported) + form for form in _FORMS[:2])
