"""The analysis failed; the message names the reason and the remedy.

## What it does

The analysis stopped: git refuses the repository or cannot list it, the configuration file that an option names cannot
be read, there is no memory or no file descriptor left, or the tool itself failed. flake8 reports it at line 1 of the
first file that it checks, once in each of its processes. The command prints the same message on standard error and ends
with exit code 3, or 2 if an option or the configuration is wrong.

## Why it is bad

In flake8, a check that failed would look like a check without findings. A check that could not run must not pass.

## Example

```text
src/main.py:1:1: ONE900 the analysis failed: Too many open files (set SINGLE_ENTRY_DEBUG=1 for the traceback)
```

## Level

Error. The configuration cannot change it.

## What to do

Follow the remedy in the message. git refuses to read a checkout that belongs to another user, as in many containers. If
you trust it, run:

```sh
git config --global --add safe.directory /path/to/checkout
```

For an internal error, `SINGLE_ENTRY_DEBUG=1` prints the traceback on standard error. Please report it. To continue
without the check until it is fixed, run flake8 with `--extend-ignore=ONE900`.

## References

- [git config](https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory): `safe.directory`
"""

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import Finding
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule


def check(_: Project) -> Iterator[Finding]:
    """Yield nothing: if there is a project, the analysis did not fail. The flake8 plugin reports failures."""
    return iter(())


RULE = Rule("ONE900", "analysis-failed", check)
