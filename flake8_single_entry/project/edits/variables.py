"""The value of a variable in the text of a file, in place of a text that uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.project.edits.written import Rewritten, Span

# $NAME, ${NAME}, ${NAME:-default} (sh, compose), $(NAME) (make), %NAME% (cmd), $env:NAME (PowerShell)
_USE = re.compile(
    r"\$\{(?P<brace>\w+)(?::?-[^}]*)?\}|\$\((?P<make>\w+)\)|\$env:(?P<env>\w+)|\$(?P<bare>\w+)|%(?P<cmd>\w+)%"
)


def by_variable(span: Span, meaning: str) -> Rewritten | None:
    """Return the change of the only variable in a span, after which the span means something else.

    Returns None if there is not exactly one variable, if its value is not written exactly once in the text, or if what
    stands beside the variable is not part of the new meaning.
    """
    uses = tuple(_USE.finditer(span.written))
    if len(uses) != 1:
        return None
    use = uses[0]
    before, after = span.written[: use.start()], span.written[use.end() :]
    if not _surrounds(before, after, span.meaning) or not _surrounds(before, after, meaning):
        return None
    value = _inner(before, after, span.meaning)
    places = tuple(_values(span.text, next(filter(None, use.groups())), value))
    if len(places) != 1:
        return None
    return Rewritten(places[0], places[0] + len(value), _inner(before, after, meaning))


def _surrounds(before: str, after: str, text: str) -> bool:
    return len(text) > len(before) + len(after) and text.startswith(before) and text.endswith(after)


def _inner(before: str, after: str, text: str) -> str:
    return text[len(before) : len(text) - len(after)]


def _values(text: str, name: str, value: str) -> Iterator[int]:
    """Yield where a variable gets a value, or has it as its default."""
    assigned = rf"(?<![\w$]){re.escape(name)}[\"']?[ \t]*(?:[:?+]{{0,2}}=|:)[ \t]*[\"']?(?:\$\{{{re.escape(name)}:?-)?"
    default = rf"\$\{{{re.escape(name)}:?-"
    declared = rf"^[ \t]*(?:ENV|ARG|set)[ \t]+[\"']?{re.escape(name)}[ \t=]+[\"']?"
    powershell = rf"^[ \t]*\${re.escape(name)}[ \t]*=[ \t]*[\"']"
    found = {
        match.end()
        for lead in (assigned, default, declared, powershell)
        for match in re.finditer(rf"(?:{lead})(?={re.escape(value)}(?![\w./:-]))", text, re.MULTILINE | re.IGNORECASE)
    }
    yield from sorted(found)
