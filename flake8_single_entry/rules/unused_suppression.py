"""A `noqa` comment names a code of this tool and silences nothing.

## What it does

The comment lists a code that begins with `ONE`, and no finding of that code is where the comment applies. It is
reported at the comment, in every kind of file that is read. Only comments are reported: not a string that contains one,
and not a code span, a code block or a table of a document that explains the syntax.

A comment without codes belongs to flake8, and is never reported. A code is not reported if the configuration switches
one of its rules off: nobody knows what it would silence. Comments in archives, in duplicates and in files under
`ignore` are not reported, because nothing else is reported there. With `--trusted`, none is.

## Why it is bad

The reference that the comment was written for is gone. The next mistake on the line is silenced without a decision.

## Example

```text
scripts/run.sh:3:20: ONE904 ONE203 silences nothing here; remove the comment
```

## Level

Warning.

## What to do

Remove the code, or the whole comment if it lists no other code.

## References

- [Configuration](../configuration.md): silencing one finding
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from flake8_single_entry.config.rule_names import RULE_NAMES
from flake8_single_entry.model import Finding, Level, Role, Suppression
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._unused_comment import removal
from flake8_single_entry.syntax.noqa import suppressions_in

_OWN = "ONE"
Read = Callable[[str], str | None]
Used = Collection[tuple[str, int, str]]


def check(_: Project) -> Iterator[Finding]:
    """Yield nothing: what a comment silences is known only after all other rules have run. See ``findings``."""
    return iter(())


def findings(project: Project, used: Used, read: Read) -> Iterator[Finding]:
    """Yield a finding without a fingerprint for each comment with codes that silenced nothing.

    ``used`` holds path, line and code of those that did. ``read`` returns the text of a file.
    """
    levels = dict(project.config.rules)
    level = levels.get(RULE.code, RULE.level)
    if level is None:
        return
    off = {code for code, known in levels.items() if known is None}
    lines: dict[str, list[str]] = {}
    for comment in _comments(project, read):
        place = comment.location
        idle = [word for word in comment.codes if _is_ours(word, off) and (place.path, place.line, word) not in used]
        if idle:
            if place.path not in lines:
                lines[place.path] = (read(place.path) or "").split("\n")
            found = _finding(project, comment, list(dict.fromkeys(idle)))
            yield found._replace(level=level, edits=removal(comment, idle, lines[place.path]))


def _comments(project: Project, read: Read) -> Iterator[Suppression]:
    for path, facts in project.facts.items():
        if facts.suppressions and not _is_of_the_past(project, path):
            yield from facts.suppressions
    own, tree = project.config.path, project.tree
    if own is None or own in project.facts or project.config.errors:
        return
    if tree.is_file(own) and own not in tree.links:
        yield from suppressions_in(own, read(own) or "")


def _is_of_the_past(project: Project, path: str) -> bool:
    return project.is_archived(path) or project.ignored(path) or project.role(path) is Role.DUPLICATE


def _is_ours(word: str, off: Collection[str]) -> bool:
    """True for a code or a prefix of codes whose rules are all on. ONE904 itself may be what a comment silences."""
    return word.startswith(_OWN) and not RULE.code.startswith(word) and not any(code.startswith(word) for code in off)


def _finding(project: Project, comment: Suppression, idle: list[str]) -> Finding:
    unknown = [word for word in idle if not any(code.startswith(word) for code in RULE_NAMES)]
    fact = f"{_listed(idle)} {'silences' if len(idle) == 1 else 'silence'} nothing here"
    if unknown == idle:
        fact = f"{_listed(idle)} {'is no rule' if len(idle) == 1 else 'are no rules'}, so nothing is silenced"
    rest = [word for word in comment.codes if word not in idle]
    way_out = f"keep only {', '.join(rest)}" if rest else "remove the comment"
    message = f"{fact}; {way_out}"
    return RULE.finding(project, comment.location, message, reference=", ".join(idle), about=comment.location.path)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


RULE = Rule("ONE904", "unused-suppression", check, Level.WARNING)
