"""Rules: what each says about small projects made by hand, and what it leaves alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from flake8_single_entry.cli.explain import files as page_files
from flake8_single_entry.cli.explain import page, summary
from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, FILE_NAME, expand
from flake8_single_entry.engine.build import build_project
from flake8_single_entry.files.tree import Tree
from flake8_single_entry.model import (
    Application,
    Base,
    Candidate,
    EntryTraits,
    Evidence,
    Facts,
    Finding,
    Kind,
    Launch,
    Level,
    Location,
    Outcome,
    Problem,
    Reference,
    RelativeTo,
    Resolution,
    Role,
    Scope,
    Via,
)
from flake8_single_entry.project.graph import ReferenceGraph
from flake8_single_entry.project.project import Link, Project
from flake8_single_entry.project.resolve.attributes import Attributes
from flake8_single_entry.project.resolve.tentative import settle
from flake8_single_entry.project.roles import Roles
from flake8_single_entry.reporters.text import report
from flake8_single_entry.rules import RULES, find_rule, run
from tests.support import Results

SECTIONS = ("What it does", "Why it is bad", "Example", "Level", "What to do", "References")
APP = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\ndef build_app() -> FastAPI:\n    return app\n"
WEB = (Application("fastapi", "app", Location("src/main.py", 3, 1, 3, 4)),)


def at(path: str, line: int = 1, column: int = 1) -> Location:
    return Location(path, line, column, line, column + 1)


def candidate(path: str, role: Role, *evidence: Evidence, similarity: float = 0.0, rival: str = "") -> Candidate:
    return Candidate(path, role, 1.0, evidence, at(path, 9), rival=rival, similarity=similarity)


def reference(
    text: str, kind: Kind = Kind.PATH, via: Via = Via.RUN, *, path: str = "Dockerfile", line: int = 20,
    anchor: RelativeTo = RelativeTo.CALLER, runner: str = "", guarded: bool = False,
) -> Reference:  # fmt: skip
    return Reference(at(path, line, 24), text, kind, Base(anchor), "shell", via, runner, guarded)


def found(target: str, attribute: str = "") -> Resolution:
    return Resolution(Outcome.FOUND, target=target, attribute=attribute)


def missing(expected: str, *elsewhere: str, reason: str = "") -> Resolution:
    return Resolution(Outcome.MISSING, expected=expected, elsewhere=elsewhere, reason=reason)


FILES = (
    "Dockerfile",
    "README.md",
    "main_old.py",
    "src/main.py",
    "src/main_v2.py",
    "archive/main_v1.py",
    "tests/test_x.py",
)
FACTS = {
    "src/main.py": Facts(traits=EntryTraits(names=("app", "Service"), applications=WEB, size=50)),
    "main_old.py": Facts(traits=EntryTraits(names=("app", "Gone"), applications=WEB, size=40)),
}
SCOPE = Scope(
    ".", "src/main.py", "evidence", 0.9, ("archive/",),
    (
        candidate("src/main.py", Role.AUTHORITATIVE),
        candidate("main_old.py", Role.DUPLICATE, similarity=0.81, rival="src/main.py"),
        candidate("src/main_v2.py", Role.DUPLICATE),
        candidate("serve.py", Role.WRAPPER),
    ),
)  # fmt: skip


def project(
    *links: tuple[Reference, Resolution], scopes: tuple[Scope, ...] = (SCOPE,), config: str = "",
    files: tuple[str, ...] = FILES, facts: dict[str, Facts] | None = None,
) -> Project:  # fmt: skip
    tree = Tree.of(dict.fromkeys(files, "def (:\n"))
    loaded = load(".single-entry.yaml", config.encode()) if config else EMPTY
    settings = dict(expand(loaded, tree.directories))
    roles = Roles(scopes)
    made = tuple(settle((Link(*link) for link in links), roles))
    known = FACTS if facts is None else facts
    return Project(tree, loaded, known, made, roles, ReferenceGraph.of(made, known), Attributes(tree, known), settings)


def said(project: Project, code: str) -> list[str]:
    findings = [finding for finding in run(project) if finding.code == code]
    return [f"{one.location.path}:{one.location.line}:{one.location.column} {one.message}" for one in findings]


def only(project: Project, code: str) -> Finding:
    (finding,) = [finding for finding in run(project) if finding.code == code]
    return finding


# References


@pytest.mark.parametrize(
    ("source", "resolution", "code", "message", "suggestion"),
    [
        (
            reference("main_old.py"), found("main_old.py"), "ONE203",
            "starts main_old.py, superseded by src/main.py [duplicate-entry-point]; use src/main.py", "src/main.py",
        ),
        (
            reference("main_old:app", Kind.OBJECT, runner="uvicorn"), found("main_old.py", "app"), "ONE203",
            "starts main_old.py, superseded by src/main.py [duplicate-entry-point]; use src.main:app", "src.main:app",
        ),
        (
            reference("main_old:server", Kind.OBJECT), found("main_old.py", "server"), "ONE203",
            "starts main_old.py, superseded by src/main.py [duplicate-entry-point]; use src.main:app", "src.main:app",
        ),
        (
            reference("main_old:Gone", Kind.OBJECT, Via.IMPORT, path="tests/test_x.py"), found("main_old.py", "Gone"),
            "ONE203", "imports main_old.py, superseded by src/main.py [duplicate-entry-point]; "
            "use src/main.py, which has no Gone", None,
        ),
        (
            reference("src.main_v2:Service", Kind.OBJECT, Via.IMPORT, path="serve.py"),
            found("src/main_v2.py", "Service"), "ONE203",
            "imports src/main_v2.py, superseded by src/main.py [duplicate-entry-point]; "
            "use `from src.main import Service`", "src.main:Service",
        ),
        (
            reference("src.main_v2.Service", Kind.OBJECT, Via.PATCH, path="tests/test_x.py"),
            found("src/main_v2.py", "Service"), "ONE203",
            "patches src/main_v2.py, superseded by src/main.py [duplicate-entry-point]; use src.main.Service",
            "src.main.Service",
        ),
        (
            reference("main_old.py", via=Via.COPY, anchor=RelativeTo.CONTEXT), found("main_old.py"), "ONE203",
            "copies main_old.py, superseded by src/main.py [duplicate-entry-point]; use src/main.py", "src/main.py",
        ),
        (
            reference("archive.main_v1:app", Kind.OBJECT, Via.IMPORT), found("archive/main_v1.py", "app"), "ONE202",
            "imports archive/main_v1.py, which is archived; use `from src.main import app`", "src.main:app",
        ),
        (
            reference("archive/main_v1.py"), found("archive/main_v1.py"), "ONE202",
            "starts archive/main_v1.py, which is archived; use src/main.py", "src/main.py",
        ),
        (
            reference("archive/seed.py"), found("archive/seed.py"), "ONE202",
            "starts archive/seed.py, which is archived; move it back, or drop the reference", None,
        ),
        (
            reference("main.py"), missing("main.py", "src/main.py"), "ONE201",
            "starts main.py, which does not exist; use src/main.py", "src/main.py",
        ),
        (
            reference("src.server:app", Kind.OBJECT), missing("src/server.py", reason="renamed to src/main.py"),
            "ONE201",
            "starts src/server.py, which was renamed to src/main.py; use src.main:app", "src.main:app",
        ),
        (
            reference("main_v3.py"), missing("main_v3.py", reason="renamed to main_v3.py.bak"), "ONE201",
            "starts main_v3.py, which was renamed to main_v3.py.bak; use src/main.py, the entry point", "src/main.py",
        ),
        (
            reference("seed.py"), missing("seed.py", reason="renamed to seed.py.disabled"), "ONE201",
            "starts seed.py, which was renamed to seed.py.disabled; restore it, or drop the reference", None,
        ),
        (
            reference("main_v3.py"), missing("main_v3.py", reason="deleted"), "ONE201",
            "starts main_v3.py, which was deleted; use src/main.py, the entry point", "src/main.py",
        ),
        (
            reference("main_v1.py"), missing("main_v1.py", "archive/main_v1.py"), "ONE201",
            "starts main_v1.py, which does not exist; archive/main_v1.py is its archived version; "
            "use src/main.py, the entry point", "src/main.py",
        ),
        (
            reference("seed.py"), missing("seed.py", "a/seed.py", "b/seed.py"), "ONE201",
            "starts seed.py, which does not exist; did you mean a/seed.py or b/seed.py?", None,
        ),
        (
            reference("seed.py"), missing("seed.py", "a/seed.py", "b/seed.py", "c/seed.py", "d/seed.py"), "ONE201",
            "starts seed.py, which does not exist; did you mean a/seed.py, b/seed.py, c/seed.py or d/seed.py?", None,
        ),
        (
            reference("run.py", path="docs/a/b.md"), missing("docs/a/run.py", reason="renamed to src/main.py"),
            "ONE201",
            "starts run.py, which was renamed to src/main.py; use src/main.py", "src/main.py",
        ),
        (
            reference("app/core/config.py"), missing("app/core/config.py", "lib/x/config.py"), "ONE201",
            "starts app/core/config.py, which does not exist; add it, or drop the reference", None,
        ),
        (
            reference("app/core/config.py"), missing("app/core/config.py", "src/app/core/config.py"), "ONE201",
            "starts app/core/config.py, which does not exist; use src/app/core/config.py", "src/app/core/config.py",
        ),
        (
            reference("Dockerfile", Kind.BUILD, Via.BUILD, path="deploy.sh"), missing("Dockerfile", "web/Dockerfile"),
            "ONE201", "builds Dockerfile, which does not exist; add it, or drop the reference", None,
        ),
        (
            reference("seed.py"), missing("seed.py"), "ONE201",
            "starts seed.py, which does not exist; add it, or drop the reference", None,
        ),
        (
            reference("main.py:app", Kind.OBJECT, runner="uvicorn"), Resolution(Outcome.MALFORMED, expected="main.py"),
            "ONE205", "main.py:app can never be loaded: uvicorn imports a module, and main.py is a file; use main:app",
            "main:app",
        ),
        (
            reference("src.main.py", Kind.MODULE, runner="python"),
            Resolution(Outcome.MALFORMED, expected="src/main.py"), "ONE205",
            "src.main.py can never be loaded: python -m imports a module, and src.main.py is a file; use src.main",
            "src.main",
        ),
        (
            reference("main_old.py:app", Kind.OBJECT, runner="uvicorn"),
            Resolution(Outcome.MALFORMED, target="main_old.py"), "ONE205",
            "main_old.py:app can never be loaded: uvicorn imports a module, and main_old.py is a file that src/main.py "
            "supersedes; use src.main:app", "src.main:app",
        ),
        (
            reference("main_old.py", anchor=RelativeTo.IMAGE), Resolution(Outcome.NOT_SHIPPED, expected="main_old.py"),
            "ONE206", "starts main_old.py, which is in the repository, but not in the image; it is superseded: use src/main.py",
            "src/main.py",
        ),
        (
            reference("src/main.py", anchor=RelativeTo.IMAGE), Resolution(Outcome.NOT_SHIPPED, expected="src/main.py"),
            "ONE206", "starts src/main.py, which is in the repository, but not in the image; copy it into the image", None,
        ),
        (
            reference("./src/main:app", Kind.OBJECT, runner="gunicorn"), Resolution(Outcome.MALFORMED), "ONE205",
            "./src/main:app can never be loaded: gunicorn imports a module, and ./src/main is a path; use src.main:app",
            "src.main:app",
        ),
        (
            reference("main-v2.py:app", Kind.OBJECT), Resolution(Outcome.MALFORMED), "ONE205",
            "main-v2.py:app can never be loaded: a module is imported here, and main-v2.py is a file; "
            "write the module's dotted name", None,
        ),
    ],
)  # fmt: skip
def test_a_stale_reference(
    source: Reference, resolution: Resolution, code: str, message: str, suggestion: str | None
) -> None:
    finding = only(project((source, resolution)), code)
    assert (finding.message, finding.suggestion) == (message, suggestion)
    assert finding.location == source.location
    assert finding.reference == source.text
    assert (finding.scope, finding.rule) == (".", next(rule.name for rule in RULES if rule.code == code))


@pytest.mark.parametrize(
    ("source", "resolution"),
    [
        (reference("src/main.py"), found("src/main.py")),
        (reference("serve.py"), found("serve.py")),
        (reference("util.py"), found("util.py")),
        (reference("x.py"), Resolution(Outcome.UNKNOWN)),
        (reference("x.py", guarded=True), missing("x.py")._replace(level=Level.NOTE)),
        (reference("main_old.py", path="archive/main_v1.py"), found("main_old.py")),
        (reference("main_old.py", path="src/main_v2.py"), found("main_old.py")),
        (reference("gone.py", path="main_old.py"), missing("gone.py")),
        (reference("main_old.py", path="docs/adr/1.md"), found("main_old.py")),
        (reference("main_old:No", Kind.OBJECT, Via.IMPORT, path="a/tests/x.py"), found("main_old.py", "No")),
        (reference("main_old.no.A", Kind.OBJECT, Via.PATCH, path="tests/test_x.py"), found("main_old.py", "no.A")),
        (reference("a.py:app", Kind.OBJECT, path="docs/adr/1.md"), Resolution(Outcome.MALFORMED)),
        (reference("archive/main_v1.py", via=Via.MENTION, path="README.md"), found("archive/main_v1.py")),
    ],
)
def test_a_reference_that_is_left_alone(source: Reference, resolution: Resolution) -> None:
    config = "version: 1\nentry_point: src/main.py\nignore: [docs/adr/**]\n"
    findings = run(project((source, resolution), config=config))
    assert [one for one in findings if one.code.startswith("ONE2") and one.level > Level.NOTE] == []


@pytest.mark.parametrize(
    ("text", "elsewhere", "speaks"),
    [
        ("main.py", "src/main.py", False),
        ("old/src/main.py", "src/main.py", True),
        ("main_v2.py", "src/main_v2.py", True),
    ],
)
def test_a_tentative_absence_is_more_than_a_note_where_no_reader_can_be_right(
    text: str, elsewhere: str, speaks: bool
) -> None:
    absence = missing(text, elsewhere)._replace(tentative=True)
    found = only(project((reference(text, path="README.md"), absence)), "ONE201")
    assert found.level is (Level.ERROR if speaks else Level.NOTE)


@pytest.mark.parametrize(
    ("source", "resolution", "code", "level"),
    [
        (reference("gone.py"), missing("gone.py"), "ONE201", Level.ERROR),
        (reference("gone.py"), missing("gone.py")._replace(level=Level.WARNING), "ONE201", Level.WARNING),
        (reference("main_old.py"), found("main_old.py"), "ONE203", Level.WARNING),  # it can be started
        (reference("archive/main_v1.py"), found("archive/main_v1.py"), "ONE202", Level.ERROR),
        (reference("archive/main_v1.py", guarded=True), found("archive/main_v1.py"), "ONE202", Level.WARNING),
        (reference("main_v1.py", via=Via.MENTION), found("archive/main_v1.py"), "ONE202", Level.WARNING),
        (reference("src/main.py", via=Via.PATH), Resolution(Outcome.NOT_SHIPPED, expected="src/main.py"), "ONE206",
         Level.WARNING),
        (reference("src/main.py", guarded=True), Resolution(Outcome.NOT_SHIPPED, expected="src/main.py"), "ONE206",
         Level.NOTE),
        (reference("src/main.py:app", Kind.OBJECT), Resolution(Outcome.MALFORMED), "ONE205", Level.ERROR),
    ],
)  # fmt: skip
def test_the_level_of_a_reference(source: Reference, resolution: Resolution, code: str, level: Level) -> None:
    assert only(project((source, resolution)), code).level is level


@pytest.mark.parametrize(
    ("rules", "level", "code", "expected"),
    [
        ("", Level.ERROR, "ONE201", [Level.ERROR]),
        ("ONE201: note", Level.ERROR, "ONE201", [Level.NOTE]),
        ("missing-target: warning", Level.ERROR, "ONE201", [Level.WARNING]),
        ("ONE201: error", Level.WARNING, "ONE201", [Level.ERROR]),
        ("ONE201: error", Level.NOTE, "ONE201", [Level.NOTE]),  # what is only possible stays so
        ("ONE201: off", Level.ERROR, "ONE201", []),
        ("ONE203: off", Level.ERROR, "ONE201", [Level.ERROR]),
        ("", Level.ERROR, "ONE101", [Level.WARNING, Level.WARNING]),
        ("ONE101: error", Level.ERROR, "ONE101", [Level.ERROR, Level.ERROR]),
    ],
)
def test_the_configured_level_of_a_rule(rules: str, level: Level, code: str, expected: list[Level]) -> None:
    absence = missing("gone.py")._replace(level=level)
    checked = project((reference("gone.py"), absence), config=f"version: 1\nrules: {{{rules}}}\n")
    assert [finding.level for finding in run(checked) if finding.code == code] == expected


def test_another_services_file_is_no_suggestion() -> None:
    scopes = (Scope("a", "a/main.py", "evidence", 1, (), ()), Scope("b", "b/main.py", "evidence", 1, (), ()))
    source = reference("seed.py", path="a/Dockerfile")
    finding = only(project((source, missing("a/seed.py", "b/seed.py")), scopes=scopes), "ONE201")
    assert finding.message == "starts seed.py, which does not exist; add it, or drop the reference"
    assert finding.scope == "a"


# Entry points


def test_a_duplicate_and_its_reasons() -> None:
    found = said(project(), "ONE101")
    assert found == [
        "main_old.py:9:1 main_old.py competes with src/main.py (same FastAPI application, 81% similar, nothing starts it); "
        "archive it under archive/, or allow it in .single-entry.yaml",
        "src/main_v2.py:9:1 main_v2.py competes with src/main.py "
        "(same base name, different code, nothing starts it); "
        "archive it under archive/, or allow it in .single-entry.yaml",
    ]


def test_a_duplicate_goes_to_the_configured_archive() -> None:
    config = "version: 1\nentry_point: src/main.py\narchive: docs/BOX/\n"
    scope = SCOPE._replace(archive=("docs/BOX/",), decided_by="configuration")
    found = said(project(scopes=(scope,), config=config), "ONE101")
    assert found
    assert all("; archive it under docs/BOX/, or allow it" in each for each in found)


def test_a_duplicate_names_what_starts_it_and_a_nearer_sibling() -> None:
    image = Evidence("image", at("Dockerfile", 3), "Dockerfile line 3: the image's command starts it", 9.0)
    empty = Evidence("empty", at("b/old.py"), "it is empty", -3.0)
    twin = candidate("b/old.py", Role.DUPLICATE, empty, image, similarity=0.98, rival="b/older.py")
    scope = Scope("b", "b/main.py", "evidence", 0.9, (), (candidate("b/main.py", Role.AUTHORITATIVE), twin))
    finding = only(project(scopes=(scope,)), "ONE101")
    assert finding.message == (
        "old.py competes with b/main.py "
        "(98% similar to b/older.py, it is empty, Dockerfile line 3: the image's command starts it); "
        "archive it under b/archive/, or allow it in .single-entry.yaml"
    )
    assert (finding.target, finding.scope) == ("b/main.py", "b")
    assert [(one.location.path, one.message) for one in finding.related] == [
        ("b/main.py", "the authoritative entry point"),
        ("Dockerfile", "Dockerfile line 3: the image's command starts it"),
    ]


@pytest.mark.parametrize(
    ("config", "files", "expected"),
    [
        ("entry_point: src/main.py", ("src/main.py",), []),
        ("entry_point: app/main.py", ("src/app/main.py",), ["2:14 names app/main.py, which does not exist; "
                                                            "did you mean src/app/main.py?"]),
        ("entry_point: Main.py", ("main.py",), ["2:14 names Main.py, which does not exist; did you mean main.py?"]),
        ("entry_point: app.main:app", ("app/main.py",), ["2:14 names app.main:app, which is no path; "
                                                         "write the path of the module: app/main.py"]),
        ("entry_point: app/main.py:app", ("app/main.py",), ["2:14 names app/main.py:app, which is no path; "
                                                            "write the path of the module: app/main.py"]),
        ("programs: {web: app.main}", ("app/main.py",), ["2:17 names app.main, which is no path; "
                                                         "write the path of the module: app/main.py"]),
        ("entry_point: no.where:app", ("app/main.py",), ["2:14 names no.where:app, which is no path; "
                                                         "write the path of the module"]),
        ("entry_point: app", ("app/__main__.py",), ["2:14 names app, which is a directory; "
                                                    "did you mean app/__main__.py?"]),
        ("entry_point: x.py", ("y.py",), ["2:14 names x.py, which does not exist; "
                                          "`single-entry list` shows the candidates"]),
        ("programs: {a: a.py, b: b.py}", ("a.py",), ["2:24 names b.py, which does not exist; "
                                                     "`single-entry list` shows the candidates"]),
        ("scopes: {s/*: {entry_point: main.py}}", ("s/lib/util.py",), []),
        ("scopes: {s/lib: {entry_point: main.py}}", ("s/lib/app/main.py",),
         ["2:31 names s/lib/main.py, which does not exist; did you mean app/main.py?"]),
        ("scopes: {s/lib: {entry_point: main.py}}", ("s/main.py",),
         ["2:10 names the scope s/lib, which does not exist; name a directory that holds the program, "
          "or remove the scope"]),
        ("scopes: {a: {}, main.py: {strict: true}}", ("a/x.py", "main.py"),
         ["2:17 names the scope main.py, which is a file; name a directory that holds the program, "
          "or remove the scope"]),
    ],
)  # fmt: skip
def test_the_configured_entry_point_has_to_exist(config: str, files: tuple[str, ...], expected: list[str]) -> None:
    found = said(project(config=f"version: 1\n{config}\n", files=files, scopes=(), facts={}), "ONE102")
    assert found == [f".single-entry.yaml:{line}" for line in expected]


def test_a_globs_scope_with_programs_has_to_have_the_entry_point() -> None:
    scope = Scope("s/web", None, None, 0, (), (candidate("s/web/app.py", Role.CANDIDATE),))
    config = "version: 1\nscopes: {s/*: {entry_point: main.py}}\n"
    found = said(project(config=config, files=("s/web/app.py",), scopes=(scope,), facts={}), "ONE102")
    assert found == [
        ".single-entry.yaml:2:29 names s/web/main.py, which does not exist; `single-entry list` shows the candidates"
    ]


@pytest.mark.parametrize(
    ("traits", "fault"),
    [
        (EntryTraits(), "is empty; write it"),
        (EntryTraits(size=3), "starts and defines nothing; write it"),
        (EntryTraits(size=3, broken=at("src/main.py", 7)), "cannot be parsed by Python 3"),
        (EntryTraits(size=3, guard=at("src/main.py")), None),
        (EntryTraits(size=3, launches=(Launch("main()", at("src/main.py"), True),)), None),
        (EntryTraits(size=3, applications=WEB), None),
        (EntryTraits(size=3, definitions=("handler",)), None),
        (EntryTraits(size=1, names=("app",)), None),
        (EntryTraits(size=1, open_names=True), None),
    ],
)
def test_the_entry_point_has_to_do_something(traits: EntryTraits, fault: str | None) -> None:
    found = said(project(facts={"src/main.py": Facts(traits=traits)}), "ONE103")
    assert len(found) == (fault is not None)
    if fault:
        line = 7 if traits.broken else 9
        assert found[0].startswith(f"src/main.py:{line}:1 is the entry point, but it {fault}")


def test_what_python_runs_with_a_package_starts_it_without_any_name() -> None:
    scope = Scope(".", "src/__main__.py", "configuration", 1.0, (), (candidate("src/__main__.py", Role.AUTHORITATIVE),))
    for size, count in ((3, 0), (0, 1)):
        facts = {"src/__main__.py": Facts(traits=EntryTraits(size=size))}
        assert len(said(project(scopes=(scope,), facts=facts), "ONE103")) == count


@pytest.mark.parametrize(("text", "count"), [("print('done')\n", 0), ("pass\n", 1), ('"""print()"""\n...\n', 1)])
def test_an_entry_point_that_calls_something_does_something(text: str, count: int) -> None:
    made = project(facts={"src/main.py": Facts(traits=EntryTraits(size=1))})
    made = replace(made, tree=Tree.of({"src/main.py": text}))
    assert len(said(made, "ONE103")) == count


def test_an_undecided_scope_names_its_candidates_once() -> None:
    evidence = Evidence("readme", at("README.md", 3), "README.md line 3 tells people to run it", 3.0)
    weaker = Evidence("name", at("m0.py"), "a plain name", 0.5)
    several = tuple(candidate(f"m{number}.py", Role.CANDIDATE, weaker, evidence) for number in range(7))
    scope = Scope(".", None, None, 0.5, (), (*several, candidate("t.py", Role.TOOL)))
    (found,) = said(project(scopes=(scope,)), "ONE104")
    shown = ", ".join(f"m{number}.py (README.md line 3 tells people to run it)" for number in range(5))
    assert found == (
        f"m0.py:9:1 the evidence does not decide between {shown} and 2 more; "
        "name one as entry_point in .single-entry.yaml (`single-entry init` writes it)"
    )


@pytest.mark.parametrize(
    "scope",
    [
        SCOPE._replace(entry_point=None, candidates=(candidate("a.py", Role.CANDIDATE),)),
        SCOPE._replace(candidates=(candidate("a.py", Role.CANDIDATE), candidate("b.py", Role.CANDIDATE))),
        SCOPE._replace(entry_point=None, candidates=(candidate("a.py", Role.TOOL), candidate("b.py", Role.TEST))),
    ],
)
def test_a_decided_scope_is_not_undecided(scope: Scope) -> None:
    assert said(project(scopes=(scope,)), "ONE104") == []


# The configuration and the files


def test_every_mistake_of_the_configuration_is_said() -> None:
    assert said(project(config="entrypoint: x\nstrict: 1\n"), "ONE901") == [
        ".single-entry.yaml:1:1 `version: 1` is missing",
        ".single-entry.yaml:1:1 unknown key `entrypoint`, did you mean `entry_point`?; the file takes "
        "version, entry_point, programs, archive, allow, ignore, strict, fail_on, rules, exclude, baseline, scopes",
        ".single-entry.yaml:2:9 `strict` is a number (`1`); it takes true or false",
    ]


@pytest.mark.parametrize(
    ("path", "speaks"),
    [
        ("Dockerfile", True),
        ("deploy/run.sh", True),
        ("src/main.py", True),
        ("src/util.py", False),
        ("README.md", False),
        ("archive/Dockerfile", False),
        ("notes.bin", False),
        ("deploy/pod.yaml", False),
        ("deploy/main.tf", False),
        ("src/BUILD", False),
    ],
)
def test_an_unreadable_file_is_said_where_it_matters(path: str, speaks: bool) -> None:
    facts = {path: Facts(problems=(Problem(at(path), "it holds NUL bytes"), Problem(at(path, 5), "and more")))}
    found = said(project(facts=facts), "ONE905")
    assert len(found) == speaks
    assert all(line.startswith(f"{path}:1:1 cannot be read (it holds NUL bytes), ") for line in found)


@pytest.mark.parametrize("path", ["Dockerfile", "src/main.py", "src/util.py", "README.md"])
def test_a_limit_is_said_whatever_the_kind_of_file(path: str) -> None:
    facts = {path: Facts(problems=(Problem(at(path), "it has more than 9 lines", limit=True),))}
    assert said(project(facts=facts), "ONE905") == [
        f"{path}:1:1 cannot be read in full (it has more than 9 lines), so not all that it starts is checked; "
        "divide the file, or list it under ignore in .single-entry.yaml"
    ]


@pytest.mark.parametrize(
    ("path", "speaks"),
    [
        ("main_v2.py", True),
        ("src/app.py", True),
        ("src/util.py", False),
        ("main.md", False),
        ("main/__init__.py", False),
        ("tests/main.py", False),
    ],
)
def test_a_module_that_may_compete_for_all_that_is_known(path: str, speaks: bool) -> None:
    facts = {path: Facts(problems=(Problem(at(path), "larger than 1 MiB (1048577 bytes)", unread=True),))}
    assert len(said(project(facts=facts), "ONE905")) == speaks


# All of them


def test_fingerprints_know_no_lines_and_tell_equal_references_apart() -> None:
    def prints(*lines: int) -> list[str]:
        links = [(reference("main_old.py", line=line), found("main_old.py")) for line in lines]
        return [one.fingerprint for one in run(project(*links)) if one.code == "ONE203"]

    first, second = prints(3, 8)
    assert first != second
    assert prints(103, 108) == [first, second]
    assert prints(8) == [first]
    assert len(first) == 16


def test_findings_are_sorted_and_said_once() -> None:
    link = (reference("main_old.py", path="z.sh"), found("main_old.py"))
    also = (reference("./main_old.py", path="z.sh"), found("main_old.py"))
    other = (reference("main_old.py", path="a.sh"), found("main_old.py"))
    places = [(one.location.path, one.code) for one in run(project(link, other, link, also))]
    assert places == [
        ("a.sh", "ONE203"), ("main_old.py", "ONE101"), ("src/main_v2.py", "ONE101"), ("z.sh", "ONE203"),
    ]  # fmt: skip


def test_an_empty_project_has_no_findings() -> None:
    assert run(project(scopes=(), files=(), facts={})) == []


# Pages


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_page(rule: object) -> None:
    assert rule in RULES
    text = page(next(one for one in RULES if one is rule))
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == list(SECTIONS)


def test_codes_and_names_are_unique_and_find_their_rule() -> None:
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert find_rule(rule.code.lower()) is rule
        assert find_rule(rule.name.upper()) is rule
        assert summary(rule).endswith(".")
    assert find_rule("ONE") is None


@pytest.mark.parametrize(
    ("code", "files"),
    [
        ("ONE102", {"src/app/main.py": APP}),
        ("ONE201", {"src/app/main.py": APP}),
        ("ONE202", {"src/main.py": APP, "archive/main_v1.py": APP}),
        ("ONE203", {"src/main.py": APP, "main_old.py": APP}),
        ("ONE204", {"main.py": APP}),
        ("ONE205", {"main.py": APP}),
        ("ONE206", {"main.py": APP, "src/orders.py": "ORDERS: list[str] = []\n"}),
        ("ONE901", {"main.py": APP}),
    ],
)
def test_a_pages_example_is_what_is_printed(code: str, files: dict[str, str]) -> None:
    page = next(rule.page for rule in RULES if rule.code == code)
    source, output = re.findall(r"^```\w+\n(.*?)^```", page.partition("## Example")[2], re.MULTILINE | re.DOTALL)[:2]
    config = f"version: 1\nentry_point: {next(iter(files))}\n"
    contents = {FILE_NAME: config, **files, output.partition(":")[0]: source}
    findings = run(build_project(Tree.of(contents), load(FILE_NAME, contents[FILE_NAME].encode()), git=False))
    results = Results(tuple(finding for finding in findings if finding.code == code), (), 0, 0)
    assert report(results) == output


def test_docs_are_what_the_pages_say(request: pytest.FixtureRequest) -> None:
    directory = request.config.rootpath / "docs" / "rules"
    there = {path.name: path.read_text(encoding="utf-8") for path in directory.glob("*.md")}
    assert there == page_files(), "run `python docs/make_rules.py`"
