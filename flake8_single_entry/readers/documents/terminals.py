"""Split the commands of a code block into the parts that each run in one terminal, by ``cd``, comments and steps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flake8_single_entry.readers.documents.blocks import Span

_GO = re.compile(
    r"\s*(?:cd|pushd|chdir|set-location|sl)\s+(?:/d\s+|-path\s+)?(\"[^\"]*\"|'[^']*'|[^\s&;|#]+)", re.IGNORECASE
)
_NEW_TERMINAL = re.compile(
    r"\s*(?:#|//|REM\b|::).*\b(?:(?:new|another|second|separate|different|other)\s+(?:terminal|shell|window|tab|console)"
    r"|(?:terminal|shell|window|tab)\s*+[#:(]?+\s*+\d)",
    re.IGNORECASE,
)
_COMMENT_LINE = re.compile(r"\s*(?:#|//|REM\b|::)", re.IGNORECASE)
_THEN_GO = re.compile(r"(?:&&|;)\s*(?:cd|pushd)\s+[\w\"']")
_MORE = re.compile(r"(?:\bcd|pushd|set-location)\s[^&;]*+(?P<next>(?:&&|;)\s*+\S)?", re.IGNORECASE)
_CLONES = re.compile(r"\s*(?:git|gh\s+repo)\s+clone\b")
_INSIDE = re.compile(
    r"\s*(?:sudo\s+)?(?:docker(?:-compose|\s+compose)?|podman|kubectl)\s[^\n|;&]*\s(?:/bin/)?(?:ba|z|a)?sh\s*(?:#.*)?$"
)


class Piece(NamedTuple):
    """The part of a script that runs in one terminal.

    ``anew`` is True if it starts where the script started, False if it starts where the previous piece ended.
    ``certain`` is False if the reader may have changed the directory in between.
    """

    lines: list[Span]
    anew: bool = True
    certain: bool = True


def pieces_of(text: str, lines: Sequence[Span]) -> list[Piece]:
    """Split a script into pieces that each run in one terminal.

    A comment that opens another terminal begins a piece, and so does a second ``cd`` to the same directory. Scripts
    also list independent steps: a step that enters a directory of its own begins a piece. After a step that changed the
    directory and ran commands there, the next step may start in the original directory. A shell inside a container ends
    the script because the following commands see another file system.
    """
    if any("<<" in text[start:end] for start, end in lines):
        return [Piece(list(lines))]
    pieces = [Piece([])]
    steps = _Steps()
    for start, end in lines:
        line = text[start:end]
        begun = steps.begin(line)
        if begun:
            pieces.append(begun)
        pieces[-1].lines.append((start, end))
        if _INSIDE.match(line):
            break
    return pieces


class _Steps:
    """State machine for the steps of a script. A step is a paragraph, optionally with a comment as its heading."""

    def __init__(self) -> None:
        self.gone: set[str] = set()  # directories that this piece entered
        self.cloned = False
        # headed: the paragraph begins with a comment; fresh: none of its commands was read yet
        self.headed = self.fresh = False
        # since the last directory change: worked if commands ran; went if the step has a heading
        self.worked = self.went = False
        self.broken = False  # a paragraph or a comment began since the last directory change

    def begin(self, line: str) -> Piece | None:
        """Read a line. Return the piece that it begins, or None."""
        if not line.strip() or _COMMENT_LINE.match(line):
            return self._between(line)
        go = _GO.match(line)
        target = go[1].strip("\"'").rstrip("/\\") if go else ""
        begun = self._judge(target)
        if begun and begun.anew:
            self.gone.clear()
        if target.startswith("."):
            self.gone.clear()
        elif target and not self.cloned:
            self.gone.add(target)
        moved = bool(go) or bool(_THEN_GO.search(line))
        if moved:
            self.broken = False
            self.went = self.headed and not self.cloned and not target.startswith(".")
            self.worked = any(found["next"] for found in _MORE.finditer(line))
            self.cloned = False
        elif self.went:
            self.worked = self.worked or not self.broken
        self.cloned = self.cloned or bool(_CLONES.match(line))
        self.fresh = False
        return begun

    def _between(self, line: str) -> Piece | None:
        """Handle a blank line or a comment."""
        if not line.strip():
            self.fresh, self.headed = True, False
        else:
            self.headed = True
        self.broken = self.broken or bool(self.gone) or self.went
        if _NEW_TERMINAL.match(line):
            self.gone.clear()
            self.went = False
            return Piece([])
        return None

    def _judge(self, target: str) -> Piece | None:
        if target in self.gone:
            return Piece([])
        aside = bool(target) and target[0] not in "./~$%-\\" and ":" not in target
        if aside and self.gone and (self.broken or self.worked):
            return Piece([], certain=False)
        if not target and self.went and self.worked and self.broken and self.headed:
            self.went = False
            return Piece([], anew=False, certain=False)
        return None


def first_directory(text: str, lines: Sequence[Span]) -> str:
    """Return the directory of the first ``cd`` of a script, or ""."""
    for start, end in lines:
        go = _GO.match(text[start:end])
        if go:
            return go[1].strip("\"'")
    return ""
