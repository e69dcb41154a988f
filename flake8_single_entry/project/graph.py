"""Graph of the resolved references, by target and by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from flake8_single_entry.conventions.file_names import name_of
from flake8_single_entry.model import PLUGIN, Facts, Kind, Link, Outcome, Reference, Via
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_STARTS = frozenset({Via.RUN, Via.CONFIG})
_FOLLOWED = frozenset({Via.IMPORT, Via.CALL, Via.RUN})


def started(links: Iterable[Link]) -> frozenset[str]:
    """Return the files that commands and configuration start. Documents start nothing."""
    return frozenset(target for link in links if is_start(link.reference) and (target := _other_file(link)))


def is_start(reference: Reference) -> bool:
    """Return True if a command or a configuration starts the target. What only installs a module starts nothing."""
    if reference.via not in _STARTS or reference.runner == PLUGIN:
        return False
    category = category_of(reference)
    if category is Category.PACKAGE:
        return reference.kind is not Kind.MODULE or bool(reference.runner)
    return category is not Category.DOCUMENT


def _other_file(link: Link) -> str | None:
    """Return the file that a reference means. None if there is none, or if it is the referencing file.

    A start that cannot be loaded as written, or whose file the image lacks, still says which module is meant.
    """
    resolution = link.resolution
    if resolution.outcome in (Outcome.FOUND, Outcome.MALFORMED):
        target = resolution.target
    else:
        target = resolution.expected if resolution.outcome is Outcome.NOT_SHIPPED else None
    return target if target != link.reference.location.path else None


def starts_itself(reference: Reference, facts: Mapping[str, Facts]) -> bool:
    """Return True for a start string that names its own file and an application in it.

    A namesake on the import path may be found first, but ``uvicorn.run("main:app")`` in a module with an ``app`` means
    that one.
    """
    if reference.via is not Via.CALL or reference.kind is not Kind.OBJECT:
        return False
    module, _, attribute = reference.text.partition(":")
    own = facts.get(reference.location.path)
    return (
        own is not None
        and own.traits is not None
        and module.rpartition(".")[2] == name_of(reference.location.path)
        and any(one.name == attribute for one in own.traits.applications)
    )


class ReferenceGraph(NamedTuple):
    """References that mean a file, by target and by source. References of a file to itself are left out.

    ``lacking`` holds, by source, the references to a name that the target does not define. They are no evidence for the
    target, so the other fields leave them out.
    """

    incoming: dict[str, list[Reference]]
    outgoing: dict[str, list[tuple[Reference, str]]]
    started: frozenset[str]
    lacking: dict[str, list[tuple[Reference, str]]]

    @classmethod
    def of(cls, links: Sequence[Link], facts: Mapping[str, Facts]) -> ReferenceGraph:
        incoming: dict[str, list[Reference]] = defaultdict(list)
        outgoing: dict[str, list[tuple[Reference, str]]] = defaultdict(list)
        lacking: dict[str, list[tuple[Reference, str]]] = defaultdict(list)
        for link in links:
            reference, target = link.reference, _other_file(link)
            if target is None or starts_itself(reference, facts):
                continue
            if link.resolution.lacking:
                lacking[reference.location.path].append((reference, target))
                continue
            incoming[target].append(reference)
            outgoing[reference.location.path].append((reference, target))
        sound = started(link for link in links if not link.resolution.lacking)
        return cls(dict(incoming), dict(outgoing), sound, dict(lacking))

    def leaving(self, path: str, *, lacking: bool = False) -> list[tuple[Reference, str]]:
        """Return the references of a file with their targets, those to undefined names only if ``lacking`` is true."""
        return [*self.outgoing.get(path, ()), *(self.lacking.get(path, ()) if lacking else ())]

    def reached(self, path: str, *, guarded: bool = False, lacking: bool = False) -> frozenset[str]:
        """Return all Python files that a module imports or starts, directly or indirectly.

        References whose target may be absent are followed only if ``guarded`` is true, and references to undefined
        names only if ``lacking`` is true.
        """
        seen = {path}
        waiting = [path]
        while waiting:
            for reference, target in self.leaving(waiting.pop(), lacking=lacking):
                if target not in seen and reference.via in _FOLLOWED and (guarded or not reference.guarded):
                    seen.add(target)
                    if target.endswith(".py"):
                        waiting.append(target)
        return frozenset(seen - {path})
