"""Graph of the resolved references, by target and by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from flake8_single_entry.model import PLUGIN, Link, Outcome, Reference, Via

_STARTS = frozenset({Via.RUN, Via.CONFIG})
_DOCUMENTS = (".md", ".mdx", ".mdc", ".markdown", ".rst", ".txt", ".adoc", ".html", ".htm", ".org")
_FOLLOWED = frozenset({Via.IMPORT, Via.CALL, Via.RUN})


def is_document(path: str) -> bool:
    """Return True for files that are read by people and not executed."""
    return path.lower().endswith(_DOCUMENTS)


class ReferenceGraph(NamedTuple):
    """References that resolve to a file, by target and by source. References of a file to itself are left out."""

    incoming: dict[str, list[Reference]]
    outgoing: dict[str, list[tuple[Reference, str]]]
    started: frozenset[str]

    @classmethod
    def of(cls, links: Sequence[Link]) -> ReferenceGraph:
        incoming: dict[str, list[Reference]] = defaultdict(list)
        outgoing: dict[str, list[tuple[Reference, str]]] = defaultdict(list)
        started = set()
        for link in links:
            target, reference = link.resolution.target, link.reference
            if link.resolution.outcome is not Outcome.FOUND or target is None or target == reference.location.path:
                continue
            incoming[target].append(reference)
            outgoing[reference.location.path].append((reference, target))
            if reference.via in _STARTS and reference.runner != PLUGIN and not is_document(reference.location.path):
                started.add(target)
        return cls(dict(incoming), dict(outgoing), frozenset(started))

    def reached(self, path: str, *, guarded: bool = False) -> frozenset[str]:
        """Return all Python files that a module imports or starts, directly or indirectly.

        References whose target may be absent are followed only if ``guarded`` is true.
        """
        seen = {path}
        waiting = [path]
        while waiting:
            for reference, target in self.outgoing.get(waiting.pop(), ()):
                if target not in seen and reference.via in _FOLLOWED and (guarded or not reference.guarded):
                    seen.add(target)
                    if target.endswith(".py"):
                        waiting.append(target)
        return frozenset(seen - {path})
