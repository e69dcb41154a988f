"""Nothing could be judged: why, and the remedy.

## What it says

The analysis stopped before it could judge anything: git refuses the repository or cannot list it, the configuration
that an option names cannot be read, there is no memory or no open file left, or the tool itself failed. flake8 says it
at line 1 of the first file that it checks, once in each of its processes. The command says the same sentence on
standard error and ends with exit code 3, or 2 where an option or the configuration is wrong.

## Why it is bad

No finding and no answer look the same in flake8: a check that could not run must not pass.

## Example

```text
src/main.py:1:1: ONE900 nothing could be judged: Too many open files (set SINGLE_ENTRY_DEBUG=1 for the traceback)
```

## What to do

Follow the remedy in the message. A checkout that belongs to another user, as in many containers, is one that git
refuses to read; if you trust it, tell git so, as it says itself:

```sh
git config --global --add safe.directory /path/to/checkout
```

Of an internal error, `SINGLE_ENTRY_DEBUG=1` shows the traceback on standard error: please report it. To go on without
an answer until it is mended, run flake8 with `--extend-ignore=ONE900`.

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
