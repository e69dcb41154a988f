"""Scripts, settings and code that a COPY brings into an image: the absolute paths in them are those of the image."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import NamedTuple

from flake8_single_entry.model import Base, Kind, Reference, RelativeTo, Via
from flake8_single_entry.project.images.container_paths import below
from flake8_single_entry.project.images.images import Images, Layout
from flake8_single_entry.readers import category_of
from flake8_single_entry.readers.category import Category

_CATEGORIES = frozenset((Category.DEPLOY, Category.PROCESSES, Category.SCRIPT))
_STARTS = frozenset((Via.RUN, Via.CALL))


class _Holder(NamedTuple):
    """An image that holds a file: the container of references in it, and its layout."""

    container: str
    layout: Layout


@dataclass(frozen=True)
class HeldFiles:
    """Moves references of files that an image holds into that image."""

    images: Images
    _holders: dict[str, tuple[_Holder, ...]] = field(default_factory=dict, repr=False, compare=False)

    def placed(self, reference: Reference) -> Reference:
        """Return the reference relative to the image if a COPY brings what its absolute path names; else unchanged."""
        base = reference.base
        if base.anchor is not RelativeTo.CALLER or base.checkout or not _may_run_inside(reference):
            return reference
        wanted = _wanted(reference)
        if not wanted.startswith("/") or self._is_mounted(wanted):
            return reference
        for holder in self._holders_of(reference.location.path):
            located = holder.layout.locate(wanted)
            is_brought = located.candidates and (
                self._is_there(located.candidates) or _is_inside(wanted, holder.layout.workdir)
            )
            if located.known and is_brought:
                return reference._replace(base=Base(RelativeTo.IMAGE, base.directory, base.search, holder.container))
        return reference

    def _holders_of(self, path: str) -> tuple[_Holder, ...]:
        if path not in self._holders:
            self._holders[path] = tuple(self._find_holders(path))
        return self._holders[path]

    def _find_holders(self, path: str) -> Iterator[_Holder]:
        for dockerfile in self.images.near(path):
            container = f"{dockerfile}#{len(self.images.stages[dockerfile]) - 1}"
            for layout in self.images.layouts(path, Base(RelativeTo.IMAGE, container=container)):
                if layout.built is not None and layout.built.places(layout.stage, path):
                    yield _Holder(container, layout)

    def _is_there(self, candidates: tuple[str, ...]) -> bool:
        """True if the directory of a candidate exists. A COPY to the root of the image does not bring all of it."""
        return any(self.images.tree.is_directory(dirname(each)) for each in candidates)

    def _is_mounted(self, wanted: str) -> bool:
        """True if a service mounts something there: then the image may have it from elsewhere."""
        return any(below(wanted, target) is not None for target in self._mounted)

    @cached_property
    def _mounted(self) -> frozenset[str]:
        services = (service for services in self.images.services.values() for service in services.values())
        return frozenset(target for service in services for _, target in service.mounts)


def _may_run_inside(reference: Reference) -> bool:
    """True for what a script or a setting names, and for what code starts."""
    category = category_of(reference)
    return category in _CATEGORIES or (category is Category.CODE and reference.via in _STARTS)


def _is_inside(path: str, workdir: str) -> bool:
    return workdir != "/" and below(path, workdir) is not None


def _wanted(reference: Reference) -> str:
    """Return the absolute path that a reference names, or that of the package in which it names a module."""
    text = reference.text
    if reference.kind not in (Kind.PATH, Kind.BUILD):
        text = text.partition(":")[0].partition(".")[0]
    return normpath(join(reference.base.directory, text))
