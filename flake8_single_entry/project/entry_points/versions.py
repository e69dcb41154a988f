"""Relation between the runnable modules of a scope that are versions of one program."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from flake8_single_entry.conventions.file_names import PROGRAM_WORDS, STAGE_WORDS, stem_of
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.program_content import ProgramContent
from flake8_single_entry.project.entry_points.side_by_side import SideBySide
from flake8_single_entry.project.entry_points.similarity import (
    TELLING,
    distinctive_routes,
    have_variants_of_class,
    is_copy,
    is_near_copy,
    relatedness,
    shared_names,
    similarity,
    tell_something,
)

_PLACES = frozenset(("", "src", "app", "src/app", "app/src", "source", "application", "src/main", "python", "code"))
_SERVER_PLACES = frozenset("backend server api service backend/app backend/src server/app api/app src/api".split())
_ALIKE, _CLOSE = 0.25, 0.08
_SAME = 0.5  # relatedness of two programs that offer the same
_TELLING_SERVED = 15  # hashes in the sketch of a module that tell something where both hold an application
_SAME_BUT_ROUTES = 0.8  # the same for programs with other routes, perhaps services made from one template


def is_usual_place(place: str, names: Collection[str]) -> bool:
    """Return True for a directory of a scope that usually holds its entry point. ``names`` are those of the project."""
    if place in _PLACES or place.removeprefix("src/").lower() in names:
        return True
    return "/" not in place and stem_of(place + ".py").base_words == ("app",)  # fastapi_app/, app_v2/


@dataclass(frozen=True)
class VersionRelation:
    """Relation between versions of one program in a scope.

    ``anchors`` are the configured entry points. ``names`` are the names of the project. ``slots`` returns the processes
    that a module runs as; modules in two processes of one deployment file are two programs. ``faces`` are modules that
    the ``__main__`` of their own package runs. ``is_used`` returns True for a module that something starts or imports.
    """

    root: str
    anchors: frozenset[str]
    names: frozenset[str]
    faces: frozenset[str]
    slots: Callable[[str], frozenset[str]]
    is_used: Callable[[str], bool]
    content: ProgramContent
    side_by_side: SideBySide

    @cached_property
    def cores(self) -> frozenset[tuple[str, ...]]:
        return frozenset(stem_of(path).base_words for path in self.anchors)

    def place(self, one: Runnable) -> str:
        """Return the directory of a module relative to the root of the scope."""
        return one.directory if self.root == "." else one.directory[len(self.root) + 1 :]

    def is_usual(self, one: Runnable) -> bool:
        """Return True for a directory that usually holds the entry point of a scope."""
        if is_usual_place(self.place(one), self.names):
            return True
        return any(one.directory == anchor.rpartition("/")[0] for anchor in self.anchors)

    def may_hold(self, one: Runnable) -> bool:
        return self.is_usual(one) or self.place(one) in _SERVER_PLACES

    def related(self, left: Runnable, right: Runnable) -> bool:
        """Return True if two modules are versions of one program, judged by these two alone.

        What is meant to exist side by side is never related, however alike. Then the content decides, then the name.
        """
        if {left.path, right.path} <= self.anchors or "__main__" in (*left.stem.base_words, *right.stem.base_words):
            return False
        if self._different_processes(left, right):
            return False
        if not (self.have_same_content(left, right) or self._are_named_alike(left, right)):
            return False
        return not self.side_by_side.hold(left, right)

    def have_same_content(self, left: Runnable, right: Runnable) -> bool:
        """Return True for near copies, and for programs that offer the same, whatever their names."""
        if not self._may_meet(left, right):
            if self.may_hold(left) or self.may_hold(right):
                return _is_served_copy(left, right) or self._is_former_server(left, right)
            return left.name == right.name and similarity(left.traits, right.traits) == 1.0
        states = left.directory == right.directory and left.stem.base_words == right.stem.base_words
        if states and self.content.command_the_same(left, right):
            return True
        differ = _serve_different_routes(left, right)
        served = left.is_served and right.is_served and left.kind == right.kind
        named_alike = left.directory == right.directory and _share_name(left, right) and not _are_commands(left, right)
        if named_alike or tell_something(left.traits, right.traits, _TELLING_SERVED if served else TELLING):
            if is_copy(left.traits, right.traits):
                return True
            if is_near_copy(left.traits, right.traits) and not differ:
                return self._is_program(left) or self._is_program(right) or _share_name(left, right)
        is_program = self._is_program(left) or self._is_program(right)
        if is_program and not differ and have_variants_of_class(left.traits, right.traits):
            return True
        if not served:
            return False
        least = _SAME_BUT_ROUTES if differ else _SAME
        if shared_names(left.traits, right.traits) >= least or self.content.share_title(left, right):
            return True
        if self.content.share_routes(left, right):
            return True
        return not differ and self.content.extend_title(left, right)

    def _is_former_server(self, left: Runnable, right: Runnable) -> bool:
        """Return True if one of two servers is in use, and the other, which nothing uses, serves the same routes."""
        if not (left.is_served and right.is_served and left.kind == right.kind):
            return False
        return self.is_used(left.path) != self.is_used(right.path) and self.content.share_routes(left, right)

    def is_left_over(self, one: Runnable) -> bool:
        """Return True if its name alone makes it a rival: it is empty, or put away and unused, or a mere variant."""
        if one.stem.is_variants_only:
            return one.is_served
        if not one.stem.is_entry and not (one.stem.is_put_away and self._names_its_program(one)):
            return False
        if one.stem.may_name_an_action and not one.is_served:
            return one.is_hollow
        return one.is_hollow or (one.stem.is_put_away and not self.is_used(one.path))

    def may_succeed(self, one: Runnable) -> bool:
        """Return True for a module that may be the program which a left over module was."""
        if self.anchors:
            return one.path in self.anchors
        return one.stem.is_entry and not one.is_hollow and (not one.stem.variants or self.is_used(one.path))

    def succeeds(self, heir: Runnable, one: Runnable) -> bool:
        """Return True if ``heir`` is the program that the left over module ``one`` was, as far as the names say."""
        if heir.path == one.path or not self._may_meet(heir, one) or self._different_processes(heir, one):
            return False
        if one.stem.is_variants_only and heir.kind != one.kind:
            return False
        return not self.side_by_side.hold(heir, one)

    def _names_its_program(self, one: Runnable) -> bool:
        """Return True if the name, without the words for a version, is that of its directory or of the project."""
        name = "_".join(one.stem.base_words)
        return name == one.directory.rpartition("/")[2].lower().replace("-", "_") or name in self.names

    def _is_program(self, one: Runnable) -> bool:
        return one.is_served or one.stem.is_program or one.path in self.anchors

    def _may_meet(self, left: Runnable, right: Runnable) -> bool:
        return left.directory == right.directory or (self.may_hold(left) and self.may_hold(right))

    def _are_named_alike(self, left: Runnable, right: Runnable) -> bool:
        """Return True if the names suggest versions of one program, and the content does not speak against it."""
        if self._different_kinds(left, right):
            return False
        if left.directory == right.directory:
            return self._beside(left, right)
        return self._across(left, right)

    def _beside(self, left: Runnable, right: Runnable) -> bool:
        """Compare two modules of the same directory."""
        anchored = left.path in self.anchors or right.path in self.anchors
        related = relatedness(left.traits, right.traits)
        if left.stem.base_words == right.stem.base_words:
            return self._differ_in_variants(left, right)
        if left.stem.is_entry and right.stem.is_entry:
            if left.kind and left.kind == right.kind and (left.stem.variants or right.stem.variants):
                return anchored or bool(self.anchors) or related > _CLOSE
            return related > _ALIKE and not _serve_different_routes(left, right)
        if _contains(left, right):
            return self._is_unused_variant(left, right)
        return False

    def _differ_in_variants(self, left: Runnable, right: Runnable) -> bool:
        base_words = left.stem.base_words
        if _are_commands(left, right):
            return tell_something(left.traits, right.traits) and similarity(left.traits, right.traits) > _SAME
        if left.stem.is_program or base_words in self.cores:
            if left.stem.is_numbered_only and right.stem.is_numbered_only:
                return relatedness(left.traits, right.traits) > _ALIKE
            return not self._serve_other_purposes(left, right)
        if "_".join(base_words) in self.names:
            return relatedness(left.traits, right.traits) > _ALIKE
        # Tools and library modules have variants that are all in use, so only copies compete.
        return similarity(left.traits, right.traits) > _SAME

    def _serve_other_purposes(self, left: Runnable, right: Runnable) -> bool:
        """Return True for ``run.py`` and ``run_dev.py`` if both are in use, for other stages, and little alike."""
        names = {*left.stem.variants, *right.stem.variants}
        told = not STAGE_WORDS.isdisjoint(names) or left.stem.has_purpose or right.stem.has_purpose
        in_use = told and self.is_used(left.path) and self.is_used(right.path)
        return in_use and relatedness(left.traits, right.traits) <= _ALIKE

    def _is_unused_variant(self, left: Runnable, right: Runnable) -> bool:
        """Return True if one is an unused variant of the other: its name is contained, and it reads its settings."""
        shorter, longer = sorted((left, right), key=lambda one: len(one.stem.base_words))
        if not shorter.stem.variants or longer.stem.variants or self.is_used(shorter.path):
            return False
        if not (longer.path in self.anchors or self.is_used(longer.path)):
            return False
        return self.content.share_settings(left, right)

    def _across(self, left: Runnable, right: Runnable) -> bool:
        """Compare two modules of different directories."""
        anchored = left.path in self.anchors or right.path in self.anchors
        if not (left.stem.is_entry and right.stem.is_entry):
            return False
        if not self._may_meet(left, right):
            same = left.stem.base_words == right.stem.base_words and is_copy(left.traits, right.traits)
            return same and not (self.may_hold(left) or self.may_hold(right) or _serve_different_routes(left, right))
        if left.stem.base_words == right.stem.base_words:
            usual = self.is_usual(left) and self.is_usual(right) and not self._two_packages(left, right)
            if usual and left.kind == right.kind:
                return True
            return relatedness(left.traits, right.traits) > (_CLOSE if left.kind == right.kind else _ALIKE)
        if left.kind != right.kind:
            return False
        other = right if left.path in self.anchors else left
        if anchored and left.kind == "web" and other.stem.variants:
            return True  # backend_fixed.py, a stub of the configured server under an entry point's name
        return relatedness(left.traits, right.traits) > (_CLOSE if anchored else 0.12)

    def _two_packages(self, left: Runnable, right: Runnable) -> bool:
        """Return True for modules in separate directories, one of them run as a package by ``python -m``.

        The package's name is then the program's name. Modules of a known kind are excluded, because two servers may
        still be one program.
        """
        if left.kind or right.kind or self.faces.isdisjoint((left.path, right.path)):
            return False
        first, second = self.place(left) + "/", self.place(right) + "/"
        return "/" not in (first, second) and not first.startswith(second) and not second.startswith(first)

    def _different_kinds(self, left: Runnable, right: Runnable) -> bool:
        left_words, right_words = ({*one.stem.base_words} & PROGRAM_WORDS for one in (left, right))
        if left_words != right_words:
            return True
        vague = ("", "cli")
        return left.kind != right.kind and left.kind not in vague and right.kind not in vague

    def _different_processes(self, left: Runnable, right: Runnable) -> bool:
        """Return True if one deployment file runs both modules as separate processes."""
        first, second = self.slots(left.path), self.slots(right.path)
        if first & second:
            return False
        return bool({slot.rpartition(":")[0] for slot in first} & {slot.rpartition(":")[0] for slot in second})


def _is_served_copy(left: Runnable, right: Runnable) -> bool:
    """Return True if both hold an application, and one is a copy of the other, with few changes or the same offers."""
    if not (left.is_served and right.is_served and left.kind == right.kind):
        return False
    if not tell_something(left.traits, right.traits, _TELLING_SERVED) or _serve_different_routes(left, right):
        return False
    if is_copy(left.traits, right.traits):
        return True
    return is_near_copy(left.traits, right.traits) and shared_names(left.traits, right.traits) >= _SAME


def _share_name(left: Runnable, right: Runnable) -> bool:
    return left.stem.base_words == right.stem.base_words or _contains(left, right)


def _are_commands(left: Runnable, right: Runnable) -> bool:
    """Return True if the words that tell two scripts apart may be what they do: ``box_update``, ``box_backup``."""
    if left.is_served or right.is_served:
        return False
    if left.stem.variants and right.stem.variants:
        return not left.stem.is_entry
    return (left.stem.may_name_an_action or right.stem.may_name_an_action) and not is_near_copy(
        left.traits, right.traits
    )


def _contains(left: Runnable, right: Runnable) -> bool:
    """Return True if one name has all words of the other in the same order: ``kiosk_bot``, ``kiosk_receipt_bot``."""
    shorter, longer = sorted((left.stem.base_words, right.stem.base_words), key=len)
    rest = iter(longer)
    return bool(shorter) and len(shorter) < len(longer) and all(word in rest for word in shorter)


def _serve_different_routes(left: Runnable, right: Runnable) -> bool:
    """Return True if both have routes that characterise them, and none in common."""
    first, second = distinctive_routes(left.traits), distinctive_routes(right.traits)
    return bool(first and second) and first.isdisjoint(second)
