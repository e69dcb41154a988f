"""The words of a consolidation plan: a document that a team can send round as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from flake8_single_entry.config.file import FILE_NAME
from flake8_single_entry.model import UniqueFeatures
from flake8_single_entry.overview.blocks import Block, Checklist, Document, Heading, Listing, Paragraph, Table
from flake8_single_entry.overview.consolidation import (
    WINNER,
    Consolidation,
    Contest,
    Decision,
    Exemption,
    Step,
    Variant,
)
from flake8_single_entry.overview.figure_rows import figure_rows
from flake8_single_entry.overview.sentences import Name, Sentence, count

_MOST_STARTS = 3
_MOST_FEATURES = 12
_FEATURES = "Routes", "Commands", "Definitions"  # the fields of UniqueFeatures
_FIX = Name("single-entry fix")


def document(plan: Consolidation, name: str) -> Document:
    """Return the document. ``name`` is the project's."""
    if plan.is_clean:
        return Document(f"One entry point per program in {name}", tuple(_clean(plan)))
    return Document(f"One entry point per program in {name}", tuple(_blocks(plan)))


def _clean(plan: Consolidation) -> Iterator[Block]:
    if not plan.entry_points:
        yield Paragraph(("Nothing to consolidate: no module starts a program.",))
    elif len(plan.entry_points) == 1:
        entry = Name(plan.entry_points[0])
        yield Paragraph(("Nothing to consolidate: ", entry, " is the entry point, and every reference leads to it."))
    else:
        number = f"Nothing to consolidate: each of the {len(plan.entry_points)} programs has one entry point, and every"
        yield Paragraph((f"{number} reference leads to one of them.",))
        yield Listing(tuple((Name(path),) for path in plan.entry_points))
    yield from _exemptions(plan.exemptions)


def _blocks(plan: Consolidation) -> Iterator[Block]:
    yield Paragraph(_summary(plan))
    if plan.is_undecided:
        yield Paragraph(
            ("Decide first which module wins: name it as ", Name("entry_point"), " in ", Name(FILE_NAME), ", or run ",
             Name("single-entry fix --entry PATH"), ". Nothing moves before that.")
        )  # fmt: skip
    yield from _figures(plan)
    for contest in plan.contests:
        yield from _contest(contest, alone=len(plan.contests) == 1)
    yield from _moves(plan)
    yield from _changes(plan)
    yield from _decisions(plan.decisions)
    yield from _lost([one for contest in plan.contests for one in contest.variants])
    if plan.risks:
        yield Heading(("Risks",))
        yield Listing(plan.risks)
    yield from _exemptions(plan.exemptions)
    yield Heading(("Checklist",))
    yield Checklist(plan.steps)


def _summary(plan: Consolidation) -> Sentence:
    programs, modules = len(plan.today.programs), plan.today.modules
    wanted = "one program" if programs == 1 else f"{programs} programs"
    state = f"{count(modules, 'module')} claim to be the entry point of {wanted}. " if plan.today.surplus else ""
    if plan.is_undecided:
        return (state.rstrip(),)
    parts = [count(len(plan.moves), "module") + " to the archive"] if plan.moves else []
    does = f" moves {parts[0]}" if parts else ""
    if plan.changes:
        files = len({change.path for change in plan.changes})
        does += f"{' and' if does else ''} changes {count(len(plan.changes), 'reference')} in {count(files, 'file')}"
    left = count(len(plan.decisions), "finding") + (" is" if len(plan.decisions) == 1 else " are")
    rest = f" {left} left for a person to decide." if plan.decisions else ""
    if not does:
        return (f"{state}{rest.strip()}",)
    return (
        state, _FIX, f"{does}.{rest} ", Name("single-entry fix --diff"), " shows every change and touches nothing; "
        "nothing is deleted.",
    )  # fmt: skip


def _figures(plan: Consolidation) -> Iterator[Block]:
    yield Heading(("Figures",))
    rows = [(row.label, *((value,) for value in row.values)) for row in figure_rows((plan.today, plan.after))]
    yield Table("Figures", ("Figure", "Today", "After fix"), tuple(rows), ("Today", "After fix"))


def _contest(contest: Contest, *, alone: bool) -> Iterator[Block]:
    where = () if alone and contest.scope == "." else _within(contest.scope)
    rivals = len([one for one in contest.variants if one.role != WINNER])
    yield Heading(("The problem", *where))
    if contest.winner:
        compete = f"{count(rivals, 'module')} compete{'s' if rivals == 1 else ''} with "
        yield Paragraph((compete, Name(contest.winner), ":"))
    else:
        yield Paragraph((f"{count(rivals, 'module')} could be the entry point, and the evidence does not decide:",))
    heads = "Module", "Is", "Lines of code", "Kind", "Started by", "Last change"
    yield Table("Variants", heads, tuple(map(_variant, contest.variants)), ("Lines of code",))
    if contest.winner:
        yield Heading(("The winner: ", Name(contest.winner)))
        sure = "" if contest.decided_by == "configuration" else f", confidence {contest.confidence:.0%}"
        speaks = " What speaks for it:" if contest.reasons else ""
        yield Paragraph((f"Decided by {contest.decided_by or 'nobody'}{sure}.{speaks}",))
        if contest.reasons:
            yield Listing(tuple((reason,) for reason in contest.reasons))


def _variant(one: Variant) -> tuple[Sentence, ...]:
    shown = [part for place in one.starts[:_MOST_STARTS] for part in (", ", Name(place))][1:]
    more = len(one.starts) - _MOST_STARTS
    starts = (*shown, f" and {more} more") if more > 0 else tuple(shown) or ("nothing",)
    return (Name(one.path),), (one.role,), (str(one.size),), (one.kind,), starts, (_day(one.changed),)


def _moves(plan: Consolidation) -> Iterator[Block]:
    if plan.moves:
        yield Heading(("What moves",))
        yield Paragraph(("Each module keeps its path below the archive, and its history.",))
        rows = tuple(((Name(move.old),), (Name(move.new),)) for move in plan.moves)
        yield Table("Moves", ("From", "To"), rows)


def _changes(plan: Consolidation) -> Iterator[Block]:
    if plan.changes:
        yield Heading(("Which references change",))
        rows = tuple(
            (
                (Name(one.path),),
                (str(one.line),),
                (Name(one.before),),
                (Name(one.after),) if one.after else ("dropped",),
            )
            for one in plan.changes
        )
        yield Table("Changes", ("File", "Line", "Before", "After"), rows, ("Line",))


def _decisions(decisions: Iterable[Decision]) -> Iterator[Block]:
    made = tuple(Step(_decision(one), False) for one in decisions)
    if made:
        yield Heading(("What a person must decide",))
        yield Checklist(made)


def _decision(one: Decision) -> Sentence:
    place = one.finding.location
    reason = f" (not changed: {one.reason})" if one.reason else ""
    message = one.finding.message.replace(" [duplicate-entry-point]", "")
    return Name(f"{place.path}:{place.line}"), f" {one.finding.code}: {message}{reason}"


def _lost(variants: Iterable[Variant]) -> Iterator[Block]:
    losers = [one for one in variants if one.lacks != UniqueFeatures()]
    if losers:
        yield Heading(("What only the losers have",))
        yield Paragraph(("It stays in the archive. Move what is still needed into the entry point first.",))
        kinds = [number for number in range(len(_FEATURES)) if any(one.lacks[number] for one in losers)]
        heads = ("Module", *(_FEATURES[number] for number in kinds))
        rows = (((Name(one.path),), *(_features(one.lacks[number]) for number in kinds)) for one in losers)
        yield Table("Lost features", heads, tuple(rows))


def _features(names: tuple[str, ...]) -> Sentence:
    shown = [part for name in names[:_MOST_FEATURES] for part in (", ", Name(name))][1:]
    more = len(names) - _MOST_FEATURES
    return (*shown, f" and {more} more") if more > 0 else tuple(shown)


def _exemptions(exemptions: Iterable[Exemption]) -> Iterator[Block]:
    rows = tuple(
        ((_week(one),), (Name(one.path),), (one.role,), (one.reason,), (one.until.isoformat(),)) for one in exemptions
    )
    if rows:
        yield Heading(("Temporary allowances",))
        yield Table("Allowances", ("Week of", "Module", "As", "Reason", "Last day"), rows)


def _week(one: Exemption) -> str:
    """Return the Monday of a week, and its number (ISO 8601)."""
    monday = one.until - timedelta(days=one.until.weekday())
    return f"{monday.isoformat()} (week {one.until.isocalendar().week})"


def _within(scope: str) -> Sentence:
    return (" in ", Name(f"{scope}/")) if scope != "." else (" in the repository",)


def _day(time: int | None) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat() if time is not None else "unknown"
