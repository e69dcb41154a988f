"""The configuration names an entry point that does not exist, or a scope that is no directory.

## What it does

`entry_point`, or a module under `programs`, names a file that does not exist in the repository, or an application
(`app.main:app`) instead of the path of its module. It is reported at the value in the configuration file. A key under
`scopes` that is no directory with files is reported at the key. A scope from a glob (`services/*`) is reported only if
the directory has runnable modules: a library among the services needs no entry point.

## Why it is bad

The configuration decides which module is authoritative. As long as that module does not exist, there is nothing to
compare duplicates with, and no finding can suggest the entry point.

## Example

```yaml
version: 1
entry_point: app/main.py     # the file is src/app/main.py
```

```text
.single-entry.yaml:2:14: ONE102 names app/main.py, which does not exist; did you mean src/app/main.py?
```

## Level

Error.

## What to do

Write the path as git lists it, relative to the scope's directory, with the same upper and lower case. If the file is
not tracked yet, add it (`git add`). `single-entry list` shows the candidates.

## References

- [Configuration](../configuration.md): `entry_point`, `programs`, `scopes`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from posixpath import basename, normpath

from flake8_single_entry.config.settings import within
from flake8_single_entry.globs import is_glob
from flake8_single_entry.model import Finding, Location
from flake8_single_entry.project.project import Project
from flake8_single_entry.rules._rule import Rule

_MOST_OTHERS = 3


def check(project: Project) -> Iterator[Finding]:
    alike = _Alike(project)
    for root, settings in project.settings.items():
        if is_glob(settings.pattern) and not _has_programs(project, root):
            continue
        if not project.tree.is_directory(root):
            yield _no_directory(project, root, settings.location)
            continue
        for written, location in settings.named():
            path = normpath(within(root, written))
            if not project.tree.is_file(path):
                yield _finding(project, alike, root, path, written, location)


def _no_directory(project: Project, root: str, location: Location) -> Finding:
    """Create the finding about a scope. It stands for those of the modules that the scope names."""
    what = "is a file" if project.tree.is_file(root) else "does not exist"
    message = f"names the scope {root}, which {what}; name a directory that holds the program, or remove the scope"
    return RULE.finding(project, location, message, reference=root, target=root, about=f"{root}/x")


def _has_programs(project: Project, root: str) -> bool:
    return any(scope.root == root and scope.candidates for scope in project.scopes)


def _finding(project: Project, alike: _Alike, root: str, path: str, written: str, location: Location) -> Finding:
    message, others = _message(project, alike, root, path, written)
    return RULE.finding(
        project,
        location,
        f"names {path}, which {message}",
        reference=written,
        target=path,
        suggestion=others[0] if len(others) == 1 else None,
        about=f"{root}/x" if root != "." else "x",
    )


def _message(project: Project, alike: _Alike, root: str, path: str, written: str) -> tuple[str, list[str]]:
    """Return what is wrong and the way out, as the end of "which ...", and the paths that may be meant."""
    if project.tree.untracked(path):
        return "is not in git: git add it", []
    if project.tree.is_directory(path):
        inside = [other for other in (f"{path}/__main__.py", f"{path}/main.py") if project.tree.is_file(other)]
        shown, fact = [_inside(root, other) for other in inside], "is a directory"
    else:
        shown, fact = [_inside(root, other) for other in alike.to(root, path)], "does not exist"
    named = " or ".join(shown)
    if ":" in written or (len(shown) == 1 and _is_module_name(written)):
        return f"is no path; write the path of the module{f': {named}' if named else ''}", shown
    return f"{fact}; {f'did you mean {named}?' if named else '`single-entry list` shows the candidates'}", shown


def _is_module_name(written: str) -> bool:
    """True for dotted names: a module as Python names it."""
    return "." in written and all(part.isidentifier() for part in written.split(".")) and not written.endswith(".py")


class _Alike:
    """Finds live files that a name may mean. Indexed, as a configuration may contain many names."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _by_lower_case(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._project.tree.paths:
            found.setdefault(path.lower(), []).append(path)
        return found

    def to(self, root: str, path: str) -> list[str]:
        """Return similar files of a scope: in another case, of a dotted module name, or of that name elsewhere."""
        prefix = "" if root == "." else root + "/"
        inside = path[len(prefix) :] if path.startswith(prefix) else path
        module = prefix + inside.partition(":")[0].removesuffix(".py").replace(".", "/") + ".py"
        for wanted in (module.lower(), path.lower()):
            if same := self._live(prefix, self._by_lower_case.get(wanted, [])):
                return same
        return self._live(prefix, [other for other in self._project.named(basename(path)) if other.endswith(".py")])

    def _live(self, prefix: str, paths: Iterable[str]) -> list[str]:
        live = (path for path in paths if path.startswith(prefix) and not self._project.is_archived(path))
        return list(islice(live, _MOST_OTHERS))


def _inside(root: str, path: str) -> str:
    return path if root == "." else path.removeprefix(root + "/")


RULE = Rule("ONE102", "entry-point-missing", check)
