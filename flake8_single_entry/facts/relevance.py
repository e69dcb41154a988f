"""Decide which skipped files are relevant, by the names they import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname
from typing import NamedTuple

from flake8_single_entry.conventions.archives import in_archive
from flake8_single_entry.conventions.entry_names import is_entry_name
from flake8_single_entry.files.tree import SUFFIXES, Tree
from flake8_single_entry.paths import under


class Importable(NamedTuple):
    """How a module may be named in an import: after its package, or by itself in files below ``directory``.

    ``package`` is "" if any file may import the module by itself.
    """

    package: str
    directory: str


@dataclass(frozen=True)
class Relevance:
    """Decides by the names of skipped files if they may import a program, an archived module or a missing program.

    ``roots`` are directories that hold packages according to packaging files. ``archives`` are the archive directories
    of the configuration, with a ``/`` at the end.
    """

    tree: Tree
    roots: tuple[str, ...]
    archives: tuple[str, ...] = ()
    _found: dict[tuple[str, str], bool] = field(default_factory=dict)

    def archived(self) -> tuple[str, ...]:
        """Return the modules in archives."""
        return tuple(
            path for path in self.tree.paths if path.endswith(".py") and in_archive(self.tree, path, self.archives)
        )

    def modules(self, paths: Iterable[str]) -> dict[str, set[Importable]]:
        """Return how imports may name some files, by the last part of the name."""
        found: dict[str, set[Importable]] = defaultdict(set)
        for path in paths:
            *directories, name = path.split("/")
            stem = name.partition(".")[0]
            if stem == "__init__" and directories:
                stem = directories.pop()
            directory = "/".join(directories)
            # A module that exists only in archives may be imported by its former path.
            is_package = self.tree.is_file(under(directory, "__init__.py")) and name not in self._only_archived
            found[stem].add(Importable(directories[-1] if is_package and directories else "", directory))
        return found

    @cached_property
    def _only_archived(self) -> frozenset[str]:
        """File names of archived modules that no live module has."""
        archived = frozenset(self.archived())
        live = {path.rpartition("/")[2] for path in self.tree.paths if path not in archived}
        return frozenset(path.rpartition("/")[2] for path in archived) - live

    def importers_of(self, quiet: Mapping[str, str], modules: Mapping[str, set[Importable]]) -> Iterator[str]:
        """Yield the skipped files that may import one of the modules."""
        for path, row in quiet.items():
            names = row.partition("|")[0].split(" ")
            for name in modules.keys() & names:
                if any(_may_name(path, names, importable) for importable in modules[name]):
                    yield path
                    break

    def with_unresolved_imports(self, quiet: Mapping[str, str]) -> Iterator[str]:
        """Yield the skipped files that import a module named like a program, from where there may be none."""
        for path, row in quiet.items():
            heads = row.partition("|")[2]
            if heads and not all(self._leads(dirname(path), head) for head in heads.split(" ")):
                yield path

    def _leads(self, directory: str, head: str) -> bool:
        """True if an import in a directory certainly finds a module of the tree, or certainly one from elsewhere."""
        key = (directory, head)
        if key not in self._found:
            places = list(self._places(directory, head))
            self._found[key] = any(map(self._is_module, places)) or not any(map(self._may_have_been, places))
        return self._found[key]

    def _may_have_been(self, path: str) -> bool:
        """True if there could have been a program at a path. If the import names a package, the package must exist."""
        return is_entry_name(path.rpartition("/")[2]) and self.tree.is_directory(dirname(path))

    def _places(self, directory: str, head: str) -> Iterator[str]:
        name = head.removesuffix("()")
        if name.startswith("."):
            parts = name.lstrip(".")
            for _ in range(len(name) - len(parts) - 1):
                directory = dirname(directory)
            yield under(directory, parts.replace(".", "/"))
            return
        relative = name.replace(".", "/")
        options = [relative]
        if head.endswith("()"):  # the last parts may be attributes
            options += [dirname(relative), dirname(dirname(relative))]
        for root in (*_around(directory), *self.roots):
            for option in filter(None, options):
                yield under(root, option)
                yield under(root, "src/" + option)

    def _is_module(self, path: str) -> bool:
        return any(self.tree.is_file(path + suffix) for suffix in (*SUFFIXES, "/__init__.py"))


def _may_name(path: str, names: list[str], module: Importable) -> bool:
    """True if a file that imports these names may mean the module."""
    if not module.package or module.package in names or module.package + "." in names:
        return True
    return path.startswith(module.directory + "/")


def _around(directory: str) -> Iterator[str]:
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""
