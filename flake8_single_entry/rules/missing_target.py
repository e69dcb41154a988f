"""A reference leads to nothing in the repository.

## What it says

A command, an import, a `"module:attribute"` string, a `COPY`, or a run command in the documentation names a module that
is not there. Where a file of that name exists elsewhere, or git remembers that it was renamed, the message says so and
what the reference should be.

It is resolved from where it really runs: after `cd`, `WORKDIR`, `working-directory`, `--app-dir`, `PYTHONPATH`, and in
an image through its `COPY` instructions and mounts. What cannot be known stays silent: variables that nothing sets,
files that the same script creates, other checkouts, placeholders, prose. So do references whose absence is provided for
(`[ -f migrate.py ] &&`, `try: import … except ImportError`).

## Why it is bad

The command fails when it is run: the container exits at its start, the workflow stops, the reader of the README meets
`No such file or directory`.

## Example

```dockerfile
FROM python:3.12
WORKDIR /app
COPY . .
CMD ["uvicorn", "src.main:app"]
```

```text
Dockerfile:4:18: ONE201 starts src/main.py, which does not exist; src/app/main.py does: use src.app.main:app
```

## What to do

Use the suggestion, restore the file, or drop the reference. A document that tells of the past belongs under `ignore` in
the configuration; a single line takes `# noqa: ONE201` (in Markdown `<!-- noqa: ONE201 -->`).

## References

- [Configuration](../configuration.md): `ignore`
- [Silencing a finding](../configuration.md#silencing-one-finding)
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Finding, Outcome, Role
from flake8_single_entry.project import Link, Project
from flake8_single_entry.project.entry_names import is_entry_name
from flake8_single_entry.rules._links import links, replacement, shown, stem, verb
from flake8_single_entry.rules._rule import Rule

_RENAMED = "renamed to "
_MOST_NAMED = 3


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.MISSING):
        if not link.reference.guarded and not _may_be_meant(project, link):
            yield _finding(project, link)


def _may_be_meant(project: Project, link: Link) -> bool:
    """True where only a namesake speaks against the text, and the text is right for a reader who stands beside it."""
    wanted = "/" + shown(link.reference, link.resolution.expected or link.reference.text)
    live = (path for path in link.resolution.elsewhere if _lives(project, path))
    return link.resolution.tentative and any(path.endswith(wanted) for path in live)


def _finding(project: Project, link: Link) -> Finding:
    reference, resolution = link.reference, link.resolution
    expected = resolution.expected or reference.text
    why, way_out, suggestion = _ways(project, link, expected)
    message = f"{verb(reference)} {shown(reference, expected)}, which {why}; {way_out}"
    return RULE.finding(
        project, reference.location, message, reference=reference.text, target=expected, suggestion=suggestion
    )


def _ways(project: Project, link: Link, expected: str) -> tuple[str, str, str | None]:
    """Why it is missing, the way out in words, and the suggestion."""
    if project.tree.is_file(expected):
        return _not_shipped(project, link, expected)
    reason = link.resolution.reason
    if reason.startswith(_RENAMED):
        renamed = reason.removeprefix(_RENAMED)
        if _lives(project, renamed):
            suggestion, words = replacement(project, link, expected, renamed)
            return f"was {reason}", words, suggestion
    live = [path for path in link.resolution.elsewhere if _lives(project, path) and _in_reach(project, expected, path)]
    entry = project.entry_for(expected)
    if entry in live:
        live = [entry]
    if len(live) == 1:
        suggestion, words = replacement(project, link, expected, live[0])
        return "does not exist", f"{live[0]} does: {words}", suggestion
    if live:
        more = f" or {live[-1]}" if len(live) <= _MOST_NAMED else f" or {len(live) - _MOST_NAMED} more"
        shown = live[:-1] if len(live) <= _MOST_NAMED else live[:_MOST_NAMED]
        return "does not exist", f"did you mean {', '.join(shown)}{more}?", None
    why = "was deleted" if reason == "deleted" else "does not exist"
    rests = next((path for path in link.resolution.elsewhere if project.is_archived(path)), None)
    if rests:
        why += f" ({rests} is its archived version)"
    if entry and entry != expected and project.tree.is_file(entry) and is_entry_name(stem(expected)):
        suggestion, words = replacement(project, link, expected, entry)
        return why, f"the entry point is {entry}: {words}", suggestion
    return why, "restore the file, or drop the reference", None


def _not_shipped(project: Project, link: Link, expected: str) -> tuple[str, str, str | None]:
    """The same for a file that the repository has, and the image that starts it has not."""
    why = "is in the repository, but not in the image"
    entry = project.entry_for(expected)
    if _lives(project, expected) or not entry:
        return why, "copy it into the image", None
    suggestion, words = replacement(project, link, expected, entry)
    return why, f"it is superseded: {words}", suggestion


def _lives(project: Project, path: str) -> bool:
    return project.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)


def _in_reach(project: Project, expected: str, path: str) -> bool:
    """False for a file of a scope beside the one that the reference speaks of: another service's main."""
    root = project.scope_of(expected).root
    return root == "." or path.startswith(root + "/")


RULE = Rule("ONE201", "missing-target", check)
