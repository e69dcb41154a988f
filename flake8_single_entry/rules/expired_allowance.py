"""The last day of an allowance has passed, or comes within two weeks.

## What it does

An entry under `allow`, or one of the baseline, has an `until` day. It is reported at the entry: as a note in the last
fourteen days, and as a warning from the next day on. `check` also names the notes on standard error. What the entry
covers stays covered; the finding is a reminder.

## Why it is bad

A second entry point was meant to be temporary. Without a reminder, it becomes permanent.

## Example

```text
.single-entry.yaml:4:11: ONE903 allows main_production.py until 2026-12-31, which has passed (gunicorn settings for production); archive it, or set a later day
```

## Level

Warning; a note before the day has passed.

## What to do

Archive the module and remove the entry, or set a later day. `single-entry allow PATH --as ROLE --until DAY` sets it.

## References

- [Configuration](../configuration.md): `allow`, `until`, `baseline`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flake8_single_entry.config.settings import Allowance
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule

NOTICE = 14  # days before the last one


def check(project: Project) -> Iterator[Finding]:
    said: set[Location] = set()
    for settings in project.settings.values():
        for allowance in settings.allow:
            if allowance.location not in said:
                said.add(allowance.location)
                yield from _about(project, allowance)


def of_entry(
    project: Project, fact: str, until: date | None, reason: str, place: Location, reference: str, way_out: str
) -> Iterator[Finding]:
    """Yield the finding about an entry whose last day has passed or comes soon. ``fact`` is what the entry does."""
    if project.today is None or until is None or until - project.today > timedelta(days=NOTICE):
        return
    left = (until - project.today).days
    when = "has passed" if left < 0 else "is today" if not left else f"is in {left} day{'' if left == 1 else 's'}"
    because = f" ({reason})" if reason else ""
    message = f"{fact} until {until}, which {when}{because}; {way_out}"
    level = Level.WARNING if left < 0 else Level.NOTE
    yield RULE.finding(project, place, message, reference=reference, about="x", level=level)


def _about(project: Project, allowance: Allowance) -> Iterator[Finding]:
    fact, way_out = f"allows {allowance.path}", "archive it, or set a later day"
    place, reason = allowance.location, allowance.reason
    yield from of_entry(project, fact, allowance.until, reason, place, allowance.path, way_out)


RULE = Rule("ONE903", "expired-allowance", check, Level.WARNING)
