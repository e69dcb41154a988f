"""Split plain text into blocks: groups of lines between blank lines, with underlined or capitalized titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.readers.documents.blocks import Block, Section, Span
from flake8_single_entry.syntax.source import Source

_UNDERLINE = re.compile(r"\s*([=\-~*#_^\"'+.═─])\1{2,}\s*$")
_LABEL = re.compile(
    r"\s*+(?:(?:[-*•]|\d{1,2}[.)])\s*+)?(?:run|usage|start|execute|command|example)\s*[:：]\s+", re.IGNORECASE
)
_BULLET = re.compile(r"\s*(?:[-*•>]|\d{1,2}[.)])\s+")


def blocks_of(source: Source) -> Iterator[Block]:
    """Yield each group twice: as code, of which only lines that look like commands are used, and as lines of text."""
    sections: tuple[Section, ...] = ()
    group: list[Span] = []
    before = ""
    for number in range(1, source.lines + 2):
        line = source.line(number) if number <= source.lines else ""
        start = source.offset(number) if number <= source.lines else len(source.text)
        stripped = line.strip()
        if stripped and not _UNDERLINE.match(line):
            group.append((start + len(line) - len(line.lstrip()), start + len(line)))
            continue
        if stripped and len(group) == 1:
            first, last = group[0]
            sections = (Section(2, source.text[first:last], first),)
            group = []
            before = ""
        elif group:
            first, last = group[0]
            title = source.text[first:last]
            if title.rstrip().endswith((":", "：")) or (title.isupper() and len(title) < 80):
                sections = (*sections[:1], Section(3, title, first)) if sections else (Section(3, title, first),)
            yield from _group(source, group, sections, before)
            before = source.text[group[-1][0] : group[-1][1]]
            group = []


def _group(source: Source, group: list[Span], sections: tuple[Section, ...], before: str) -> Iterator[Block]:
    commands: list[Span] = []
    for start, end in group:
        label = _LABEL.match(source.text, start, end) or _BULLET.match(source.text, start, end)
        commands.append((label.end() if label else start, end))
    yield Block(True, tuple(commands), sections, (before,) if before else ())
    for span in group:
        yield Block(False, (span,), sections)
