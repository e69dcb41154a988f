"""What the parts of a document claim about the project, by its kind, headings, leads and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flake8_single_entry.command import might_run
from flake8_single_entry.conventions.document_kinds import DocumentKind
from flake8_single_entry.conventions.headings import (
    claim_of_heading,
    commands_below,
    is_instructive_heading,
    is_weak_heading,
    shows_structure,
)
from flake8_single_entry.conventions.passages import claim_of_text, is_fault_record, labels_file, weakest
from flake8_single_entry.model import Claim
from flake8_single_entry.readers.documents.blocks import Block, Section, Span

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z`*\"(])|。")
_READERS_OWN = re.compile(r"\byour\W*$", re.IGNORECASE)
_MOST_NAMES = 600  # maximum number of Python files; a document that names more is a generated inventory
_OPENING = 1_000  # characters
_HEADING = re.compile(r"^(?:#{1,6}[ \t]|[^\n]+\n(?:={3,}|-{3,})[ \t]*$)", re.MULTILINE)


def title_of(blocks: Sequence[Block]) -> Section | None:
    """Return the first heading of the document if its level is 1, otherwise None."""
    section = next((block.sections[0] for block in blocks if block.sections), None)
    return section if section and section.level == 1 else None


def opening_of(text: str, title: Section | None) -> str:
    """Return the text below the title, up to the next heading."""
    start = text.find("\n", title.start) + 1 if title else 0
    heading = _HEADING.search(text, start, start + _OPENING)
    return text[start : heading.start() if heading else start + _OPENING]


class Relevance:
    """The claims of the parts of one document, whose ``kind`` and title are known.

    ``is_dated`` is True if the document reports the state of a day, ``is_judgement`` if it reports what a review found.
    ``winners`` are the spans of the names that it declares to be the entry point. A claim is None if the text tells of
    the past.
    """

    def __init__(
        self,
        text: str,
        kind: DocumentKind,
        title: Section | None,
        is_dated: bool = False,
        is_judgement: bool = False,
        winners: Sequence[Span] = (),
    ) -> None:
        self.kind = kind
        self._text = text
        self._title = title
        self._is_dated = is_dated
        self._is_judgement = is_judgement
        self._winners = winners
        self._is_inventory = text.count(".py") > _MOST_NAMES
        self._names: dict[int, Claim | None] = {}
        self._commands: dict[int, Claim | None] = {}
        self._faults: dict[int, bool] = {}

    def claim_of_commands(self, sections: tuple[Section, ...]) -> Claim | None:
        """Return what the headings claim about the commands below them."""
        return weakest(self._heading(section, self._commands) for section in sections)

    def is_weak(self, block: Block) -> bool:
        """True if the document or a heading tells of a plan or a migration."""
        return self.kind is DocumentKind.PLAN or any(is_weak_heading(section.text) for section in block.sections[1:])

    def claim_of_names(self, block: Block, drawn: bool = False) -> Claim | None:
        """Return what a block claims about the files that it names, or draws as a tree."""
        if self._is_inventory:
            return None
        claims: list[Claim | None] = [self._of_kind(block, drawn)]
        claims += [self._heading(section, self._names) for section in block.sections]
        claims += [claim_of_text(lead) for lead in block.leads]
        return weakest(claims)

    def claim_of_excerpt(self, block: Block) -> Claim | None:
        """Return what a block claims that shows a part of a file which starts something: a unit, a service.

        The text before it often has its reader create that file, which says nothing about the program in it.
        """
        if self._is_inventory:
            return None
        leads = (Claim.SHOWN if claim_of_text(lead) is Claim.PAST else claim_of_text(lead) for lead in block.leads)
        headings = (self._heading(section, self._names) for section in block.sections)
        return weakest((self._of_kind(block, drawn=False), *headings, *leads))

    def _of_kind(self, block: Block, drawn: bool) -> Claim:
        if self.kind is DocumentKind.PLAN:
            return Claim.PAST
        if self.kind is not DocumentKind.ACCOUNT:
            return Claim.PRESENT
        if any(is_instructive_heading(section.text) for section in block.sections[1:]):
            return Claim.PRESENT
        if not drawn or self._is_dated:
            return Claim.PAST
        is_present = not self._is_judgement or any(shows_structure(section.text) for section in block.sections[1:])
        return Claim.SHOWN if is_present else Claim.PAST

    def _heading(self, section: Section, claims: dict[int, Claim | None]) -> Claim | None:
        if section == self._title:
            return Claim.PRESENT  # already covered by the kind of the document
        if section.start not in claims:
            claimed = claim_of_heading if claims is self._names else commands_below
            claims[section.start] = claimed(section.text)
        return claims[section.start]

    def claim_of_sentence(self, block: Block, start: int, end: int) -> Claim | None:
        """Return what a sentence claims about the file that it names. None for a program of the reader, too."""
        if _READERS_OWN.search(self._text, max(0, start - 12), start):
            return None
        if self._records_fault(block, start) or self._is_compared(block, start):
            return Claim.PAST
        return claim_of_text(self.sentence_around(block, start, end))

    def _records_fault(self, block: Block, start: int) -> bool:
        """True for the place of a mended fault: a line such as ``File: x.py`` beside its problem and its solution."""
        line = self._text.rfind("\n", 0, start) + 1
        if not block.sections or not labels_file(self._text[line:start]):
            return False
        section = block.sections[-1].start
        if section not in self._faults:
            self._faults[section] = is_fault_record(self._text[section : self._end_of(section)])
        return self._faults[section]

    def _is_compared(self, block: Block, start: int) -> bool:
        """True for another name in the section that declares one to be the entry point: it competes with that one."""
        if not self._winners or any(first <= start < last for first, last in self._winners):
            return False
        section = block.sections[-1].start if block.sections else 0
        end = self._end_of(section)
        return any(section <= first < end for first, _ in self._winners)

    def _end_of(self, section: int) -> int:
        """Return the offset of the next heading."""
        below = _HEADING.search(self._text, self._text.find("\n", section) + 1)
        return below.start() if below else len(self._text)

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
