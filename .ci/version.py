#!/usr/bin/env python3
"""Print the version of the package. With a TAG, fail unless all that names a version agrees with it.

Usage: version.py [TAG [DIRECTORY]]. The version is written in one place, ``flake8_single_entry/__init__.py``: an
archive and a clone without tags can be installed, and ``--version`` reads no metadata. All else is compared with it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_TAG = re.compile(r"v(\d+\.\d+\.\d+(?:(?:a|b|rc)\d+)?)")  # https://peps.python.org/pep-0440/, without what we never use
_VERSION = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)
_SECTION = re.compile(r"^## \[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
# Where people copy a version from: the file, and what stands around it.
_COPIED = (
    ("README.md", re.compile(r"^ *rev: v(\S+)$", re.MULTILINE)),
    ("docs/ci.md", re.compile(r"single-entry@v(\S+)")),
    ("templates/single-entry.yml", re.compile(r"flake8-single-entry==(\d+\.\d+\.\d+\w*)")),
)


def main(words: list[str]) -> int:
    root = Path(words[1]) if words[1:] else Path(__file__).resolve().parents[1]
    if not words:
        sys.stdout.write(f"{version_of(root)}\n")
        return 0
    faults = list(check(root, words[0]))
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def version_of(root: Path) -> str:
    """Return the version that the package says it is, "" if it says none."""
    found = _VERSION.search((root / "flake8_single_entry/__init__.py").read_text("utf-8"))
    return found[1] if found else ""


def check(root: Path, tag: str) -> Iterator[str]:
    """Yield what does not agree with a tag."""
    found = _TAG.fullmatch(tag)
    if found is None:
        yield f"the tag is {tag}; it must be like v1.2.3 or v1.2.3rc1"
        return
    version = found[1]
    if version_of(root) != version:
        yield f"flake8_single_entry/__init__.py has the version {version_of(root)}, the tag {version}"
    yield from _of_changelog((root / "CHANGELOG.md").read_text("utf-8"), version)
    for path, pattern in _COPIED:
        named = pattern.findall((root / path).read_text("utf-8"))
        if not named:
            yield f"{path} names no version any more: mend .ci/version.py"
        for other in sorted({one for one in named if one != version}):
            yield f"{path} names the version {other}, the tag {version}"


def _of_changelog(text: str, version: str) -> Iterator[str]:
    sections = [(name, day, body.strip()) for name, day, body in _SECTION.findall(text)]
    if sections and sections[0][0] == "Unreleased":
        _, _, body = sections.pop(0)
        if body:
            yield f"CHANGELOG.md has changes below [Unreleased]: they belong to [{version}]"
    if not sections or sections[0][0] != version:
        yield f"CHANGELOG.md does not begin with a section [{version}]"
    elif not sections[0][1]:
        yield f"CHANGELOG.md gives [{version}] no day: ## [{version}] - YYYY-MM-DD"
    elif not sections[0][2]:
        yield f"CHANGELOG.md says nothing of [{version}]"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
