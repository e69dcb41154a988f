"""``gcloud run``: the command that a service or a job of Cloud Run starts in its image.

Source: Google Cloud SDK, "gcloud run deploy" and "gcloud run jobs deploy" (``--command`` and ``--args`` are lists with
commas), and "gcloud topic escaping" (``^;^a;b`` is a list with another separator).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flake8_single_entry.command.words import Word

_SEPARATOR = re.compile(r"\^([^^]+)\^")
_OPTIONS = ("--command", "--args")


def command_in(words: Sequence[Word]) -> list[Word]:
    """Return the words of the command that ``gcloud run`` sets, or none."""
    if len(words) < 2 or words[1].text not in ("run", "beta", "alpha"):
        return []
    values = {name: list(_listed(value)) for name in _OPTIONS for value in _values(words, name)}
    command, arguments = (values.get(name, []) for name in _OPTIONS)
    return [*command, *arguments] if command else []


def _values(words: Sequence[Word], name: str) -> Iterator[Word]:
    for index, word in enumerate(words):
        if word.text == name and index + 1 < len(words):
            yield words[index + 1]
        elif word.text.startswith(name + "="):
            yield word.part(len(name) + 1)


def _listed(value: Word) -> Iterator[Word]:
    """Yield the elements of a list, each with its place."""
    match = _SEPARATOR.match(value.text)
    separator, start = (match[1], match.end()) if match else (",", 0)
    for text in value.text[start:].split(separator):
        if text:
            yield value.part(start, start + len(text))
        start += len(text) + len(separator)
