"""Split Markdown into blocks in a single pass, following CommonMark (https://spec.commonmark.org/0.31.2/)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flake8_single_entry.readers.documents.blocks import BOLD_LEVEL, Block, Section, Span
from flake8_single_entry.syntax.source import Source

_FENCE = re.compile(r"(?P<lead>(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*)(?P<marks>`{3,}|~{3,})(?P<info>[^\r\n]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_BOLD = re.compile(r"\s{0,3}(?:\*\*|__)([^*_\n]{1,120})(?:\*\*|__)\s*+[:：]?+\s*+$")
_ITEM = re.compile(r"([ \t>]*)([-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_RULE = re.compile(r" {0,3}(?:[-*_][ \t]*){3,}$")
_PRE = re.compile(r"\s*<pre(?: [^<>]{0,80})?>(?:\s*<code(?: [^<>]{0,80})?>)?", re.IGNORECASE)
_PRE_END = re.compile(r"(?:</code>\s*)?</pre>", re.IGNORECASE)
_INFO = re.compile(r"\{?\s*\.?([^\s{},:;=\"']*)[:]?(.*)")


def blocks_of(source: Source) -> Iterator[Block]:
    """Yield the blocks of a Markdown text in order, without front matter and HTML comments."""
    return _Scanner(source).run()


class _Scanner:
    """Line scanner; ``number`` is the next line to read, from 1."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.number = 1
        self.comments = True  # False once the rest of the text is known to contain no end of a comment
        self.sections: list[Section] = []
        self.items: list[tuple[int, str]] = []  # the list items that contain the current line: column, text
        self.text: list[Span] = []  # the lines of the current paragraph, item or row
        self.before = ""  # the last text, which may introduce the next block
        self.lead = ""  # the last paragraph that introduces the text after it
        self.blank = True

    def run(self) -> Iterator[Block]:
        self._skip_front_matter()
        lines, starts = self.lines, self.source.starts
        while self.number <= len(lines):
            line = lines[self.number - 1]
            stripped = line.strip()
            if not stripped:
                if self.text:
                    yield from self._end_text()
                self.blank = True
                self.number += 1
                continue
            start = starts[self.number - 1]
            if line[0].isalpha():  # only text begins like this, and most lines do
                if self.blank:
                    self.items.clear()
                self.text.append((start, start + len(stripped)))
                self.blank = False
                self.number += 1
                continue
            marker = _FENCE.match(line) if "```" in line or "~~~" in line else None
            if marker and not (marker["marks"][0] == "`" and "`" in marker["info"]):
                yield from self._end_text()
                yield from self._fence(marker)
            elif self.comments and stripped.startswith("<!--"):
                yield from self._end_text()
                self._skip_comment(start)
            elif stripped.startswith("<pre") and (opened := _PRE.match(line)):
                yield from self._end_text()
                yield self._preformatted(opened.end())
            elif self.blank and not self.text and line[0] in " \t" and self._is_indented_code(line):
                yield self._indented_code()
            else:
                yield from self._line(line, stripped, start)
                self.number += 1
            self.blank = False
        yield from self._end_text()

    def _skip_front_matter(self) -> None:
        if self.source.line(1).rstrip() != "---":
            return
        for number in range(2, min(self.source.lines, 200) + 1):
            if self.source.line(number).rstrip() in ("---", "..."):
                self.number = number + 1
                return

    def _skip_comment(self, start: int) -> None:
        end = self.source.text.find("-->", start)
        if end < 0:
            self.comments = False
        else:
            self.number = self.source.position(end)[0] + 1

    def _end_text(self) -> Iterator[Block]:
        if not self.text:
            return
        spans = tuple(self.text)
        self.text = []
        text = self.source.text[spans[0][0] : spans[-1][1]]
        if "`" in text or ".py" in text:
            yield Block(False, spans, tuple(self.sections), self._leads(own=True))
        self.before = text
        if self.items and self.items[-1][1] == "":
            self.items[-1] = (self.items[-1][0], text)
        elif not self.items:
            self.lead = text if text.rstrip("*_ ").endswith((":", "：")) else ""

    def _leads(self, own: bool = False) -> tuple[str, ...]:
        leads = [text for _, text in self.items if text]
        if self.items and self.lead:
            leads.insert(0, self.lead)
        if not own and self.before:
            leads.append(self.before)
        return tuple(leads)

    def _line(self, line: str, stripped: str, start: int) -> Iterator[Block]:
        indent = len(line) - len(line.lstrip())
        end = start + indent + len(stripped)
        first = stripped[0]
        if first == "#" and (heading := _HEADING.match(line)):
            yield from self._end_text()
            self._open(len(heading[1]), _without_closing(heading[2] or ""), start)
            if "`" in line and len(heading[1]) > 1:
                yield Block(False, ((start, end),), tuple(self.sections))
            return
        if self.text and not self.items and first in "=-" and _UNDERLINE.match(line):
            begin, last = self.text[0][0], self.text[-1][1]
            self.text = []
            self._open(1 if first == "=" else 2, self.source.text[begin:last], begin)
            return
        if first in "-*_" and _RULE.match(line):
            yield from self._end_text()
            self.items = []
            self.before = self.lead = ""
            return
        item = _ITEM.match(line) if first in "-*+>" or first.isdigit() else None
        if item:
            yield from self._end_text()
            column = len(item[1].expandtabs(4))
            while self.items and self.items[-1][0] >= column:
                self.items.pop()
            self.items.append((column, ""))
            self.text.append((start + item.end(), max(end, start + item.end())))
            return
        if self.items and self.blank:
            while self.items and indent <= self.items[-1][0]:
                self.items.pop()
        if first in "*_" and not self.items and (bold := _BOLD.match(line)) and not self.text:
            self._open(BOLD_LEVEL, bold[1], start)
            return
        quote = len(stripped) - len(stripped.lstrip("> ")) if first == ">" else 0
        if first == "|" or stripped.startswith(("**", "__")):
            yield from self._end_text()  # a table row, or a line such as "**File**: `src/main.py`"
        self.text.append((start + indent + quote, end))

    def _open(self, level: int, text: str, start: int) -> None:
        while self.sections and self.sections[-1].level >= level:
            self.sections.pop()
        self.sections.append(Section(level, text, start))
        self.items = []
        self.before = self.lead = ""

    def _is_indented_code(self, line: str) -> bool:
        lead = line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4)
        column = self.items[-1][0] + 2 if self.items else 0
        return len(lead) >= column + 4 and not _ITEM.match(line)

    def _indented_code(self) -> Block:
        spans: list[Span] = []
        opening = self.lines[self.number - 1]
        width = len(opening) - len(opening.lstrip())
        while self.number <= len(self.lines):
            line = self.lines[self.number - 1].rstrip()
            content = line.lstrip()
            indent = len(line) - len(content)
            if content and indent < min(width, 4) and not line.startswith("\t"):
                break
            start = self.source.offset(self.number)
            spans.append((start + min(indent, width), start + len(line)))
            self.number += 1
        while spans and spans[-1][0] >= spans[-1][1]:
            spans.pop()
        block = Block(True, tuple(spans), tuple(self.sections), self._leads())
        self.before = ""
        return block

    def _preformatted(self, column: int) -> Block:
        """Read ``<pre>`` up to its end tag. It is shown as it is written, like a block of code."""
        spans: list[Span] = []
        while self.number <= len(self.lines):
            line = self.lines[self.number - 1].rstrip()
            start = self.source.offset(self.number)
            self.number += 1
            closing = _PRE_END.search(line, column)
            end = closing.start() if closing else len(line)
            if end > column:
                spans.append((start + column, start + end))
            column = 0
            if closing:
                break
        block = Block(True, tuple(spans), tuple(self.sections), self._leads(), fenced=True)
        self.before = ""
        return block

    def _fence(self, marker: re.Match[str]) -> Iterator[Block]:
        """Yield a fenced block. It ends with its quote, or at a fence of the same character, as long or longer."""
        marks, lead = marker["marks"], marker["lead"]
        item = _ITEM.match(lead)
        if item:
            column = len(item[1].expandtabs(4))
            while self.items and self.items[-1][0] >= column:
                self.items.pop()
            self.items.append((column, ""))
        elif self.items and not lead.strip() and self.blank and len(lead.expandtabs(4)) <= self.items[-1][0]:
            while self.items and len(lead.expandtabs(4)) <= self.items[-1][0]:
                self.items.pop()
        quoted = ">" in lead
        width = len(lead)
        spans: list[Span] = []
        starts = self.source.starts
        self.number += 1
        while self.number <= len(self.lines):
            line = self.lines[self.number - 1].rstrip("\r")
            start = starts[self.number - 1]
            if not lead and marks not in line:
                self.number += 1
                spans.append((start, start + len(line)))
                continue
            if quoted and not line.lstrip().startswith(">"):
                break
            self.number += 1
            content = line.lstrip(" \t>") if quoted else line.lstrip(" \t")
            if content.startswith(marks) and not content.rstrip().strip(marks[0]):
                break
            indent = min(len(line) - len(content), width)
            spans.append((start + indent, start + len(line)))
        info = _INFO.match(marker["info"].strip())
        language, title = (info[1].lower(), info[2].strip()) if info else ("", "")
        yield Block(True, tuple(spans), tuple(self.sections), self._leads(), language, title, True)
        self.before = ""


def _without_closing(title: str) -> str:
    """Return the text of a heading without closing hashes and surrounding blanks."""
    title = title.rstrip(" \t")
    rest = title.rstrip("#")
    return rest.rstrip(" \t") if not rest or rest[-1] in " \t" else title
