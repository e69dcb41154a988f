"""What decided about one reference, in words: where it was looked for, and which facts are known of its target."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from flake8_single_entry.files.tree import ignored_paths
from flake8_single_entry.model import Kind, Link, Outcome, Reference, Resolution, Role, Scope, Via
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.resolve.absences import absent_paths
from flake8_single_entry.project.resolve.file_systems import ImageFiles, SearchBase
from flake8_single_entry.project.resolve.resolver import Resolver
from flake8_single_entry.readers import category_of

_HOW = {
    Via.RUN: "a command starts it",
    Via.CALL: "a call loads or starts it",
    Via.IMPORT: "an import",
    Via.PATCH: "a test patches it",
    Via.CONFIG: "a setting names it",
    Via.COPY: "an image copies it",
    Via.BUILD: "a build needs it",
    Via.PATH: "code names the path",
    Via.MENTION: "it is named or shown",
}
_WHAT = {
    Kind.PATH: "a path",
    Kind.MODULE: "a module",
    Kind.OBJECT: "an object of a module",
    Kind.BUILD: "a build input",
}
_MOST = 5  # bases and files that are listed


def nature(reference: Reference) -> str:
    """Return what the text of a reference is and how it refers to its target."""
    how = f"{_HOW[reference.via]} ({reference.runner})" if reference.runner else _HOW[reference.via]
    return f"{_WHAT[reference.kind]}; {how}; read as {reference.surface}"


def bases(project: Project, reference: Reference) -> Iterator[str]:
    """Yield where the target was looked for, most likely first, and whether it is there."""
    if project.resolver is None:
        return
    looked = project.resolver.lookups(reference)
    for start, found in looked[:_MOST]:
        yield f"{_directory(reference, start)}: {_hit(start, found)}"
    if len(looked) > _MOST:
        yield f"and {len(looked) - _MOST} more"


def _directory(reference: Reference, start: SearchBase) -> str:
    if isinstance(start.place, ImageFiles):
        return f"{start.directory or '/'} of the image"
    if reference.kind in (Kind.MODULE, Kind.OBJECT):
        roots = [root or "the root" for root in start.roots[:_MOST]]
        return f"the import path {', '.join(roots)}" if roots else "no import path"
    return f"{start.directory}/" if start.directory else "the root"


def _hit(start: SearchBase, found: Resolution | str) -> str:
    if isinstance(found, str):
        source = start.place.expected(found)
        behind = f" ({source} of the repository)" if source and source != found else ""
        return f"{found}{behind} is not there"
    return f"{found.target} is there" if found.target else found.reason or "a text that cannot be followed"


def destination(project: Project, link: Link) -> str:
    """Return what a reference resolves to."""
    reference, resolution = link
    match resolution.outcome:
        case Outcome.FOUND:
            return f"{resolution.target}, {_state(project, link)}"
        case Outcome.MISSING:
            gone = f" ({resolution.reason})" if resolution.reason else ""
            return f"nothing: {resolution.expected or reference.text} does not exist{gone}"
        case Outcome.NOT_SHIPPED:
            why = f": {resolution.reason}" if resolution.reason else ""
            return f"{resolution.expected}, which is in the repository but not in the image{why}"
        case Outcome.MALFORMED:
            return f"nothing: {reference.text} can never be loaded"
    return "unknown"


def _state(project: Project, link: Link) -> str:
    target, lacking = link.resolution.target or "", link.resolution.lacking
    if lacking:
        return f"which has no {lacking}"
    role = project.role(target)
    scope = project.scope_of(target)
    if role is Role.AUTHORITATIVE:
        return f"the entry point of {_name(scope)}"
    if role is Role.DUPLICATE:
        return f"superseded by {project.entry_for(target) or 'another version'}"
    if role is Role.ARCHIVED:
        return "which is archived"
    return f"which exists (role: {role})" if role else "which exists"


def _name(scope: Scope) -> str:
    return "the repository" if scope.root == "." else f"{scope.root}/"


def role_of(project: Project, path: str) -> Iterator[str]:
    """Yield what the project knows of a runnable module, and the strongest evidence. Nothing for other files."""
    candidate = project.candidate(path)
    if candidate is None:
        return
    scope = project.scope_of(path)
    decided = f", decided by {scope.decided_by}" if scope.decided_by else ""
    yield f"{path} is a runnable module of {_name(scope)}{decided}; its role: {candidate.role}"
    for evidence in candidate.evidence[:_MOST]:
        yield f"{evidence.weight:+.1f}  {evidence.text}"


def facts(project: Project, link: Link) -> Iterator[str]:
    """Yield the facts that are known of a reference whose target was not found."""
    reference, resolution = link
    if reference.guarded:
        yield "the line provides for its absence"
    if not reference.base.certain:
        yield "the directory that it runs in is a guess"
    if reference.base.checkout:
        yield f"it runs in {reference.base.checkout}, which the same text clones"
    if resolution.outcome in (Outcome.FOUND, Outcome.MALFORMED) or project.resolver is None:
        return
    yield from _facts_of_absence(project.resolver, reference, resolution)
    yield from (clause for clause in resolution.facts)


def _facts_of_absence(resolver: Resolver, reference: Reference, resolution: Resolution) -> Iterator[str]:
    looked = [(start, found) for start, found in resolver.lookups(reference) if isinstance(found, str)]
    if not looked:
        return
    paths = absent_paths(looked)
    yield from _memory(resolver, reference, paths)
    yield from _dependencies(resolver, reference)
    ignored = ignored_paths(resolver.tree, paths)
    if ignored:
        yield f"git ignores {', '.join(sorted(ignored)[:_MOST])}"
    unsure = [path for start, path in looked if not start.place.certain(path)]
    if unsure:
        yield f"something else may bring {unsure[0]}: a base image, an installation, a mount, another repository"
    wanted = resolution.expected or (paths[0] if paths else "")
    same = resolver.absences.elsewhere(wanted, reference.location.path) if wanted else ()
    if same:
        yield f"of that name or a version of it: {', '.join(same)}"
    directories = dict.fromkeys(dirname(path) for path in paths if resolver.tree.is_directory(dirname(path)))
    if any(directories):
        yield f"its directory exists: {', '.join(f'{directory}/' for directory in directories if directory)}"
    if category_of(reference).is_prose:
        yield "a document: its readers may be in a directory of their own"
        if resolver.absences.library:
            yield "the project is a library: its documents show programs that readers write"


def _dependencies(resolver: Resolver, reference: Reference) -> Iterator[str]:
    dependencies, module = resolver.absences.dependencies, reference.text.partition(":")[0]
    if dependencies is None or reference.kind not in (Kind.MODULE, Kind.OBJECT):
        return
    if dependencies.provide(module):
        yield f"Python or a dependency provides a module {module.partition('.')[0]}"
    elif dependencies.are_declared:
        yield f"no declared dependency is known to provide {module}"
    else:
        yield "the project declares no dependencies"


def _memory(resolver: Resolver, reference: Reference, paths: tuple[str, ...]) -> Iterator[str]:
    """Yield what git remembers of the paths that the reference can mean."""
    places = (*paths, *resolver.places_of(reference))
    fates = resolver.history.deleted_or_renamed(places, resolver.tree.is_file)
    for path, renamed in list(fates.items())[:_MOST]:
        yield f"git remembers {path}: {f'renamed to {renamed}' if renamed else 'deleted'}"
    if not fates and paths:
        yield f"git does not remember {' or '.join(paths[:_MOST])}"
