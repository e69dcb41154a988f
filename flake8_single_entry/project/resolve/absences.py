"""Classification of references whose target was not found, using similar files, git history and plausibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nsmallest
from posixpath import basename, dirname, split
from typing import NamedTuple

from flake8_single_entry.conventions.directories import is_third_party
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.conventions.samples import TEMPLATE_ENDINGS
from flake8_single_entry.conventions.tests import is_test_name
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import Kind, Outcome, Reference, RelativeTo, Resolution, Via
from flake8_single_entry.project.dependencies.dependencies import Dependencies
from flake8_single_entry.project.entry_points.classification import ACTING_VERBS
from flake8_single_entry.project.images.container_paths import below
from flake8_single_entry.project.resolve.absence_features import AbsenceFeatures
from flake8_single_entry.project.resolve.corroboration import Corroboration
from flake8_single_entry.project.resolve.file_systems import SearchBase
from flake8_single_entry.project.resolve.level import with_level
from flake8_single_entry.project.resolve.misspelling import NearNames
from flake8_single_entry.project.resolve.module_features import Looked
from flake8_single_entry.project.resolve.outcomes import unknown
from flake8_single_entry.project.resolve.plausibility import plausibility
from flake8_single_entry.readers import category_of

_BROUGHT = unknown("something else may bring the file: a base image, an installation, a mount, another repository")
_ANOTHER_CHECKOUT = unknown("the text clones another repository, and the command runs in it")
_FROM_TEMPLATE = unknown("the file is generated from a template")
_SHIPPED_ELSEWHERE = unknown("the file is in the repository, and the image may have it at another place")
_DOCKERFILE = "Dockerfile"
_MOST_ELSEWHERE = 5
_STARTS = frozenset((Via.RUN, Via.CALL, Via.CONFIG, Via.BUILD))
DELETED = "deleted"  # the reason of an absence that git remembers and no rename explains
Fates = Mapping[str, str | None]


class HistoryFacts(NamedTuple):
    """What git remembers of a reference.

    ``paths`` are those that it can mean and that existed before, the most likely first. ``became`` maps absent paths
    that once existed to their new path, or None. ``is_newer`` is True for a line of a document that was written after
    the file went.
    """

    paths: tuple[str, ...]
    became: Fates
    is_newer: bool = False


@dataclass(frozen=True)
class UnresolvedClassifier:
    """Classifies references whose target was not found.

    ``names`` are the names of the project. ``library`` is True if the project is distributed as a package and deploys
    nothing. ``dependencies`` are what it declares. ``archives`` are the archive directories of the configuration, each
    with a ``/`` at its end.
    """

    tree: Tree
    names: frozenset[str]
    library: bool = False
    dependencies: Dependencies | None = None
    archives: tuple[str, ...] = ()
    _found: dict[tuple[str, str, str], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _own: dict[str, list[str]] = field(default_factory=dict, repr=False, compare=False)

    def judge(
        self, reference: Reference, looked: Looked, memory: HistoryFacts, corroboration: Corroboration
    ) -> Resolution:
        """Return a missing or an unknown resolution. ``looked`` holds each search base and the path tried there.

        ``corroboration`` infers the working directory of a document's commands.
        """
        if not all(start.place.certain(path) for start, path in looked):
            return _BROUGHT
        if reference.base.checkout and not self._own_checkout(reference):
            return _ANOTHER_CHECKOUT
        if any(self.tree.is_file(path + ending) for path in absent_paths(looked) for ending in TEMPLATE_ENDINGS):
            return _FROM_TEMPLATE
        start, path = _likeliest(reference, looked)
        expected = start.place.expected(path)
        if reference.base.anchor is RelativeTo.IMAGE and expected and self.tree.is_file(expected):
            return _SHIPPED_ELSEWHERE
        wanted, reason = self._fate(expected or start.place.intended_source(path) or _inside(start, path), memory)
        if not reason and (resolution := not_shipped(reference, looked)) is not None:
            return resolution
        elsewhere = self.elsewhere(wanted, reference.location.path) or self._contexts_elsewhere(reference, wanted)
        absence = Resolution(Outcome.MISSING, expected=wanted, elsewhere=elsewhere, reason=reason)
        stands = None if reason or self.library else corroboration.confirms(reference, looked)
        if stands is not None:
            absence = absence._replace(expected=stands, elsewhere=self.elsewhere(stands, reference.location.path))
        case = AbsenceFeatures(
            reference,
            absence,
            looked,
            self.tree,
            self.library,
            self.names,
            stands is not None,
            self.dependencies,
            memory.is_newer,
            self._near,
            self.archives,
        )
        judged = absence if case.corroborated else plausibility(case)
        return with_level(case, judged) if judged.outcome is Outcome.MISSING else judged

    def elsewhere(self, wanted: str, seen_from: str) -> tuple[str, ...]:
        """Return the files that share the longest tail with an absent path, nearest to ``seen_from`` first."""
        directory, name = split(seen_from)
        key = (wanted, directory, name if name == basename(wanted) else "")
        if key not in self._found:
            self._found[key] = self._elsewhere(wanted, seen_from)
        return self._found[key]

    def _elsewhere(self, wanted: str, seen_from: str) -> tuple[str, ...]:
        name = basename(wanted)
        same = [path for path in self._namesakes(name) if path != seen_from]
        # every package has these, so the name alone proves nothing
        best = [] if name in ("__main__.py", "__init__.py") else same
        tail = "/" + name
        for part in reversed(wanted.split("/")[:-1]):
            tail = f"/{part}{tail}"
            longer = [path for path in same if path.endswith(tail) or path == tail[1:]]
            if not longer:
                break
            best = same = longer
        best = best or [path for path in self._versions(wanted) if not self._is_foreign(path)]
        distance = _distance_from(seen_from)
        return tuple(nsmallest(_MOST_ELSEWHERE, best, key=lambda path: (distance(path), path)))

    def _contexts_elsewhere(self, reference: Reference, wanted: str) -> tuple[str, ...]:
        """Return the directories with a Dockerfile that share the longest tail with an absent build context."""
        if reference.kind is not Kind.BUILD or reference.runner != "docker":
            return ()
        parts = wanted.split("/")
        directories = {dirname(path) for path in self.tree.named(_DOCKERFILE)}
        for tail in ("/".join(parts[start:]) for start in range(len(parts))):
            found = sorted(each for each in directories if each == tail or each.endswith("/" + tail))
            if found:
                return tuple(found[:_MOST_ELSEWHERE])
        return ()

    def _namesakes(self, name: str) -> list[str]:
        """Return the project's own files with a name."""
        if name not in self._own:
            self._own[name] = [path for path in self.tree.named(name) if not self._is_foreign(path)]
        return self._own[name]

    @cached_property
    def _near(self) -> NearNames:
        return NearNames(self.tree)

    def _is_foreign(self, path: str) -> bool:
        return any(map(is_third_party, path.split("/")[:-1])) or self.tree.is_excluded(path)

    @cached_property
    def _by_core(self) -> dict[tuple[str, ...], list[str]]:
        cores: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, paths in self.tree.by_name.items():
            if name.endswith(".py"):
                cores[stem_of(name).base_words] += paths
        return cores

    def _versions(self, wanted: str) -> list[str]:
        """Return files of which a longer name may be a version: ``run_demo`` for ``run_enhanced_demo``."""
        core = stem_of(wanted).base_words
        versions = self._by_core.get(core, []) if len(core) > 1 and wanted.endswith(".py") else []
        return [path for path in versions if _same_purpose(basename(path), basename(wanted))]

    def _own_checkout(self, reference: Reference) -> bool:
        return reference.base.checkout.lower() in self.names or category_of(reference).is_prose

    def gone(self, path: str, fates: Fates) -> Resolution | None:
        """Return the absence of a path that git remembers, or None for another path."""
        if not path or path not in fates:
            return None
        _, reason = self._fate(path, HistoryFacts((), fates))
        return Resolution(Outcome.MISSING, expected=path, elsewhere=self.elsewhere(path, ""), reason=reason)

    def _fate(self, wanted: str, memory: HistoryFacts) -> tuple[str, str]:
        """Return the first absent path that git remembers, and a clause about what became of it, or ""."""
        for path in (wanted, *memory.paths):
            if path in memory.became and not self.tree.is_file(path):
                renamed = memory.became[path]
                return path, f"renamed to {renamed}" if renamed and self.tree.is_file(renamed) else DELETED
        return wanted, ""


def _same_purpose(one: str, other: str) -> bool:
    """Return False for a module and its test, or a module and a tool that repairs or checks it (``fix_main.py``)."""
    acting = ({stem_of(name).words[0]} & ACTING_VERBS for name in (one, other))
    return is_test_name(one) == is_test_name(other) and next(acting) == next(acting)


def not_shipped(reference: Reference, looked: Looked) -> Resolution | None:
    """Return the resolution of a file that is in the repository but not in the image that starts it, or None."""
    if reference.via not in _STARTS or not reference.base.certain:
        return None
    for start, path in looked:
        if (found := start.place.withheld(path)) is not None:
            inside = below(found.shipped, start.directory) if found.shipped else None
            shipped = found.shipped if reference.text.startswith("/") else inside or found.shipped
            return Resolution(Outcome.NOT_SHIPPED, expected=found.path, reason=found.reason, shipped=shipped)
    return None


def absent_paths(looked: Looked) -> tuple[str, ...]:
    """Return the repository paths at which the file would have been found."""
    expected = (start.place.expected(path) for start, path in looked)
    return tuple(path for path in expected if path and not path.startswith(("/", "..")))


def _likeliest(reference: Reference, looked: Looked) -> tuple[SearchBase, str]:
    """Return the search base whose directory exists. In a document, the root comes before its own directory."""
    order = list(reversed(looked)) if category_of(reference).is_prose else looked
    for start, path in order:
        if start.place.is_directory(dirname(path)):
            return start, path
    return order[0]


def _inside(start: SearchBase, path: str) -> str:
    """Return an absolute image path relative to the directory it was searched in."""
    directory = start.directory.rstrip("/") + "/"
    return path.removeprefix(directory).lstrip("/")


def _distance_from(seen_from: str) -> Callable[[str], int]:
    """Return a function that computes the number of directory steps from one file to another."""
    depth = seen_from.count("/")
    above = [seen_from[: end + 1] for end, character in enumerate(seen_from) if character == "/"]

    def distance(path: str) -> int:
        shared = 0
        for prefix in above:
            if not path.startswith(prefix):
                break
            shared += 1
        return depth + path.count("/") - 2 * shared

    return distance
