"""Several modules could be the entry point, and the evidence does not decide.

## What it does

The configuration names no entry point for this scope, and the evidence (what images, scripts, workflows and the README
start, what other modules import) does not favour a single module. The message names the candidates with the best
evidence for each. It is reported once for each scope, at the first candidate.

## Why it is bad

If the tool cannot tell which module is authoritative, neither can a new colleague. Until this is decided, neither
duplicates nor references to them are reported.

## Example

```text
main.py:40:1: ONE104 the evidence does not decide between main.py (Procfile line 1 starts it) and main_v2.py (docker-compose.yml line 4 starts it); name one as entry_point in .single-entry.yaml (`single-entry init` writes it)
```

## Level

Warning.

## What to do

Run `single-entry list` to see the evidence, then `single-entry init`. It writes the module that has more evidence than
each of the others to `.single-entry.yaml`, with the scores as a comment. If none has, it asks; without a terminal, it
writes nothing, prints the lines to add, and exits with 1. If the candidates are different programs, list all of them:

```yaml
version: 1
programs:
  web: app/main.py
  worker: app/worker.py
```

## References

- [Configuration](../configuration.md): `entry_point`, `programs`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.model import Candidate, Finding, Level, Related, Role
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules.duplicate_entry_point import started_by

_MOST_NAMED = 5


def check(project: Project) -> Iterator[Finding]:
    for scope in project.scopes:
        open_ones = [candidate for candidate in scope.candidates if candidate.role is Role.CANDIDATE]
        if scope.entry_point or scope.decided_by == "configuration" or len(open_ones) < 2:
            continue
        key = "entry_point" if scope.root == "." else f"entry_point of the scope {scope.root}"
        message = (
            f"the evidence does not decide between {_enumerate(open_ones)}; "
            f"name one as {key} in {FILE_NAME} (`single-entry init` writes it)"
        )
        related = tuple(Related(candidate.place, _shown(candidate)) for candidate in open_ones[1:])
        yield RULE.finding(project, open_ones[0].place, message, about=open_ones[0].path, related=related)


def _enumerate(candidates: list[Candidate]) -> str:
    shown = [_shown(candidate) for candidate in candidates[:_MOST_NAMED]]
    rest = len(candidates) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _shown(candidate: Candidate) -> str:
    return f"{candidate.path} ({started_by(candidate)})"


RULE = Rule("ONE104", "entry-point-undecided", check, Level.WARNING)
