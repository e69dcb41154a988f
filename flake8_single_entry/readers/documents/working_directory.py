"""Where the commands of a document run: after its fences, its headings and the clone at its top."""

from __future__ import annotations

import re
from dataclasses import replace

from flake8_single_entry.command import Context
from flake8_single_entry.model import Base, RelativeTo
from flake8_single_entry.readers.documents.blocks import BOLD_LEVEL, Block, Section
from flake8_single_entry.readers.documents.inline import directory_hint

_STEP = re.compile(
    r"\W*(?:step\s*|phase\s*|stage\s*|第)?[0-9一二三四五六七八九十]{1,2}\b|\W*(?:step|phase)\b", re.IGNORECASE
)


class WorkingDirectory:
    """The state of the reader's shell, as far as the document tells; ``certain`` is False where it is inferred."""

    def __init__(self, surface: str) -> None:
        self.context = Context(
            Base(RelativeTo.CALLER), surface
        )  # at home, with what commands so far created and cloned
        self.left: tuple[tuple[Section, ...], Context] | None = None  # the last script's sections, and its end
        self.strayed: tuple[Section, ...] | None = None  # the sections of the last command in a sentence that went away

    def start(self, block: Block, target: str) -> Context:
        """The state in which a script begins; ``target`` is where its first ``cd`` goes, or "".

        A script that does not go anywhere itself goes on where the last one of its section ended, or begins in the
        directory that the text before it or a heading names.
        """
        if self.left and (not target or target.startswith("..")) and _goes_on(self.left[0], block.sections):
            left = self.left[1]
            if left.base != self.context.base:
                return replace(self.context, base=left.base._replace(certain=False), variables=left.variables)
        if target:
            return self.context
        for text in (*block.leads[::-1], *(section.text for section in block.sections[::-1])):
            hint = directory_hint(text)
            if hint:
                return self._guess(hint)
        return self.context

    def said(self, sentence: str, sections: tuple[Section, ...]) -> Context:
        """The state for a command inside a sentence, which may name the directory.

        Whoever follows a list of commands may still be where an earlier one of the section went.
        """
        hint = directory_hint(sentence)
        if hint:
            return self._guess(hint)
        strayed = self.strayed == sections
        return replace(self.context, base=self.context.base._replace(certain=False)) if strayed else self.context

    def went(self, sections: tuple[Section, ...], after: Context) -> None:
        """Remember that a command inside a sentence changed the directory, if it did."""
        if after.base.directory != self.context.base.directory:
            self.strayed = sections

    def leave(self, block: Block, after: Context) -> None:
        """Remember how a script ended; the first clone that it enters is home from then on."""
        home = self.context.base
        if after.base.checkout and not home.checkout:
            home = after.base._replace(certain=not after.base.directory)
        self.context = replace(self.context, base=home, created=after.created, checkouts=after.checkouts)
        self.left = (block.sections, after)

    def _guess(self, directory: str) -> Context:
        return replace(self.context, base=self.context.base._replace(directory=directory, certain=False))


def _goes_on(before: tuple[Section, ...], now: tuple[Section, ...]) -> bool:
    """Does a block still belong to what an earlier one began: its section, one below it, or the next step?"""
    real = tuple(section for section in before if section.level < BOLD_LEVEL)
    if now[: len(real)] == real:
        return True
    if len(now) < len(real) or now[: len(real) - 1] != real[:-1]:
        return False
    return bool(_STEP.match(real[-1].text) and _STEP.match(now[len(real) - 1].text))
