"""The kinds of evidence for an entry point: how much each counts, and what is decided with it.

A start in a file of a surface is evidence of a kind of its own, named after the surface: its weight is a field of
``readers.Surface``. The weights only rank.
"""

from __future__ import annotations

from typing import NamedTuple


class EvidenceKind(NamedTuple):
    """One kind of evidence.

    ``weight`` is that of a single piece of evidence, or None if it depends on more than the kind. ``is_use`` is True if
    something starts, uses or names the module. ``is_start`` is True if an executed file starts it, rather than a
    document. ``is_inner`` is True for uses from within the project and for git evidence, which do not count in a
    comparison with other programs. ``is_reported`` is True if a finding may say it as what starts a module.
    """

    weight: float | None = None
    is_use: bool = True
    is_start: bool = True
    is_inner: bool = False
    is_reported: bool = True


_OWN = EvidenceKind(is_use=False, is_start=False, is_reported=False)  # what a module itself shows
_GIT = _OWN._replace(is_inner=True)
_PROSE = EvidenceKind(is_start=False)
_MENTION = EvidenceKind(is_start=False, is_reported=False)

KINDS = {
    # references from code of the project
    "server": EvidenceKind(4.0),
    "launcher": EvidenceKind(2.5, is_inner=True),
    "import": EvidenceKind(2.0, is_start=False, is_inner=True, is_reported=False),
    "used": EvidenceKind(4.0, is_use=False, is_start=False, is_inner=True, is_reported=False),
    "tests": _MENTION._replace(weight=1.2),
    # references that start nothing
    "copied": _PROSE._replace(weight=1.0),
    "named": _MENTION._replace(weight=0.2),
    "readme": _PROSE,
    "docs": _PROSE,
    # the module itself
    "application": _OWN,
    "broken": _OWN._replace(weight=-1.0),
    "complete": _OWN,
    "empty": _OWN._replace(weight=-3.0),
    "kind": _OWN,
    "name": _OWN,
    "project": _OWN._replace(weight=1.5),
    "role": _MENTION._replace(weight=0.0),
    # its history in git
    "changes": _GIT._replace(weight=0.6),
    "recent": _GIT,
}
_OF_SURFACE = EvidenceKind()  # "image", "packaging", and otherwise the name of the surface


def kind_named(name: str) -> EvidenceKind:
    """Return the kind of a piece of evidence."""
    return KINDS.get(name, _OF_SURFACE)


def fixed_weight(name: str) -> float:
    """Return the weight of a piece of evidence of this kind. Raises KeyError if the kind has none of its own."""
    weight = KINDS[name].weight
    if weight is None:
        raise KeyError(name)
    return weight
