"""The format for people at a terminal: each finding with its line, its level, the way out and the rule's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from shlex import quote as quoted
from textwrap import wrap
from typing import TYPE_CHECKING

from flake8_single_entry.model import Finding, Location, Related
from flake8_single_entry.printable import printable, printable_path
from flake8_single_entry.reporters import PLAIN, Display
from flake8_single_entry.reporters.excerpt import by_file, changes, lines_of, quote, short, shown_line
from flake8_single_entry.reporters.text import BOLD, COLOURS, CYAN, RESET, count

if TYPE_CHECKING:
    from flake8_single_entry.reporters import ReportView

_RED, _GREEN = "\x1b[31m", "\x1b[32m"
_WIDEST = 120  # columns: longer lines are hard to read
_MOST_RELATED = 3


def report(results: ReportView, display: Display = PLAIN) -> str:
    """Return a block of lines for each finding, with an empty line after each."""
    block = _Block(display)
    return "".join("".join(f"{line}\n" for line in block.lines(finding)) + "\n" for finding in results.findings)


def parts(message: str) -> tuple[str, str]:
    """Return the fact and the way out of a message. Messages give the way out after the last semicolon."""
    fact, _, remedy = message.rpartition("; ")
    return (fact, remedy) if fact else (message, "")


class _Block:
    """Makes the block of a finding. Each file is read once."""

    def __init__(self, display: Display) -> None:
        self.display = display
        self.width = max(min(display.width, _WIDEST), 40)
        self.source: Callable[[str], list[str]] = cache(self._source)

    def _source(self, path: str) -> list[str]:
        text = self.display.read(path)
        return [] if text is None else lines_of(text)

    def lines(self, finding: Finding) -> Iterator[str]:
        fact, remedy = parts(finding.message)
        level = str(finding.level)
        margin = " " * len(str(max([finding.location.line, *(edit.location.end_line for edit in finding.edits)])))
        label = f"{finding.code} {level}"
        head, *rest = wrapped(f"{label}: ", printable(fact), self.width, indent=4)
        yield head.replace(label, self.paint(COLOURS[level], label), 1)
        yield from rest
        yield f"{margin}{self.paint(CYAN, '-->')} {self.place(finding.location)}"
        yield from self.excerpt(finding, margin)
        if remedy:
            yield from self.note(margin, "help", printable(remedy))
        yield from self.diff(finding, margin)
        for label, text in self.notes(finding):
            yield from self.note(margin, label, text)

    def note(self, margin: str, label: str, text: str) -> Iterator[str]:
        """Yield a closing line, wrapped."""
        before = f"{margin} = {label}: "
        first, *rest = wrapped(before, text, self.width, indent=len(before))
        yield first.replace(f"= {label}", f"{self.paint(CYAN, '=')} {self.paint(BOLD, label)}", 1)
        yield from rest

    def excerpt(self, finding: Finding, margin: str) -> Iterator[str]:
        """Yield the line of a finding with carets, between two bars."""
        place = finding.location
        found = quote(self.source(place.path), place, self.width - len(margin) - 3)
        bar = self.paint(CYAN, "|")
        if found is None or not found.line.strip():
            return
        yield f"{margin} {bar}"
        yield f"{self.paint(CYAN, str(place.line).rjust(len(margin)))} {bar} {found.line}"
        yield f"{margin} {bar} {self.caret(finding, found.carets)}"

    def caret(self, finding: Finding, carets: str) -> str:
        marks = carets.lstrip(" ")
        return carets[: len(carets) - len(marks)] + self.paint(COLOURS[str(finding.level)], marks)

    def notes(self, finding: Finding) -> Iterator[tuple[str, str]]:
        """Yield the closing lines: a move to the archive, other places, and where to read more."""
        if finding.move:
            old, new = (quoted(printable(self.display.path(path))) for path in (finding.location.path, finding.move))
            yield "fix", f"single-entry fix (git mv {old} {new})"
        for other in finding.related[:_MOST_RELATED]:
            yield "see", f"{self.place(other.location)} {printable(without_place(other))}"
        if len(finding.related) > _MOST_RELATED:
            left = count(len(finding.related) - _MOST_RELATED, "more place")
            yield "see", f"{left} (--format json lists all)"
        yield "page", f"single-entry explain {finding.code}"

    def diff(self, finding: Finding, margin: str) -> Iterator[str]:
        """Yield the lines that the edits of a finding change, before and after."""
        bar = self.paint(CYAN, "|")
        for path, edits in by_file(finding.edits):
            found = list(changes(self.source(path), edits))
            if found:
                elsewhere = "" if path == finding.location.path else f" in {printable(self.display.path(path))}"
                yield f"{margin} {self.paint(CYAN, '=')} {self.paint(BOLD, 'fix')}{elsewhere}: single-entry fix"
            for change in found:
                number = str(change.first).rjust(len(margin))
                yield from (
                    f"{self.paint(CYAN, number)} {bar} {self.paint(_RED, f'- {shown_line(line)}')}"
                    for line in short(change.before)
                )
                yield from (
                    f"{self.paint(CYAN, number)} {bar} {self.paint(_GREEN, f'+ {shown_line(line)}')}"
                    for line in short(change.after)
                )

    def place(self, place: Location) -> str:
        return f"{printable_path(self.display.path(place.path))}:{place.line}:{place.column}"

    def paint(self, colour: str, text: str) -> str:
        return f"{colour}{text}{RESET}" if self.display.colour else text


def without_place(related: Related) -> str:
    """Return the message of a related location without the path and line with which it may begin."""
    path, line = related.location.path, related.location.line
    rest = related.message.removeprefix(path).removeprefix(f" line {line}").removeprefix(":").strip()
    return rest or related.message


def wrapped(label: str, text: str, width: int, *, indent: int) -> list[str]:
    """Wrap a text after a label. Further lines are indented. Paths are never broken."""
    return wrap(
        text,
        width,
        initial_indent=label,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [label.rstrip()]
