"""A reference resolves to a duplicate of the entry point.

## What it does

A command, an import, a `COPY`, a `mock.patch` string or a command in the documentation names a module that ONE101
reports as a duplicate. References in tests, wrappers and the entry point itself are reported; those in archived modules
and in duplicates are not.

## Why it is bad

The superseded version is what runs, while the team works on the authoritative version. It cannot be archived before the
last of these references is gone.

## Example

```dockerfile
FROM python:3.12
WORKDIR /app
COPY . .
CMD ["python", "main_old.py"]
```

```text
Dockerfile:4:17: ONE203 starts main_old.py, superseded by src/main.py [duplicate-entry-point]; use -m uvicorn src.main:app --host 0.0.0.0 (src/main.py)
```

## Level

Warning: the file exists, but it is not the version to start.

## What to do

Use the suggestion, which has the form of the reference and is relative to the same directory; `single-entry fix` writes
it. If the entry point only holds an application, `python` starts its launcher or its server instead. If the module is not a
duplicate, list it under `allow` in the configuration; this finding then disappears as well.

## References

- [ONE101 duplicate-entry-point](ONE101.md)
- [Configuration](../configuration.md): `allow`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import COPIED, TREE, Finding, Level, Location, Outcome, Related, Role, Via
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.rewriter import attribute_of
from flake8_single_entry.project.replacements.values import Remedy
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, remedy, verb
from flake8_single_entry.rules.duplicate_entry_point import RULE as DUPLICATE


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.FOUND):
        target = link.resolution.target
        if link.reference.runner in (TREE, COPIED):
            continue  # a directory tree and a copy are correct as long as the file exists
        if target and project.role(target) is Role.DUPLICATE and not _means_another(project, link, target):
            yield _finding(project, link, target)


def _means_another(project: Project, link: Link, target: str) -> bool:
    """True if Python code requests a name that the module certainly lacks: it means another module of that name."""
    if link.reference.via not in (Via.IMPORT, Via.PATCH):
        return False
    attribute = attribute_of(link.resolution.attribute)
    return bool(attribute) and project.attributes.offers(target, attribute) is False


def _finding(project: Project, link: Link, target: str) -> Finding:
    reference = link.reference
    candidate = project.candidate(target)
    replacement = project.replacements.of(link)
    if replacement.remedy is Remedy.USE:
        fact = f"superseded by {replacement.target} [{DUPLICATE.name}]; {remedy(reference, replacement)}"
    else:
        fact = f"one of several versions [{DUPLICATE.name}]; name one as the entry point"
    place = candidate.place if candidate else Location(target, 1, 1, 1, 1)
    return RULE.about(
        project,
        link,
        f"{verb(reference)} {target}, {fact}",
        target=target,
        suggestion=replacement.text,
        related=(Related(place, f"{target} is superseded"),),
    )


RULE = Rule("ONE203", "superseded-target", check, Level.WARNING)
