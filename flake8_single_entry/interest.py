"""Which of the files that a scan left aside matter to a project after all, by what they import."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import dirname

from flake8_single_entry.files import Tree
from flake8_single_entry.project.absence import in_archive
from flake8_single_entry.project.modules import SUFFIXES
from flake8_single_entry.project.places import under


@dataclass(frozen=True)
class Interest:
    """Asks of a quiet file's names: may they lead to a program, into an archive, or to a program that is gone?

    ``roots`` are directories that packaging files say hold packages.
    """

    tree: Tree
    roots: tuple[str, ...]
    _found: dict[tuple[str, str], bool] = field(default_factory=dict)

    def archived(self) -> frozenset[str]:
        """Names of the modules that lie in an archive."""
        paths = (path for path in self.tree.paths if path.endswith(".py") and in_archive(path))
        return frozenset(name for path in paths for name in module_names_of(path))

    def among(self, quiet: Mapping[str, str], stems: frozenset[str], *, absent: bool) -> Iterator[str]:
        """The quiet files that may import one of ``stems``, and with ``absent`` those that may import what is gone."""
        for path, names in quiet.items():
            words, _, heads = names.partition("|")
            if not stems.isdisjoint(words.split(" ")) or (absent and not self._lead(path, heads.split())):
                yield path

    def _lead(self, path: str, heads: Iterable[str]) -> bool:
        return all(self._leads(dirname(path), head) for head in heads)

    def _leads(self, directory: str, head: str) -> bool:
        """True where an import from a directory surely finds a module of the tree."""
        key = (directory, head)
        if key not in self._found:
            self._found[key] = any(self._is_module(path) for path in self._places(directory, head))
        return self._found[key]

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
        if head.endswith("()"):  # its last parts may be attributes
            options += [dirname(relative), dirname(dirname(relative))]
        for root in (*_around(directory), *self.roots):
            for option in filter(None, options):
                yield under(root, option)
                yield under(root, "src/" + option)

    def _is_module(self, path: str) -> bool:
        return any(self.tree.is_file(path + suffix) for suffix in (*SUFFIXES, "/__init__.py"))


def module_names_of(path: str) -> tuple[str, ...]:
    """The names that an import of a file may hold: its own, or its package's."""
    *directories, name = path.split("/")
    stem = name.partition(".")[0]
    return (directories[-1],) if stem == "__init__" and directories else (stem,)


def stems_of(paths: Iterable[str]) -> frozenset[str]:
    """The names under which files may be imported."""
    return frozenset(name for path in paths for name in module_names_of(path))


def _around(directory: str) -> Iterator[str]:
    while directory:
        yield directory
        directory = dirname(directory)
    yield ""
