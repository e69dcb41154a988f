"""The kinds of evidence for an entry point: how much each counts, its rank, and what is decided with it.

A start in a file of a surface is evidence of a kind of its own, named after the surface: its weight is a field of
``readers.Surface``. The rank compares starts first; the weights only compare candidates of the same rank.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from flake8_single_entry.model import Evidence
from flake8_single_entry.readers import surface_named
from flake8_single_entry.readers.category import Category

DEPLOYED = 5.0  # minimum weight of a start by a deployment
_TOLD = 0.6  # minimum weight of an instruction in a document that describes the present
_RUN = 1.5  # minimum weight of a start by a script that is not an example's


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


class Rank(IntEnum):
    """How much the strongest start of a module counts against the starts of another, lowest first."""

    NONE = 0  # nothing starts it: it is only imported, tested or mentioned
    PRINTED = 1  # a program prints the command, an old document or an example has it, or only images hold the file
    TOLD = 2  # a document tells people to run it, or an editor runs it
    DECLARED = 3  # a plan says that it is the entry point
    CHECKED = 4  # CI runs it
    SCRIPTED = 5  # a script or the code of the project starts it
    DEPLOYED = 6  # an image, a service, a platform or a console script of the project starts it


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
    "checked": EvidenceKind(0.5),
    "declared": _PROSE._replace(weight=2.0),
    "docs": _PROSE,
    "mentioned": _MENTION,
    "printed": _PROSE._replace(weight=0.5),
    "readme": _PROSE,
    "shipped": _PROSE._replace(weight=1.0),
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
_OF_CATEGORY = {"image": Category.IMAGE, "packaging": Category.PACKAGE}
_OF_SURFACE = EvidenceKind()  # "image", "packaging", and otherwise the name of the surface


def kind_named(name: str) -> EvidenceKind:
    """Return the kind of a piece of evidence."""
    return KINDS.get(name, _OF_SURFACE)


_RANKED_KINDS = {
    "checked": Rank.NONE,
    "declared": Rank.DECLARED,
    "launcher": Rank.SCRIPTED,
    "printed": Rank.PRINTED,
    "server": Rank.SCRIPTED,
    "shipped": Rank.PRINTED,
}


def rank_of(evidence: Evidence) -> Rank:
    """Return the rank of a piece of evidence."""
    name, weight = evidence.kind, evidence.weight
    if name in _RANKED_KINDS:
        return _RANKED_KINDS[name]
    if name in ("readme", "docs"):
        return Rank.TOLD if weight >= _TOLD else Rank.PRINTED
    kind = kind_named(name)
    if not kind.is_start or kind.is_inner:
        return Rank.NONE
    if weight >= DEPLOYED:
        return Rank.DEPLOYED
    category = surface_named(name).category if name not in _OF_CATEGORY else _OF_CATEGORY[name]
    return _rank_in(category, weight)


def _rank_in(category: Category, weight: float) -> Rank:
    """Return the rank of a start that is no deployment. A build step of an image and a check do not count."""
    if category in (Category.IMAGE, Category.CHECK):
        return Rank.NONE
    if category in (Category.EDITOR, Category.NOTEBOOK):
        return Rank.TOLD
    if weight < _RUN:
        return Rank.PRINTED
    return Rank.CHECKED if category is Category.CI else Rank.SCRIPTED


def fixed_weight(name: str) -> float:
    """Return the weight of a piece of evidence of this kind. Raises KeyError if the kind has none of its own."""
    weight = KINDS[name].weight
    if weight is None:
        raise KeyError(name)
    return weight
