"""Messages that programs and scripts print: what they call outdated, and the files that they send their reader to."""

from __future__ import annotations

import re

from flake8_single_entry.conventions.passages import retired_lead, retired_text
from flake8_single_entry.conventions.translations import folded, pattern

_OUTDATED = (
    r"(?:(?:now|also|long|simply)\ )*"
    r"(?:no\ longer\ (?:works?|working|supported|exists?|available|needed|used|maintained)|deprecated|obsolete|outdated"
    r"|out\ of\ date|superseded|unsupported|retired|gone|not\ (?:supported|used)\ any\ ?more"
    r"|(?:been\ )?(?:removed|deleted|renamed|replaced|moved|archived|dropped))\b"
)
_COPULA = r"(?:is|are|was|were|has|have)\ "
_FORM = r"(?:way|command|script|call|method|approach|option|form|usage|syntax|one)"
_SAID_AFTER = re.compile(  # after the target, its options and the closing quote
    rf"(?:[`'\"”’)\s]|--?[\w=-]+)*+(?:{_FORM}\ )?{_COPULA}{_OUTDATED}", re.IGNORECASE
)
_SAID_AFTER_ELSEWHERE = re.compile(  # in other languages, after an auxiliary verb at most
    rf"(?:[`'\"”’»)\s]|--?[\w=-]+)*+(?:[^\W\d]{{1,20}}\ ){{0,2}}(?:{pattern('gone')}|{pattern('fails')})", re.IGNORECASE
)
_SAID_OF_BEFORE = re.compile(
    rf"\W*(?:that|this|it|these|those|such)\ (?:{_FORM}s?\ )?{_COPULA}{_OUTDATED}", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;,!?](?=\s)")
_EDITS = rf"(?:edit|open|change|modify|adjust|customi[sz]e|configure|update|set|adapt|{pattern('editing')})"
_FILE = r"(?P<file>(?:\.{0,2}/)?(?:[\w-]+[/\\]){0,9}[\w-]+\.pyw?)\b(?![\w/\\:])"
_WITHIN = rf"(?:in|inside|within|of|{pattern('within')})"
_SENDS = re.compile(  # "edit main.py", "change the port in main.py"
    rf"(?<![\w-]){_EDITS}\ (?:(?:[\w'-]{{1,20}}\ ){{0,5}}?{_WITHIN}\ )?(?:(?:the|{pattern('articles')})\ )?"
    rf"(?:(?:file|{pattern('files')})\ )?[`'\"]?{_FILE}",
    re.IGNORECASE,
)
_LONGEST = 2_000


def is_called_outdated(before: str, after: str) -> bool:
    """True if a message says that the command in it must not be used any more.

    ``before`` is the text up to the command, ``after`` the text behind its target.
    """
    clause = _CLAUSE.split(before[-_LONGEST:])[-1]
    after = after[:_LONGEST]
    said = _SAID_AFTER.match(after) or _SAID_AFTER_ELSEWHERE.match(folded(after))
    return retired_lead(clause) or said is not None


def calls_previous_outdated(line: str) -> bool:
    """True if a line says so of the command in the line before it: ``That way is outdated``."""
    return _SAID_OF_BEFORE.match(line[:_LONGEST]) is not None


def files_sent_to(line: str) -> list[tuple[int, int]]:
    """Return the spans of the Python files that a message tells its reader to edit or to look at.

    A word in the name of such a file says nothing about it: ``edit main_old.py``.
    """
    found = [match.span("file") for match in _SENDS.finditer(line[:_LONGEST])]
    around = line
    for start, end in found:
        around = around[:start] + " " * (end - start) + around[end:]
    return [] if found and retired_text(around) else found
