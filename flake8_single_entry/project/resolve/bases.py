"""First step of resolution: the file systems and directories that a reference's base may denote, most likely first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname

from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import INCLUDED, Base, Reference, RelativeTo, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.images.images import Images, Layout
from flake8_single_entry.project.images.installed import INSTALLED
from flake8_single_entry.project.resolve.file_systems import ImageFiles, RepositoryFiles, SearchBase
from flake8_single_entry.readers import category_of

_COMPOSE = "compose"  # the surface of compose files


@dataclass(frozen=True)
class SearchBases:
    """Maps bases to search bases.

    ``package_roots`` are repository directories that contain packages according to packaging files, and
    ``package_places`` packages with the repository directory in which their modules are, if it has another name.
    ``names`` are possible names of a checkout of this repository.
    """

    tree: Tree
    images: Images
    package_roots: tuple[str, ...]
    package_places: tuple[tuple[str, str], ...] = ()
    names: frozenset[str] = frozenset()
    _imports: dict[tuple[str, tuple[str, ...]], SearchBase] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _repository(self) -> RepositoryFiles:
        return RepositoryFiles(self.tree)

    @cached_property
    def _installable(self) -> tuple[str, ...]:
        """``src`` if it contains packages: those of an installed project can be imported from anywhere."""
        pattern = re.compile(r"src/[^/]+/__init__\.py")
        return ("src",) if any(pattern.fullmatch(path) for path in self.tree.paths) else ()

    @cached_property
    def _python_directories(self) -> frozenset[str]:
        """Directories that contain Python files, directly or below."""
        parents = {dirname(path) for path in self.tree.paths if path.endswith(".py")}
        return frozenset(above for parent in parents for above in _upward(parent))

    def of(self, reference: Reference) -> tuple[SearchBase, ...]:
        """Return every search base of a reference, or none if its base is unknown."""
        base, path = reference.base, reference.location.path
        if base.anchor is RelativeTo.UNKNOWN:
            return ()
        if base.anchor is RelativeTo.IMAGE:
            return tuple(self._in_image(layout, base) for layout in self.images.layouts_of(reference))
        if base.anchor is RelativeTo.PACKAGE:
            key = (dirname(path), base.search)
            if key not in self._imports:
                self._imports[key] = self._importing(*key)
            return (self._imports[key],)
        if base.anchor is RelativeTo.CALLER and path in self.images.follow():
            followed = self.images.follow()[path]
            return tuple(self._in_image(each.layout, base) for each in followed)
        return self._in_repositories(reference)

    def _in_repositories(self, reference: Reference) -> tuple[SearchBase, ...]:
        """Return one search base per anchor.

        A guessed absolute directory is first matched by its longest existing tail.
        """
        base, installed = reference.base, self._installable
        package = reference.text.partition(":")[0].partition(".")[0]
        if package.lower() in self.names and self.tree.is_file(f"{package}/__init__.py"):
            installed = ("", *installed)  # the project's own package may be installed where the command runs
        ends: tuple[SearchBase, ...] = ()
        if base.directory.startswith("/") and not base.certain:
            if end := self._end_of(base.directory):
                ends = (self._in_repository("", base._replace(directory=end), installed),)
            base = base._replace(directory="")
        inner: tuple[SearchBase, ...] = ()
        if base.checkout and not base.directory and self.tree.is_directory(base.checkout):
            # ``python shop/main.py``: beside the clone ``shop``, or with the package ``shop`` in the clone
            inner = (self._in_repository("", base._replace(directory=base.checkout, checkout=""), installed),)
        around = (self._in_repository(anchor, base, installed) for anchor in self._anchors(reference))
        return (*ends, *around, *inner)

    def _end_of(self, directory: str) -> str:
        """Return the longest tail of an absolute path that is a directory of the repository, or ""."""
        parts = directory.strip("/").split("/")
        ends = ("/".join(parts[count:]) for count in range(len(parts)))
        return next((end for end in ends if end and self.tree.is_directory(end)), "")

    def fallback(self, reference: Reference) -> tuple[SearchBase, ...]:
        """Return search bases for a script that an image starts, as run by a person from the repository."""
        if reference.base.anchor is RelativeTo.CALLER and reference.location.path in self.images.follow():
            return self._in_repositories(reference)
        return ()

    def behind(self, reference: Reference) -> Mapping[Reference, tuple[SearchBase, ...]]:
        """Return the references that start this script in an image, each with the search bases in that image."""
        base = reference.base
        if (
            base.anchor is not RelativeTo.CALLER
            or reference.via not in (Via.RUN, Via.BUILD)
            or reference.runner == "docker"
        ):
            return {}
        found: dict[Reference, tuple[SearchBase, ...]] = {}
        for each in self.images.follow().get(reference.location.path, ()):
            found[each.starter] = (*found.get(each.starter, ()), self._in_image(each.layout, base))
        return found

    def _anchors(self, reference: Reference) -> Iterator[str]:
        path = reference.location.path
        here = dirname(path)
        match reference.base.anchor:
            case RelativeTo.ROOT:
                yield ""
            case RelativeTo.FILE if reference.surface == _COMPOSE and reference.runner == "docker":
                yield from self.images.project_directories(path) or (here, *_upward(dirname(here)))
            case RelativeTo.FILE:
                yield here
                apart = here and here not in self._python_directories
                if apart and not reference.base.directory.startswith("..") and reference.runner != INCLUDED:
                    yield from _upward(dirname(here))  # the file is stored elsewhere, to be copied to the code
            case RelativeTo.CONTEXT:
                yield from self.images.contexts(path)
            case _:
                # A document in a service's directory is read relative to it first; a script is called from the root.
                around = list(_upward(here))
                yield from around if category_of(reference).is_prose else ("", *around[:-1])

    def _in_repository(self, anchor: str, base: Base, installed: tuple[str, ...]) -> SearchBase:
        directory = under(anchor, self._below_checkout(anchor, base.directory))
        search = tuple(entry[2:] if entry.startswith("//") else under(anchor, entry) for entry in base.search)
        roots = tuple(dict.fromkeys((*search, directory, *self.package_roots)))
        return SearchBase(self._repository, directory, roots, installed, self.package_places)

    def _below_checkout(self, anchor: str, directory: str) -> str:
        """Return the directory without a leading checkout name unless it exists here: ``cd project/backend``."""
        first, _, rest = directory.partition("/")
        if first.lower() in self.names and not self.tree.is_directory(under(anchor, first)):
            return rest
        return directory

    def _importing(self, here: str, entries: tuple[str, ...]) -> SearchBase:
        search = tuple(entry[2:] if entry.startswith("//") else under(here, entry) for entry in entries)
        around = tuple(_upward(here))
        sources = tuple(
            under(directory, "src") for directory in around if self.tree.is_directory(under(directory, "src"))
        )
        # A package's directory is on the import path only if one of its modules is run as a script.
        packages = tuple(directory for directory in around if self.tree.is_file(under(directory, "__init__.py")))
        outside = tuple(directory for directory in around if directory not in packages)
        roots = tuple(dict.fromkeys((*search, *outside, *sources, *self.package_roots)))
        return SearchBase(self._repository, here, roots, packages, self.package_places)

    def _in_image(self, layout: Layout, base: Base) -> SearchBase:
        directory, *search = (layout.absolute(path) for path in (base.directory, *base.search))
        roots = dict.fromkeys((*search, directory, *layout.search, *self._installed(layout.installed)))
        places = self.package_places if layout.installed else ()
        packages = tuple((name, under(INSTALLED, place)) for name, place in places)
        return SearchBase(ImageFiles(self._repository, layout), directory, tuple(roots), packages=packages)

    def _installed(self, projects: tuple[str, ...]) -> Iterator[str]:
        """Yield where the modules of installed projects are found, whatever the image copies."""
        for project in projects:
            roots = (
                root for root in self.package_roots if not project or root == project or root.startswith(project + "/")
            )
            yield from (under(INSTALLED, root) for root in (*roots, under(project, "src"), project))


def _upward(directory: str) -> Iterator[str]:
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""
