"""An image starts what the repository has, and the image has not.

## What it says

`CMD`, `ENTRYPOINT`, a compose `command` or the script that they run starts a module or a file of the build context that
no `COPY` or `ADD` brings into that image and no mount lays over it: another directory is copied, the stage that is
started is not the one that has it, `.dockerignore` keeps it out, it is copied under another name, or a mount hides it.

What the image may have from elsewhere stays silent: its base image, an installed package, a download, a volume, a file
that `RUN` makes.

## Why it is bad

The file is there for everybody who looks into the repository, and every check on the developer's machine passes. The
container exits at its start.

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

## What to do

Copy the file into the image, take it back in `.dockerignore` (`!main.py`), or start what the image has. A second
Dockerfile that shares the first one's entry script needs a `COPY` of all that the script starts.

## References

- [COPY](https://docs.docker.com/reference/dockerfile/#copy) in the Dockerfile reference
- [.dockerignore](https://docs.docker.com/build/concepts/context/#dockerignore-files)
- [ONE201 missing-target](ONE201.md): what is not in the repository at all
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Finding, Kind, Outcome, Role
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements import rewrite
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, replacement, verb

_THROUGH = "through "
_ABSENT = "is in the repository, but not in the image"


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.NOT_SHIPPED):
        if not link.reference.guarded:
            yield _finding(project, link)


def _finding(project: Project, link: Link) -> Finding:
    reference, reason = link.reference, link.resolution.reason
    expected = link.resolution.expected or reference.text
    behind = reason.startswith(_THROUGH)
    does = f"starts {expected} ({reason})" if behind else f"{verb(reference)} {expected}"
    why = f"is {reason}" if reason and not behind else _ABSENT
    words, suggestion = _way_out(project, link, expected)
    message = f"{does}, which {why}; {words}"
    return RULE.about(project, reference, message, target=expected, suggestion=suggestion)


def _way_out(project: Project, link: Link, expected: str) -> tuple[str, str | None]:
    """Return the remedy in words, and the suggestion."""
    entry, role, reason = project.entry_for(expected), project.role(expected), link.resolution.reason
    behind = reason.startswith(_THROUGH)
    if role in (Role.DUPLICATE, Role.ARCHIVED) and entry:
        suggestion, words = (None, f"start {entry}") if behind else replacement(project, link, expected, entry)
        return f"it is {'superseded' if role is Role.DUPLICATE else 'archived'}: {words}", suggestion
    there = link.resolution.shipped
    if there:
        text = None if behind else _written(link, there)
        return f"the image has it as {there}" + (f": use {text}" if text else ""), text
    if reason.startswith("kept out"):
        return "take it back there, or start what the image has", None
    if reason.startswith("hidden"):
        return "mount what holds it, or start what the mount brings", None
    return "copy it into the image", None


def _written(link: Link, there: str) -> str | None:
    """Return the text with which a reference resolves to a path of the image."""
    reference = link.reference
    if reference.kind in (Kind.PATH, Kind.BUILD):
        return there
    module = reference.text.partition(":")[0].replace(".", "/") + ".py"
    return rewrite(reference, "", module, there) if not there.startswith("/") else None


RULE = Rule("ONE206", "target-not-shipped", check)
