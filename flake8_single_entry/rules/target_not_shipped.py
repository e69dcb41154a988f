"""An image starts a file that is in the repository, but not in the image.

## What it does

`CMD`, `ENTRYPOINT`, a compose `command` or the script that they run starts a module or a file of the build context that
no `COPY` or `ADD` copies into the image and no mount adds: another directory is copied, another stage has the file,
`.dockerignore` excludes it, it is copied under another name, or a mount hides it.

A file that can come from elsewhere is not reported: from the base image, an installed package, a download, a volume, or
a `RUN` instruction.

## Why it is bad

The file exists in the repository, and every check on the developer's machine passes. The container exits at its start.

## Example

```dockerfile
FROM python:3.12
WORKDIR /app
COPY src/ ./src/
CMD ["python", "main.py"]
```

```text
Dockerfile:4:17: ONE206 starts main.py, which is in the repository, but not in the image; copy it into the image
```

## Level

Error if the reference is followed. Warning if the file is only named or shown. Note if the line provides for its
absence.

## What to do

Copy the file into the image, include it again in `.dockerignore` (`!main.py`), or start a file that the image has. If
two Dockerfiles share an entry script, each needs a `COPY` of everything that the script starts.

## References

- [COPY](https://docs.docker.com/reference/dockerfile/#copy) in the Dockerfile reference
- [.dockerignore](https://docs.docker.com/build/concepts/context/#dockerignore-files)
- [ONE201 missing-target](ONE201.md): files that are not in the repository either
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Finding, Level, Outcome, Role
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.replacements import THROUGH
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, remedy, verb

_ABSENT = "is in the repository, but not in the image"


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.NOT_SHIPPED):
        yield _finding(project, link)


def _finding(project: Project, link: Link) -> Finding:
    reference, reason = link.reference, link.resolution.reason
    expected = link.resolution.expected or reference.text
    does = f"{verb(reference)} {expected}"
    if reason.startswith(THROUGH):
        does = f"starts {expected} ({reason})"
    why = f"is {reason}" if reason and not reason.startswith(THROUGH) else _ABSENT
    replacement = project.replacements.of(link)
    message = f"{does}, which {why}; {_way_out(project, link, replacement)}"
    level = Level.NOTE if reference.guarded else Level.ERROR
    return RULE.about(project, link, message, target=expected, suggestion=replacement.text, level=level)


def _way_out(project: Project, link: Link, replacement: Replacement) -> str:
    """Return what to do, in words."""
    reference, resolution = link.reference, link.resolution
    match replacement.remedy:
        case Remedy.USE if replacement.reason is Reason.SHIPPED:
            text = f": use {replacement.text}" if replacement.text else ""
            return f"the image has it as {resolution.shipped}{text}"
        case Remedy.USE:
            is_duplicate = project.role(resolution.expected or reference.text) is Role.DUPLICATE
            is_behind = resolution.reason.startswith(THROUGH)
            words = f"start {replacement.target}" if is_behind else remedy(reference, replacement)
            return f"it is {'superseded' if is_duplicate else 'archived'}: {words}"
        case Remedy.INCLUDE:
            return "include it again there, or start a file that the image has"
        case Remedy.MOUNT:
            return "mount a directory that contains it, or start a file that the mount contains"
    return "copy it into the image"


RULE = Rule("ONE206", "target-not-shipped", check)
