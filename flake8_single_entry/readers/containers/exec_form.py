"""Argument vectors that a container starts: the exec form of Dockerfiles, the lists and strings of compose files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flake8_single_entry.command import Context, Word, read_words
from flake8_single_entry.model import Kind, Reference
from flake8_single_entry.readers.containers.arguments import Argument, unescape
from flake8_single_entry.readers.containers.instructions import Instruction

_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
_MOST_WRAPPED = 4  # maximum number of words up to the shell: tini -- env sh -c
_MOST_WORDS = 500


def exec_words(instruction: Instruction, strings: Sequence[Argument]) -> tuple[Word, ...]:
    """Return the words of the exec form of an instruction, with their exact places where there are no escapes."""
    words = []
    for string in strings[:_MOST_WORDS]:
        snippet = unescape(instruction.arguments.part(string.start, string.end))
        exact = snippet if snippet.text == string.text else None
        location = instruction.arguments.location(string.start, string.end)
        words.append(Word(string.text, location, snippet=exact))
    return tuple(words)


def read_argv(words: Sequence[Word], context: Context) -> tuple[Reference, ...]:
    """Return the references of an argument vector.

    Its words are not expanded, so a word with a ``$`` is unknown, except if a shell is started. The words after ``--``
    are the command of a wrapper, whatever its name.
    """
    shell = any(word.text.rpartition("/")[2] in _SHELLS for word in words[:_MOST_WRAPPED])
    words = [replace(word, known=shell or "$" not in word.text) for word in words]
    found = read_words(words, context).references if words else ()
    texts = [word.text for word in words]
    if "--" in texts and leads_on(found):
        found += read_words(words[texts.index("--") + 1 :], context).references
    return tuple(dict.fromkeys(found))


def leads_on(found: Sequence[Reference]) -> bool:
    """True if all references are scripts. A script may start the command in its arguments."""
    return all(reference.kind is Kind.BUILD for reference in found)
