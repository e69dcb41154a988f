"""The command ``init``: write the decisions inferred from the evidence as a configuration, with comments."""

from __future__ import annotations

import json
import os
import re
from argparse import Namespace
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from posixpath import basename, dirname

from flake8_single_entry.cli.choice import ask, can_ask, open_candidates, with_leader
from flake8_single_entry.cli.context import Exit, root_of
from flake8_single_entry.cli.streams import put, tell
from flake8_single_entry.config import load
from flake8_single_entry.config.file import write
from flake8_single_entry.config.settings import FILE_NAME, VERSION
from flake8_single_entry.errors import SingleEntryError, UsageError
from flake8_single_entry.model import Candidate, Role, Scope
from flake8_single_entry.printable import inert_json, printable
from flake8_single_entry.readers import surface_of

_PLAIN = re.compile(r"(?:[A-Za-z_]|\.(?=/|[A-Za-z_]))[\w./-]*(?:/\*)?", re.ASCII)
_MAGIC = re.compile(r"[*?\[]")  # characters in a directory's name that a scope's key would treat as a glob
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_MOST_REASONS = 3
_MOST_OTHERS = 5
_HEAD = f"""\
# The authoritative entry point of each program, as inferred by `single-entry list`.
# `single-entry`, its pre-commit hook and its flake8 plugin read this file.
version: {VERSION}
"""
_NOTHING = """
# No program was found. If you add one, name its module:
# entry_point: src/main.py
"""


def run(arguments: Namespace) -> int:
    """Run the command and return its exit code: 1 if nothing was written, since nothing decides.

    Raises ``UsageError`` and ``SingleEntryError``.
    """
    from flake8_single_entry.engine import Analysis

    root = root_of(arguments)
    path = arguments.config or os.path.join(root, FILE_NAME)
    if os.path.lexists(path) and not arguments.force:
        raise UsageError(f"{path} exists; --force replaces it")
    # Replace the file with an empty buffer: its current settings must not influence the inference.
    project = Analysis(root, overlay={FILE_NAME: b""}).project()
    scopes = _decided(with_telling_archives(project.scopes, project.tree.paths))
    written = configuration(scopes, project.tree.directories)
    if why := _undecided(scopes):
        put(written)
        tell(f"Nothing is written: {why}. The lines above show what to add to {printable(path)}.\n")
        return Exit.FINDINGS
    write(root, path, written.encode("utf-8", "replace"))
    put(written)
    tell(f"Wrote {printable(path)}.\n")
    return Exit.CLEAN


def _decided(scopes: Iterable[Scope]) -> list[Scope]:
    """Return the scopes, those that are open with the module that leads, or the one that a person chooses."""
    decided = [with_leader(scope) for scope in scopes]
    if can_ask():
        decided = [(ask(scope) or scope) if open_candidates(scope) else scope for scope in decided]
    return decided


def _undecided(scopes: Iterable[Scope]) -> str:
    """Return why there is no decision to write, or ""."""
    if not any(scope.entry_point or scope.programs or open_candidates(scope) for scope in scopes):
        return "no program was found"
    where = [scope.root for scope in scopes if open_candidates(scope)]
    if not where:
        return ""
    inside = "" if where == ["."] else f" in {', '.join(map(printable, where))}"
    return f"the evidence does not decide{inside}"


def configuration(scopes: Sequence[Scope], directories: Collection[str]) -> str:
    """Return the text of a configuration file with the decisions that were inferred for the scopes.

    ``directories`` are all directories of the repository. Scopes below one parent become one glob only if they are all
    of its directories and have the same entry point. Raises ``SingleEntryError`` if the text is not a valid
    configuration.
    """
    named = [scope for scope in scopes if scope.entry_point or scope.programs or open_candidates(scope)]
    if not named:
        body = _NOTHING
    elif [scope.root for scope in named] == ["."]:
        body = "\n" + "".join(f"{line}\n" for line in _settings(named[0]))
    else:
        body = "\nscopes:\n" + "".join(f"  {line}\n" if line else "\n" for line in _scopes(named, directories))
    text = _HEAD + body
    errors = load(FILE_NAME, text.encode("utf-8", "replace")).errors
    if errors:
        raise SingleEntryError(f"cannot write a configuration with these names: {errors[0].message}")
    return text


def with_telling_archives(scopes: Iterable[Scope], paths: Sequence[str]) -> list[Scope]:
    """Return the scopes with only those archives that hold a file with a reader."""
    return [
        scope._replace(
            archive=tuple(
                archive
                for archive in scope.archive
                if any(path.startswith(archive) and surface_of(path) is not None for path in paths)
            ),
        )
        for scope in scopes
    ]


def _scopes(scopes: Sequence[Scope], directories: Collection[str]) -> Iterator[str]:
    groups = _folded(scopes, directories)
    for number, (pattern, members) in enumerate(groups):
        if number:
            yield ""
        if len(members) > 1:
            yield f"# {', '.join(printable(basename(scope.root)) for scope in members)}"
        lines = list(_settings(members[0], evidence=len(members) == 1))
        if all(line.startswith("#") for line in lines):
            yield f"{_quoted(pattern)}: {{}}"
        else:
            yield f"{_quoted(pattern)}:"
        yield from (f"  {line}" for line in lines)


def _folded(scopes: Sequence[Scope], directories: Collection[str]) -> list[tuple[str, list[Scope]]]:
    """Group scopes by key: their root, or a glob for all directories below one parent."""
    below: dict[str, list[Scope]] = defaultdict(list)
    for scope in scopes:
        below[dirname(scope.root)].append(scope)
    folded = {
        parent: members
        for parent, members in below.items()
        if parent
        and len(members) > 1
        and {scope.root for scope in members} == {path for path in directories if dirname(path) == parent}
        and len({tuple(_settings(scope, evidence=False)) for scope in members}) == 1
        and members[0].entry_point
    }
    groups: list[tuple[str, list[Scope]]] = []
    for scope in scopes:
        parent = dirname(scope.root)
        if parent not in folded:
            groups.append((_MAGIC.sub(r"[\g<0>]", scope.root), [scope]))
        elif folded[parent][0] is scope:
            groups.append((_MAGIC.sub(r"[\g<0>]", parent) + "/*", folded[parent]))
    return groups


def _settings(scope: Scope, *, evidence: bool = True) -> Iterator[str]:
    """Yield the lines of one scope, with the evidence as comments above."""
    by_path = {candidate.path: candidate for candidate in scope.candidates}
    if scope.entry_point:
        if evidence:
            yield from _lead(scope)
            yield from _reasons(by_path.get(scope.entry_point))
            yield from _beside(scope)
        yield f"entry_point: {_quoted(_inside(scope, scope.entry_point))}"
    elif not open_candidates(scope):
        yield "programs:"
        for name, path in scope.programs:
            yield from (f"  {line}" for line in _reasons(by_path.get(path)) if evidence)
            yield f"  {_quoted(name)}: {_quoted(_inside(scope, path))}"
    else:
        yield from _choice(scope)
    archive = [_inside(scope, path) for path in scope.archive]
    if not archive and any(candidate.role is Role.DUPLICATE for candidate in scope.candidates):
        archive = ["archive/"]
    if len(archive) == 1:
        yield f"archive: {_quoted(archive[0])}"
    elif archive:
        yield "archive:"
        yield from (f"  - {_quoted(path)}" for path in archive)


def _lead(scope: Scope) -> Iterator[str]:
    """Yield a comment if the module only leads: with the scores of it and of the others."""
    if scope.decided_by is not None:
        return
    scores = {candidate.path: candidate.score for candidate in scope.candidates if candidate.role is Role.CANDIDATE}
    others = [f"{_inside(scope, path)}: {score:.1f}" for path, score in scores.items() if path != scope.entry_point]
    if others:
        shown = ", ".join(others[:_MOST_OTHERS]) + (" and more" if others[_MOST_OTHERS:] else "")
        yield printable(f"# It only leads, please check: {scores[scope.entry_point or '']:.1f} points ({shown}).")


def _beside(scope: Scope) -> Iterator[str]:
    """Yield a comment on the other programs of the scope. They are found without an entry in the configuration."""
    others = [f"{name}: {_inside(scope, path)}" for name, path in scope.programs if path != scope.entry_point]
    if others:
        yield printable(
            f"# Other programs of this scope (to fix them too, list all under `programs:`): {', '.join(others)}"
        )


def _choice(scope: Scope) -> Iterator[str]:
    """Yield an open question as comments with one line for each choice."""
    yield "# The evidence does not decide. Uncomment one of these:"
    for candidate in open_candidates(scope):
        yield from _reasons(candidate, "#   ")
        yield f"# entry_point: {_quoted(_inside(scope, candidate.path))}"


def _reasons(candidate: Candidate | None, lead: str = "# ") -> Iterator[str]:
    evidence = sorted(candidate.evidence if candidate else (), key=lambda one: -one.weight)
    for one in [one for one in evidence if one.weight > 0 and one.text][:_MOST_REASONS]:
        yield lead + printable(one.text)


def _inside(scope: Scope, path: str) -> str:
    return path if scope.root == "." else path.removeprefix(scope.root + "/")


def _quoted(text: str) -> str:
    """Return a YAML scalar: plain if it has no special meaning in YAML, else in double quotes, as in JSON."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return "." if text == "." else inert_json(json.dumps(text, ensure_ascii=not text.isprintable()))
