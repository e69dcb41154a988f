"""Whether a replacement is proved, so that it can be written without asking, or only a good guess.

A git rename, a decided successor, a form or an attribute are proofs. "The entry point" and "the only file of that name"
are proofs only for a version of the same name, or for a path that is written out.
"""

from __future__ import annotations

from posixpath import splitext

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.conventions.tests import in_tests
from flake8_single_entry.model import COPIED, DRAWN, Kind, Link, Outcome, RelativeTo, Via
from flake8_single_entry.project.replacements.values import Reason, Replacement

_NAMED = frozenset({Via.PATH, Via.MENTION})
_GUESSES = frozenset({Reason.ENTRY_POINT, Reason.VERSION})


def is_proved(link: Link, replacement: Replacement) -> bool:
    """Return True if the target of a replacement is certainly what the reference means."""
    reference, new = link.reference, replacement.target or ""
    old = link.resolution.target or link.resolution.expected or reference.text
    if reference.runner == COPIED:
        return False  # copying a version is how one is chosen
    if reference.via in _NAMED and reference.location.path.endswith(".py"):
        return False  # the name of a file that is written, or a text about it
    if reference.via is Via.MENTION and reference.runner not in DRAWN and replacement.reason is not Reason.RENAMED:
        return False  # a sentence about a file is not true of another one
    if reference.kind is Kind.BUILD:
        return replacement.reason is Reason.RENAMED or _is_whole(link, old, new)
    if splitext(old)[1] not in ("", splitext(new)[1]):
        return False
    if link.resolution.outcome is not Outcome.FOUND and in_tests(old) != in_tests(new):
        return False
    if replacement.reason in _GUESSES or (replacement.reason is Reason.SUCCESSOR and link.resolution.target is None):
        return stem_of(old).base_words == stem_of(new).base_words
    return replacement.reason is not Reason.NAMESAKE or bool(replacement.fate) or _is_whole(link, old, new)


def _is_whole(link: Link, old: str, new: str) -> bool:
    """True if a path ends with all of what is written. A bare name means much if a person may be in any directory."""
    return new.endswith("/" + old) and ("/" in old or link.reference.base.anchor is not RelativeTo.CALLER)
