"""The configuration file is wrong.

## What it says

`.single-entry.yaml` holds an unknown key, a value of the wrong type, a path outside of the repository, a key that is
given twice, or is no YAML at all. Every mistake is reported in one run, each at its line and column. The exit code is 2.

It also says that the file is not read: it is a symbolic link that leads out of the root, no regular file, or larger than 1 MiB.

## Why it is bad

A misspelt key that is silently ignored looks like a rule that is kept. What cannot be read counts as absent, so that the
other findings of the run may be wrong as well: mend this first.

## Example

```yaml
version: 1
entrypoint: main.py
```

```text
.single-entry.yaml:2:1: ONE901 unknown key `entrypoint`, did you mean `entry_point`?; the file takes version, entry_point, programs, archive, allow, ignore, strict, scopes
```

## What to do

Correct the line. Editors check the file while you type where they know its schema. This finding cannot be silenced by a
comment.

## References

- [Configuration](../configuration.md), and its schema for editors
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Finding
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule


def check(project: Project) -> Iterator[Finding]:
    for error in project.config.errors:
        yield RULE.finding(project, error.location, error.message, about="x")


RULE = Rule("ONE901", "invalid-configuration", check)
