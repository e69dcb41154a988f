"""An `allow` or `ignore` entry matches no file, or the archive is not there.

## What it does

No file of the repository matches the entry. It is reported at the entry in the configuration file. An entry of a scope
that is a glob (`services/*`) is reported only if it matches nothing in any of the directories.

An entry of the baseline is reported at its line once its finding is gone: it was mended, or a comment silences it.

An `archive` that is a file is reported. One that does not exist is reported if its scope has nothing to archive: as
long as there are duplicates, it is where they go.

## Why it is bad

The entry outlives the module that it was written for. The next module of that name is allowed without a decision, and a
reader of the configuration looks for a program that does not exist.

## Example

```text
.single-entry.yaml:4:11: ONE902 allows main_production.py, which matches no file; remove the entry
```

## Level

Warning.

## What to do

Remove the entry, or correct its path. The path is relative to the scope's directory; `*` matches within a directory,
`**` at any depth. `single-entry baseline` removes entries of the baseline.

## References

- [Configuration](../configuration.md): `allow`, `ignore`, `archive`
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from flake8_single_entry.config.settings import ScopeSettings, glob_match, within
from flake8_single_entry.globs import is_glob
from flake8_single_entry.model import Finding, Level, Location, Role
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule


def check(project: Project) -> Iterator[Finding]:
    roots: dict[Location, list[str]] = defaultdict(list)
    known: dict[Location, ScopeSettings] = {}
    for root, settings in project.settings.items():
        if root == "." or project.tree.is_directory(root):
            roots[settings.location].append(root)
            known[settings.location] = settings
    for key, settings in known.items():
        for allowance in settings.allow:
            if not _matches(project, roots[key], allowance.path):
                yield _finding(project, allowance.location, "allows", allowance.path)
        for pattern in settings.ignore:
            if not _matches(project, roots[key], pattern.text):
                yield _finding(project, pattern.location, "ignores", pattern.text)
        yield from _archives(project, roots[key], settings)


def _archives(project: Project, roots: Sequence[str], settings: ScopeSettings) -> Iterator[Finding]:
    """Yield a finding for each archive that is no directory in any of the scope's directories."""
    for archive, location in zip(settings.archive, settings.archive_locations, strict=True):
        paths = [within(root, archive).rstrip("/") for root in roots]
        if any(map(project.tree.is_directory, paths)):
            continue
        if any(map(project.tree.is_file, paths)):
            message = f"names the archive {archive}, which is a file; name a directory"
        elif any(map(_has_duplicates(project), roots)):
            continue
        else:
            message = f"names the archive {archive}, which does not exist; remove the entry, or correct its path"
        yield RULE.finding(project, location, message, reference=archive, about="x")


def _has_duplicates(project: Project) -> Callable[[str], bool]:
    """Return a function that is true for the root of a scope that has something to archive."""
    roots = {scope.root for scope in project.scopes if any(one.role is Role.DUPLICATE for one in scope.candidates)}
    return roots.__contains__


def _matches(project: Project, roots: Sequence[str], pattern: str) -> bool:
    if not is_glob(pattern):
        paths = [within(root, pattern).rstrip("/") for root in roots]
        return any(project.tree.is_file(path) or project.tree.is_directory(path) for path in paths)
    return any(
        glob_match(pattern, path[0 if root == "." else len(root) + 1 :])
        for root in roots
        for path in project.tree.below(root)
    )


def _finding(project: Project, place: Location, verb: str, pattern: str) -> Finding:
    return RULE.finding(
        project, place, f"{verb} {pattern}, which matches no file; remove the entry", reference=pattern, about="x"
    )


RULE = Rule("ONE902", "unused-allowance", check, Level.WARNING)
