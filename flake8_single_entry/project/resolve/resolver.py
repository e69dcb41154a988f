"""Resolution of each reference to its target, once and at its own base. Unknown if the target cannot be determined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname

from flake8_single_entry.conventions.placeholders import is_no_path
from flake8_single_entry.files.tree import Tree, ignored_paths
from flake8_single_entry.git.history import History
from flake8_single_entry.model import Kind, Link, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.absences import UnresolvedClassifier, absent_paths, not_shipped
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.corroboration import Corroboration
from flake8_single_entry.project.resolve.file_systems import SearchBase
from flake8_single_entry.project.resolve.modules import Hit, find_module, main_of
from flake8_single_entry.readers import category_of

UNKNOWN = Resolution(Outcome.UNKNOWN)
_ATTRIBUTE = re.compile(r"[A-Za-z_][\w.]*")
# uvicorn and similar servers import the part before the colon; a path fails with "Could not import module".
_IMPORTING_RUNNERS = frozenset({"uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "waitress-serve"})
_PYTHON = frozenset({"python", "python -m"})  # import the argument of ``-m``
_CELERY_DEFAULTS = ("celery", "app")
# Directory names common to many repositories. An absent one is missing, not the reader's name for the clone.
_PARTS = frozenset("src app backend frontend server client api web service services worker core lib scripts".split())


_TREE_GAP = 25  # lines without a Python file within one tree

Tries = list[tuple[SearchBase, str]]


@dataclass(frozen=True)
class Resolver:
    """Resolves references of one project."""

    tree: Tree
    starts: SearchBases
    absences: UnresolvedClassifier
    history: History

    def resolve_all(self, references: Iterable[Reference]) -> tuple[Link, ...]:
        """Return a link for each reference, in order. A target that git ignores is unknown, not missing.

        Git is queried once for all absent paths together.
        """
        led = [(reference, self._lead(reference)) for reference in references]
        absent = {path for _, found in led if not isinstance(found, Resolution) for path in absent_paths(found)}
        fates = self.history.deleted_or_renamed(absent)
        company = Corroboration.of(led)
        links = [
            Link(reference, found)
            if isinstance(found, Resolution)
            else Link(reference, self.absences.judge(reference, found, fates, company))
            for reference, found in led
        ]
        links += self._behind_scripts(links)
        unknown = self._made(link for link in links if link.resolution.outcome is Outcome.MISSING) | _foreign_trees(
            links
        )
        return tuple(Link(link.reference, UNKNOWN) if link in unknown else link for link in links)

    def _made(self, absent: Iterable[Link]) -> frozenset[Link]:
        """Return the links whose target git ignores: generated files that are not committed.

        If the referencing file is ignored too but still committed, the files next to it are expected to be committed as
        well.
        """
        missing = tuple(absent)
        paths = {path for link in missing for path in (link.resolution.expected, link.reference.location.path) if path}
        ignored = ignored_paths(self.tree, tuple(sorted(paths)))
        return frozenset(
            link
            for link in missing
            if link.resolution.expected in ignored and link.reference.location.path not in ignored
        )

    def _behind_scripts(self, links: Iterable[Link]) -> list[Link]:
        """Return links for what a script starts and an image that runs the script lacks.

        The script's own link holds the resolution in the first image that has the target. The links returned here are
        located where the other image starts the script.
        """
        found: dict[tuple[Reference, str | None], Link] = {}
        for link in links:
            reference, target = link.reference, link.resolution.target or link.resolution.expected
            if link.resolution.outcome not in (Outcome.FOUND, Outcome.MALFORMED) or reference.guarded:
                continue
            for starter, starts in self.starts.behind(reference).items():
                looked = self._tries(_loadable(reference), starts)
                if isinstance(looked, Resolution) or not all(start.place.certain(path) for start, path in looked):
                    continue
                lacks = not_shipped(reference, looked)
                if lacks is not None and lacks.expected == target:
                    through = f"through {reference.location.path} line {reference.location.line}"
                    found.setdefault((starter, target), Link(starter, lacks._replace(reason=through)))
        return list(found.values())

    def resolve(self, reference: Reference) -> Resolution:
        """Return the resolution of one reference."""
        return self.resolve_all((reference,))[0].resolution

    def leads(self, reference: Reference) -> tuple[Resolution, ...]:
        """Return the resolution from each search base where the target is found. Uses files only, not git."""
        found = (self._at(reference, start) for start in self.starts_of(reference))
        return tuple(one for one in found if isinstance(one, Resolution) and one.outcome is Outcome.FOUND)

    def every_lead(self, reference: Reference) -> Iterator[Resolution]:
        """Yield the resolutions of a module from each directory that may be on its import path, not only the first."""
        for start in self.starts_of(reference):
            for root in (*start.roots, *start.lenient):
                found = self._at(reference, start._replace(roots=(root,), lenient=()))
                if isinstance(found, Resolution) and found.outcome is Outcome.FOUND:
                    yield found

    def starts_of(self, reference: Reference) -> tuple[SearchBase, ...]:
        """Return all search bases of a reference, most likely first."""
        inside = (start for one in self._inside_checkout(reference) for start in self.starts.of(one))
        return (*self.starts.of(reference), *self.starts.fallback(reference), *inside)

    def _lead(self, reference: Reference) -> Resolution | Tries:
        if not reference.text or is_no_path(reference.text):
            return UNKNOWN
        if malformed(reference):
            return self._file_in_module_clothes(reference)._replace(outcome=Outcome.MALFORMED)
        tries = self._tries(reference, self.starts.of(reference))
        if isinstance(tries, Resolution):
            return tries
        fallback = self._tries(reference, self.starts.fallback(reference))
        if isinstance(fallback, Resolution) and not tries:
            return fallback
        return self._in_checkout(reference) or tries or UNKNOWN

    def _in_checkout(self, reference: Reference) -> Resolution | Tries | None:
        """Resolve a reference in a document that enters the reader's clone under another name: ``cd shop/backend``.

        Return None if only the name suggests a clone.
        """
        tries: Tries | None = None
        for inside in self._inside_checkout(reference):
            starts = self.starts.of(inside)
            found = self._tries(inside, starts)
            if isinstance(found, Resolution):
                return found
            if inside.base.directory and any(start.place.is_directory(start.directory) for start in starts):
                tries = tries or found
        first = reference.base.directory.partition("/")[0]
        if tries is None and first and first.lower() in self.absences.names:
            return next((self._tries(one, self.starts.of(one)) for one in self._inside_checkout(reference)), None)
        return tries

    def _inside_checkout(self, reference: Reference) -> Iterator[Reference]:
        """Yield the reference without leading directories that do not exist in the repository, one more at a time."""
        base = reference.base
        if not category_of(reference).is_prose or base.anchor is not RelativeTo.CALLER:
            return
        rest, search = base.directory, base.search
        while rest:
            first, _, rest = rest.partition("/")
            ours = first == ".." or first.lower() in _PARTS or first in self._directory_names
            if ours and first.lower() not in self.absences.names:
                return
            search = tuple(entry.removeprefix(first).lstrip("/") for entry in search)
            yield reference._replace(base=base._replace(directory=rest, search=search))

    @cached_property
    def _directory_names(self) -> frozenset[str]:
        return frozenset(basename(path) for path in self.tree.directories)

    def _tries(self, reference: Reference, starts: tuple[SearchBase, ...]) -> Resolution | Tries:
        """Return the resolution at the first search base with a target, otherwise the paths that were tried."""
        looked: Tries = []
        for start in starts:
            outcome = self._at(reference, start)
            if isinstance(outcome, Resolution):
                return outcome
            looked.append((start, outcome))
        return looked

    def _at(self, reference: Reference, start: SearchBase) -> Resolution | str:
        if reference.kind in (Kind.PATH, Kind.BUILD):
            return _path_at(reference, start)
        return _module_at(reference, start)

    def _file_in_module_clothes(self, reference: Reference) -> Resolution:
        """Return the most likely resolution of a malformed module text: the file at that path."""
        module = reference.text.partition(":")[0].replace("\\", "/")
        if reference.kind is Kind.MODULE and "/" not in module:
            module = module.removesuffix(".py").replace(".", "/")
        path = module if module.endswith(".py") else module + ".py"
        for start in self.starts.of(reference):
            if (file := start.place.file(start.at(path))) is not None:
                return Resolution(Outcome.FOUND, target=file)
        return Resolution(Outcome.FOUND, expected=path)


def _foreign_trees(links: Iterable[Link]) -> frozenset[Link]:
    """Return the missing entries of directory trees without any existing file. Such trees show another project."""
    trees: list[list[Link]] = []
    for link in links:
        if link.reference.runner != "tree":
            continue
        before = trees[-1][-1].reference.location if trees else None
        here = link.reference.location
        if before is None or before.path != here.path or not 0 <= here.line - before.line <= _TREE_GAP:
            trees.append([])
        trees[-1].append(link)
    foreign = (tree for tree in trees if all(link.resolution.outcome is not Outcome.FOUND for link in tree))
    return frozenset(link for tree in foreign for link in tree)


def malformed(reference: Reference) -> bool:
    """Return True if a module is expected and the text can never be one: ``main.py:app``, ``src/main:app``."""
    importing = _IMPORTING_RUNNERS | _PYTHON if reference.kind is Kind.MODULE else _IMPORTING_RUNNERS
    if reference.kind not in (Kind.MODULE, Kind.OBJECT) or reference.runner not in importing:
        return False
    if reference.via not in (Via.RUN, Via.CALL, Via.CONFIG):
        return False
    module = reference.text.partition(":")[0]
    return module.endswith(".py") or "/" in module or "\\" in module


def _loadable(reference: Reference) -> Reference:
    """Return a malformed reference as the path that it most likely means, and any other reference unchanged."""
    if not malformed(reference):
        return reference
    path = reference.text.partition(":")[0]
    return reference._replace(kind=Kind.PATH, text=path if path.endswith(".py") else path + ".py")


def _path_at(reference: Reference, start: SearchBase) -> Resolution | str:
    text = reference.text.replace("\\", "/")
    if text.startswith("/") and reference.base.anchor is not RelativeTo.IMAGE:
        return UNKNOWN
    path = start.at(text)
    if (file := start.place.file(path)) is not None:
        return Resolution(Outcome.FOUND, target=file)
    if start.place.is_directory(path):
        if reference.kind is Kind.BUILD:
            return Resolution(Outcome.FOUND, target=start.place.expected(path))
        main = start.place.file(under(path, "__main__.py"))
        return Resolution(Outcome.FOUND, target=main) if main else UNKNOWN
    return path


def _module_at(reference: Reference, start: SearchBase) -> Resolution | str:
    module, _, attribute = reference.text.partition(":")
    roots = start.roots
    if module.startswith("."):
        if reference.base.anchor is not RelativeTo.PACKAGE:
            return UNKNOWN
        roots, module = _relative(start.directory, module)
    wanted = attribute.strip() if reference.via is Via.IMPORT else _name_of(attribute)
    if not module:
        return _from_package(start, roots[0], wanted)
    hit = find_module(start.place, roots, module)
    if hit and reference.base.anchor is RelativeTo.PACKAGE and _has_nearer(start, hit, module):
        return UNKNOWN
    if hit is None or hit.rest or hit.file is None:
        hit = _leniently(start, module) or hit
    if hit is None or (hit.rest and hit.file is None):
        return _expected(hit, roots, start, module)
    if hit.rest:
        return _dotted_attribute(reference, hit)
    return _whole(reference, start, hit, wanted)


def _has_nearer(start: SearchBase, found: Hit, module: str) -> bool:
    """Return True if a package around the file also contains the module.

    Which of them is meant depends on what is run.
    """
    nearer = [each for each in start.lenient if each.startswith(f"{found.root}/" if found.root else "") and each]
    hit = find_module(start.place, nearer, module)
    return hit is not None and hit.file is not None and len(hit.rest) <= len(found.rest)


def _leniently(start: SearchBase, module: str) -> Hit | None:
    hit = find_module(start.place, start.lenient, module)
    return hit if hit and hit.file and (not hit.rest or not hit.package) else None


def _relative(directory: str, module: str) -> tuple[tuple[str, ...], str]:
    name = module.lstrip(".")
    for _ in range(len(module) - len(name) - 1):
        directory = dirname(directory)
    return (directory,), name


def _from_package(start: SearchBase, directory: str, name: str) -> Resolution | str:
    """Resolve ``from . import name``: a submodule, or else an attribute of the package."""
    hit = find_module(start.place, (directory,), name) if name else None
    if hit and hit.file:
        return Resolution(Outcome.FOUND, target=hit.file, attribute=".".join(hit.rest))
    package = start.place.file(under(directory, "__init__.py"))
    return Resolution(Outcome.FOUND, target=package, attribute=name) if package else UNKNOWN


def _whole(reference: Reference, start: SearchBase, hit: Hit, attribute: str) -> Resolution | str:
    """Resolve a name of which every part is a module or a package."""
    if hit.package and attribute:
        inner = find_module(start.place, (hit.directory,), attribute.partition(".")[0])
        if inner and inner.file:
            return Resolution(Outcome.FOUND, target=inner.file, attribute=attribute.partition(".")[2])
    if hit.package and reference.runner == "celery" and not attribute:
        for default in _CELERY_DEFAULTS:
            if (file := start.place.file(f"{hit.directory}/{default}.py")) is not None:
                return Resolution(Outcome.FOUND, target=file)
    if hit.package and reference.runner in _PYTHON and reference.kind is Kind.MODULE:
        if (main := main_of(start.place, hit)) is not None:
            return Resolution(Outcome.FOUND, target=main)
        return f"{hit.directory}/__main__.py" if hit.file else UNKNOWN
    return Resolution(Outcome.FOUND, target=hit.file, attribute=attribute) if hit.file else UNKNOWN


def _dotted_attribute(reference: Reference, hit: Hit) -> Resolution | str:
    """Resolve a name with remaining dotted parts after a module: attributes, if the form allows them."""
    rest = ".".join(hit.rest)
    dotted = reference.via in (Via.PATCH, Via.CONFIG, Via.MENTION) or reference.runner in ("celery", "arq", "rq")
    if hit.package:
        if dotted and ":" not in reference.text and len(hit.rest) == 1:
            return Resolution(Outcome.FOUND, target=hit.file, attribute=rest)
        return under(hit.directory, rest.replace(".", "/") + ".py")
    if dotted:
        return Resolution(Outcome.FOUND, target=hit.file, attribute=rest)
    return UNKNOWN


def _expected(hit: Hit | None, roots: tuple[str, ...], start: SearchBase, module: str) -> str:
    path = module.replace(".", "/") + ".py"
    if hit is None:
        return under(start.directory if start.directory in roots or not roots else roots[0], path)
    return under(hit.root, path)


def _name_of(attribute: str) -> str:
    match = _ATTRIBUTE.match(attribute.strip())
    return match.group() if match else ""


def all_references(facts: Iterable[tuple[Reference, ...]]) -> Iterator[Reference]:
    """Yield the references of many files, file by file."""
    for references in facts:
        yield from references
