"""Drops the findings that a ``noqa`` comment silences, in every kind of file that has comments.

Python follows flake8 to the letter: the comment stands on a line of the statement, ``# flake8: noqa`` silences the file
(https://flake8.pycqa.org/en/stable/user/violations.html#in-line-ignoring-errors). Elsewhere the comment stands on the
line, on a line of the same ``\\``-continued command, or alone on the line above it; in Markdown also above the fence.
Where the text of a reference is written in another file, the comment may stand there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flake8_single_entry.model import WRITTEN, Finding, Location

if TYPE_CHECKING:
    from flake8_single_entry.files.tree import Tree

    Read = Callable[[str], str | None]
    Span = tuple[int, int]  # first and last line, from 1

UNSILENCEABLE = frozenset({"ONE901"})  # a configuration that cannot be read decides what is reported at all

_CODES = r"(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?"
_PYTHON_COMMENT = re.compile(r"# noqa" + _CODES, re.IGNORECASE)
_PYTHON_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
_OPENERS = r"(?:\#|//|;|::|<!--|\.\.|/\*|\brem\b)"
_COMMENT = re.compile(_OPENERS + r"\s*noqa\b" + _CODES, re.IGNORECASE)
_COMMENT_LINE = re.compile(r"\s*@?" + _OPENERS, re.IGNORECASE)
_FENCED = frozenset({"md", "markdown", "mdx", "mdc"})
_FENCE = re.compile(r"[\s>]*(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_UNCLOSED = frozenset(("'", '"', "\\"))
_CONTINUED = {"bat": ("^",), "cmd": ("^",), "ps1": ("`",)}  # elsewhere a backslash


def apply(findings: Iterable[Finding], read: Read, trusted: Read | None = None) -> tuple[Finding, ...]:
    """The findings that no comment silences, in their order.

    ``read`` gives the text of a file, or None where there is none to be had; it is asked for files with findings only.
    ``trusted`` gives another version of it: a comment then counts only where that version has the same line, and the
    lines of the finding as well.
    """
    files: dict[str, _Comments | None] = {}

    def is_silenced(finding: Finding, place: Location) -> bool:
        if place.path not in files:
            known = None if trusted is None else _known(trusted(place.path) or "")
            files[place.path] = _comments(place.path, read(place.path) or "", known)
        comments = files[place.path]
        return comments is not None and comments.silence(finding.code, place)

    kept: list[Finding] = []
    for finding in findings:
        written = (other.location for other in finding.related if other.message == WRITTEN)
        if finding.code in UNSILENCEABLE or not any(
            is_silenced(finding, place) for place in (finding.location, *written)
        ):
            kept.append(finding)
    return tuple(kept)


def text_of(tree: Tree) -> Read:
    """Gives the text of a file of a tree, or None."""
    from flake8_single_entry.files.tree import Unreadable
    from flake8_single_entry.syntax.source import Undecodable, decode

    def text(path: str) -> str | None:
        try:
            return decode(tree.read(path))
        except (Unreadable, Undecodable, KeyError):
            return None

    return text


class _Comments:
    """The ``noqa`` comments of one file, and which lines each of them speaks for.

    Where lines are ``known``, others are as if they were not there.
    """

    def __init__(self, lines: Sequence[str], comment: re.Pattern[str], known: frozenset[str] | None) -> None:
        self.lines = lines
        self.comment = comment
        self.known = known
        self.answers: dict[tuple[int, int, str], bool] = {}

    def silence(self, code: str, place: Location) -> bool:
        if not all(self.counts(line) for line in self.between(place.line, place.end_line)):
            return False
        return any(self.have(first, last, code) for first, last in self.spans_for(place))

    def spans_for(self, place: Location) -> Iterator[Span]:
        """Where a comment about a finding may stand."""
        raise NotImplementedError

    def have(self, first: int, last: int, code: str) -> bool:
        """Is there a comment for a code in some lines? Many findings ask for the same ones, each of a long command."""
        asked = first, last, code
        if asked not in self.answers:
            lines = self.between(first, last)
            self.answers[asked] = any(self.counts(line) and self.matches(line, code) for line in lines)
        return self.answers[asked]

    def counts(self, line: str) -> bool:
        return self.known is None or line.rstrip() in self.known

    def matches(self, line: str, code: str) -> bool:
        """flake8's reading: no codes silence everything, else one of them is the code or a prefix of it."""
        for found in self.comment.finditer(line):
            codes = found["codes"]
            if codes is None or code.startswith(tuple(filter(None, re.split(r"[,\s]+", codes)))):
                return True
        return False

    def between(self, first: int, last: int) -> Sequence[str]:
        return self.lines[max(first, 1) - 1 : max(last, 0)]


class _Everything(_Comments):
    """A file that ``# flake8: noqa`` silences as a whole."""

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
        self.fences = _fences(lines) if suffix in _FENCED else ()
        self.openings = [opening for opening, _ in self.fences]
        marks = _CONTINUED.get(suffix, ("\\",))
        after = (number for number, line in enumerate(lines[:-1], 2) if not line.rstrip().endswith(marks))
        self.commands = [1, *after]  # the first line of each

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
        """The line above, if it is a comment and nothing else."""
        number -= 1
        if skip_blank and number >= 1 and not self.lines[number - 1].strip():
            number -= 1
        if 1 <= number <= len(self.lines) and _COMMENT_LINE.match(self.lines[number - 1]):
            yield number, number


def _comments(path: str, text: str, known: frozenset[str] | None) -> _Comments | None:
    if "noqa" not in text.lower():
        return None
    lines = _lines(text)
    if path.endswith((".py", ".pyw", ".pyi")):
        if any(_PYTHON_FILE.match(line) and (known is None or line.rstrip() in known) for line in lines):
            return _Everything(lines, _PYTHON_COMMENT, known)
        return _PythonComments(lines, _PYTHON_COMMENT, known)
    return _TextComments(lines, _COMMENT, known, path.rpartition(".")[2].lower())


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _known(text: str) -> frozenset[str]:
    """The lines of a text, whatever blanks are at their ends."""
    return frozenset(line.rstrip() for line in _lines(text))


def _statements(lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line of each statement, as flake8 joins them; none from where the text is no Python."""
    import tokenize

    spans: list[tuple[int, int]] = []
    first = 0
    try:
        for token in tokenize.generate_tokens(iter([line + "\n" for line in lines]).__next__):
            if token.type == tokenize.ERRORTOKEN and token.string in _UNCLOSED:
                break  # Python 3.11 goes on, and looks at the rest of the line once for each such character
            if token.type in (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT) and not first:
                continue
            first = first or token.start[0]
            if token.type == tokenize.NEWLINE:
                spans.append((first, token.end[0]))
                first = 0
    except (tokenize.TokenError, SyntaxError, ValueError):
        pass  # a broken file: the comment on the line itself still counts
    return spans


def _fences(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The lines of each fence's opening and closing mark; the last fence may lack its end."""
    fences: list[tuple[int, int]] = []
    opening, mark = 0, ""
    for number, line in enumerate(lines, 1):
        found = _FENCE.match(line)
        if not found:
            continue
        if not opening:
            opening, mark = number, found["mark"]
        elif found["mark"].startswith(mark) and not found["info"].strip():
            fences.append((opening, number))
            opening = 0
    if opening:
        fences.append((opening, len(lines) + 1))
    return tuple(fences)
