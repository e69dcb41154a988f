"""Argument vectors that a container starts: the exec form of Dockerfiles, the lists and strings of compose files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flake8_single_entry.command import Context, Word, read_words
from flake8_single_entry.model import Kind, Reference

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
_MOST_WRAPPED = 4  # how far from the first word a shell is looked for: tini -- env sh -c


def read_argv(words: Sequence[Word], context: Context) -> tuple[Reference, ...]:
    """References of an argument vector.

    Nothing expands its words, so a ``$`` in one is unknown, except where a shell is what is started. Behind ``--``
    stands the command of a wrapper, whatever the wrapper is called.
    """
    shell = any(word.text.rpartition("/")[2] in _SHELLS for word in words[:_MOST_WRAPPED])
    words = [replace(word, known=shell or "$" not in word.text) for word in words]
    found = read_words(words, context).references if words else ()
    texts = [word.text for word in words]
    if "--" in texts and leads_on(found):
        found += read_words(words[texts.index("--") + 1 :], context).references
    return tuple(dict.fromkeys(found))


def leads_on(found: Sequence[Reference]) -> bool:
    """True where nothing but scripts was started, which may go on to start what their arguments say."""
    return all(reference.kind is Kind.BUILD for reference in found)
