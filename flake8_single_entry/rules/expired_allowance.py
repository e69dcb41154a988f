"""The last day of an allowance has passed.

## What it does

The entry under `allow` has an `until` day, and that day has passed. It is reported at the entry in the configuration
file, from the next day on. The module stays allowed; the finding is a reminder.

## Why it is bad

A second entry point was meant to be temporary. Without a reminder, it becomes permanent.

## Example

```text
.single-entry.yaml:4:5: ONE903 allows main_production.py until 2026-12-31, which has passed (gunicorn settings for production); archive it, or set a later day
```

## Level

Warning.

## What to do

Archive the module and remove the entry, or set a later day.

## References

- [Configuration](../configuration.md): `allow`, `until`
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.settings import Allowance
from flake8_single_entry.model import Finding, Level, Location
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule


def check(project: Project) -> Iterator[Finding]:
    if project.today is None:
        return
    said: set[Location] = set()
    for settings in project.settings.values():
        for allowance in settings.allow:
            if allowance.until and allowance.until < project.today and allowance.location not in said:
                said.add(allowance.location)
                yield _finding(project, allowance)


def _finding(project: Project, allowance: Allowance) -> Finding:
    reason = f" ({allowance.reason})" if allowance.reason else ""
    message = (
        f"allows {allowance.path} until {allowance.until}, which has passed{reason}; archive it, or set a later day"
    )
    return RULE.finding(project, allowance.location, message, reference=allowance.path, about="x")


RULE = Rule("ONE903", "expired-allowance", check, Level.WARNING)
