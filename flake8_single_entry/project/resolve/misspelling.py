"""Names that are probably the same name: one edit apart, or made of the same words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import basename, split

from flake8_single_entry.files.tree import Tree

_LEAST_STEM = 4  # letters that two forms of a word share: catch and catcher, sniper and snip
_LEAST_NAME = 4  # letters of a name in which one edit is a mistake and not another name
_LONGEST_NAME = 100  # letters
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class NearNames:
    """Finds the Python files whose names are one edit away from another name.

    Two names one edit apart are equal after at most one letter is left out of each, so only those are compared.
    """

    tree: Tree
    _known: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, missing: str) -> list[str]:
        """Return the Python files in the directory of a missing one whose names are one edit away from its name."""
        if not missing.endswith(".py"):
            return []
        directory, name = split(missing)
        stem, shortened = name.removesuffix(".py"), self._shortened(directory)
        near = {path for form in _shortened_forms(stem) for path in shortened.get(form, ())}
        return sorted(path for path in near if is_one_edit(basename(path).removesuffix(".py"), stem))

    def _shortened(self, directory: str) -> dict[str, list[str]]:
        if directory not in self._known:
            found = self._known[directory] = defaultdict(list)
            for path in self.tree.by_directory.get(directory, ()):
                if path.endswith(".py"):
                    for form in _shortened_forms(basename(path).removesuffix(".py")):
                        found[form].append(path)
        return self._known[directory]


def _shortened_forms(stem: str) -> Iterator[str]:
    """Yield a name, and the name without each of its letters."""
    yield stem
    if len(stem) <= _LONGEST_NAME:
        yield from {stem[:at] + stem[at + 1 :] for at in range(len(stem))}


def is_one_edit(one: str, other: str) -> bool:
    """Return True if one letter added, left out, replaced or swapped with its neighbour makes one name the other.

    Names that differ only in a number inside (``step1``, ``step2``) are different names.
    """
    shorter, longer = sorted((one, other), key=len)
    if one == other or len(longer) - len(shorter) > 1 or len(shorter) < _LEAST_NAME:
        return False
    if len(_NUMBER.findall(one)) == len(_NUMBER.findall(other)) and _NUMBER.sub("", one) == _NUMBER.sub("", other):
        return False
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    swapped = longer[start + 1 : start + 2] + longer[start : start + 1] + longer[start + 2 :]
    return shorter[start + 1 :] == longer[start + 1 :] or shorter[start:] == swapped


def have_same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return True if the words are the same in any order, in any of their forms: ``bird_catcher``, ``catch_birds``."""
    left = list(other)
    for word in one:
        found = next((there for there in left if _is_form(word, there)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _is_form(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return one == other or (len(shorter) >= _LEAST_STEM and longer.startswith(shorter))
