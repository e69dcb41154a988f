"""The module is there, the attribute is not.

## What it says

A server, a `"module:attribute"` string, a console script or another entry point names an attribute that its module
does not have: `uvicorn main:application` where `main.py` binds `app`. Re-exports, star imports and conditional
definitions count as the names that they bind. A module with `__getattr__`, with names set at run time, compiled or
generated stays silent, as does a test that names what is not there on purpose.

Where a package stands beside a module of the same name, Python imports the package: `uvicorn app:app` asks
`app/__init__.py`, never `app.py`, and the message says so.

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

## What to do

Name what the module has, or define what is named. Where a package hides the module, name a module in the package, or
rename one of the two.

## References

- [The search order of the import system](https://docs.python.org/3/reference/import.html#path-entry-finders)
- [Entry points](https://packaging.python.org/en/latest/specifications/entry-points/)
- [uvicorn: application instances](https://www.uvicorn.org/#application-interface)
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import basename, dirname

from flake8_single_entry.conventions.file_names import stem_of
from flake8_single_entry.model import Finding, Outcome, Reference, Role, Via
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.replacements import rewrite
from flake8_single_entry.project.resolve.attributes import DEFAULT_ATTRIBUTES
from flake8_single_entry.rules._rule import Rule
from flake8_single_entry.rules._wording import in_words, is_import, leads, links, verb

_LEAST_LIKENESS = 0.75


def check(project: Project) -> Iterator[Finding]:
    for link in links(project, Outcome.FOUND):
        target, lacking = link.resolution.target, link.resolution.lacking
        if target and lacking and project.role(target) not in (Role.ARCHIVED, Role.DUPLICATE):
            yield _finding(project, link, target, lacking)


def _finding(project: Project, link: Link, target: str, attribute: str) -> Finding:
    reference = link.reference
    hidden = _hidden(project, target, attribute)
    suggestion, way_out = _way_out(project, link, target, attribute)
    why = f"{target} has no {attribute}"
    if hidden:
        why += f": the package {dirname(target)}/ is imported, not {hidden}"
        way_out = way_out if suggestion else f"rename {hidden} or the package"
    module, colon, _ = reference.text.partition(":")
    what = f"{attribute} from {module}" if colon and is_import(reference) else reference.text
    message = f"{verb(reference)} {what}, but {why}; {way_out}"
    return RULE.about(project, reference, message, target=target, suggestion=suggestion)


def _hidden(project: Project, target: str, attribute: str) -> str:
    """Return the intended module beside a package of the same name, or ""."""
    module = dirname(target) + ".py"
    if basename(target) != "__init__.py" or not project.tree.is_file(module):
        return ""
    return module if project.attributes.offers(module, attribute) else ""


def _way_out(project: Project, link: Link, target: str, attribute: str) -> tuple[str | None, str]:
    """Return the suggestion, and the words for it."""
    reference = link.reference
    first = attribute.partition(".")[0]
    inner = _module_inside(project, target, first)
    if inner and ":" in reference.text:
        module, _, rest = reference.text.partition(":")
        text = f"{module}.{inner}:{rest}"
        if leads(project, reference, text, f"{dirname(target)}/{inner}.py".lstrip("/")):
            return text, f"use {in_words(reference, text)}"
    entry = project.entry_for(target) if stem_of(target).is_entry or basename(target) == "__init__.py" else None
    if entry and entry != target and project.attributes.offers(entry, attribute) and ":" in reference.text:
        text = rewrite(reference, attribute, target, entry) or ""
        if text and leads(project, reference, text, entry):
            return text, f"use {in_words(reference, text)}, the entry point"
    known = first in project.attributes.names(target).known
    names = [] if known else _better_names(project, link, target, first)
    if len(names) == 1 and "." not in attribute:
        renamed = _renamed(reference, attribute, names[0])
        if renamed:
            return renamed, f"use {in_words(reference, renamed)}"
    if names:
        return None, f"did you mean {' or '.join(names)}?"
    return None, f"define {attribute if known else first} there, or name what it has"


def _module_inside(project: Project, target: str, name: str) -> str:
    """Return the only module directly in a package that defines an application of this name, or ""."""
    if basename(target) != "__init__.py":
        return ""
    package = dirname(target)
    inside = [path for path in project.tree.paths if dirname(path) == package and path.endswith(".py")]
    live = [path for path in inside if project.role(path) not in (Role.ARCHIVED, Role.DUPLICATE)]
    having = [path for path in live if any(one.name == name for one in project.attributes.applications(path))]
    return basename(having[0]).removesuffix(".py") if len(having) == 1 and having[0] != target else ""


def _better_names(project: Project, link: Link, target: str, name: str) -> list[str]:
    """Return the applications of the module if the reference starts one, else the names similar to the missing one."""
    if link.reference.via is not Via.CONFIG:
        made = [one.name for one in project.attributes.applications(target) if not one.factory and "." not in one.name]
        if made:
            return sorted(set(made))[:3]
    names = [one for one in project.attributes.names(target).known if not one.startswith("_")]
    return get_close_matches(name, sorted(names), 1, _LEAST_LIKENESS)


def _renamed(reference: Reference, attribute: str, name: str) -> str | None:
    module, colon, _ = reference.text.partition(":")
    if colon:
        return f"{module}:{name}"
    if module.endswith("." + attribute):
        return f"{module.removesuffix(attribute)}{name}"
    return f"{module}:{name}" if reference.runner in DEFAULT_ATTRIBUTES else None


RULE = Rule("ONE204", "missing-attribute", check)
