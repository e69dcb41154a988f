"""Files that a script asks for and does not do without: if one is absent, it gives up, or counts an error.

Sources: POSIX.1-2024, ``test`` and ``exit``; Windows Commands, ``if exist`` and ``exit /b``; about_Throw (PowerShell).
"""

from __future__ import annotations

import re

from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import RECENT, InterpreterState, Tolerance
from flake8_single_entry.command.words import Word
from flake8_single_entry.model import REQUIRED, Kind, Via

_GIVES_UP = re.compile(
    r"\b(?:exit(?:\s+/b)?|return)\s+[1-9]|\b(?:die|fail|fatal|abort|error_exit|throw)\b|\bgoto\s+:?(?:error|fail)", re.I
)
_COUNTS = re.compile(
    r"(?:^|[\s;{(])(?:local\s+|set\s+(?:/a\s+)?|\$)?\w+\s*\+?=\s*(?:\"?\$\(\(|[1-9]\b|\"?(?:true|false|no)\b|\(|%?\w+%?\+1)"
    r"|\(\(\s*\w+\s*\+\+|\+\+|\w\+=",
    re.I,
)
_COMPLAINS = re.compile(
    r"\b(?:errors?|fail(?:ed|ure)?|missing|not\s+found|required|absent|does\s+not\s+exist)\b|❌|✗|✘", re.I
)
_IS_MADE = re.compile(
    r"\b(?:cp|copy|create|rename|download|generate|configure|fill|touch|make|curl|wget|tee|template|example|sample)\b|>\s*\S",
    re.I,
)
_REDIRECTED = re.compile(r">\s*(?:&\s*\d|/dev/\w+)")
_LONGEST = 4_000


def demands(absent: str) -> bool:
    """True if what a script does where a file is absent shows that it cannot do without it.

    A script that makes the file, or tells how to, expects that it may be absent.
    """
    text = _REDIRECTED.sub("", absent[:_LONGEST])
    if _IS_MADE.search(text):
        return False
    return _GIVES_UP.search(text) is not None or (_COMPLAINS.search(text) and _COUNTS.search(text)) is not None


def require(word: Word, state: InterpreterState) -> None:
    """Record a Python file as required, instead of as a file whose absence is provided for."""
    if not word.text.endswith((".py", ".pyw")):
        return
    kept, state.guards, tolerated, state.tolerated = state.guards, frozenset(), state.tolerated, Tolerance.NONE
    count = len(state.found.references)
    refer(state, word, Kind.PATH, REQUIRED, Via.PATH)
    state.guards, state.tolerated = kept, tolerated
    for new in state.found.references[count:]:
        before = state.found.references[max(0, count - RECENT) : count]
        same = (each for each in before if each.location == new.location and not each.runner)
        state.found.drop([each for each in same if each.text == new.text])
