"""A reference resolves to a file in the archive.

## What it does

A command, an import, a configuration key or a `"module:attribute"` string names a module in the archive of its scope.
Imports in live code count too. A document that mentions the path in the archive (`archive/main_v1.py`), without a
command, is not reported: its author knows that the file is archived.

## Why it is bad

The archive is history. It is not maintained, may be left out of images and packages, and can be deleted at any time.
Code that still depends on it breaks then; until then it runs a version that the team believes to be gone.

## Example

```python
from archive.main_v1 import build_app
```

```text
serve.py:1:6: ONE202 imports archive/main_v1.py, which is archived; use `from src.main import build_app`
```

## Level

Error if the reference is followed: a command, an import, a call, a setting or a `COPY`. Warning if the file is only
named or shown, or if the line provides for its absence.

## What to do

Change the reference to the authoritative entry point. If the archived code is still needed, move it back, or move the
needed part into a live module.

## References

- [Configuration](../configuration.md): `archive`
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

from flake8_single_entry.conventions.directories import may_be_in_use
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import Finding, Kind, Outcome, Via
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.values import Remedy
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, remedy, verb


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.FOUND):
        target = link.resolution.target
        if not target or not project.is_archived(target) or _names_the_archive(link, target):
            continue
        if link.reference.kind is Kind.BUILD and not project.settings:
            continue  # backups/restore.sh: a script that restores data is not an old version of a program
        if link.reference.via is not Via.IMPORT or _is_history(project, target):
            yield _finding(project, link, target)


def _is_history(project: Project, target: str) -> bool:
    """False for live code in a directory that only has the name of an archive, such as ``resolution/legacy/``."""
    if project.settings or project.candidate(target) or stem_of(target).is_program:
        return True
    return not may_be_in_use(basename(dirname(target)))


def _names_the_archive(link: Link, target: str) -> bool:
    """True if a text that starts nothing spells the archive's directory: the archived file is meant."""
    text = link.reference.text.replace("\\", "/").removeprefix("./")
    return link.reference.via in (Via.MENTION, Via.PATH) and "/" in text and target.endswith(text)


def _finding(project: Project, link: Link, target: str) -> Finding:
    reference = link.reference
    replacement = project.replacements.of(link)
    is_replaced = replacement.remedy is Remedy.USE
    words = remedy(reference, replacement) if is_replaced else "move it back, or drop the reference"
    message = f"{verb(reference)} {target}, which is archived; {words}"
    return RULE.about(project, link, message, target=target, suggestion=replacement.text)


RULE = Rule("ONE202", "archived-target", check)
