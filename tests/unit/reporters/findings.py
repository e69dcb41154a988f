"""Findings made by hand for the tests of the formats: of each level, with edits, and with hostile names."""

from __future__ import annotations

from flake8_single_entry.model import Edit, Finding, Level, Location, Related
from tests.hostile import NAMES
from tests.support import Results

DOCKERFILE = 'FROM python:3.12\nWORKDIR /srv\nCOPY . .\nCMD ["python", "main_old.py"]\n'
RUN = "#!/bin/sh\ncd src &&\n\tpython größe/main_v2.py  # später\n"
MAIN_OLD = "app = make()\n\n\nif __name__ == '__main__':\n    app.run()\n"
SOURCES = {"Dockerfile": DOCKERFILE, "run.sh": RUN, "main_old.py": MAIN_OLD}

COMMAND = Finding(
    "ONE203",
    "superseded-target",
    Location("Dockerfile", 4, 17, 4, 28),
    "starts main_old.py, superseded by src/main.py [duplicate-entry-point]; use src/main.py",
    "main_old.py",
    "main_old.py",
    "src/main.py",
    related=(Related(Location("main_old.py", 4, 1, 4, 27), "main_old.py is superseded"),),
    fingerprint="00000000000000aa",
    level=Level.WARNING,
    edits=(Edit(Location("Dockerfile", 4, 17, 4, 28), "src/main.py"),),
)
SCRIPT = Finding(
    "ONE201",
    "missing-target",
    Location("run.sh", 3, 9, 3, 25),
    "starts größe/main_v2.py, which does not exist; use main.py",
    "größe/main_v2.py",
    None,
    "main.py",
    fingerprint="00000000000000bb",
    edits=(Edit(Location("run.sh", 3, 9, 3, 25), "main.py"),),
)
DUPLICATE = Finding(
    "ONE101",
    "duplicate-entry-point",
    Location("main_old.py", 4, 1, 4, 27),
    "main_old.py competes with src/main.py (86% similar); archive it under archive/, or allow it in .single-entry.yaml",
    target="src/main.py",
    fingerprint="00000000000000cc",
    level=Level.NOTE,
    move="archive/main_old.py",
)
ALL = Results((COMMAND, DUPLICATE, SCRIPT), (), 12, 34)

_PLACES = tuple(Location(name, 1, 1, 1, 2) for name in NAMES)
HOSTILE = Results(
    tuple(
        Finding(
            "ONE201",
            "missing-target",
            place,
            f"starts {place.path}, which does not exist; use {place.path}",
            place.path,
            place.path,
            place.path,
            related=(Related(place, f"{place.path} is superseded"),),
            fingerprint=f"{number:016x}",
            level=(Level.ERROR, Level.WARNING, Level.NOTE)[number % 3],
            edits=(Edit(place, place.path),),
            move=place.path,
        )
        for number, place in enumerate(_PLACES)
    ),
    (),
    len(NAMES),
    1,
)
MARKUP = COMMAND._replace(
    message="starts a|b`c``d <script>alert(1)</script> [x](https://example.invalid) @team #1 *b* {0}; use 50% :: a, b",
    location=Location("a|b`c <img src=x>.sh", 4, 1, 4, 2),
)


def read(path: str) -> str | None:
    """Return the text of a file that the findings are about."""
    return SOURCES.get(path)
