"""Split reStructuredText into blocks (https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.readers.documents.blocks import Block, Section, Span
from flake8_single_entry.syntax.source import Source

_UNDERLINE = re.compile(r"([=\-~`:'\"^_*+#<>.])\1{2,}\s*$")
_CODE = re.compile(r"\s*\.\.\s+(?:code-block|code|sourcecode|prompt|parsed-literal)::[ \t]*(?P<language>[\w+-]*)")
_TAB_OPTION = re.compile(r"\s*:[\w-]+:")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)]|#\.)\s+")


def blocks_of(source: Source) -> Iterator[Block]:
    """Yield the blocks of a text in order. Comments and unknown directives are read as text."""
    return _Scanner(source).run()


class _Scanner:
    """Line scanner; ``number`` is the next line to read, from 1."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.number = 1
        self.sections: list[Section] = []
        self.levels: list[str] = []  # underline characters in order of appearance; the index is the level
        self.text: list[Span] = []
        self.before = ""

    def run(self) -> Iterator[Block]:
        while self.number <= self.source.lines:
            line = self.source.line(self.number)
            start = self.source.offset(self.number)
            stripped = line.strip()
            code = _CODE.match(line) if ".." in line else None
            self.number += 1
            if not stripped:
                yield from self._end_text()
            elif code:
                yield from self._end_text()
                yield from self._code(_indent(line), code["language"].lower() or "bash")
            elif len(self.text) == 1 and _UNDERLINE.match(line):
                self._open(stripped[0])
            elif not self.text and _UNDERLINE.match(line):
                continue
            else:
                if _ITEM.match(stripped):
                    yield from self._end_text()
                self.text.append((start + _indent(line), start + len(line)))
                if stripped.endswith("::") and not stripped.startswith(".. "):
                    yield from self._end_text()
                    yield from self._code(_indent(line), "")
        yield from self._end_text()

    def _end_text(self) -> Iterator[Block]:
        if self.text:
            spans = tuple(self.text)
            self.text = []
            yield Block(False, spans, tuple(self.sections))
            self.before = self.source.text[spans[0][0] : spans[-1][1]]

    def _open(self, mark: str) -> None:
        start, end = self.text.pop()
        if mark not in self.levels:
            self.levels.append(mark)
        level = self.levels.index(mark) + 1
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()
        self.sections.append(Section(level, self.source.text[start:end], start))
        self.before = ""

    def _code(self, column: int, language: str) -> Iterator[Block]:
        """Yield the lines that are indented deeper than the line which introduces the code."""
        spans: list[Span] = []
        width = -1
        while self.number <= self.source.lines:
            line = self.source.line(self.number)
            start = self.source.offset(self.number)
            if line.strip():
                if _indent(line) <= column:
                    break
                if width < 0 and _TAB_OPTION.match(line):
                    self.number += 1
                    continue
                width = _indent(line) if width < 0 else width
            spans.append((start + min(_indent(line), max(width, 0)), start + len(line)))
            self.number += 1
        if width >= 0:
            leads = (self.before,) if self.before else ()
            yield Block(True, tuple(spans), tuple(self.sections), leads, language, fenced=True)
        self.before = ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
