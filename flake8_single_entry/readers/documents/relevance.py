"""Decide which parts of a document describe the project as it is now, by its kind, headings, leads and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flake8_single_entry.command import might_run
from flake8_single_entry.conventions.document_kinds import (
    DocumentKind,
    instructive_heading,
    retired_heading,
    retired_text,
    unsettled_heading,
)
from flake8_single_entry.readers.documents.blocks import Block, Section

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z`*\"(])|。")
_READERS_OWN = re.compile(r"\byour\W*$", re.IGNORECASE)
_MOST_NAMES = 600  # maximum number of Python files; a document that names more is a generated inventory


def title_of(blocks: Sequence[Block]) -> Section | None:
    """Return the first heading of the document if its level is 1, otherwise None."""
    section = next((block.sections[0] for block in blocks if block.sections), None)
    return section if section and section.level == 1 else None


class Relevance:
    """The relevance of the parts of one document, whose ``kind`` and title are known."""

    def __init__(self, text: str, kind: DocumentKind, title: Section | None) -> None:
        self.kind = kind
        self._text = text
        self._title = title
        self._is_inventory = text.count(".py") > _MOST_NAMES
        self._verdicts: dict[int, tuple[bool, bool]] = {}

    def is_retired(self, sections: tuple[Section, ...]) -> bool:
        """True if the sections describe the past."""
        return self._verdict(sections)[0]

    def _verdict(self, sections: tuple[Section, ...]) -> tuple[bool, bool]:
        """Return whether the sections describe the past, and whether the files that they name are uncertain."""
        retired = unsettled = False
        for section in sections:
            if section == self._title:
                continue  # already covered by the kind of the document
            if section.start not in self._verdicts:
                self._verdicts[section.start] = (retired_heading(section.text), unsettled_heading(section.text))
            one, two = self._verdicts[section.start]
            retired, unsettled = retired or one, unsettled or two
        return retired, unsettled

    def names_current_files(self, block: Block) -> bool:
        """True if the files that a block names are expected to exist now."""
        instructs = any(instructive_heading(section.text) for section in block.sections[1:])
        if (
            self._is_inventory
            or self.kind is DocumentKind.PLAN
            or (self.kind is DocumentKind.ACCOUNT and not instructs)
        ):
            return False
        retired, unsettled = self._verdict(block.sections)
        return not (retired or unsettled or any(retired_text(lead) for lead in block.leads))

    def describes_the_present(self, block: Block, start: int, end: int) -> bool:
        """True if a sentence describes the current project, not its past or a program of the reader."""
        if _READERS_OWN.search(self._text, max(0, start - 12), start):
            return False
        return not retired_text(self.sentence_around(block, start, end))

    def sentence_around(self, block: Block, start: int, end: int) -> str:
        """Return the text around a span, without the span: its sentence, or the whole block if the block is short."""
        first, last = block.spans[0][0], block.spans[-1][1]
        text = self._text
        if last - first > 160:
            for stop in _SENTENCE.finditer(text, max(first, start - 300), min(last, end + 300)):
                if stop.start() < start:
                    first = max(first, stop.end())
                elif stop.start() >= end:
                    last = stop.start()
                    break
        return f"{text[max(first, start - 300) : start]} {text[end : min(last, end + 300)]}"


def last_relevant(whole: str, blocks: Sequence[Block]) -> int:
    """Return the index of the last block that can make a reference. The blocks after it are not read."""
    for index in range(len(blocks) - 1, -1, -1):
        text = blocks[index].text_in(whole)
        if ".py" in text or "import " in text or text_might_run(text):
            return index
        if not blocks[index].code and ":" in text and "`" in text:
            return index
    return -1


def text_might_run(text: str) -> bool:
    """True if shell text could start a program."""
    return might_run(text.encode("utf-8", "surrogatepass"))
