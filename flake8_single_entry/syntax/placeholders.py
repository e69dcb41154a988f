"""Replace the placeholders of template languages in command lines (``${{ … }}``, ``{{.X}}``) by shell variables."""

from __future__ import annotations

import re
from collections.abc import Callable

from flake8_single_entry.syntax.nodes import Scalar
from flake8_single_entry.syntax.source import Snippet, Source

UNKNOWN = "SINGLE_ENTRY_UNKNOWN"
"""A shell variable that is never set. It represents a value that only another program can expand."""


def with_variables(snippet: Snippet, pattern: re.Pattern[str], variable: Callable[[re.Match[str]], str]) -> Snippet:
    """Replace each match by the shell variable that ``variable`` names, keeping the map to the file."""
    pieces: list[str] = []
    segments: list[tuple[int, int]] = []
    length = last = 0
    for match in pattern.finditer(snippet.text):
        text = "${" + variable(match) + "}"
        before = snippet.part(last, match.start())
        segments += [(length + here, there) for here, there in before.segments] if before.text else []
        length += len(before.text)
        segments.append((length, snippet.origin(match.start())))
        # Map the end of the variable to the end of the placeholder, whatever their lengths.
        segments.append((length + len(text) - 1, snippet.origin(match.end() - 1)))
        pieces += (before.text, text)
        length += len(text)
        last = match.end()
    if not pieces:
        return snippet
    rest = snippet.part(last, len(snippet.text))
    segments += [(length + here, there) for here, there in rest.segments]
    return Snippet(snippet.source, "".join(pieces) + rest.text, tuple(segments))


_GO_COMMENT = re.compile(r"\{\{-?\s*/\*|\*/\s*-?\}\}")
_GO_LINE = re.compile(r"^[ \t]*(?:- )?\{\{(?:[^{}\n]|\{(?!\{)|\}(?!\}))*\}\}[ \t]*\r?$", re.MULTILINE)
_GO = re.compile(r"\{\{(?:[^{}]|\{(?!\{)|\}(?!\}))*\}\}")


def without_go_templates(source: Source) -> Source:
    """Replace Go template actions so that the result is YAML and every character keeps its position.

    A line that contains only an action becomes blank, and so does a comment, over however many lines. An action inside
    a line becomes a variable that is never set.
    """
    text = _GO_LINE.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]), _without_comments(source.text))
    text = _GO.sub(lambda match: "".join("\n" if c == "\n" else "_" for c in match[0]).replace("_", "$", 1), text)
    return source.inner(text)


def _without_comments(text: str) -> str:
    """Replace the comments of Go templates (``{{/* … */}}``, text/template, "Actions") by blanks."""
    pieces: list[str] = []
    done, start = 0, -1
    for match in _GO_COMMENT.finditer(text):
        if match[0].startswith("{"):
            start = match.start() if start < 0 else start
        elif start >= 0:
            pieces += (text[done:start], re.sub(r"[^\r\n]", " ", text[start : match.end()]))
            done, start = match.end(), -1
    return "".join((*pieces, text[done:]))


def unquoted(value: Scalar) -> Scalar:
    """Remove the quotes around a value in a format without quoting (``FLASK_APP="web"``)."""
    text = value.text
    if value.style or len(text) < 2 or text[0] not in "'\"" or text[0] != text[-1]:
        return value
    return Scalar(value.source, text[1:-1], "", value.start + 1, value.end - 1)
