"""COPY and ADD without one of their sources (https://docs.docker.com/reference/dockerfile/#copy)."""

from __future__ import annotations

import re

from flake8_single_entry.project.edits.written import Rewritten, Span

_INSTRUCTION = re.compile(r"[ \t]*(?:ONBUILD[ \t]+)?(?:COPY|ADD)[ \t]+", re.IGNORECASE)
_WORD = re.compile(r"[^\s\\]+")
_CONTINUED = re.compile(r"\\[ \t]*\r?\n")


def without_source(span: Span) -> Rewritten | None:
    """Return the change after which an instruction does not copy the file at a span, or None.

    The whole instruction goes with its only source. One that gives a single file another name, and the form of JSON,
    are not changed.
    """
    begin, end = _instruction(span.text, span.start)
    text = span.text[begin:end]
    lead = _INSTRUCTION.match(text)
    if lead is None or "[" in text or "<<" in text or "#" in text:
        return None
    words = [word for word in _WORD.findall(text[lead.end() :]) if not word.startswith("--")]
    if len(words) < 2 or (len(words) == 2 and not _is_directory(words[-1])):
        return None
    if len(words) == 2:
        return Rewritten(begin, end, "")
    after = re.compile(r"[ \t]+").match(span.text, span.end)
    return Rewritten(span.start, after.end() if after else span.end, "")


def _is_directory(destination: str) -> bool:
    return destination.endswith(("/", ".")) or "." not in destination.rpartition("/")[2]


def _instruction(text: str, offset: int) -> tuple[int, int]:
    """Return where the instruction around an offset begins and ends, with its line break."""
    begin = text.rfind("\n", 0, offset) + 1
    while begin and _CONTINUED.search(text[text.rfind("\n", 0, begin - 1) + 1 : begin]):
        begin = text.rfind("\n", 0, begin - 1) + 1
    end = offset
    while True:
        stop = text.find("\n", end)
        if stop < 0:
            return begin, len(text)
        if not _CONTINUED.search(text[text.rfind("\n", 0, stop) + 1 : stop + 1]):
            return begin, stop + 1
        end = stop + 1
