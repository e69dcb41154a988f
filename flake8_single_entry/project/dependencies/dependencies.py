"""The distributions that a project declares anywhere, read when a module is not found.

The answer to "can this module be foreign?" depends on them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import basename, split

from flake8_single_entry.conventions.directories import is_third_party
from flake8_single_entry.files.tree import Tree, Unreadable
from flake8_single_entry.line_ends import without_lone_returns
from flake8_single_entry.project.dependencies.declarations import DECLARING, installed_by, reader_of
from flake8_single_entry.project.dependencies.names import (
    distributions_of,
    forms,
    is_listed,
    normalised,
    without_separators,
)
from flake8_single_entry.readers import surface_of
from flake8_single_entry.readers.category import Category

_LARGEST = 4 << 20  # bytes of a lock file
_LARGEST_TEXT = 1 << 18  # bytes of a text that may install something
_MOST_TEXTS = 2000
_COMPILERS = frozenset(
    "maturin scikit-build scikit-build-core meson-python cython pybind11 setuptools-rust cffi nanobind "
    "sip pyqt-builder swig".split()
)
_CODE = (Category.CODE, Category.PACKAGE)


@dataclass(frozen=True)
class Dependencies:
    """What the files of a tree declare or install. ``own`` are the names of the project's own distributions."""

    tree: Tree
    own: frozenset[str] = frozenset()
    _known: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    @property
    def are_declared(self) -> bool:
        """True if the project declares any distribution."""
        return bool(self._declared)

    @property
    def are_known(self) -> bool:
        """True if the modules of all declared distributions are known."""
        return all(map(is_listed, self._declared))

    @property
    def compile_modules(self) -> bool:
        """True if the build may make modules that are no Python files."""
        return not self._declared.isdisjoint(_COMPILERS)

    def provide(self, module: str) -> bool:
        """Return True if Python, or a distribution that is declared or installed anywhere, may provide a module."""
        top = module.lstrip(".").partition(".")[0]
        if top not in self._known:
            self._known[top] = bool(top) and (top in sys.stdlib_module_names or self._is_provided(top))
        return self._known[top]

    def _is_provided(self, top: str) -> bool:
        provided = distributions_of(top)
        if not (self._declared.isdisjoint(provided) and self._installed.isdisjoint(provided)):
            return True
        return without_separators(top) in self._forms

    @cached_property
    def _forms(self) -> frozenset[str]:
        """The modules that the declared and installed distributions may provide by their names."""
        return frozenset(form for each in (self._declared | self._installed) - self._own for form in forms(each))

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(map(normalised, self.own))

    @cached_property
    def _declared(self) -> frozenset[str]:
        named = (paths for name, paths in self.tree.by_name.items() if name.endswith(DECLARING))
        names = (name for paths in named for path in paths for name in self._declared_in(path))
        return frozenset(map(normalised, names)) - self._own

    def _declared_in(self, path: str) -> Iterator[str]:
        above, name = split(path)
        read = reader_of(name, basename(above))
        if read is not None and not any(map(is_third_party, above.split("/"))):
            yield from read(self._text(path, _LARGEST))

    @cached_property
    def _installed(self) -> frozenset[str]:
        """What commands in scripts, images, workflows and documents install."""
        texts = (path for path in self.tree.paths if (surface := surface_of(path)) and surface.category not in _CODE)
        found: set[str] = set()
        for path, _ in zip(texts, range(_MOST_TEXTS), strict=False):
            text = self._text(path, _LARGEST_TEXT)
            if "install" in text or "uv" in text or " add " in text:
                found.update(map(normalised, installed_by(text)))
        return frozenset(found)

    def _text(self, path: str, most: int) -> str:
        with suppress(Unreadable):
            data = self.tree.read(path)
            return without_lone_returns(data.decode("utf-8-sig", "replace")) if len(data) <= most else ""
        return ""
