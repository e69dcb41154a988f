"""Uses of a module as evidence: what starts or names it, and how several uses add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from flake8_single_entry.model import Evidence, Location


class Use(NamedTuple):
    """A reference that starts or uses a module. ``slot`` is the name of the process it defines, if known."""

    evidence: Evidence
    slot: str = ""

    def through(self, path: str, share: float = 1.0) -> Use:
        """Return the use as inherited through the script or wrapper in between."""
        old = self.evidence
        text = old.text if " through " in old.text else f"{old.text} through {path}"
        return self._replace(evidence=old._replace(weight=round(old.weight * 0.95 * share, 2), text=text))


def summed(starts: Iterable[Use]) -> tuple[Evidence, ...]:
    """Return one piece of evidence per kind: the strongest, with a small increase for each further one."""
    groups: dict[str, list[Evidence]] = defaultdict(list)
    for start in starts:
        groups[start.evidence.kind].append(start.evidence)
    found = []
    for group in groups.values():
        group.sort(key=lambda one: (-one.weight, one.location or Location("", 0, 0, 0, 0)))
        sources = {one.location.path if one.location else "" for one in group}
        best = group[0]
        extra = min(3, len(sources) - 1) + 0.5 * min(2, len(group) - len(sources))
        text = best.text if len(group) == 1 else f"{best.text}, and {len(group) - 1} more"
        found.append(best._replace(weight=round(best.weight * (1 + 0.1 * extra), 2), text=text))
    return tuple(sorted(found, key=lambda one: (-one.weight, one.kind)))
