"""What an answer of the tool is worth, by the facts of ``accuracy_facts.json``. Nothing here runs a program.

A repair: people later changed a line that named something gone (``line`` at ``commit``, its last state before); ``now``
is the reference that they wrote instead, or null where they removed it. A consolidation: people removed modules in
favour of the one that they kept. A well-kept repository: nothing is stale, and ``entry`` holds what the tool may call
the entry point of the root, ``none`` where it may say that there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

NONE = "none"
DUPLICATE = "ONE101"
Document = Mapping[str, list[dict[str, Any]]]


class Repair(NamedTuple):
    repository: str
    commit: str
    path: str
    line: int
    now: str | None


class Consolidation(NamedTuple):
    repository: str
    commit: str
    scope: str
    kept: str
    removed: tuple[str, ...]


class WellKept(NamedTuple):
    repository: str
    commit: str
    entry: tuple[str, ...]


Fact = Repair | Consolidation | WellKept


class Facts(NamedTuple):
    repairs: tuple[Repair, ...] = ()
    consolidations: tuple[Consolidation, ...] = ()
    well_kept: tuple[WellKept, ...] = ()

    def all(self) -> tuple[Fact, ...]:
        return (*self.repairs, *self.consolidations, *self.well_kept)


class Finding(NamedTuple):
    """A finding of level error or warning."""

    path: str
    line: int
    end_line: int
    code: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the tool says about a checkout: findings, the entry point of each scope, or why there is no answer."""

    findings: tuple[Finding, ...] = ()
    entry_points: Mapping[str, str | None] = field(default_factory=dict)
    failed: str = ""


class Count(NamedTuple):
    """What one fact adds to a row: ``found`` of ``of``, and what is at fault, in words."""

    row: str
    repository: str
    found: int
    of: int
    fault: str = ""


REPAIRED = "lines that people repaired later: found at the commit before"
SUGGESTED = "where people wrote something else: the suggestion is what they wrote"
CHOSEN = "consolidations: the entry point is what people kept"
REMOVED = "– what they removed is named as a duplicate"
ACCUSED = "– what they kept is called a duplicate"
FALSE = "well-kept repositories: false findings"
WITH_ONE = "– repositories with one"
WRONG = "– `list` names a wrong entry point at the root"
UNNAMED = "– `list` names none at the root, where there is one"
KINDS = ("code", "documents", "CI", "packaging", "scripts", "deployment and other configuration")
ROWS = (
    REPAIRED, *(f"– in {kind}" for kind in KINDS), SUGGESTED, CHOSEN, REMOVED, ACCUSED, FALSE, WITH_ONE, WRONG, UNNAMED
)  # fmt: skip


def half_of(repository: str) -> str:
    """``look`` or ``count``: by the hash of the name, so that nobody chooses."""
    return "look" if hashlib.sha256(repository.lower().encode()).hexdigest()[0] in "01234567" else "count"


def facts_of(document: Document) -> Facts:
    """The facts of a JSON document; the ``half`` that it names is for readers, and has to be right."""
    for kind in document.values():
        for fact in kind:
            if fact["half"] != half_of(fact["repository"]):
                raise ValueError(f"{fact['repository']} belongs to the other half")
    return Facts(
        tuple(
            Repair(one["repository"], one["commit"], one["path"], one["line"], one["now"])
            for one in document["repairs"]
        ),
        tuple(
            Consolidation(one["repository"], one["commit"], one["scope"], one["kept"], tuple(one["removed"]))
            for one in document["consolidations"]
        ),
        tuple(WellKept(one["repository"], one["commit"], tuple(one["entry"])) for one in document["well_kept"]),
    )


def counts(facts: Facts, answers: Mapping[tuple[str, ...], Answer]) -> Iterator[Count]:
    """What each fact adds to the rows, of those whose commits were asked about."""
    for fact in facts.all():
        answer = answers.get((fact.repository, fact.commit))
        if answer is None:
            continue
        if isinstance(fact, Repair):
            yield from repair(fact, answer)
        elif isinstance(fact, Consolidation):
            yield from consolidation(fact, answer)
        else:
            yield from well_kept(fact, answer)


def at_line(fact: Repair, answer: Answer) -> list[Finding]:
    """The findings at the line that people repaired."""
    return [one for one in answer.findings if one.path == fact.path and one.line <= fact.line <= one.end_line]


def repair(fact: Repair, answer: Answer) -> Iterator[Count]:
    here = at_line(fact, answer)
    place = f"{fact.commit[:12]} {fact.path}:{fact.line}"
    found = Count(REPAIRED, fact.repository, int(bool(here)), 1, "" if here else f"{place} is not found")
    yield found
    yield found._replace(row=f"– in {surface_of(fact.path)}", fault="")
    if fact.now is not None:
        suggested = {one.suggestion for one in here}
        right = any(text is not None and same(text, fact.now) for text in suggested)
        fault = f"{place} suggests {', '.join(map(repr, sorted(map(str, suggested))))}, people wrote {fact.now!r}"
        yield Count(SUGGESTED, fact.repository, int(right), 1, fault if here and not right else "")


def same(suggestion: str, written: str) -> bool:
    """Whether a suggestion is what people wrote, whatever the quotes around it, a leading ``./`` and the option ``-m``.

    Of ``from a.b import name`` the facts hold the module, ``a.b``, or ``a.b.name`` where the name is a module, too. The
    suggestion holds ``a.b:name``.
    """
    offered, wanted = (text.strip("`'\" ").removeprefix("-m ").removeprefix("./") for text in (suggestion, written))
    return offered == wanted or (":" not in wanted and wanted in (offered.partition(":")[0], offered.replace(":", ".")))


def consolidation(fact: Consolidation, answer: Answer) -> Iterator[Count]:
    chosen = entry_point(answer, fact.scope)
    accused = {one.path for one in answer.findings if one.code == DUPLICATE}
    place = f"{fact.commit[:12]} {fact.scope}"
    fault = "" if chosen == fact.kept else f"{place}: chosen is {chosen}, people kept {fact.kept}"
    yield Count(CHOSEN, fact.repository, int(not fault), 1, fault)
    missed = [path for path in fact.removed if path not in accused]
    fault = f"{place}: not named: {', '.join(missed)}" if missed else ""
    yield Count(REMOVED, fact.repository, len(fact.removed) - len(missed), len(fact.removed), fault)
    kept = fact.kept in accused
    yield Count(ACCUSED, fact.repository, int(kept), 1, f"{place}: {fact.kept} was kept" if kept else "")


def entry_point(answer: Answer, scope: str) -> str | None:
    """The entry point of a scope; where the tool has no such scope, of the closest around it."""
    at = PurePosixPath(scope)
    return next(
        (answer.entry_points[str(root)] for root in (at, *at.parents) if str(root) in answer.entry_points), None
    )


def well_kept(fact: WellKept, answer: Answer) -> Iterator[Count]:
    said = [f"{one.path}:{one.line} {one.code} {one.message}" for one in answer.findings]
    said += [answer.failed] if answer.failed else []  # silence counts as right only where the tool has looked
    yield from (Count(FALSE, fact.repository, 1, 0, f"{fact.commit[:12]} {words}") for words in said)
    yield Count(FALSE, fact.repository, 0, 0)  # the row is there even where nothing is said
    yield Count(WITH_ONE, fact.repository, int(bool(said)), 1)
    named = answer.entry_points.get(".")
    rest = f"{fact.commit[:12]} names {named or NONE}, right is {' or '.join(fact.entry)}"
    wrong = named is not None and named not in fact.entry
    unnamed = named is None and NONE not in fact.entry
    yield Count(WRONG, fact.repository, int(wrong), 1, rest if wrong else "")
    yield Count(UNNAMED, fact.repository, int(unnamed), int(NONE not in fact.entry), rest if unnamed else "")


def surface_of(path: str) -> str:
    """The kind of a file, by its name: where a reader would look for the line."""
    at = PurePosixPath(path)
    name, suffix = at.name.lower(), at.suffix.lower()
    if suffix in (".py", ".pyi", ".ipynb"):
        return "packaging" if name == "setup.py" else "code"
    if suffix in (".md", ".rst", ".txt", ".adoc", ".html") and not name.startswith("requirements"):
        return "documents"
    if ".github" in at.parts or ".circleci" in at.parts or name in _CI:
        return "CI"
    if name in ("pyproject.toml", "setup.cfg", "manifest.in", "tox.ini", "noxfile.py"):
        return "packaging"
    if suffix in (".sh", ".bash", ".bat", ".ps1", ".cmd", ".mk") or name in ("makefile", "justfile", "taskfile.yml"):
        return "scripts"
    if not suffix and name.startswith(("readme", "contributing", "install")):
        return "documents"
    return "deployment and other configuration"


_CI = (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "jenkinsfile", "appveyor.yml")
