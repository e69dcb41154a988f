"""The words of a plan: each part appears if there is something to say, and says it exactly."""

from __future__ import annotations

from datetime import date

import pytest

from flake8_single_entry.fixes.values import Move
from flake8_single_entry.model import Finding, Level, Location, UniqueFeatures
from flake8_single_entry.overview.blocks import Checklist, Document, Heading, Listing, Paragraph, Table
from flake8_single_entry.overview.consolidation import (
    WINNER,
    Change,
    Consolidation,
    Contest,
    Decision,
    Exemption,
    Step,
    Variant,
)
from flake8_single_entry.overview.document import document
from flake8_single_entry.overview.figures import Figures, ProgramFigures, StaleFigures
from flake8_single_entry.overview.sentences import Name

NOTHING = Consolidation((), (), (), (), (), (), (), Figures(), Figures())
DAY = 1_700_000_000  # 2023-11-14
MAIN = Variant("main.py", WINNER, 40, "FastAPI application", ("Dockerfile:4",), DAY)
OLD = Variant("main_v2.py", "duplicate", 30, "script", (), None, "archive/main_v2.py")
CONTEST = Contest(".", "main.py", "evidence", 0.93, ("Dockerfile line 4 starts it",), (MAIN, OLD))
FINDING = Finding(
    "ONE203", "superseded-target", Location("run.sh", 3, 1, 3, 9), "starts main_v2.py [duplicate-entry-point]"
)
FIGURES = Figures(
    (ProgramFigures(".", "", "main.py", 2),), (StaleFigures("ONE203", "superseded-target", Level.WARNING, 1),)
)
AFTER = Figures((ProgramFigures(".", "", "main.py", 1),))


def words(parts: tuple[str, ...]) -> str:
    return "".join(f"`{part}`" if isinstance(part, Name) else part for part in parts)


def said(found: Document) -> dict[str, list[str]]:
    """The lines of each section; "" is the one above the first heading."""
    sections: dict[str, list[str]] = {"": []}
    for block in found.blocks:
        lines = next(reversed(sections.values()))
        match block:
            case Heading():
                sections[words(block.text)] = []
            case Paragraph():
                lines.append(words(block.text))
            case Listing():
                lines += map(words, block.items)
            case Checklist():
                lines += [f"{'x' if item.is_done else '-'} {words(item.text)}" for item in block.items]
            case Table():
                lines.append(" | ".join(block.heads))
                lines += [" | ".join(map(words, row)) for row in block.rows]
    return sections


@pytest.mark.parametrize(
    ("entry_points", "expected"),
    [
        ((), ["Nothing to consolidate: no module starts a program."]),
        (("main.py",), ["Nothing to consolidate: `main.py` is the entry point, and every reference leads to it."]),
        (
            ("web.py", "job.py"),
            [
                "Nothing to consolidate: each of the 2 programs has one entry point, and every reference leads to one of"
                " them.",
                "`web.py`",
                "`job.py`",
            ],
        ),
    ],
)
def test_what_is_clean_says_so_in_a_few_lines(entry_points: tuple[str, ...], expected: list[str]) -> None:
    assert said(document(NOTHING._replace(entry_points=entry_points), "x")) == {"": expected}


def test_a_whole_plan() -> None:
    plan = Consolidation(
        (CONTEST,),
        (Move("main_v2.py", "archive/main_v2.py"),),
        (Change("run.sh", 3, "python main_v2.py", "python main.py"), Change("Dockerfile", 2, "COPY main_v2.py .", "")),
        (Decision(FINDING, "its arguments differ"),),
        (("Open branches will conflict.",),),
        (Step(("Done.",), True), Step(("Open.",), False)),
        (),
        FIGURES,
        AFTER,
        ("main.py",),
    )
    assert said(document(plan, "x")) == {
        "": [
            "2 modules claim to be the entry point of one program. `single-entry fix` moves 1 module to the archive and"
            " changes 2 references in 2 files. 1 finding is left for a person to decide. `single-entry fix --diff` shows"
            " every change and touches nothing; nothing is deleted."
        ],
        "Figures": [
            "Figure | Today | After fix",
            "entry points of the program in `main.py` | 2 | 1",
            "stale references: ONE203 superseded-target, warning | 1 | 0",
            "imports that do not resolve | 0 | 0",
        ],
        "The problem": [
            "1 module competes with `main.py`:",
            "Module | Is | Lines of code | Kind | Started by | Last change",
            "`main.py` | winner | 40 | FastAPI application | `Dockerfile:4` | 2023-11-14",
            "`main_v2.py` | duplicate | 30 | script | nothing | unknown",
        ],
        "The winner: `main.py`": [
            "Decided by evidence, confidence 93%. What speaks for it:",
            "Dockerfile line 4 starts it",
        ],
        "What moves": [
            "Each module keeps its path below the archive, and its history.",
            "From | To",
            "`main_v2.py` | `archive/main_v2.py`",
        ],
        "Which references change": [
            "File | Line | Before | After",
            "`run.sh` | 3 | `python main_v2.py` | `python main.py`",
            "`Dockerfile` | 2 | `COPY main_v2.py .` | dropped",
        ],
        "What a person must decide": ["- `run.sh:3` ONE203: starts main_v2.py (not changed: its arguments differ)"],
        "Risks": ["Open branches will conflict."],
        "Checklist": ["x Done.", "- Open."],
    }


def test_an_undecided_scope_moves_nothing() -> None:
    variants = (OLD._replace(role="candidate", becomes=""), MAIN._replace(role="candidate"))
    contest = Contest("services/api", "", "", 0.0, (), variants)
    figures = Figures((ProgramFigures("services/api", "", "", 2),))
    found = said(document(NOTHING._replace(contests=(contest,), today=figures, after=figures), "x"))
    assert found[""] == [
        "2 modules claim to be the entry point of one program.",
        "Decide first which module wins: name it as `entry_point` in `.single-entry.yaml`, or run"
        " `single-entry fix --entry PATH`. Nothing moves before that.",
    ]
    assert found["Figures"][1] == "undecided entry points in `services/api/` | 2 | 2"
    assert (
        found["The problem in `services/api/`"][0]
        == "2 modules could be the entry point, and the evidence does not decide:"
    )
    assert not [title for title in found if title.startswith(("The winner", "What moves"))]


def test_each_scope_has_its_own_problem() -> None:
    contests = (CONTEST, CONTEST._replace(scope="services/api", winner="services/api/main.py"))
    found = said(document(NOTHING._replace(contests=contests, today=FIGURES, after=AFTER), "x"))
    assert [title for title in found if title.startswith("The")] == [
        "The problem in the repository",
        "The winner: `main.py`",
        "The problem in `services/api/`",
        "The winner: `services/api/main.py`",
    ]


@pytest.mark.parametrize(
    ("lacks", "expected"),
    [
        (UniqueFeatures(), None),
        (UniqueFeatures(("GET /a", "GET /b")), ["Module | Routes", "`main_v2.py` | `GET /a`, `GET /b`"]),
        (
            UniqueFeatures(("GET /a",), (), tuple(f"f{number}" for number in range(14))),
            [
                "Module | Routes | Definitions",
                "`main_v2.py` | `GET /a` | " + ", ".join(f"`f{number}`" for number in range(12)) + " and 2 more",
            ],
        ),
    ],
)
def test_what_only_the_losers_have(lacks: UniqueFeatures, expected: list[str] | None) -> None:
    contest = CONTEST._replace(variants=(MAIN, OLD._replace(lacks=lacks)))
    found = said(document(NOTHING._replace(contests=(contest,), today=FIGURES, after=AFTER), "x"))
    assert found.get("What only the losers have", [None, *(expected or ())])[1:] == (expected or [])


def test_allowances_are_listed_by_week() -> None:
    exemptions = (
        Exemption("a.py", "tool", "until | the move", date(2026, 12, 28)),
        Exemption("b.py", "wrapper", "", date(2027, 1, 3)),
    )
    assert said(document(NOTHING._replace(exemptions=exemptions, entry_points=("main.py",)), "x"))["Temporary allowances"] == [
        "Week of | Module | As | Reason | Last day",
        "2026-12-28 (week 53) | `a.py` | tool | until | the move | 2026-12-28",
        "2026-12-28 (week 53) | `b.py` | wrapper |  | 2027-01-03",
    ]  # fmt: skip


def test_starts_and_programs_are_limited() -> None:
    started = MAIN._replace(starts=tuple(f"run{number}.sh:1" for number in range(5)))
    programs = tuple(ProgramFigures(f"s{number}", "", f"s{number}/main.py", 1 + (number < 3)) for number in range(30))
    contest = CONTEST._replace(variants=(started, OLD))
    found = said(document(NOTHING._replace(contests=(contest,), today=Figures(programs), after=Figures(programs)), "x"))
    assert "`run0.sh:1`, `run1.sh:1`, `run2.sh:1` and 2 more" in found["The problem"][2]
    assert found["Figures"][1:5] == [
        "entry points of the program in `s0/main.py` | 2 | 2",
        "entry points of the program in `s1/main.py` | 2 | 2",
        "entry points of the program in `s2/main.py` | 2 | 2",
        "entry points of all programs | 33 | 33",
    ]
