"""The module exists, but the attribute does not.

## What it does

A server, a `"module:attribute"` string, a console script or another entry point names an attribute that its module
does not have: `uvicorn main:application` if `main.py` binds `app`. Re-exports, star imports and conditional definitions
count as the names that they bind. Nothing is reported for a module with `__getattr__`, with names set at run time, or
that is compiled or generated, nor for a string of a test, which may name a missing attribute on purpose.

If a package and a module have the same name, Python imports the package: `uvicorn app:app` loads `app/__init__.py`,
never `app.py`. The message says so.

The names that modules bind decide nearly everything. Only for an attribute of an object (`app.main:server.wsgi`) that
no definition shows, astroid is imported and infers the object's class. In 440 checkouts of the 184 labelled
repositories, bound names account for all 43 findings; astroid was asked about one repository, and did not decide.

## Why it is bad

The process ends right after its start, with `Attribute "application" not found in module "main"` or an
`AttributeError`; an installed command ends with an `ImportError`.

## Example

```dockerfile
FROM python:3.12
WORKDIR /app
COPY . .
CMD ["uvicorn", "main:application"]
```

```text
Dockerfile:4:18: ONE204 starts main:application, but main.py has no application; use main:app
```

## Level

Error if the reference is followed: a command, an import, a call, a setting or a `COPY`. Warning if the file is only
named or shown, or if the line provides for its absence.

## What to do

Name an attribute that exists, or define it. If a package hides the module, name a module in the package, or rename
either of them.

## References

- [The search order of the import system](https://docs.python.org/3/reference/import.html#path-entry-finders)
- [Entry points](https://packaging.python.org/en/latest/specifications/entry-points/)
- [uvicorn: application instances](https://www.uvicorn.org/#application-interface)
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname

from flake8_single_entry.model import Finding, Outcome, Reference, Role
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements.values import Reason, Remedy, Replacement
from flake8_single_entry.project.resolve.forms import is_import
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import links, remedy, verb


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.FOUND):
        target, lacking = link.resolution.target, link.resolution.lacking
        if target and lacking and project.role(target) not in (Role.ARCHIVED, Role.DUPLICATE):
            yield _finding(project, link, target, lacking)


def _finding(project: Project, link: Link, target: str, attribute: str) -> Finding:
    reference = link.reference
    replacement = project.replacements.of(link)
    why = f"{target} has no {attribute}"
    if replacement.hidden:
        why += f": the package {dirname(target)}/ is imported, not {replacement.hidden}"
    module, colon, _ = reference.text.partition(":")
    what = f"{attribute} from {module}" if colon and is_import(reference) else reference.text
    message = f"{verb(reference)} {what}, but {why}; {_way_out(reference, replacement)}"
    return RULE.about(project, link, message, target=target, suggestion=replacement.text)


def _way_out(reference: Reference, replacement: Replacement) -> str:
    """Return what to do, in words."""
    match replacement.remedy:
        case Remedy.USE:
            is_entry = replacement.reason is Reason.ENTRY_POINT
            return remedy(reference, replacement) + (", the entry point" if is_entry else "")
        case Remedy.CHOOSE:
            return f"did you mean {' or '.join(replacement.choices)}?"
        case Remedy.RENAME:
            return f"rename {replacement.hidden} or the package"
    return f"define {replacement.lacking} there, or name an attribute that exists"


RULE = Rule("ONE204", "missing-attribute", check)
