"""Sentences whose names are marked, so that each format can show them as code."""

from __future__ import annotations


class Name(str):
    """A name in a sentence, which is shown as code."""

    __slots__ = ()


Sentence = tuple[str, ...]  # words and names


def count(number: int, word: str) -> str:
    """Return a number with its word: ``1 module``, ``12 modules``."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
