"""Features of an unresolved reference to a module: whether it is the project's own or comes from a distribution."""

from __future__ import annotations

from posixpath import basename
from typing import NamedTuple

from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import CONSOLE_SCRIPT, Kind, Reference, Resolution, Via
from flake8_single_entry.paths import under
from flake8_single_entry.project.dependencies.dependencies import Dependencies
from flake8_single_entry.project.dependencies.names import is_module_of_library
from flake8_single_entry.project.resolve.file_systems import SearchBase
from flake8_single_entry.project.resolve.hyphens import is_hyphenated, may_alias_modules
from flake8_single_entry.project.resolve.lookup import IMPORTING_RUNNERS
from flake8_single_entry.project.resolve.misspelling import NearNames

Looked = list[tuple[SearchBase, str]]

# Top-level names of services, under which no distribution on the package index is imported.
_OWN_NAMES = frozenset("src app main backend api server worker service wsgi asgi config".split())


class ModuleFeatures(NamedTuple):
    """An unresolved reference, and what its project and its dependencies tell about the module that it names.

    ``absence.reason`` comes from the git history, ``absence.elsewhere`` holds files of the same name. ``library`` is
    True if the project is distributed as a package and deploys nothing. Its documents then show programs that readers
    write themselves. ``names`` are the names of the project. ``corroborated`` is True if other references of the
    document show where the file should be. ``dependencies`` may provide a module. ``is_newer``
    is True for a line of a document that was written after the file went. ``archives`` are the archive directories of
    the configuration, ending in ``/``.
    """

    reference: Reference
    absence: Resolution
    looked: Looked
    tree: Tree
    library: bool
    names: frozenset[str] = frozenset()
    corroborated: bool = False
    dependencies: Dependencies | None = None
    is_newer: bool = False
    near: NearNames | None = None
    archives: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.absence.expected or ""

    @property
    def stem(self) -> str:
        return basename(self.path).removesuffix(".py")

    @property
    def is_provided(self) -> bool:
        """True if a declared distribution may provide the module, and no package with ``__init__`` here has its name.

        An installed package is found before a directory of its name without ``__init__``.
        """
        if not self.top or self.dependencies is None:
            return False
        return self.dependencies.provide(self.top) and not self._has_package(self.top)

    @property
    def is_named_like_a_library(self) -> bool:
        """True if a distribution that many projects use provides a module of this name, and no package here does."""
        top = self.top
        return bool(top) and is_module_of_library(top) and not self._has_package(top)

    @property
    def may_be_undeclared(self) -> bool:
        """True if the module may be foreign, because the project declares no dependencies."""
        declared = self.dependencies is not None and self.dependencies.are_declared
        return bool(self.top) and not declared and not self.is_own_package

    @property
    def top(self) -> str:
        """The first part of an absolute module name, or ""."""
        is_module = self.reference.kind in (Kind.MODULE, Kind.OBJECT)
        return self.reference.text.partition(":")[0].partition(".")[0] if is_module else ""

    @property
    def knows_import_path(self) -> bool:
        """False if the code adds a directory to the import path that is not where the text says it is."""
        added = len(self.reference.base.search)
        return all(
            start.place.is_directory(root) or not root for start, _ in self.looked for root in start.roots[:added]
        )

    def _has_package(self, top: str) -> bool:
        return any(
            start.place.file(under(root, f"{top}/__init__.py"))
            for start, _ in self.looked
            for root in (*start.roots, *start.lenient)
        )

    @property
    def is_foreign_module(self) -> bool:
        """True for a possibly third-party module: nothing here has its name, and no service is usually named so."""
        if self.reference.kind not in (Kind.MODULE, Kind.OBJECT):
            return False
        top, dot, _ = self.reference.text.partition(":")[0].lstrip(".").partition(".")
        # Many libraries have an app.py, so a file of that name in another directory proves nothing, unless it is a
        # main.
        telling = not dot or self.stem == "main"
        if any(telling or common_tail(path, self.path) > 1 for path in self.absence.elsewhere):
            return False
        if top.lower() in _OWN_NAMES or is_entry_name(top):
            return False
        if self.is_brought_by_nothing:
            return False
        if any(package.partition(".")[0] == top for start, _ in self.looked for package, _ in start.packages):
            return False
        return not any(start.place.is_directory(under(root, top)) for start, _ in self.looked for root in start.roots)

    @property
    def is_brought_by_nothing(self) -> bool:
        """True for a module that a server or a console script of this project starts, and that nothing declared brings.

        Only a project that declares its distributions, and compiles no modules, is judged.
        """
        reference, found = self.reference, self.dependencies
        starts = reference.via in (Via.RUN, Via.CONFIG) and reference.runner in (*IMPORTING_RUNNERS, CONSOLE_SCRIPT)
        if not self.top or not starts or found is None or not found.are_declared or found.compile_modules:
            return False
        return not found.provide(self.top) and not is_module_of_library(self.top)

    @property
    def may_be_brought(self) -> bool:
        """True if nothing declared brings the module, but it is not known what each distribution brings."""
        return self.is_brought_by_nothing and not (self.dependencies is not None and self.dependencies.are_known)

    @property
    def has_hyphens(self) -> bool:
        """True for a module below a directory whose name has hyphens, so that no import can load it."""
        parts = self.reference.text.partition(":")[0].strip(".").split(".")
        roots = ((start, root) for start, _ in self.looked for root in (*start.roots, *start.lenient))
        is_misspelt = any(is_hyphenated(start, root, parts) for start, root in roots)
        return is_misspelt and not may_alias_modules(self.tree, self.reference.location.path)

    @property
    def is_own_package(self) -> bool:
        """False if the name may mean a library, which is found before a directory of its name without ``__init__``."""
        top = self.top
        if not top or top.lower() in _OWN_NAMES or is_entry_name(top):
            return True
        return self._has_package(top)


def common_tail(one: str, other: str) -> int:
    """Return the number of trailing components that two paths share."""
    count = 0
    for left, right in zip(reversed(one.split("/")), reversed(other.split("/")), strict=False):
        if left != right:
            break
        count += 1
    return count
