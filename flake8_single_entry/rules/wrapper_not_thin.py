"""A module allowed as a wrapper or launcher does not import or start the authoritative entry point.

## What it does

The configuration allows this module `as: wrapper` or `as: launcher`, but the module does not import, name or start the
entry point of its scope (or one of its `programs`), directly or through other modules. The message names what it starts
instead. A module that chooses its target at run time is not reported.

## Why it is bad

A wrapper is allowed because it only adds settings to the program. If it starts another module, or contains a program of
its own, it is a second version, and the allowance hides a duplicate.

## Example

```yaml
version: 1
entry_point: src/main.py
allow:
  - path: main_production.py
    as: wrapper
```

```text
main_production.py:9:1: ONE105 is allowed as a wrapper, but it imports or starts src/main_old.py, not src/main.py; make it start src/main.py, or allow it as program in .single-entry.yaml
```

## Level

Warning.

## What to do

- Make it import or start the entry point.
- If it is a program of its own, write `as: program`, with a `reason`.
- If it is superseded, archive it, and remove the entry from `allow`.

## References

- [Configuration](../configuration.md): `allow`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.settings import FILE_NAME, glob_match, within
from flake8_single_entry.model import Finding, Level, Location, Outcome, Role, Scope, Via
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule

_LEADING = (Role.WRAPPER, Role.LAUNCHER)
_LOADERS = frozenset({"importlib", "import_module", "runpy", "run_module", "run_path", "subprocess"})
_STARTING = frozenset({Via.IMPORT, Via.CALL, Via.RUN})


def check(project: Project) -> Iterator[Finding]:
    led = [(scope, path, role) for scope in project.scopes for path, role in _allowed(project, scope)]
    if not led:
        return
    open_ended = {
        link.reference.location.path
        for link in project.links
        if link.resolution.outcome is Outcome.UNKNOWN and link.reference.via in (Via.CALL, Via.RUN)
    }
    for scope, path, role in led:
        entries = _entries(project, scope)
        facts = project.facts.get(path)
        if path in open_ended or path in entries or facts is None or facts.traits is None or facts.traits.broken:
            continue
        led_to = project.graph.reached(path, guarded=True, lacking=True)
        if entries.isdisjoint(led_to) and (led_to or _LOADERS.isdisjoint(facts.traits.names)):
            yield _finding(project, scope, path, role)


def _allowed(project: Project, scope: Scope) -> Iterator[tuple[str, Role]]:
    """Yield the modules of a scope allowed as wrappers or launchers, if the scope has an entry point."""
    settings = project.settings.get(scope.root)
    if settings is None or not any(project.tree.is_file(path) for path in _entries(project, scope)):
        return
    for allowance in settings.allow:
        if allowance.role in _LEADING:
            for candidate in scope.candidates:
                inside = candidate.path if scope.root == "." else candidate.path[len(scope.root) + 1 :]
                if candidate.role == allowance.role and glob_match(allowance.path, inside):
                    yield candidate.path, candidate.role


def _entries(project: Project, scope: Scope) -> frozenset[str]:
    settings = project.settings.get(scope.root)
    programs = (within(scope.root, path) for _, path in settings.programs) if settings else ()
    return frozenset(path for path in (scope.entry_point, *programs) if path)


def _finding(project: Project, scope: Scope, path: str, role: Role) -> Finding:
    candidate = project.candidate(path)
    place = candidate.place if candidate else Location(path, 1, 1, 1, 1)
    wanted = scope.entry_point or min(_entries(project, scope))
    known = {one.path for one in scope.candidates}
    others = sorted(
        {
            target
            for reference, target in project.graph.leaving(path, lacking=True)
            if reference.via in _STARTING and target in known
        }
    )
    fact = f"it imports or starts {others[0]}, not {wanted}" if others else f"it does not import or start {wanted}"
    file = project.config.path or FILE_NAME
    message = f"is allowed as a {role}, but {fact}; make it start {wanted}, or allow it as program in {file}"
    return RULE.finding(project, place, message, target=path)


RULE = Rule("ONE105", "wrapper-not-thin", check, Level.WARNING)
