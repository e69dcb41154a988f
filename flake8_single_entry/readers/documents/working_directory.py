"""Infer the working directory of commands in a document from its code blocks, headings and first clone."""

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
    """The state of the reader's shell as far as the document defines it.

    ``certain`` of a base is False if the directory is inferred.
    """

    def __init__(self, surface: str) -> None:
        # the initial directory, with the paths that were created and cloned so far
        self.context = Context(Base(RelativeTo.CALLER), surface)
        # sections and final state of the last script
        self.left: tuple[tuple[Section, ...], Context] | None = None
        # sections of the last inline command that changed the directory
        self.strayed: tuple[Section, ...] | None = None

    def start(self, block: Block, target: str) -> Context:
        """Return the state in which a script begins. ``target`` is the directory of its first ``cd``, or "".

        A script without a ``cd`` of its own continues where the previous script of its section ended, or starts in the
        directory that the preceding text or a heading names.
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
        """Return the state for a command in a sentence, which may name the directory.

        It is uncertain if an earlier command of the same section changed the directory.
        """
        hint = directory_hint(sentence)
        if hint:
            return self._guess(hint)
        strayed = self.strayed == sections
        return replace(self.context, base=self.context.base._replace(certain=False)) if strayed else self.context

    def went(self, sections: tuple[Section, ...], after: Context) -> None:
        """Record that a command in a sentence changed the directory, if it did."""
        if after.base.directory != self.context.base.directory:
            self.strayed = sections

    def leave(self, block: Block, after: Context) -> None:
        """Record the final state of a script. The first clone that it enters becomes the initial directory."""
        home = self.context.base
        if after.base.checkout and not home.checkout:
            home = after.base._replace(certain=not after.base.directory)
        made = replace(self.context, created=after.created, checkouts=after.checkouts, images=after.images)
        self.context = replace(made, base=home)
        self.left = (block.sections, after)

    def _guess(self, directory: str) -> Context:
        return replace(self.context, base=self.context.base._replace(directory=directory, certain=False))


def _goes_on(before: tuple[Section, ...], now: tuple[Section, ...]) -> bool:
    """True if a block continues an earlier one: in the same section, in a subsection, or in the next step."""
    real = tuple(section for section in before if section.level < BOLD_LEVEL)
    if now[: len(real)] == real:
        return True
    if len(now) < len(real) or now[: len(real) - 1] != real[:-1]:
        return False
    return bool(_STEP.match(real[-1].text) and _STEP.match(now[len(real) - 1].text))
