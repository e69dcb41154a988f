"""The configuration file is invalid.

## What it does

`.single-entry.yaml` has an unknown key, a value of the wrong type, a path outside the repository or a duplicate key, or
it is not valid YAML. All errors are reported in the same run, each at its line and column. The exit code is 2.

The rule also reports a file that is not read, because it is a symbolic link out of the root, not a regular file, or
larger than 1 MiB. It reports settings that nothing reads: a file named `.single-entry.yml`, a table
`[tool.single-entry]` in `pyproject.toml`, and a section `[single-entry]` in `setup.cfg`, `tox.ini` or `.flake8`.

## Why it is bad

A misspelt key that is silently ignored looks like a setting that works. Invalid entries count as absent, so the other
findings of the run may be wrong as well. Fix this first.

## Example

```yaml
version: 1
entrypoint: main.py
```

```text
.single-entry.yaml:2:1: ONE901 unknown key `entrypoint`, did you mean `entry_point`?; the file takes version, entry_point, programs, archive, allow, ignore, strict, fail_on, rules, exclude, baseline, scopes
```

## Level

Error. The configuration cannot change it, and the exit code is 2.

## What to do

Correct the line. An editor that knows the schema checks the file while you type. A comment cannot silence this finding.

## References

- [Configuration](../configuration.md), and its schema for editors
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.config.misplaced import misplaced_settings
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.model import Finding
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule


def check(project: Project) -> Iterator[Finding]:
    is_named = project.config.path not in (None, FILE_NAME)  # by an option
    for error in (*project.config.errors, *(() if is_named else misplaced_settings(project.tree))):
        yield RULE.finding(project, error.location, error.message, about="x")


RULE = Rule("ONE901", "invalid-configuration", check)
