"""Resolution of each reference to its target, once and at its own base. Unknown if the target cannot be determined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from posixpath import basename, dirname

from flake8_single_entry.conventions.placeholders import is_no_path
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.git.history import History
from flake8_single_entry.model import DRAWN, Kind, Link, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.resolve.absences import HistoryFacts, UnresolvedClassifier, not_shipped
from flake8_single_entry.project.resolve.bases import SearchBases
from flake8_single_entry.project.resolve.claims import Written, as_claimed
from flake8_single_entry.project.resolve.corroboration import Corroboration
from flake8_single_entry.project.resolve.drawn_trees import FOREIGN_TREE, foreign_trees
from flake8_single_entry.project.resolve.file_systems import SearchBase
from flake8_single_entry.project.resolve.ignored import lower_ignored
from flake8_single_entry.project.resolve.line_age import newer_references
from flake8_single_entry.project.resolve.lookup import (
    ATTRIBUTE_LOADERS,
    UNKNOWN,
    loadable,
    malformed,
    module_at,
    path_at,
)
from flake8_single_entry.project.resolve.meanings import meanings
from flake8_single_entry.project.resolve.untracked import settle_untracked
from flake8_single_entry.readers import category_of

# Directory names common to many repositories. An absent one is missing, not the reader's name for the clone.
_PARTS = frozenset("src app backend frontend server client api web service services worker core lib scripts".split())

Tries = list[tuple[SearchBase, str]]


@dataclass(frozen=True)
class Resolver:
    """Resolves references of one project. ``written`` are the files that documents have their readers write."""

    tree: Tree
    starts: SearchBases
    absences: UnresolvedClassifier
    history: History
    written: Written = field(default_factory=dict)

    def resolve_all(self, references: Iterable[Reference]) -> tuple[Link, ...]:
        """Return a link for each reference, in order. A target that git ignores, and never tracked, is a note.

        In a work tree, a target that is on disk and only has to be added is unknown.

        Git is queried once for all absent paths together.
        """
        led = [(reference, self._lead(reference)) for reference in references]
        meant = {
            reference: self._meant(reference, found) for reference, found in led if not isinstance(found, Resolution)
        }
        submodules = {reference: path for reference, found in led if (path := _submodule(reference, found))}
        fates = self.history.deleted_or_renamed(chain(submodules.values(), *meant.values()), self.tree.is_file)
        newer = newer_references(meant, self.tree, self.history)
        memory = {reference: HistoryFacts(paths, fates, reference in newer) for reference, paths in meant.items()}
        corroboration = Corroboration.of(led)
        links = [
            Link(reference, self.absences.gone(submodules.get(reference, ""), fates) or found)
            if isinstance(found, Resolution)
            else Link(reference, self.absences.judge(reference, found, memory[reference], corroboration))
            for reference, found in led
        ]
        links += self._behind_scripts(links)
        links = list(settle_untracked(links, self.tree, self.places_of))
        links = list(lower_ignored(links, self.tree, self.places_of))
        foreign = foreign_trees(links)
        return tuple(
            Link(link.reference, FOREIGN_TREE) if link in foreign else as_claimed(link, self.written) for link in links
        )

    def places_of(self, reference: Reference) -> tuple[str, ...]:
        """Return the paths at which an unresolved reference is looked for."""
        return meanings(reference, (*self.starts.of(reference), *self.starts.fallback(reference)))

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
                looked = self._tries(loadable(reference), starts)
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

    def lookups(self, reference: Reference) -> tuple[tuple[SearchBase, Resolution | str], ...]:
        """Return each search base with the resolution there, or with the path at which nothing is. Uses files only."""
        return tuple((start, self._at(reference, start)) for start in self.starts_of(reference))

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
        is_word = reference.kind is Kind.PATH and reference.via is Via.RUN and reference.runner != ""
        if not reference.text or is_no_path(reference.text, is_word):
            return UNKNOWN
        if malformed(reference):
            return self._file_in_module_clothes(reference)._replace(outcome=Outcome.MALFORMED)
        tries = self._tries(reference, self.starts.of(reference))
        if isinstance(tries, Resolution):
            return tries
        fallback = self._tries(reference, self.starts.fallback(reference))
        if isinstance(fallback, Resolution) and not tries:
            return fallback
        inside = self._in_checkout(reference)
        if reference.runner in DRAWN and isinstance(inside, list):
            return [*tries, *inside]
        return inside or tries or UNKNOWN

    def _meant(self, reference: Reference, looked: Tries) -> tuple[str, ...]:
        """Return the paths that git remembers among those that an unresolved reference can mean."""
        if reference.kind in (Kind.MODULE, Kind.OBJECT):
            module, _, name = reference.text.partition(":")
            if self.history.gone_names.isdisjoint((*module.split("."), name.strip())):
                return ()
        starts = (start for start, _ in looked)
        return tuple(filter(self.history.remembers, meanings(reference, chain(starts, self.starts_of(reference)))))

    def gone_nearby(self, link: Link) -> Resolution | None:
        """Return the absence of what a Dockerfile started from its own directory, if git remembers it there.

        Its context is a guess where it copies everything: from above, a namesake is found.
        """
        reference, target = link
        home = dirname(reference.location.path)
        if reference.base.anchor is not RelativeTo.IMAGE or not home or (target.target or "").startswith(home + "/"):
            return None
        paths = tuple(path for path in self._meant(reference, []) if path.startswith(home + "/"))
        fates = self.history.deleted_or_renamed(paths, self.tree.is_file) if paths else {}
        return next((gone for path in paths if (gone := self.absences.gone(path, fates)) is not None), None)

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
            if reference.runner in DRAWN:
                tries = [*(tries or ()), *found]
            elif inside.base.directory and any(start.place.is_directory(start.directory) for start in starts):
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
            if first.lower() not in self.absences.names and self._is_ours(reference, first):
                return
            search = tuple(entry.removeprefix(first).lstrip("/") for entry in search)
            yield reference._replace(base=base._replace(directory=rest, search=search))

    def _is_ours(self, reference: Reference, directory: str) -> bool:
        """Return True if a directory is one of the repository, rather than the reader's name for the clone."""
        if reference.runner in DRAWN:  # the name on top of a tree
            at = reference._replace(base=reference.base._replace(directory=directory))
            return any(start.place.is_directory(start.directory) for start in self.starts.of(at))
        return directory == ".." or directory.lower() in _PARTS or directory in self._directory_names

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
            return path_at(reference, start)
        return module_at(reference, start)

    def _file_in_module_clothes(self, reference: Reference) -> Resolution:
        """Return the most likely resolution of a malformed module text: the file at that path."""
        module = reference.text.partition(":")[0].replace("\\", "/").removesuffix(".py")
        names = [module + ".py"]
        if "/" not in module and "." in module:  # ``api.main.py:app``: a file with dots in its name is rare
            names = [module.replace(".", "/") + ".py", *names]
        for start in self.starts.of(reference):
            for path in names:
                if (file := start.place.file(start.at(path))) is not None:
                    return Resolution(Outcome.FOUND, target=file)
        return Resolution(Outcome.FOUND, expected=names[0])


def _submodule(reference: Reference, found: Resolution | Tries) -> str:
    """Return the module that ``celery -A pkg.module`` may mean where only the package is found, or ""."""
    if not isinstance(found, Resolution) or found.target is None or reference.runner not in ATTRIBUTE_LOADERS:
        return ""
    is_package = found.outcome is Outcome.FOUND and basename(found.target) == "__init__.py"
    name = found.attribute.partition(".")[0] if is_package and ":" not in reference.text else ""
    return under(dirname(found.target), f"{name}.py") if name else ""


def all_references(facts: Iterable[Iterable[Reference]]) -> Iterator[Reference]:
    """Yield the references of many files, file by file."""
    for references in facts:
        yield from references
