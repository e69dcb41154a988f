"""The figures of today beside those of the baseline and of another commit, and what became of their findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flake8_single_entry.baseline.coverage import held_by
from flake8_single_entry.baseline.file import Baseline
from flake8_single_entry.model import Finding, Level
from flake8_single_entry.overview.blocks import Document, Paragraph, Table
from flake8_single_entry.overview.figure_rows import UNKNOWN, FigureRow, figure_rows
from flake8_single_entry.overview.figures import STALE, Figures, ProgramFigures, StaleFigures
from flake8_single_entry.overview.sentences import Sentence, count
from flake8_single_entry.rules import RULES

TODAY, BASELINE = "today", "baseline"
_CHANGE = "change"
_OF_RULE = {rule.code: rule for rule in RULES}
_DUPLICATE = "ONE101"
_OF_THE_TOOL = "ONE9"  # findings about its configuration and comments, which no consolidation is measured by


class Kind(StrEnum):
    """What a state is."""

    TODAY = "today"
    BASELINE = "baseline"
    REVISION = "revision"


class State(NamedTuple):
    """The figures of one state, and how many findings are new or gone since then. Of today, these are None."""

    kind: Kind
    name: str
    figures: Figures
    new: int | None = None
    gone: int | None = None


def of_today(figures: Figures) -> State:
    """Return the state with which the others are compared."""
    return State(Kind.TODAY, TODAY, figures)


def of_baseline(today: Figures, findings: Iterable[Finding], baseline: Baseline, least: Level) -> State:
    """Return the state that a baseline records. ``findings`` are those of today, with what the baseline holds.

    ``least`` is the lowest level that is recorded. A baseline has no project: the modules of a program are those of
    today without the duplicates that are new, and with those that are gone.
    """
    kept, held = held_by(baseline, [finding for finding in findings if _is_counted(finding.code)])
    levels = {finding.fingerprint: finding.level for finding in held}
    gone = [one for one in baseline.entries if one.fingerprint not in levels and _is_counted(one.code)]
    new = [finding for finding in kept if finding.level >= least]
    stale = Counter(
        (one.code, _level(one.level) or levels.get(one.fingerprint) or _OF_RULE[one.code].level)
        for one in baseline.entries
        if one.code in STALE
    )
    duplicates = Counter(one.target for one in gone if one.code == _DUPLICATE)
    duplicates.subtract(finding.target or "" for finding in new if finding.code == _DUPLICATE)
    figures = Figures(
        tuple(_programs(today, duplicates)),
        tuple(
            StaleFigures(code, _OF_RULE[code].name, level, number)
            for (code, level), number in sorted(stale.items(), key=_order)
        ),
        imports=None,
        images=None,
        shipping=None,
        held=len(baseline.entries),
        least=least,
    )
    return State(Kind.BASELINE, BASELINE, figures, len(new), len(gone))


def of_revision(name: str, figures: Figures, then: Sequence[Finding], now: Sequence[Finding], least: Level) -> State:
    """Return the state of a commit. Findings of ``least`` and above are counted as new or gone."""

    def only(some: Sequence[Finding], others: Sequence[Finding]) -> int:
        known = {finding.fingerprint for finding in others}
        counted = (finding for finding in some if finding.level >= least and _is_counted(finding.code))
        return sum(finding.fingerprint not in known for finding in counted)

    return State(Kind.REVISION, name, figures, only(now, then), only(then, now))


def table(states: Sequence[State]) -> Table:
    """Return the figures as a table, today's first. Beside each other state stands what has changed since then."""
    others = states[1:]
    heads = ["Figure", TODAY, *(head for state in others for head in (state.name, _CHANGE))]
    figures = [state.figures for state in states]
    duplicates = FigureRow(("duplicates",), tuple(str(each.surplus) for each in figures))
    made = [_row(row) for row in (duplicates, *figure_rows(figures))]
    if others:
        made.append(_since("findings that are new since then", [state.new for state in others]))
        made.append(_since("findings that are gone since then", [state.gone for state in others]))
    return Table("Figures", tuple(heads), tuple(made), tuple(heads[1:]))


def document(states: Sequence[State], name: str) -> Document:
    """Return the figures as a document. ``name`` is the project's."""
    today = states[0].figures
    said = f"{count(today.surplus, 'duplicate')} and {count(today.references(), 'stale reference')} today."
    for state in states[1:]:
        said += f" Since {'the baseline' if state.kind is Kind.BASELINE else state.name}, "
        said += f"{count(state.new or 0, 'finding')} came and {count(state.gone or 0, 'finding')} went."
    return Document(f"Entry points and references of {name}, in figures", (Paragraph((said,)), table(states)))


def _since(label: str, numbers: Iterable[int | None]) -> tuple[Sentence, ...]:
    return (label,), (), *(cell for number in numbers for cell in ((str(number),), ()))


def _row(row: FigureRow) -> tuple[Sentence, ...]:
    """Return the cells of a row: after each value of another state, the change from it to that of today."""
    now, *then = row.values
    return row.label, (now,), *(cell for value in then for cell in ((value,), (_change(now, value),)))


def _change(now: str, then: str) -> str:
    """Return the difference of two values, "" if there is none. Of a share, the first number counts."""
    if UNKNOWN in (now, then):
        return ""
    difference = int(now.split(" ")[0]) - int(then.split(" ")[0])
    return f"{difference:+}" if difference else ""


def _programs(today: Figures, differences: Mapping[str, int]) -> Iterator[ProgramFigures]:
    """Yield today's programs with other numbers of modules, and those that only the baseline knows."""
    known = {program.entry_point for program in today.programs}
    for program in today.programs:
        difference = differences.get(program.entry_point, 0) if program.entry_point else 0
        yield program._replace(modules=max(program.modules + difference, 1))
    for path, difference in sorted(differences.items()):
        if path and path not in known and difference > 0:
            yield ProgramFigures(".", "", path, 1 + difference)


def _order(row: tuple[tuple[str, Level], int]) -> tuple[str, int]:
    (code, level), _ = row
    return code, -level


def _is_counted(code: str) -> bool:
    return not code.startswith(_OF_THE_TOOL)


def _level(word: str) -> Level | None:
    return Level[word.upper()] if word else None
