"""A file that matters cannot be read.

## What it says

A Dockerfile, compose file, workflow, script or packaging file, or the entry point itself, cannot be decoded or parsed:
it is binary, not UTF-8, larger than 1 MiB, or broken. What it refers to is not checked. Documents and Python modules
other than the entry point are not reported: other tools say that better. Neither is what lies among tests or examples,
where a file may be broken on purpose.

## Why it is bad

A file that is skipped in silence looks like a file without findings. The one reference that breaks the deployment may
stand in just that file.

## Example

```text
Dockerfile:1:1: ONE905 cannot be read (it holds NUL bytes, so it is not text), so what it starts is not checked; mend the file, or list it under ignore in .single-entry.yaml
```

## What to do

Save the file as UTF-8 and mend what is broken. If it is not what its name says (a binary called `Dockerfile`), rename it
or list it under `ignore`.

## References

- [Configuration](../configuration.md): `ignore`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config import FILE_NAME
from flake8_single_entry.model import Facts, Finding, Role
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.roles import directory_role
from flake8_single_entry.readers import surface_of
from flake8_single_entry.rules._rule import Rule

_QUIET = frozenset({"python", "markdown", "rst", "text", "notebook", "kubernetes", "terraform", "build-file"})
_UNCHECKED = f"so what it starts is not checked; mend the file, or list it under ignore in {FILE_NAME}"


def check(project: Project) -> Iterator[Finding]:
    entries = {path for scope in project.scopes for path in (scope.entry_point, *dict(scope.programs).values()) if path}
    for path, facts in project.facts.items():
        if facts.problems and _matters(project, path, facts, path in entries):
            problem = facts.problems[0]
            rest = "and it is the entry point; mend the file" if path in entries else _UNCHECKED
            yield RULE.finding(project, problem.location, f"cannot be read ({problem.reason}), {rest}")


def _matters(project: Project, path: str, facts: Facts, is_entry: bool) -> bool:
    if is_entry:
        return not (facts.traits and facts.traits.broken)  # ONE103 says that one
    surface = surface_of(path)
    if surface is None or surface.name in _QUIET or project.ignored(path):
        return False
    if directory_role(path) in (Role.TEST, Role.EXAMPLE):
        return False  # what a test is fed may be broken on purpose
    return project.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)


RULE = Rule("ONE905", "unreadable-file", check)
