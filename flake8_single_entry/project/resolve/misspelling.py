"""Names that are probably the same name: one edit apart, or made of the same words."""

from __future__ import annotations

import re
from posixpath import basename, split

from flake8_single_entry.files.tree import Tree

_LEAST_STEM = 4  # letters that two forms of a word share: catch and catcher, sniper and snip
_LEAST_NAME = 4  # letters of a name in which one edit is a mistake and not another name
_NUMBER = re.compile(r"\d+")


def one_edit_away(tree: Tree, missing: str) -> list[str]:
    """Return the Python files in the directory of a missing one whose names are one edit away from its name."""
    if not missing.endswith(".py"):
        return []
    directory, name = split(missing)
    stem = name.removesuffix(".py")
    files = (path for path in tree.by_directory.get(directory, ()) if path.endswith(".py"))
    return [path for path in files if is_one_edit(basename(path).removesuffix(".py"), stem)]


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
