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

Use the suggestion, bring it back, or drop the reference. A document that tells of the past belongs under `ignore` in
the configuration; a single line takes `# noqa: ONE201` (in Markdown `<!-- noqa: ONE201 -->`).

## References

- [Configuration](../configuration.md): `ignore`
- [Silencing a finding](../configuration.md#silencing-one-finding)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename, dirname, join, normpath, splitext

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import Finding, Kind, Outcome, Related, Role, Via
from flake8_single_entry.project.project import Link, Project, above
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import attribute_of, links, replacement, shown, verb

_RENAMED = "renamed to "
_MOST_NAMED = 3
_EVERYWHERE = frozenset(
    f"{name}.py"
    for name in "config settings utils helpers models base core types constants schemas tasks views urls admin "
    "routes api setup conftest".split()
)
_RESTORE = "restore it, or drop the reference"
_DROP = "add it, or drop the reference"


def check(project: Project) -> Iterator[Finding]:
    inputs: dict[tuple[str, str | None], list[Link]] = {}
    for link in links(project, Outcome.MISSING):
        if link.reference.guarded or _may_be_meant(project, link):
            continue
        if link.reference.kind is Kind.BUILD:
            inputs.setdefault((link.reference.location.path, link.resolution.expected), []).append(link)
        else:
            yield _finding(project, link)
    for (path, expected), (first, *others) in inputs.items():
        if not any((path, directory) in inputs for directory in above(expected or "")):
            yield _finding(project, first, others)


def _may_be_meant(project: Project, link: Link) -> bool:
    """True if a namesake is the only evidence against the text, and the text is correct in the namesake's directory."""
    reference = link.reference
    if not reference.base.certain:
        reference = reference._replace(base=reference.base._replace(directory=""))
    wanted = "/" + shown(reference, link.resolution.expected or reference.text)
    live = [path for path in link.resolution.elsewhere if _lives(project, path)]
    if reference.via is Via.MENTION:  # the user of a script has not changed to another service
        here = project.scope_of(reference.location.path).root
        live = [path for path in live if project.scope_of(path).root == here]
    return link.resolution.tentative and any(path.endswith(wanted) for path in live)


def _finding(project: Project, link: Link, others: Sequence[Link] = ()) -> Finding:
    """Create the finding. ``others`` are more links of the same file to the same target.

    For example, a script may name one compose file many times.
    """
    reference, resolution = link.reference, link.resolution
    expected = resolution.expected or reference.text
    why, way_out, suggestion = _ways(project, link, expected)
    lines = sorted({each.reference.location.line for each in others} - {reference.location.line})
    again = f" (line {', '.join(map(str, lines[:_MOST_NAMED]))}{' and more' if lines[_MOST_NAMED:] else ''} too)"
    message = f"{verb(reference)} {shown(reference, expected)}{again if lines else ''}, which {why}; {way_out}"
    related = tuple(Related(each.reference.location, "the same") for each in others)
    return RULE.about(
        project,
        reference,
        message,
        target=expected,
        suggestion=suggestion,
        related=related,
    )


def _ways(project: Project, link: Link, expected: str) -> tuple[str, str, str | None]:
    """Return why the target is missing, the remedy in words, and the suggestion."""
    reason = link.resolution.reason
    retired = False
    if reason.startswith(_RENAMED):
        renamed = reason.removeprefix(_RENAMED)
        retired = _extension(renamed) != _extension(expected)  # main.py.bak is kept only for reference
        if not retired and _lives(project, renamed):
            suggestion, words = replacement(project, link, expected, renamed)
            return f"was {reason}", words, suggestion
    live = [
        path
        for path in link.resolution.elsewhere
        if _lives(project, path) and _in_reach(project, expected, path) and not _only_called_so(link, path)
    ]
    entry = project.entry_for(expected)
    if entry in live:
        live = [entry]
    if len(live) == 1:
        return "does not exist", *_instead(project, link, expected, live[0])
    if live:
        named = live if len(live) <= _MOST_NAMED + 1 else [*live[:_MOST_NAMED], f"{len(live) - _MOST_NAMED} more"]
        return "does not exist", f"did you mean {', '.join(named[:-1])} or {named[-1]}?", None
    why = f"was {reason}" if retired or reason == "deleted" else "does not exist"
    rests = next((path for path in link.resolution.elsewhere if project.is_archived(path)), None)
    known = f"{rests} is its archived version" if rests else ""
    program = _beside(project, expected) or entry
    if program in (expected, link.reference.location.path):
        program = None  # a file does not replace itself
    if program and project.tree.is_file(program) and _may_stand_for(link, program, expected):
        suggestion, words = replacement(project, link, expected, program)
        if suggestion:
            words += ", the entry point" if program == entry else ""
            return why, "; ".join(filter(None, (known, words))), suggestion
    if rests:
        return why, f"{known}: {_RESTORE}", None
    return why, _like_it(project, link, expected) or (_RESTORE if reason else _DROP), None


def _only_called_so(link: Link, path: str) -> bool:
    """True for a namesake with a common file name, if the text names a file in another directory."""
    name, text = basename(path), link.reference.text.replace("\\", "/")
    if name == "Dockerfile":
        return dirname(path).rpartition("/")[2] != dirname(text).rpartition("/")[2]
    return name in _EVERYWHERE and "/" in text and not path.endswith("/".join(text.split("/")[-2:]))


def _beside(project: Project, expected: str) -> str | None:
    """Return the only program in the directory of a missing module whose name is a version of the same name."""
    programs = [
        one.path
        for one in project.scope_of(expected).candidates
        if one.role in (Role.AUTHORITATIVE, Role.PROGRAM)
        and dirname(one.path) == dirname(expected)
        and stem_of(one.path).base_words == stem_of(expected).base_words
    ]
    return programs[0] if len(programs) == 1 else None


def _like_it(project: Project, link: Link, expected: str) -> str:
    """Return a question about files in the same directory whose names extend the missing one, or ""."""
    directory, stem = dirname(expected), basename(expected).removesuffix(".py")
    if not expected.endswith(".py") or link.reference.kind is Kind.BUILD:
        return ""
    prefix = f"{directory}/{stem}" if directory else stem
    added = [path for path in project.tree.paths if path.startswith((f"{prefix}_", f"{prefix}-"))]
    found = [path for path in added if path.endswith(".py") and dirname(path) == directory and _lives(project, path)]
    if stem_of(expected).is_entry:  # app_config.py is not an app
        found = [path for path in found if stem_of(path).base_words == stem_of(expected).base_words]
    return f"did you mean {' or '.join(found)}?" if 0 < len(found) <= _MOST_NAMED else ""


def _instead(project: Project, link: Link, expected: str, live: str) -> tuple[str, str | None]:
    """Return the remedy that uses the only file of that name, and the suggestion."""
    suggestion, words = replacement(project, link, expected, live)
    if suggestion == live:
        return words, suggestion
    if suggestion:
        return f"{live} does: {words}", suggestion
    return _from_there(project, link, expected, live)


def _from_there(project: Project, link: Link, expected: str, live: str) -> tuple[str, str | None]:
    """Return the remedy for a text that resolves to its only namesake from another directory, and no suggestion."""
    reference = link.reference
    directory, text = reference.base.directory, reference.text.replace("\\", "/")
    if reference.kind is not Kind.PATH:
        text = text.partition(":")[0].replace(".", "/") + ".py"
    attribute = attribute_of(link.resolution.attribute or reference.text.partition(":")[2])
    same = bool(attribute) and project.attributes.offers(live, attribute) is True
    if directory and same and live == normpath(text) and not _enters(project, link):
        return f"{live} does: use {reference.text} without `cd {directory}`", None
    written = normpath(join(directory, text))
    if directory and live.endswith("/" + written):
        right = normpath(live.removesuffix(written) + directory)
        if project.tree.is_directory(right):
            return f"{live} does: change into {right}", None
        return f"only {live} does", None
    if live.endswith("/" + "/".join(expected.split("/")[-2:])):
        return f"only {live} does", None
    return _RESTORE if link.resolution.reason else _DROP, None  # the namesake is probably another file


def _enters(project: Project, link: Link) -> bool:
    """True if the directory in which a command runs exists."""
    if project.resolver is None:
        return True
    starts = project.resolver.starts_of(link.reference)
    return any(one.place.is_directory(one.directory) for one in starts)


def _may_stand_for(link: Link, entry: str, expected: str) -> bool:
    """True if a missing name is typical of entry points, and the entry point has such a name or is in its directory."""
    if link.reference.kind is Kind.BUILD or not stem_of(expected).is_entry:
        return False
    return stem_of(entry).is_entry or dirname(entry) == dirname(expected)


def _extension(path: str) -> str:
    return splitext(path)[1]


def _lives(project: Project, path: str) -> bool:
    return project.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)


def _in_reach(project: Project, expected: str, path: str) -> bool:
    """False for a file in a sibling of the scope that the reference belongs to, such as another service's main."""
    root = project.scope_of(expected).root
    return root == "." or path.startswith(root + "/")


RULE = Rule("ONE201", "missing-target", check)
