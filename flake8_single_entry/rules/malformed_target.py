"""A reference can never be loaded, whatever files exist.

## What it does

The argument of a server or of `python -m` is not a module name: `main.py:app`, `src/main:app`, `-m src/main.py`. Often
the parts are far apart: `MAIN_FILE="main.py"`, and twenty lines below `uvicorn $MAIN_FILE:app`. A console script is
written `package.module:function`: neither `package/module.py:function` nor `package.module` can be called.

## Why it is bad

These programs import the text before the colon as a module. `uvicorn main.py:app` looks for a module `py` in a package
`main`, and `src/main` is not a name that can be imported. The process ends with `Could not import module`.

## Example

```sh
MAIN_FILE="main.py"
exec uvicorn "$MAIN_FILE:app"
```

```text
entrypoint.sh:2:15: ONE205 main.py:app can never be loaded: uvicorn imports a module, and main.py is a file; use main:app
```

## Level

Error if the reference is followed: a command, an import, a call, a setting or a `COPY`. Warning if the file is only
named or shown, or if the line provides for its absence.

## What to do

Write the module's dotted name, without `.py` and with dots instead of slashes, relative to the directory where the
command runs.

## References

- [uvicorn: application instances](https://www.uvicorn.org/#application-interface)
- [gunicorn: `APP_MODULE`](https://docs.gunicorn.org/en/stable/run.html#gunicorn)
- [`python -m`](https://docs.python.org/3/using/cmdline.html#cmdoption-m)
- [Entry points](https://packaging.python.org/en/latest/specifications/entry-points/)
"""  # noqa: E501 (an output line is shown as it is printed)

from __future__ import annotations

from collections.abc import Iterator

from flake8_single_entry.model import CONSOLE_SCRIPT, PLUGIN, Finding, Outcome
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.values import Reason, Remedy
from flake8_single_entry.project.resolve.forms import is_nameless
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links

_RUNNERS = {"python": "python -m", CONSOLE_SCRIPT: "a console script", PLUGIN: "a plugin"}


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.MALFORMED):
        yield _finding(project, link)


def _finding(project: Project, link: Link) -> Finding:
    reference = link.reference
    written = reference.text.partition(":")[0]
    target = link.resolution.target or link.resolution.expected
    replacement = project.replacements.of(link)
    runner = _RUNNERS.get(reference.runner, reference.runner)
    loader = f"{runner} imports a module" if runner else "a module is imported here"
    kind = "file" if written.endswith(".py") else "path"
    if is_nameless(reference):
        loader, kind = f"{runner} calls a function", "module"
    if replacement.reason is Reason.SUCCESSOR:
        kind += f" that {replacement.target} supersedes"
    way_out = f"use {replacement.text}" if replacement.text else "write the module's dotted name"
    if not replacement.text and is_nameless(reference):
        way_out = f"write {written}: and the function"
    if replacement.remedy is Remedy.NAME_ANOTHER:
        kind += " that is not in the repository either"
        way_out = "name a module that exists, or drop the reference"
    message = f"{reference.text} can never be loaded: {loader}, and {written} is a {kind}; {way_out}"
    return RULE.about(project, link, message, target=target, suggestion=replacement.text)


RULE = Rule("ONE205", "malformed-target", check)
