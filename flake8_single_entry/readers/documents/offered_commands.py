"""Commands that a comment in a code block offers as another way: ``# Or with uvicorn:``, ``# uvicorn main:app``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flake8_single_entry.conventions.passages import retired_lead, retired_text
from flake8_single_entry.conventions.translations import pattern
from flake8_single_entry.readers.documents.blocks import Span
from flake8_single_entry.readers.documents.code_blocks import is_command
from flake8_single_entry.readers.documents.relevance import text_might_run

_COMMENT = re.compile(r"[ \t]*#[ \t]?")
_LEAD = re.compile(r"[^\n]*[:：]\s*$")
_OFFER = re.compile(rf"\s*(?:or|alternatively|{pattern('alternatives')})\b", re.IGNORECASE)
_TELLS = re.compile(r"\b(?:outputs?|results?|prints?|returns?|shows?|errors?|expected|fails?)\b", re.IGNORECASE)
_INLINE = re.compile(
    rf"[ \t]*#[ \t]*(?:(?:or|alternatively|{pattern('alternatives')})\b[,:：]?|[\w /-]{{1,30}}[:：])"
    r"(?:[ \t]+(?:use|run|with|just|simply))?[:：]?[ \t]+(?=\S)",
    re.IGNORECASE,
)


def uncommented(text: str, block: Sequence[Span], lines: Sequence[Span]) -> tuple[Span, ...]:
    """Return the command lines with those that comments of the block offer, without their comment signs.

    A comment offers the commented commands directly below it if it ends with a colon or begins with ``or``, and
    does not tell of the past or of output. Other commented commands are switched off.
    """
    offered = _offered(text, block)
    if not offered:
        return tuple(lines)
    return tuple(sorted([*(span for span in lines if span[1] not in offered), *offered.values()]))


def _offered(text: str, block: Sequence[Span]) -> dict[int, Span]:
    """Return the span of each offered command, by the end of its line."""
    found: dict[int, Span] = {}
    introduced = False
    for start, end in block:
        comment = _COMMENT.match(text, start, end)
        if comment is None:
            introduced = False
            continue
        content = text[comment.end() : end]
        inline = _INLINE.match(text, start, end)
        if _LEAD.match(content) or (_OFFER.match(content) and not (inline and _is_start(text[inline.end() : end]))):
            introduced = not _is_past(content)
        elif introduced and is_command(content):
            found[end] = (comment.end(), end)
        elif inline and _is_start(text[inline.end() : end]) and not _is_past(text[start:end]):
            found[end] = (inline.end(), end)
        else:
            introduced = False
    return found


def _is_start(content: str) -> bool:
    return len(content.split()) > 1 and is_command(content) and text_might_run(content)


def _is_past(lead: str) -> bool:
    return retired_lead(lead) or retired_text(lead) or bool(_TELLS.search(lead))
