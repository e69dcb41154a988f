"""A module competes with the authoritative entry point.

## What it does

The module is another version of the program that the authoritative entry point starts: `main_v2.py`, `main_enhanced.py`
or `app/main.py` beside `src/main.py`. It is reported at the module's `__main__` guard, its application object or its
first line. The reasons are in parentheses: what both modules share, and what starts the duplicate (often nothing).

The content decides: a near copy is a version whatever its name, and so is a server with the same routes, commands,
definitions or title. A name decides alone only if it puts the module away (`app_legacy.py`) and nothing starts it. An
empty `main.py` is a version, too.

What is meant to exist side by side is not reported, however alike: programs that a guide runs each for its own purpose
or presents in one list, that one script starts in the background, that one deployment file or one `pyproject.toml`
names, or that load other Django settings. Neither is what the entry point imports or starts, nor a wrapper or launcher
that starts it, unless it is a copy of another launcher. Tests, examples, one-off scripts, workers, `wsgi.py`, `asgi.py`
and another scope's entry point are never reported.

## Why it is bad

With two versions of a program it is unclear which of them runs. A fix is made in the version that is never started, the
Dockerfile starts another version than the README, and each new copy makes the next more likely.

## Example

```text
src/main.py             started by Dockerfile and README
src/main_enhanced.py    the same FastAPI application, 81% similar, nothing starts it
```

```text
src/main_enhanced.py:212:1: ONE101 main_enhanced.py competes with src/main.py (same FastAPI application, 81% similar, nothing starts it); archive it under archive/, or allow it in .single-entry.yaml
```

## Level

Warning: both versions can be started.

## What to do

- If the version is superseded, move it to the archive (`git mv src/main_enhanced.py archive/`). References to archived
  files are reported as ONE202. Before you move it, `single-entry list --compare src/main_enhanced.py src/main.py` shows
  the routes, commands and definitions that only the duplicate has.
- If it is a program of its own, allow it:

  ```yaml
  version: 1
  entry_point: src/main.py
  allow:
    - path: src/main_enhanced.py
      as: program        # or wrapper, launcher, tool, test, example
      reason: the batch importer, a separate process
  ```

- If it should be the authoritative version, name it as `entry_point`. `single-entry list` shows the evidence for each
  candidate.

## References

- [Configuration](../configuration.md): `entry_point`, `programs`, `allow`
- [`__main__` in Python's documentation](https://docs.python.org/3/library/__main__.html)
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import Candidate, EntryTraits, Finding, Level, Location, Related, Role, Scope
from flake8_single_entry.project.entry_points.similarity import similarity
from flake8_single_entry.project.entry_points.weights import kind_named
from flake8_single_entry.project.project import Project
from flake8_single_entry.project.roles import above
from flake8_single_entry.rules._rule import Rule

_MOST_RELATED = 5
TELLING = 0.25  # similarity below which a table does not mention it
_LEAST = 0.01
_DISPLAYED = {"fastapi": "FastAPI", "flask": "Flask", "django": "Django", "aiohttp": "aiohttp", "click": "click"}


def check(project: Project) -> Iterator[Finding]:
    for scope in project.scopes:
        for candidate in scope.candidates:
            if candidate.role is Role.DUPLICATE:
                yield _finding(project, scope, candidate)


def _finding(project: Project, scope: Scope, candidate: Candidate) -> Finding:
    winner = project.entry_for(candidate.path) or candidate.rival
    reasons = ", ".join(_reasons(project, candidate, winner))
    message = (
        f"{_name(candidate.path, winner)} competes with {winner or 'other versions of one program'} ({reasons}); "
        f"archive it under {_archive(project, scope, candidate.path)}, or allow it in {FILE_NAME}"
    )
    related = tuple(_related(project, candidate, winner))
    found = RULE.finding(
        project, candidate.place, message, target=winner or None, about=candidate.path, related=related
    )
    return found._replace(move=_archived(project, scope, candidate.path) if winner else "")


def _name(path: str, winner: str) -> str:
    """Return the file's name, or its full path if the winner has the same name."""
    return path if basename(path) == basename(winner) else basename(path)


def _archive(project: Project, scope: Scope, path: str) -> str:
    """Return the archive for superseded versions of the scope. An archive beside other code is not used."""
    settings = project.settings.get(scope.root)
    if settings and settings.archive and scope.archive:
        return scope.archive[0].rstrip("/") + "/"
    around = above(path)
    near = [one.rstrip("/") for one in scope.archive if (dirname(one.rstrip("/")) or ".") in around]
    near = [one for one in near if "trash" not in basename(one)]  # files there are to be deleted
    if near:
        return min(near, key=lambda one: one.count("/")) + "/"
    return "archive/" if scope.root == "." else f"{scope.root}/archive/"


def _archived(project: Project, scope: Scope, path: str) -> str:
    """Return the path of a module in the archive: its former path in the scope, so that no two have the same."""
    inside = path if scope.root == "." else path.removeprefix(scope.root + "/")
    return _archive(project, scope, path) + inside


def _reasons(project: Project, candidate: Candidate, winner: str) -> Iterator[str]:
    """Yield what both modules share, what is wrong with this one, and what starts it."""
    shared = _frameworks(project, candidate.path) & _frameworks(project, winner)
    if shared:
        framework = min(shared)
        yield f"same {_DISPLAYED.get(framework, framework.capitalize())} application"
    if winner and not shared and stem_of(candidate.path).base_words == stem_of(winner).base_words:
        yield "same base name"
    faults = {reason.kind: reason.text for reason in candidate.evidence if reason.kind in ("empty", "broken")}
    is_nearest = candidate.rival in ("", winner)
    if not is_nearest and candidate.similarity >= TELLING:
        yield f"{candidate.similarity:.0%} similar to {candidate.rival}"
    elif "empty" not in faults:
        others = (_traits(project, path) for path in (candidate.path, winner))
        share = candidate.similarity if is_nearest else similarity(*others)
        yield f"{share:.0%} similar" if share >= _LEAST else "different code"
    yield from faults.values()
    yield from (reason.text for reason in candidate.evidence if reason.kind == "role")
    yield started_by(candidate)


def started_by(candidate: Candidate) -> str:
    """Return the strongest evidence that something starts a module, or that nothing does."""
    starts = [reason for reason in candidate.evidence if kind_named(reason.kind).is_reported and reason.weight > 0]
    best = max(starts, key=lambda reason: reason.weight, default=None)
    return best.text if best else "nothing starts it"


def _frameworks(project: Project, path: str) -> frozenset[str]:
    named = {application.framework for application in _traits(project, path).applications}
    return frozenset(named - {"factory"})  # created by a function of another module: the framework is not known here


def _traits(project: Project, path: str) -> EntryTraits:
    facts = project.facts.get(path)
    return facts.traits if facts and facts.traits else EntryTraits()


def _related(project: Project, candidate: Candidate, winner: str) -> Iterator[Related]:
    if winner:
        entry = project.candidate(winner)
        yield Related(entry.place if entry else Location(winner, 1, 1, 1, 1), "the authoritative entry point")
    for reason in candidate.evidence[:_MOST_RELATED]:
        if reason.location is not None and reason.location.path != candidate.path:
            yield Related(reason.location, reason.text)


RULE = Rule("ONE101", "duplicate-entry-point", check, Level.WARNING)
