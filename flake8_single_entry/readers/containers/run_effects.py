"""The effects of RUN commands on an image: paths that are not created by COPY, and installed projects.

Deliberately over-approximate: no finding is reported about a path that may have been created.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import NamedTuple

from flake8_single_entry.model import Clone, Copy
from flake8_single_entry.paths import absolute
from flake8_single_entry.readers.containers.arguments import read_words
from flake8_single_entry.readers.containers.run_programs import PROGRAMS, RunState, pip, python

_SEPARATOR = re.compile(r"&&|\|\||[;\n|()]")
_REDIRECT = re.compile(r"(?:[12&]?>>?\|?)(.*)", re.DOTALL)
_SHELL_WORDS = frozenset(
    {"{", "}", "if", "then", "else", "elif", "do", "while", "until", "!", "sudo", "exec", "time", "env", "command"}
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


class Effects(NamedTuple):
    """Absolute paths: ``created`` (a path and everything below it) and ``installed`` (the roots of projects).

    ``clones`` are the repositories of which git has the newest commit, and ``other_commits`` is True if an earlier one
    may have been replaced by another commit.
    """

    created: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()
    clones: tuple[Clone, ...] = ()
    other_commits: bool = False


def effects(text: str, directory: str, copies: Sequence[Copy]) -> Effects:
    """Return the effects of a shell text that runs in ``directory``. The destinations of ``copies`` exist."""
    run = _Run(directory, copies)
    for part in _SEPARATOR.split(text):
        run.command([word.text for word in read_words(part)])
    created, installed = tuple(dict.fromkeys(run.created)), tuple(dict.fromkeys(run.installed))
    return Effects(created, installed, tuple(run.clones), run.other_commits)


class _Run(RunState):
    """Interpreter of the commands of one RUN."""

    def command(self, words: list[str]) -> None:
        words = self._redirections(words)
        while words and (words[0] in _SHELL_WORDS or _ASSIGNMENT.match(words[0])):
            words = words[1:]
        if not words:
            return
        name = posixpath.basename(words[0])
        if name == "cd":
            self.directory = absolute(self.directory, words[1] if len(words) > 1 else "/root")
        elif name in PROGRAMS:
            PROGRAMS[name](self, words[1:])
        elif re.fullmatch(r"pip[\d.]*", name):
            pip(self, words[1:])
        elif re.fullmatch(r"python[\d.]*", name):
            python(self, words[1:])

    def _redirections(self, words: list[str]) -> list[str]:
        kept: list[str] = []
        target = False
        for word in words:
            match = None if target else _REDIRECT.match(word)
            if target:
                self.create(word)
                target = False
            elif match is None:
                kept.append(word)
            elif match.group(1):
                self.create(match.group(1))
            else:
                target = True
        return kept
