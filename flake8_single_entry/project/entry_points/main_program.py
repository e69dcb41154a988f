"""Choice of the main program of a scope among several programs, or of none.

A deployment decides. Otherwise a program has to be started by something that is about the whole scope, or to have the
name and the place of an entry point. Programs that one file starts side by side are equal, unless exactly one of them
is named or built as the main program.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from flake8_single_entry.conventions.file_names import name_of
from flake8_single_entry.model import Evidence
from flake8_single_entry.project.entry_points.candidates import Runnable
from flake8_single_entry.project.entry_points.evidence import EvidenceCollector
from flake8_single_entry.project.entry_points.scoring import BAR, ScoredCandidate, Selection, confidence_of, only
from flake8_single_entry.project.entry_points.versions import is_usual_place
from flake8_single_entry.project.entry_points.weights import Rank, kind_named, rank_of
from flake8_single_entry.project.roles import above

_MANAGE = "manage.py"  # Django's command line
_STARTED = 2.5  # minimum weight of a start by an executed file
_MAIN_WORDS = frozenset(["main", "app", "application"])
_SERVED = frozenset(["web", "page", "bot", "mcp", "desktop"])


class ProgramChoice(NamedTuple):
    """What is known of the scope whose main program is chosen.

    ``names`` are the names of the project. ``libraries`` is the result of ``library_directories``. ``current`` are the
    current versions of programs that have several.
    """

    collector: EvidenceCollector
    root: str
    names: Collection[str]
    libraries: frozenset[str]
    current: frozenset[str] = frozenset()

    def select(self, programs: Sequence[ScoredCandidate], tools: Iterable[ScoredCandidate] = ()) -> Selection:
        """Select the main program. ``tools`` never win, but one that is started beside a program is its equal."""
        cases = self._about_the_scope([case for case in programs if self._is_admitted(case, len(programs) == 1)])
        selection = select_program(cases)
        best = next((case for case in cases if case.runnable.path == selection.winner), None)
        if best is None or best.rank is Rank.DEPLOYED:
            return selection
        others = {case.runnable.path: case for case in (*cases, *tools) if case is not best}
        equals = self._beside(best, others.values())
        if equals and self._distinguished([best, *equals]) is not best:
            return Selection(None, min(selection.confidence, 0.5))
        return selection

    def _is_admitted(self, case: ScoredCandidate, is_sole: bool) -> bool:
        one = case.runnable
        if case.rank is Rank.DEPLOYED:
            return True
        if case.rank > Rank.NONE:
            return not self._is_packaged(one) or bool(one.kind) or self._is_named(one)
        if any(_is_minor(evidence) for evidence in case.evidence):
            return False
        if one.path in self.current and one.stem.is_entry:
            return True
        place = self._place(one)
        if self._is_packaged(one) and one.name != "__main__.py" and not (one.stem.is_entry and (one.kind or not place)):
            return False
        if self._is_named(one):
            return is_sole or one.name == "__main__.py" or is_usual_place(place, self.names)
        return is_sole and not place

    def _is_packaged(self, one: Runnable) -> bool:
        """Return True for a module of a library that is the scope or a part of it."""
        home = "" if self.root == "." else self.root
        return any(
            library == home or library.startswith(home and f"{home}/")
            for library in self.libraries.intersection("" if root == "." else root for root in above(one.path))
        )

    def _is_named(self, one: Runnable) -> bool:
        """Return True for the plain name of an entry point, for a package that can be run, and for a project's name."""
        if one.name == _MANAGE or (one.stem.is_entry and not one.stem.variants):
            return True
        name = name_of(one.path)
        if name == "__main__" and "/" not in self._place(one).removeprefix("src/"):
            return True
        if name in ("__init__", "__main__"):
            name = one.directory.rpartition("/")[2]
        return name.lower().replace("-", "_") in self.names

    def _place(self, one: Runnable) -> str:
        return one.directory if self.root == "." else one.directory[len(self.root) + 1 :]

    def _about_the_scope(self, cases: list[ScoredCandidate]) -> list[ScoredCandidate]:
        """Leave out programs that only files beside them start, deep in the scope, if others are started as well."""
        kept = [case for case in cases if not self._is_local(case)]
        if len(kept) == len(cases) - 1 and not any(case.rank > Rank.NONE for case in kept):
            return cases
        return kept

    def _is_local(self, case: ScoredCandidate) -> bool:
        place = self._place(case.runnable)
        if case.rank in (Rank.NONE, Rank.DEPLOYED) or is_usual_place(place, self.names):
            return False
        home = case.runnable.directory + "/"
        return all(source.startswith(home) for source in self._sources(case))

    def _sources(self, case: ScoredCandidate) -> frozenset[str]:
        """Return the files that start a program with the rank of its strongest start."""
        return frozenset(
            use.evidence.location.path
            for use in self.collector.starts(case.runnable.path, self.root)
            if use.evidence.location and rank_of(use.evidence) >= case.rank
        )

    def _beside(self, best: ScoredCandidate, others: Iterable[ScoredCandidate]) -> list[ScoredCandidate]:
        """Return the programs that a file starts, with the rank of the best program, which it starts as well."""
        if best.rank is Rank.NONE:
            return []
        sources = self._sources(best)
        return [case for case in others if case.rank is best.rank and not self._sources(case).isdisjoint(sources)]

    def _distinguished(self, equals: Sequence[ScoredCandidate]) -> ScoredCandidate | None:
        """Return the only one that has the name of a main program or of the project, or else the only server."""
        for is_main in (self._is_main, lambda one: one.kind in _SERVED):
            found = [case for case in equals if is_main(case.runnable)]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def _is_main(self, one: Runnable) -> bool:
        return self._is_named(one) and (not one.stem.is_entry or _MAIN_WORDS.issuperset(one.stem.base_words))


def _is_minor(evidence: Evidence) -> bool:
    """Return True for a start by a build step, a health check or a test."""
    kind = kind_named(evidence.kind)
    return kind.is_start and not kind.is_inner and rank_of(evidence) is Rank.NONE


def select_program(cases: Sequence[ScoredCandidate]) -> Selection:
    """Select the program with the strongest evidence. A rival's score counts half.

    If nothing outside starts any of them, the one that the others are built on wins.
    """
    started = any(_is_started_from_outside(case) for case in cases)
    weights = {case.runnable.path: case.program_score if started else case.score for case in cases}
    ranked = sorted(cases, key=lambda case: (-weights[case.runnable.path], -case.score, case.runnable.path))
    if len(ranked) < 2:
        return only(ranked)
    first, second = ranked[:2]
    best, next_best = weights[first.runnable.path], weights[second.runnable.path]
    confidence = confidence_of(best, 0.5 * next_best)
    is_draw = (best, first.score) == (next_best, second.score)
    return Selection(None if is_draw or confidence < BAR else first.runnable.path, confidence)


def _is_started_from_outside(case: ScoredCandidate) -> bool:
    kinds = (kind_named(evidence.kind) for evidence in case.evidence if evidence.weight >= _STARTED)
    return any(kind.is_start and not kind.is_inner for kind in kinds)
