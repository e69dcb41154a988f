"""The authoritative entry point is empty, cannot be parsed, starts and defines nothing, or is not a Python module.

## What it does

The authoritative entry point does nothing: the file is empty, Python cannot parse it, or it has no `__main__` guard, no
call that starts something, no application object, no handler, and no definition or name that another module could use.
If the configuration names it, a document or any other file that is not Python, a test, and a module that only defines
names, and that nothing starts or loads, are reported at the line of the configuration.

## Why it is bad

The container starts and nothing happens, or it fails with a `SyntaxError`. Unfinished moves leave empty main modules
behind: the code went to `src/main.py`, and images still copy the empty `main.py`. If the configuration names the wrong
module, the program that really starts is compared with nothing.

## Example

```text
main.py:1:1: ONE103 is the entry point, but it is empty; write it, or name another module as the entry point
```

## Level

Error.

## What to do

- If another module does the work, name that module as `entry_point`, and archive this file.
- If this file should do the work, write it, or fix the line that cannot be parsed. The message names the Python version
  that parsed it; to check a file with newer syntax, run the tool on a newer Python.

## References

- [`__main__` in Python's documentation](https://docs.python.org/3/library/__main__.html)
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from posixpath import basename, normpath

from flake8_single_entry.config.settings import within
from flake8_single_entry.files.tree import Unreadable
from flake8_single_entry.model import EntryTraits, Finding, Location, Scope
from flake8_single_entry.paths import under
from flake8_single_entry.project.passive import passive_reason
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.syntax.limits import Budget
from flake8_single_entry.syntax.python_literals import parse_python
from flake8_single_entry.syntax.source import Source, Undecodable

_NOTHING = "starts and defines nothing"

_RUN_WITH_ITS_PACKAGE = "__main__.py"


def check(project: Project) -> Iterator[Finding]:
    yield from _misnamed(project)
    for scope in project.scopes:
        for path in _entry_points(scope):
            facts = project.facts.get(path)
            fact = _fault(path, facts.traits) if facts and facts.traits else None
            if fact is None or facts is None or facts.traits is None:
                continue
            if facts.traits.broken and _is_newer(project, path):
                continue
            if fact == _NOTHING and _calls_something(project, path):
                continue
            candidate = project.candidate(path)
            place = facts.traits.broken or (candidate.place if candidate else Location(path, 1, 1, 1, 1))
            way_out = "fix it" if facts.traits.broken else "write it"
            message = f"is the entry point, but it {fact}; {way_out}, or name another module as the entry point"
            yield RULE.finding(project, place, message, target=path)


def _misnamed(project: Project) -> Iterator[Finding]:
    """Yield a finding for each entry point of the configuration that is another kind of file, or starts nothing."""
    for root, settings in project.settings.items():
        for written, location in settings.named():
            path = normpath(within(root, written))
            wrong = _what_else(project, path) if project.tree.is_file(path) else None
            if wrong is None:
                continue
            message = f"names {path}, which {wrong}; name the module that starts the program"
            about = under("" if root == "." else root, "x")
            yield RULE.finding(project, location, message, reference=written, target=path, about=about)


def _what_else(project: Project, path: str) -> str | None:
    """Return what a file is instead of an entry point, as the end of "which ...". None if it may be one."""
    if not _is_python(project, path):
        return "is not a Python module"
    facts = project.facts.get(path)
    if facts is None or facts.traits is None or _fault(path, facts.traits):  # the latter is reported in the module
        return None
    return passive_reason(project, path, facts.traits)


def _is_python(project: Project, path: str) -> bool:
    """Return True for a module, and for a script without an ending whose first line names Python."""
    if path.endswith((".py", ".pyw")):
        return True
    if "." in basename(path):
        return False
    try:
        first = project.tree.read(path).partition(b"\n")[0]
    except Unreadable:
        return False
    return first.startswith(b"#!") and b"python" in first


def _entry_points(scope: Scope) -> tuple[str, ...]:
    """Return the entry point and the modules of all programs, without repetition."""
    named = (scope.entry_point, *(path for _, path in scope.programs))
    return tuple(dict.fromkeys(path for path in named if path))


def _is_newer(project: Project, path: str) -> bool:
    """True for a file that only a later Python than the running one can parse."""
    from flake8_single_entry.readers.python.structure.repair import is_sound
    from flake8_single_entry.syntax.source import Undecodable, decode

    try:
        return is_sound(decode(project.tree.read(path)), Budget())
    except (Unreadable, Undecodable):
        return False


def _calls_something(project: Project, path: str) -> bool:
    """Return True for a module that calls anything when it runs, be it ``print("done")``."""
    try:
        module = parse_python(Source.of(path, project.tree.read(path)))
    except (Unreadable, Undecodable):
        return False
    return isinstance(module, ast.Module) and any(isinstance(node, ast.Call) for node in ast.walk(module))


def _fault(path: str, traits: EntryTraits) -> str | None:
    """Return what is wrong, as the end of "it ...". A module that binds any name may be imported by others."""
    if traits.broken:
        return f"cannot be parsed by Python {sys.version_info.major}.{sys.version_info.minor}"
    if traits.size == 0:
        return "is empty"
    if traits.guard or traits.open_names or basename(path) == _RUN_WITH_ITS_PACKAGE:
        return None
    shows = (traits.launches, traits.applications, traits.handlers, traits.definitions, traits.names)
    if any(shows) or traits.routes or traits.commands:
        return None
    return _NOTHING


RULE = Rule("ONE103", "entry-point-inert", check)
