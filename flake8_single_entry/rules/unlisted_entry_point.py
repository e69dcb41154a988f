"""A module is runnable, but the strict configuration does not list it.

## What it does

With `strict: true`, every module of the scope that can be started must be the entry point, one of the `programs`, or
listed under `allow`. This module has a `__main__` guard, an application object or another trait of an entry point, and
is not listed. Tests and archived modules need no entry; duplicates are reported as ONE101.

## Why it is bad

If only listed modules may start something, adding a runnable module is a decision. The configuration records its purpose.

## Example

```yaml
version: 1
entry_point: src/main.py
strict: true
```

```text
tools/replay.py:31:1: ONE106 is runnable (a tool), but neither an entry point nor allowed; list it under allow in .single-entry.yaml, or remove what starts it
```

## Level

Warning.

## What to do

List the module, or its directory, with its role:

```yaml
allow:
  - path: tools/**
    as: tool
```

## References

- [Configuration](../configuration.md): `strict`, `allow`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.settings import FILE_NAME, glob_match, within
from flake8_single_entry.model import Candidate, Finding, Level, Role, Scope
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule

_EXEMPT = (Role.AUTHORITATIVE, Role.DUPLICATE, Role.ARCHIVED, Role.TEST, Role.CANDIDATE)


def check(project: Project) -> Iterator[Finding]:
    for scope in project.scopes:
        if scope.strict:
            for candidate in scope.candidates:
                if candidate.role not in _EXEMPT and not _is_listed(project, scope, candidate):
                    yield _finding(project, candidate)


def _is_listed(project: Project, scope: Scope, candidate: Candidate) -> bool:
    settings = project.settings.get(scope.root)
    if settings is None:
        return False
    inside = candidate.path if scope.root == "." else candidate.path[len(scope.root) + 1 :]
    if any(glob_match(allowance.path, inside) for allowance in settings.allow):
        return True
    return any(within(scope.root, path) == candidate.path for _, path in settings.programs)


def _finding(project: Project, candidate: Candidate) -> Finding:
    article = "an" if candidate.role is Role.EXAMPLE else "a"
    message = (
        f"is runnable ({article} {candidate.role}), but neither an entry point nor allowed; "
        f"list it under allow in {project.config.path or FILE_NAME}, or remove what starts it"
    )
    return RULE.finding(project, candidate.place, message, target=candidate.path)


RULE = Rule("ONE106", "unlisted-entry-point", check, Level.WARNING)
