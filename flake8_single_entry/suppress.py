"""Remove the findings that a ``noqa`` comment suppresses, in all file types that have comments.

Python files follow flake8 exactly: the comment is on a line of the statement, and ``# flake8: noqa`` suppresses the
whole file (https://flake8.pycqa.org/en/stable/user/violations.html#in-line-ignoring-errors). In other files, the
comment is on the line, on a line of the same command continued with ``\\``, or alone on the line above; in Markdown
also above the fence. If the text of a reference is written in another file, the comment may be there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from flake8_single_entry.model import WRITTEN, Finding, Location
from flake8_single_entry.rules import order, unused_suppression, with_fingerprints
from flake8_single_entry.syntax.noqa import (
    COMMENT,
    COMMENT_LINE,
    FENCED,
    PYTHON,
    PYTHON_COMMENT,
    PYTHON_FILE,
    UNCLOSED,
    WORD,
    fences,
)

if TYPE_CHECKING:
    from flake8_single_entry.files.tree import Tree
    from flake8_single_entry.project.project import Project

    Read = Callable[[str], str | None]
    Span = tuple[int, int]  # first and last line, from 1

UNSILENCEABLE = frozenset({"ONE901"})  # an invalid configuration decides what is reported at all

_CONTINUED = {"bat": ("^",), "cmd": ("^",), "ps1": ("`",)}  # in other files, a backslash


class Suppressed(NamedTuple):
    """The findings that are left, those that a comment silences, and what did so: path, line and code of each."""

    kept: tuple[Finding, ...]
    silenced: tuple[Finding, ...]
    used: frozenset[tuple[str, int, str]]


def apply(findings: Iterable[Finding], read: Read, trusted: Read | None = None) -> tuple[Finding, ...]:
    """Return the findings that no comment suppresses, in order, as ``split`` does."""
    return split(findings, read, trusted).kept


def split(findings: Iterable[Finding], read: Read, trusted: Read | None = None) -> Suppressed:
    """Separate the findings that a comment suppresses from the others.

    ``read`` returns the text of a file, or None if it cannot be read. It is called only for files with findings.
    ``trusted`` returns another version of the text: a comment then counts only if that version has the same line, and
    also the lines of the finding.
    """
    files: dict[str, _Comments | None] = {}

    def is_silenced(finding: Finding, place: Location) -> bool:
        if place.path not in files:
            known = None if trusted is None else _known(trusted(place.path) or "")
            files[place.path] = _comments(place.path, read(place.path) or "", known)
        comments = files[place.path]
        return comments is not None and comments.silence(finding.code, place)

    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in findings:
        written = (other.location for other in finding.related if other.message == WRITTEN)
        # Every place is looked at: each comment that applies is a used one.
        answers = [is_silenced(finding, place) for place in (finding.location, *written)]
        is_kept = finding.code in UNSILENCEABLE or not any(answers)
        (kept if is_kept else silenced).append(finding)
    used = ((path, *word) for path, comments in files.items() if comments for word in comments.used)
    return Suppressed(tuple(kept), tuple(silenced), frozenset(used))


def judge(project: Project, findings: Iterable[Finding], read: Read) -> Suppressed:
    """Separate the findings of a project as ``split`` does, and report the comments that silence none of them.

    The findings that are left are in the order of ``rules.order``.
    """
    first = split(findings, read)
    unused = list(unused_suppression.findings(project, first.used, read))
    if not unused:
        return first
    second = split(with_fingerprints(sorted(unused, key=order)), read)
    kept = tuple(sorted((*first.kept, *second.kept), key=order))
    return Suppressed(kept, (*first.silenced, *second.silenced), first.used | second.used)


def text_of(tree: Tree) -> Read:
    """Return a function that returns the text of a file of a tree, or None."""
    from flake8_single_entry.files.tree import Unreadable
    from flake8_single_entry.syntax.source import Undecodable, decode

    def text(path: str) -> str | None:
        if not tree.is_file(path):  # a configuration that is not added yet, or lies elsewhere: nothing depends on it
            return None
        try:
            return decode(tree.read(path))
        except (Unreadable, Undecodable, KeyError):
            return None

    return text


class _Comments:
    """The ``noqa`` comments of one file, and the lines to which each applies.

    If ``known`` is a set of lines, all other lines are ignored. ``used`` are the codes that silenced a finding so far,
    each with its line.
    """

    def __init__(self, lines: Sequence[str], comment: re.Pattern[str], known: frozenset[str] | None) -> None:
        self.lines = lines
        self.comment = comment
        self.known = known
        self.answers: dict[tuple[int, int, str], bool] = {}
        self.used: set[tuple[int, str]] = set()

    def silence(self, code: str, place: Location) -> bool:
        if not all(self.counts(line) for line in self.between(place.line, place.end_line)):
            return False
        answers = [self.have(first, last, code) for first, last in self.spans_for(place)]
        return any(answers)

    def spans_for(self, place: Location) -> Iterator[Span]:
        """Yield the spans in which a comment applies to a finding."""
        raise NotImplementedError

    def have(self, first: int, last: int, code: str) -> bool:
        """True if a line of the span has a comment for a code. Cached: findings in a long command share their spans."""
        asked = first, last, code
        if asked not in self.answers:
            lines = enumerate(self.between(first, last), max(first, 1))
            answers = [self.counts(line) and self.matches(number, line, code) for number, line in lines]
            self.answers[asked] = any(answers)
        return self.answers[asked]

    def counts(self, line: str) -> bool:
        return self.known is None or line.rstrip() in self.known

    def matches(self, number: int, line: str, code: str) -> bool:
        """True if flake8 would suppress the code.

        A comment without codes suppresses everything. Otherwise, one of its codes must be the code or a prefix of it.
        """
        found_any = False
        for found in self.comment.finditer(line):
            codes = found["codes"]
            words = [word for word in WORD.findall(codes or "") if code.startswith(word)]
            self.used.update((number, word) for word in words)
            found_any = found_any or codes is None or bool(words)
        return found_any

    def between(self, first: int, last: int) -> Sequence[str]:
        return self.lines[max(first, 1) - 1 : max(last, 0)]


class _Everything(_Comments):
    """A file that ``# flake8: noqa`` suppresses as a whole."""

    def silence(self, code: str, place: Location) -> bool:
        del code, place
        return True


class _PythonComments(_Comments):
    def __init__(self, lines: Sequence[str], comment: re.Pattern[str], known: frozenset[str] | None) -> None:
        super().__init__(lines, comment, known)
        self.statements = _statements(lines)
        self.starts = [first for first, _ in self.statements]

    def spans_for(self, place: Location) -> Iterator[Span]:
        first, last = place.line, place.end_line
        yield first, last
        index = bisect_left(self.starts, first + 1) - 1
        if index >= 0:
            start, end = self.statements[index]
            if start <= first <= end:
                yield start, end


class _TextComments(_Comments):
    def __init__(
        self, lines: Sequence[str], comment: re.Pattern[str], known: frozenset[str] | None, suffix: str
    ) -> None:
        super().__init__(lines, comment, known)
        self.fences = fences(lines) if suffix in FENCED else ()
        self.openings = [opening for opening, _ in self.fences]
        marks = _CONTINUED.get(suffix, ("\\",))
        after = (number for number, line in enumerate(lines[:-1], 2) if not line.rstrip().endswith(marks))
        self.commands = [1, *after]  # the first line of each command

    def spans_for(self, place: Location) -> Iterator[Span]:
        first, last = place.line, place.end_line
        yield first, last
        fence = bisect_left(self.openings, first) - 1
        if fence >= 0 and first < self.fences[fence][1]:
            yield from self.above(self.fences[fence][0], skip_blank=True)
        start = self.commands[max(bisect_right(self.commands, first) - 1, 0)]
        following = bisect_right(self.commands, last)
        end = self.commands[following] - 1 if following < len(self.commands) else len(self.lines)
        if (start, end) != (first, last):
            yield start, end
            yield from self.above(start)
        yield from self.above(first)

    def above(self, number: int, *, skip_blank: bool = False) -> Iterator[Span]:
        """Yield the line above if it holds only a comment."""
        number -= 1
        if skip_blank and number >= 1 and not self.lines[number - 1].strip():
            number -= 1
        if 1 <= number <= len(self.lines) and COMMENT_LINE.match(self.lines[number - 1]):
            yield number, number


def _comments(path: str, text: str, known: frozenset[str] | None) -> _Comments | None:
    if "noqa" not in text.lower():
        return None
    lines = _lines(text)
    if path.endswith(PYTHON):
        if any(PYTHON_FILE.match(line) and (known is None or line.rstrip() in known) for line in lines):
            return _Everything(lines, PYTHON_COMMENT, known)
        return _PythonComments(lines, PYTHON_COMMENT, known)
    return _TextComments(lines, COMMENT, known, path.rpartition(".")[2].lower())


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _known(text: str) -> frozenset[str]:
    """Return the lines of a text without trailing whitespace."""
    return frozenset(line.rstrip() for line in _lines(text))


def _statements(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Return the first and last line of each statement, as flake8 joins them, up to the first syntax error."""
    import tokenize

    spans: list[tuple[int, int]] = []
    first = 0
    try:
        for token in tokenize.generate_tokens(iter([line + "\n" for line in lines]).__next__):
            if token.type == tokenize.ERRORTOKEN and token.string in UNCLOSED:
                break  # Python 3.11 continues, and scans the rest of the line once for each such character
            if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT) and not first:
                continue
            first = first or token.start[0]
            if token.type == tokenize.NEWLINE:
                spans.append((first, token.end[0]))
                first = 0
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # a broken file: a comment on the line itself still counts
    return spans
