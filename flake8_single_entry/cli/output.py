"""What ``check`` prints: the report in the format, the colours and the place that the arguments name."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flake8_single_entry.cli.context import configuration_path, root_of, uses_colour
from flake8_single_entry.engine import Report, Revision
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.reporters import FOR_PEOPLE, Display, load, no_text, text

_QUOTING = ("full", "rdjson")  # formats that need the texts of files


def render(arguments: Namespace, results: Report, name: str) -> str:
    """Return the report in a format. Raises ``UsageError`` and ``SingleEntryError``."""
    root = os.path.realpath(root_of(arguments))
    colour = uses_colour("never" if arguments.output_file and arguments.color == "auto" else arguments.color)
    with _texts(arguments, root, needed=name in _QUOTING and bool(results.findings)) as read:
        display = Display(colour=colour, directory=directory_in(root, os.getcwd()), width=_width(), read=read)
        output = load(name).report(results, display)
    if results.shows_suppressed and name in FOR_PEOPLE:
        output += text.suppressed(results, display)
    if arguments.statistics and name in FOR_PEOPLE:
        output += text.statistics(results.findings)
    return output


def write(path: str, output: str, root: str) -> None:
    """Write a report to a file. Raises ``UsageError`` if it cannot be opened, ``SingleEntryError`` for a full disk.

    Below the root, no symbolic link is followed: the repository could lead it to a file of the user.
    """
    absolute, root = os.path.abspath(path), os.path.realpath(root)
    real = os.path.join(os.path.realpath(os.path.dirname(absolute)), os.path.basename(absolute))
    is_inside = bool(directory_in(root, real))
    if (is_inside and os.path.islink(real)) or (directory_in(root, absolute) and not is_inside):
        raise UsageError(f"--output-file: {path} leads through a symbolic link of the repository: not followed")
    try:
        stream = open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115
    except OSError as error:
        raise UsageError(f"--output-file: cannot write {path}: {error.strerror}") from None
    try:
        with stream:
            stream.write(output)
    except OSError as error:
        raise SingleEntryError(f"--output-file: cannot write {path}: {error.strerror}") from None


def directory_in(root: str, directory: str) -> str:
    """Return a directory relative to the root with ``/``, or "" if it is the root or lies outside it."""
    inside = os.path.relpath(directory, root).replace(os.sep, "/")
    return "" if inside == "." or inside.split("/")[0] == ".." else inside


@contextmanager
def _texts(arguments: Namespace, root: str, *, needed: bool) -> Iterator[Callable[[str], str | None]]:
    """Open the texts of the analysed version. A configuration that the arguments name is never quoted."""
    if not needed:
        yield no_text
        return
    from flake8_single_entry.engine.sources import open_texts

    hidden = configuration_path(arguments, root)
    with open_texts(root, Revision(staged=arguments.staged, revision=arguments.rev)) as read:
        yield lambda path: None if path == hidden else read(path)


def _width() -> int:
    """Return the width of the terminal in columns, 80 if there is none."""
    try:
        return int(os.environ.get("COLUMNS") or os.get_terminal_size().columns) or 80
    except (ValueError, OSError):
        return 80
