"""Modules by the names that they define, to find where a definition is today."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.conventions.directories import is_third_party
from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.files.tree import Tree, Unreadable

_DEFINED = re.compile(rb"^(?:(?:async[ \t]+)?def|class)[ \t]+(\w+)|^([A-Z]\w*)[ \t]*=(?!=)", re.MULTILINE)
_MOST_MODULES = 2_000


@dataclass(frozen=True)
class Definitions:
    """Functions, classes and constants that the modules of a tree define at module level.

    Tests and third-party code are left out. Nothing is known about a tree of more than 2,000 modules.
    """

    tree: Tree

    def of(self, name: str) -> tuple[str, ...]:
        """Return the modules that define a name, sorted."""
        return tuple(self._by_name.get(name, ()))

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        modules = tuple(self._modules())
        for path in modules if len(modules) <= _MOST_MODULES else ():
            with suppress(Unreadable):
                names = {one or other for one, other in _DEFINED.findall(self.tree.read(path))}
                for name in names:
                    found[name.decode("ascii", "replace")].append(path)
        return found

    def _modules(self) -> Iterator[str]:
        for path in self.tree.paths:
            if path.endswith(".py") and not in_tests(path) and not any(map(is_third_party, path.split("/")[:-1])):
                yield path
