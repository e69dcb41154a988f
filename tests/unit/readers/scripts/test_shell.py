"""The reader of shell scripts."""

from __future__ import annotations

from flake8_single_entry.model import Base, Kind, Location, Reference, RelativeTo, Via
from flake8_single_entry.readers.scripts import shell
from flake8_single_entry.syntax.source import Source


def test_a_script_is_called_from_anywhere() -> None:
    source = Source.of_text("scripts/run.sh", "#!/bin/sh\nexec python3 src/main.py\n")
    assert shell.read(source).references == (
        Reference(
            Location("scripts/run.sh", 2, 14, 2, 25),
            "src/main.py",
            Kind.PATH,
            Base(RelativeTo.CALLER),
            "shell",
            Via.RUN,
            "python",
        ),
    )


def test_scan() -> None:
    assert shell.scan(b"exec python3 src/main.py\n")
    assert not shell.scan(b"#!/bin/sh\nnpm run build\n")


def test_bad_input_gives_no_references() -> None:
    assert shell.read(Source.of_text("x.sh", "if then ((( python <<")).references == ()
