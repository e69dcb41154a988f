"""A reference resolves to no file of the repository.

## What it does

A command, an import, a `"module:attribute"` string, a `COPY`, or a command in the documentation names a module that
does not exist. If a file of that name exists elsewhere, or git's history shows a rename, the message suggests the new
reference.

References are resolved from the directory in which they run: after `cd`, `WORKDIR`, `working-directory`, `--app-dir`
and `PYTHONPATH`, and in an image through its `COPY` instructions and mounts. What cannot be known is not reported:
variables that are not set, files that the same script creates, other checkouts, placeholders, prose.

## Why it is bad

The command fails when it runs: the container exits at its start, the workflow stops, the reader of the README gets
`No such file or directory`.

## Example

```dockerfile
FROM python:3.12
WORKDIR /app
COPY . .
CMD ["uvicorn", "src.main:app"]
```

```text
Dockerfile:4:18: ONE201 starts src/main.py, which does not exist; src/app/main.py exists: use src.app.main:app
```

## Level

| level | when |
| - | - |
| error | the reference is followed (a command, an import, an image, a console script, a documented command) and certainly fails |
| warning | the file is only named or shown: a directory tree, a code span, a path that code builds, an example, a printed command |
| warning | git remembers the file, but the failure is only ignored or reported (`try` … `print`), or an ignore rule covers its place |
| warning | git does not remember the file, and the place is not certain: a document, Python code, a base image, undeclared dependencies |
| note | git ignores the file and never tracked it: it may be generated |
| note | the line provides for a missing file: `[ -f migrate.py ] &&`, `try: import … except ImportError` |
| note | a report of the past or a plan names it |
| note | the text is right in the directory of another file of that name, or the module may be a library's |

## What to do

Use the suggestion, restore the file, or remove the reference. List a document about the past under `ignore` in the
configuration. Silence a single line with `# noqa: ONE201` (in Markdown `<!-- noqa: ONE201 -->`).

## References

- [Configuration](../configuration.md): `ignore`
- [Silencing a finding](../configuration.md#silencing-one-finding)
"""  # noqa: E501 (a row of the table is one line)

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flake8_single_entry.model import Finding, Kind, Outcome, Reference, Related
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.forms import as_written
from flake8_single_entry.project.roles import above
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, remedy, verb

_MOST_NAMED = 3
_RESTORE = "restore it, or drop the reference"
_DROP = "add it, or drop the reference"


def check(project: Project) -> Iterator[Finding]:
    inputs: dict[tuple[str, str | None], list[Link]] = {}
    for link in links(project, Outcome.MISSING):
        if link.reference.kind is Kind.BUILD:
            inputs.setdefault((link.reference.location.path, link.resolution.expected), []).append(link)
        else:
            yield _finding(project, link)
    for (path, expected), (first, *others) in inputs.items():
        if not any((path, directory) in inputs for directory in above(expected or "")):
            yield _finding(project, first, others)


def _finding(project: Project, link: Link, others: Sequence[Link] = ()) -> Finding:
    """Create the finding. ``others`` are more links of the same file to the same target.

    For example, a script may name one compose file many times.
    """
    reference, resolution = link.reference, link.resolution
    expected = resolution.expected or reference.text
    replacement = project.replacements.of(link)
    why = f"was {replacement.fate}" if replacement.fate else "does not exist"
    lines = sorted({each.reference.location.line for each in others} - {reference.location.line})
    again = f" (line {', '.join(map(str, lines[:_MOST_NAMED]))}{' and more' if lines[_MOST_NAMED:] else ''} too)"
    what = f"{verb(reference)} {as_written(reference, expected)}{again if lines else ''}"
    message = f"{what}, which {why}; {_way_out(reference, replacement)}"
    related = tuple(Related(each.reference.location, "the same") for each in others)
    return RULE.about(
        project,
        link,
        message,
        target=expected,
        suggestion=replacement.text,
        related=related,
    )


def _way_out(reference: Reference, replacement: Replacement) -> str:
    """Return what to do, in words."""
    target = replacement.target
    match replacement.remedy:
        case Remedy.USE:
            return _use(reference, replacement)
        case Remedy.CHOOSE:
            return _question(replacement)
        case Remedy.LEAVE_DIRECTORY:
            return f"{target} exists: use {reference.text} without `cd {reference.base.directory}`"
        case Remedy.ENTER_DIRECTORY:
            return f"{target} exists: change into {replacement.directory}"
        case Remedy.FIND:
            return f"the only file of that name is {target}"
        case Remedy.RESTORE:
            return f"{replacement.archived} is its archived version: {_RESTORE}" if replacement.archived else _RESTORE
    return _DROP


def _question(replacement: Replacement) -> str:
    choices = replacement.choices
    if replacement.reason is not Reason.NAMESAKE:
        return f"did you mean {' or '.join(choices)}?"
    *others, last = (
        choices if len(choices) <= _MOST_NAMED + 1 else (*choices[:_MOST_NAMED], f"{len(choices) - _MOST_NAMED} more")
    )
    return f"did you mean {', '.join(others)} or {last}?"


def _use(reference: Reference, replacement: Replacement) -> str:
    words = remedy(reference, replacement)
    if replacement.reason is Reason.NAMESAKE and replacement.text != replacement.target:
        return f"{replacement.target} exists: {words}"
    if replacement.reason is Reason.ENTRY_POINT:
        words += ", the entry point"
    return f"{replacement.archived} is its archived version; {words}" if replacement.archived else words


RULE = Rule("ONE201", "missing-target", check)
