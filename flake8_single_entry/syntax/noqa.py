"""The ``noqa`` comments of a file: what silences a finding, and which of them are comments rather than text about them.

flake8 looks for ``# noqa`` anywhere on a line, and so does everything that silences here. ``suppressions_in`` returns
only what is surely a comment of the file: a string, a code span or a code block of a document may show the syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flake8_single_entry.model import Location, Suppression

_CODES = r"(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?"
_OPENERS = r"(?:\#|//|;|::|<!--|\.\.|/\*|\brem\b)"
PYTHON_COMMENT = re.compile(r"# noqa" + _CODES, re.IGNORECASE)
PYTHON_FILE = re.compile(r"\s*# flake8[:=]\s*noqa", re.IGNORECASE)
COMMENT = re.compile(_OPENERS + r"\s*noqa\b" + _CODES, re.IGNORECASE)
COMMENT_LINE = re.compile(r"\s*@?" + _OPENERS, re.IGNORECASE)
WORD = re.compile(r"[A-Z]+[0-9]+", re.IGNORECASE)
PYTHON = (".py", ".pyw", ".pyi")
FENCED = frozenset({"md", "markdown", "mdx", "mdc"})
MARK = r"\bONE[0-9]"  # a line with a comment for these codes matches it

_OWN = re.compile(r"ONE\d")
_OWN_BYTES = re.compile(MARK.encode())
_NOQA_BYTES = re.compile(rb"noqa", re.IGNORECASE)
_FENCE = re.compile(r"[\s>]*(?P<mark>`{3,}|~{3,})(?P<info>.*)")
_AT_LINE_START = (";", "::", "rem")  # elsewhere they separate commands, or are words
UNCLOSED = frozenset(("'", '"', "\\"))  # the text of an error token that begins a string without an end
_QUOTES = ("'", '"', "`")
_LONGEST = 2000  # characters of a line; nobody writes a comment behind more


def may_suppress(data: bytes) -> bool:
    """True if a file may hold a comment for these codes. Over-approximate."""
    return b"ONE" in data and bool(_OWN_BYTES.search(data)) and bool(_NOQA_BYTES.search(data))


def suppressions_in(path: str, text: str) -> Iterator[Suppression]:
    """Yield the comments of a file with a code of this tool, in order. ``text`` has no lone CR."""
    if not _OWN.search(text):
        return
    lines = text.split("\n")
    if path.endswith(PYTHON):
        if not any(map(PYTHON_FILE.match, lines)):
            yield from _in_python(path, lines)
        return
    suffix = path.rpartition(".")[2].lower()
    shown = {number for first, last in fences(lines) for number in range(first, last + 1)} if suffix in FENCED else ()
    for number, line in enumerate(lines, 1):
        if len(line) <= _LONGEST and _OWN.search(line) and number not in shown:
            for found in COMMENT.finditer(line):
                if _is_comment(line[: found.start()], found.group().lower(), suffix):
                    yield from _suppression(path, number, found, 0)


def fences(lines: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the lines of the opening and closing mark of each fence. The last fence may not be closed."""
    found: list[tuple[int, int]] = []
    opening, mark = 0, ""
    for number, line in enumerate(lines, 1):
        fence = _FENCE.match(line)
        if not fence:
            continue
        if not opening:
            opening, mark = number, fence["mark"]
        elif fence["mark"].startswith(mark) and not fence["info"].strip():
            found.append((opening, number))
            opening = 0
    if opening:
        found.append((opening, len(lines) + 1))
    return tuple(found)


def _in_python(path: str, lines: Sequence[str]) -> Iterator[Suppression]:
    """Yield the comments of a file that Python can split into tokens. Elsewhere, a comment may be part of a string."""
    import tokenize

    tokens: list[tokenize.TokenInfo] = []
    try:
        for token in tokenize.generate_tokens(iter([line + "\n" for line in lines]).__next__):
            if token.type == tokenize.ERRORTOKEN and token.string in UNCLOSED:
                return  # Python 3.11 continues, and scans the rest of the line once for each such character
            tokens.append(token)
    except (tokenize.TokenError, SyntaxError, ValueError):
        return
    for token in tokens:
        if token.type != tokenize.COMMENT or len(token.string) > _LONGEST or not _OWN.search(token.string):
            continue
        for found in PYTHON_COMMENT.finditer(token.string):
            if not token.string[: found.start()].strip() or token.string[found.start() - 1].isspace():
                yield from _suppression(path, token.start[0], found, token.start[1])


def _is_comment(before: str, comment: str, suffix: str) -> bool:
    """True if a comment after some text on its line is one in files with this ending, and no text about it."""
    if suffix in FENCED:
        return comment.startswith("<!--") and before.count("`") % 2 == 0
    if suffix in ("rst", "txt"):
        return suffix == "rst" and comment.startswith("..") and not before
    if before and not before[-1].isspace() and before != "@":
        return False
    if comment.startswith(_AT_LINE_START):
        return before.strip() in ("", "@")
    return not comment.startswith("..") and all(_is_closed(before, quote) for quote in _QUOTES)


def _is_closed(text: str, quote: str) -> bool:
    return (text.count(quote) - text.count("\\" + quote)) % 2 == 0


def _suppression(path: str, line: int, found: re.Match[str], indent: int) -> Iterator[Suppression]:
    words = list(WORD.finditer(found.group(), found.start("codes") - found.start())) if found["codes"] else []
    if any(_OWN.match(word.group()) for word in words):
        start = indent + found.start() + 1
        end = start + words[-1].end()
        yield Suppression(Location(path, line, start, line, end), tuple(word.group() for word in words))
