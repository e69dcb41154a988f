"""Imports that would close a circle: of a module that imports the file that is to import it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flake8_single_entry.model import Via
from flake8_single_entry.project.graph import ReferenceGraph


@dataclass(frozen=True)
class Circles:
    """Looks up which files a module imports, itself or through others."""

    graph: ReferenceGraph
    _reached: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def closes(self, path: str, old: str, new: str) -> bool:
        """True if a file that imports ``new`` instead of ``old`` is imported by it, and was not by ``old``."""
        return path in self._imported(new) and path not in self._imported(old)

    def _imported(self, module: str) -> frozenset[str]:
        if module not in self._reached:
            seen: set[str] = set()
            pending = [module] if module else []
            while pending:
                links = self.graph.outgoing.get(pending.pop(), ())
                found = {target for reference, target in links if reference.via is Via.IMPORT} - seen
                seen |= found
                pending += found
            self._reached[module] = frozenset(seen)
        return self._reached[module]
