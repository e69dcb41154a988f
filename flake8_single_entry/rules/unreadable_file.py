"""A file that matters cannot be read.

## What it does

A Dockerfile, compose file, workflow, script or packaging file, or the entry point itself, cannot be decoded or parsed:
it is binary, not UTF-8, larger than 1 MiB, or has invalid syntax. Its references are not checked. Invalid documents and
Python modules other than the entry point are not reported, because other tools do that better. A module with the name of
an entry point is reported if its bytes cannot be read, because it could be a duplicate. Files of tests and examples are
not reported, because they may be invalid on purpose.

Any file can also be read in part. The size of a script and the work on a file are limited. The limits are far above what
a person writes, and the same on every machine. The part before the limit is checked.

## Why it is bad

A file that is skipped silently looks like a file without findings. The reference that breaks the deployment may be in
that file.

## Example

```text
Dockerfile:1:1: ONE905 cannot be read (it contains NUL bytes, so it is not text), so what it starts is not checked; mend the file, or list it under ignore in .single-entry.yaml
```

## Level

Warning.

## What to do

Save the file as UTF-8 and correct its syntax. If it is not what its name says (a binary called `Dockerfile`), rename it
or list it under `ignore`. A file that exceeds a limit is probably generated: list it under `ignore`, or split it.

## References

- [Configuration](../configuration.md): `ignore`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import Facts, Finding, Level, Location, Problem, Role
from flake8_single_entry.project.entry_points.classification import directory_role
from flake8_single_entry.project.project import Project
from flake8_single_entry.readers import Surface, surface_of
from flake8_single_entry.readers.category import Category
from flake8_single_entry.rules._rule import Rule

_UNCHECKED = f"so what it starts is not checked; mend the file, or list it under ignore in {FILE_NAME}"
_CHECKED_IN_PART = f"so not all that it starts is checked; divide the file, or list it under ignore in {FILE_NAME}"


def check(project: Project) -> Iterator[Finding]:
    entries = {path for scope in project.scopes for path in (scope.entry_point, *dict(scope.programs).values()) if path}
    for path, facts in project.facts.items():
        if facts.problems and _matters(project, path, facts, path in entries):
            yield RULE.finding(project, *_said(facts.problems[0], path in entries))


def _said(problem: Problem, is_entry: bool) -> tuple[Location, str]:
    if problem.limit:
        return problem.location, f"cannot be read in full ({problem.reason}), {_CHECKED_IN_PART}"
    rest = "and it is the entry point; mend the file" if is_entry else _UNCHECKED
    return problem.location, f"cannot be read ({problem.reason}), {rest}"


def _matters(project: Project, path: str, facts: Facts, is_entry: bool) -> bool:
    problem = facts.problems[0]
    if is_entry:
        return problem.limit or not (facts.traits and facts.traits.broken)  # reported as ONE103
    surface = surface_of(path)
    if surface is None or project.ignored(path) or (problem.unread and path in project.tree.sparse):
        return False
    if _is_left_to_others(surface) and not (problem.limit or (problem.unread and _names_an_entry_point(path))):
        return False
    if directory_role(path) in (Role.TEST, Role.EXAMPLE):
        return False  # test inputs may be broken on purpose
    return project.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)


def _is_left_to_others(surface: Surface) -> bool:
    """True for files that mostly start no program, so that an invalid one is the business of other tools."""
    return surface.generic or surface.category.is_prose or surface.category is Category.CODE


def _names_an_entry_point(path: str) -> bool:
    """True for a module that may be a competing entry point, judged by its name."""
    name = path.rpartition("/")[2]
    return name.endswith(".py") and not name.startswith("__init__.") and stem_of(name).is_entry


RULE = Rule("ONE905", "unreadable-file", check, Level.WARNING)
