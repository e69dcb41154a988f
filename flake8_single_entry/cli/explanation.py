"""The command ``explain PATH:LINE``: print what was read on a line, where it leads, and why it is a finding or none."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator

from flake8_single_entry.cli.context import Exit, configuration_path, inside_root, root_of
from flake8_single_entry.cli.streams import put
from flake8_single_entry.engine import Analysis
from flake8_single_entry.engine.explanation import Explanation, Passage, explain
from flake8_single_entry.errors import UsageError
from flake8_single_entry.printable import printable, printable_path

_LABEL = 13  # width of the first column


def explain_line(arguments: Namespace, path: str, line: int) -> int:
    """Print the explanation of a line and return the exit code. Raises ``UsageError`` and ``SingleEntryError``."""
    root = root_of(arguments)
    inside = inside_root(os.path.realpath(root), path) if os.path.lexists(path) else path
    if not inside:
        raise UsageError(f"{path} is a directory; name a line of a file")
    analysis = Analysis(root, configuration_path(arguments, root))
    put("".join(f"{row}\n" for row in rows(explain(analysis, inside, line))))
    return Exit.CLEAN


def rows(explanation: Explanation) -> Iterator[str]:
    """Yield the lines of the output."""
    head = f"{printable_path(explanation.path)}:{explanation.line}"
    yield f"{head}  {printable(explanation.text)}" if explanation.text else head
    yield from (f"  {printable(note)}" for note in explanation.notes)
    for passage in explanation.passages:
        yield ""
        yield from _of_passage(passage)
    if explanation.others:
        yield ""
        yield from _labelled("finding", explanation.others)


def _of_passage(passage: Passage) -> Iterator[str]:
    place = passage.location
    yield f"  {printable(passage.text)}  (line {place.line}, column {place.column})"
    yield from _labelled("read", (passage.nature,))
    yield from _labelled("looked for", passage.bases)
    yield from _labelled("leads to", (passage.destination,))
    yield from _labelled("facts", passage.facts)
    yield from _labelled("finding", passage.verdicts)


def _labelled(label: str, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield f"    {label:<{_LABEL}}{printable(text)}"
        label = ""
