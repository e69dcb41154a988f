"""The configuration file: what is read, and each mistake at its line and column."""

from __future__ import annotations

import json
import re
import time
from datetime import date
from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flake8_single_entry.config import load
from flake8_single_entry.config.settings import EMPTY, Config, expand, glob_match, within
from flake8_single_entry.config.validation import ALLOW_KEYS, ROLES, SCOPE_KEYS, TOP_KEYS
from flake8_single_entry.files.disk import LARGEST
from flake8_single_entry.globs import Patterns, directory_match
from flake8_single_entry.model import Level

PATH = ".single-entry.yaml"
FULL = """\
version: 1
entry_point: ./src/main.py
archive: [archive/, old]
allow:
  - path: main_production.py
    as: wrapper
    reason: server settings
    until: 2026-12-31
  - path: jobs/*.py
ignore:
  - docs/adr/**
strict: yes
scopes:
  services/*: &service { entry_point: app/main.py }
  services/realtime-voice/:
    <<: *service
    archive: archive/
  services/mailer:
    programs: { web: app/web.py, worker: app/worker.py }
  services/empty:
"""


def errors(text: str | bytes) -> list[tuple[int, int, str]]:
    config = load(PATH, text.encode() if isinstance(text, str) else text)
    return [(error.location.line, error.location.column, error.message) for error in config.errors]


def test_everything_is_read() -> None:
    config = load(PATH, FULL.encode())
    assert config.errors == ()
    root, glob, voice, mailer, empty = config.scopes
    assert (root.pattern, root.entry_point, root.archive, root.strict) == (
        ".",
        "src/main.py",
        ("archive/", "old"),
        True,
    )
    assert root.entry_location is not None
    assert (root.entry_location.line, root.entry_location.column, root.entry_location.end_column) == (2, 14, 27)
    first, second = root.allow
    assert (first.path, first.role, first.reason, first.until) == (
        "main_production.py", "wrapper", "server settings", date(2026, 12, 31),
    )  # fmt: skip
    assert (first.location.line, first.location.column) == (5, 11)
    assert (second.path, second.role, second.reason, second.until) == ("jobs/*.py", "program", "", None)
    assert [(pattern.text, pattern.location.line) for pattern in root.ignore] == [("docs/adr/**", 11)]
    assert (glob.pattern, glob.entry_point, glob.location.line) == ("services/*", "app/main.py", 14)
    assert (voice.pattern, voice.entry_point, voice.archive) == (
        "services/realtime-voice",
        "app/main.py",
        ("archive/",),
    )
    assert mailer.programs == (("web", "app/web.py"), ("worker", "app/worker.py"))
    assert [place.line for place in mailer.program_locations] == [19, 19]
    assert (empty.pattern, empty.entry_point) == ("services/empty", None)


def test_levels_and_exclusions_are_read() -> None:
    text = "version: 1\nfail_on: error\nrules: {ONE206: off, ONE205: 'off', missing-target: note}\nexclude: [vendor/**, a]\n"
    config = load(PATH, text.encode())
    assert (config.errors, config.scopes, config.fail_on) == ((), (), Level.ERROR)
    assert config.rules == (("ONE206", None), ("ONE205", None), ("ONE201", Level.NOTE))
    assert [entry.text for entry in config.exclude] == ["vendor/**", "a"]
    assert (EMPTY.fail_on, EMPTY.rules, EMPTY.exclude) == (Level.WARNING, (), ())


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing yet\n", "---\n", "\ufeff", "\ufeffversion: 1\n", "version: 1\r\narchive: old/\r\n"]
)
def test_nothing_to_complain_about(text: str) -> None:
    assert errors(text) == []


def test_an_empty_file_is_no_scope() -> None:
    assert load(PATH, b"") == Config(PATH, (), ())
    assert EMPTY.path is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("entry_point: main.py\n", 1, 1, "`version: 1` is missing"),
        ("version: '1'\n", 1, 10, "`version` is text (`1`); write `version: 1`"),
        ("version: 2\n", 1, 10, "version `2` is unknown"),
        ("version: 1\nentrypoint: a.py\n", 2, 1, "unknown key `entrypoint`, did you mean `entry_point`?"),
        ("version: 1\nEntry-Point: a.py\n", 2, 1, "did you mean `entry_point`?"),
        ("version: 1\n? [a]\n: 1\n", 2, 3, "unknown key `a list`"),
        ("version: 1\nversion: 1\n", 2, 1, "the key `version` is already given in line 1"),
        ("- main.py\n", 1, 1, "the file is a list"),
        ("main.py\n", 1, 1, "the file is text (`main.py`)"),
        ("version: 1\nentry_point: [main.py]\n", 2, 14, "`entry_point` is a list; it takes a path"),
        ("version: 1\nentry_point:\n", 2, 13, "`entry_point` is empty; it takes a path"),
        ("version: 1\nentry_point: ''\n", 2, 14, "`entry_point` is empty"),
        ("version: 1\nentry_point: 3\n", 2, 14, '`entry_point` is a number (`3`); it takes a path; quote it: "3"'),
        ("version: 1.0\n", 1, 10, "`version` is a number (`1.0`); write `version: 1`"),
        ("version: 1\nentry_point: ../main.py\n", 2, 14, "which is outside the repository"),
        ("version: 1\narchive: '**/../old'\n", 2, 10, "which is outside the repository"),
        ("version: 1\nentry_point: a/../../main.py\n", 2, 14, "which is outside the repository"),
        ("version: 1\nentry_point: /srv/main.py\n", 2, 14, "which is absolute"),
        ("version: 1\nentry_point: C:/main.py\n", 2, 14, "which is absolute"),
        ("version: 1\nentry_point: ~/main.py\n", 2, 14, "which is in a home directory"),
        ("version: 1\nentry_point: src\\main.py\n", 2, 14, "contains a backslash; write paths with `/`"),
        ("version: 1\nprograms: {a: a.py}\nentry_point: b.py\n", 3, 1, "`programs` exclude each other"),
        ("version: 1\nprograms: {}\n", 2, 11, "`programs` is empty"),
        ("version: 1\nprograms: [a.py]\n", 2, 11, "`programs` is a list; it takes a mapping"),
        ("version: 1\nstrict: maybe\n", 2, 9, "`strict` is text (`maybe`); it takes true or false"),
        ("version: 1\narchive: .\n", 2, 10, "`archive` is the whole scope; name a directory in it"),
        (
            "version: 1\nentry_point: src/app/main.py\narchive: [old/, src/]\n", 3, 17,
            "`archive` holds `src/app/main.py`, which is an entry point; name another directory",
        ),
        (
            "version: 1\nprograms: {web: web.py, job: jobs/main.py}\narchive: ./jobs\n", 3, 10,
            "`archive` holds `jobs/main.py`, which is an entry point; name another directory",
        ),
        ("version: 1\narchive: {a: b}\n", 2, 10, "`archive` is a mapping; it takes a path or a list of paths"),
        ("version: 1\nignore: [3]\n", 2, 10, "an entry of `ignore` is a number (`3`)"),
        ("version: 1\nallow: main.py\n", 2, 8, "`allow` is text (`main.py`); it takes a list"),
        ("version: 1\nallow: [main.py]\n", 2, 9, "write `- path: main.py`"),
        ("version: 1\nallow: [{as: tool}]\n", 2, 9, "an entry of `allow` has no `path`"),
        ("version: 1\nallow: [{path: a.py, as: wraper}]\n", 2, 26, "did you mean `wrapper`?"),
        ("version: 1\nallow: [{path: a.py, until: 2026-02-30}]\n", 2, 29, "`until` is `2026-02-30`; it takes a day"),
        ("version: 1\nallow: [{path: a.py, until: soon}]\n", 2, 29, "`until` is `soon`; it takes a day"),
        ("version: 1\nallow: [{path: a.py, unless: x}]\n", 2, 22, "unknown key `unless`"),
        ("version: 1\nfail_on: eror\n", 2, 10, "`fail_on` is `eror`, did you mean `error`?; it takes error, warning or note"),
        ("version: 1\nfail_on: off\n", 2, 10, "`fail_on` is true or false (`off`); it takes error, warning or note"),
        ("version: 1\nfail_on: [note]\n", 2, 10, "`fail_on` is a list; it takes"),
        ("version: 1\nrules: [ONE206]\n", 2, 8, "`rules` is a list; it takes a mapping"),
        ("version: 1\nrules: {ONE207: off}\n", 2, 9, "the rule `ONE207` is unknown, did you mean `ONE206`?"),
        ("version: 1\nrules: {mising-target: off}\n", 2, 9, "did you mean `missing-target`?"),
        ("version: 1\nrules: {ONE201: wrning}\n", 2, 17, "the level of ONE201 is `wrning`, did you mean `warning`?"),
        ("version: 1\nrules: {ONE201: on}\n", 2, 17, "the level of ONE201 is true or false (`on`); it takes off, error"),
        ("version: 1\nrules: {ONE201: }\n", 2, 17, "the level of ONE201 is empty"),
        ("version: 1\nrules: {ONE901: off}\n", 2, 9, "the rule `ONE901` cannot be changed"),
        ("version: 1\nrules: {ONE201: off, missing-target: note}\n", 2, 22, "is already given in line 2"),
        ("version: 1\nexclude: '**'\n", 2, 10, "`exclude` holds the whole repository; name a directory in it"),
        ("version: 1\nexclude: [/srv]\n", 2, 11, "which is absolute"),
        (
            "version: 1\nscopes: {a: {entry_point: src/m.py}}\nexclude: a/src/\n", 3, 10,
            "`exclude` holds `src/m.py`, which is an entry point; name another directory",
        ),
        ("version: 1\nscopes: {a: {rules: {ONE201: off}}}\n", 2, 14, "`rules` is allowed only at the top of the file"),
        ("version: 1\nscopes: [a]\n", 2, 9, "`scopes` is a list; it takes a mapping"),
        ("version: 1\nscopes: {a: main.py}\n", 2, 13, "write `a: { entry_point: main.py }`"),
        ("version: 1\nscopes: {a: {version: 1}}\n", 2, 14, "`version` is allowed only at the top of the file"),
        ("version: 1\nscopes: {a: {}, a/: {}}\n", 2, 17, "the scope `a` is already given in line 2"),
        ("version: 1\nstrict: true\nscopes:\n  .: {}\n", 4, 3, "the scope `.` is given at the top of the file"),
        ("version: 1\nscopes: {../a: {}}\n", 2, 10, "is outside the repository"),
        ("version: 1\nscopes: {a: {entry_point: ../../b.py}}\n", 2, 27, "is outside the repository"),
        ("version: *nowhere\n", 1, 10, "undefined alias"),
        ("version: 1\nb: \x07\n", 2, 4, "the character U+0007 is not allowed in YAML"),
        (b"version: 1\nb: caf\xe9\n", 2, 7, "the file is not UTF-8"),
        ("version: 1\narchive: &a [*a]\n", 2, 10, "an alias is inside the value that it refers to"),
        ("version: 1\n<<: text\n", 2, 5, "`<<` merges mappings, but this is text (`text`)"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_where_it_stands(text: str | bytes, line: int, column: int, words: str) -> None:
    found = errors(text)
    assert [(where[0], where[1]) for where in found] == [(line, column)]
    assert words in found[0][2]
    assert "\n" not in found[0][2]


@pytest.mark.parametrize("has_libyaml", [True, False])
@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a: [\n", 1, 4, "the `[` that opens here is not closed"),
        ("archive: [a, b\nentry_point: x\n", 1, 10, "the `[` that opens here is not closed"),
        ("archive: {a: b\n", 1, 10, "the `{` that opens here is not closed"),
        ("archive: [a, {b: c]\n", 1, 14, "the `{` that opens here is not closed"),
        ('archive: ["a" "b"]\n', 1, 10, "the `[` that opens here lacks a comma, or its `]`"),
        ("entry_point: 'x\narchive: y\n", 1, 14, "the quote (') that opens here is not closed"),
        ('entry_point: "x\n', 1, 14, 'the quote (") that opens here is not closed'),
        ("version: 1\n\tarchive: x\n", 2, 1, "a tab cannot indent a line; use spaces"),
        ("allow:\n\t- path: x\n", 2, 1, "a tab cannot indent a line; use spaces"),
        ("scopes:\n  a: {}\n\tb: {}\n", 3, 1, "a tab cannot indent a line; use spaces"),
        ("entry_point: x\n archive: y\n", 2, 9, "there is no place for a `:` here; indent the line like the one above"),
        ("entry_point: a: b\n", 1, 15, "there is no place for a `:` here"),
        ("version: 1\nentry_point x\n", 2, 1, "a key needs a `: ` and a value after it"),
        ("entry_point: @x\n", 1, 14, "a value cannot begin with `@`; quote it"),
        ("allow:\n  - path: x\n    as: y\n   reason: z\n", 4, 4, "the line is indented unlike the lines that it"),
        ("allow:\n  - path: x\n archive: y\n", 3, 2, "the line is indented unlike the lines that it belongs to"),
        (' version: 1\narchive: "y"\n', 2, 1, "the line is indented unlike the lines that it belongs to"),
        ('archive: "x" y\n', 1, 14, "this does not belong to the value before it; quote the whole value"),
        ("version: 1\n---\nversion: 1\n", 2, 1, "a second document begins here; the file is one document"),
    ],
)
def test_what_is_not_yaml_is_said_in_plain_words_where_it_begins(
    text: str, line: int, column: int, words: str, has_libyaml: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    ((at, start, message),) = errors(text)
    assert (at, start) == (line, column)
    assert message.startswith(f"this is not valid YAML: {words}")


def test_a_place_ends_with_its_line() -> None:
    (error,) = load(PATH, b"version: 1\nentry_point: /srv\n  /main.py\nstrict: no\n").errors
    assert (error.location.line, error.location.column, error.location.end_line, error.location.end_column) == (
        2,
        14,
        2,
        15,
    )


def test_without_libyaml_a_word_of_the_parser_is_cut_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    for length, shown in ((38, f"alias '{'z' * 38}'"), (39, f"alias '{'z' * 39}…")):
        ((_, _, message),) = errors(f"version: *{'z' * length}\n")
        assert message == f"this is not valid YAML: found undefined {shown}"
        (error,) = load(PATH, f"version: *{'z' * length}\n".encode(), quotes=False).errors
        assert error.message == "this is not valid YAML"


def test_all_mistakes_are_said_in_one_run_and_the_rest_is_read() -> None:
    config = load(PATH, b"entry_point: /main.py\nstrct: true\narchive: old/\nallow:\n  - as: tool\n  - path: ok.py\n")
    assert [error.location.line for error in config.errors] == [1, 1, 2, 5]
    (scope,) = config.scopes
    assert (scope.entry_point, scope.archive, [entry.path for entry in scope.allow]) == (None, ("old/",), ["ok.py"])


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "a: &a {<<: *a}\n",
        "a: &a {}\nb: &b {<<: [*a, *a]}\nc: &c {<<: [*b, *b, *b]}\nscopes: {x: {<<: [*c, *c, *c]}}\n",
        "&a {version: 1, scopes: {x: *a}}\n",
        "\x00",
        "%YAML 3.0\n---\n",
        "version: !!python/object/apply:os.system ['exit 1']\n",
    ],
)
def test_hostile_files_end_in_errors(text: str) -> None:
    assert errors(text)


LONG = "x" * 1001
MANY = [f"d{number}/x.py" for number in range(1001)]
GLOBS = [f"'d{number}/*.py'" for number in range(501)]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        (f"version: 1\nentry_point: {LONG}\n", 2, 14, "`entry_point` is longer than 1,000 characters"),
        (f"version: 1\nprograms: {{{LONG}: a.py}}\n", 2, 12, "a program's name is longer than 1,000 characters"),
        (f"version: 1\nignore: [{','.join(MANY)}]\n", 2, 9, "`ignore` has more than 1,000 entries"),
        (f"version: 1\narchive: [{','.join(MANY)}]\n", 2, 10, "`archive` has more than 1,000 entries"),
        (
            f"version: 1\nallow: [{','.join(f'{{path: {path}}}' for path in MANY)}]\n",
            2,
            8,
            "`allow` has more than 1,000",
        ),
        (f"version: 1\nprograms: {{{','.join(f'{path}: a' for path in MANY)}}}\n", 2, 11, "`programs` has more than"),
        (f"version: 1\nignore: [{','.join(GLOBS)}]\n", 2, 5900, "this file has more than 500 globs"),
        ("version: 1\nignore:\n" + "- a\n" * 20_000, 19_998, 3, "the file has more than 20,000 values"),
        (f"version: 1\nx: &x [{'a,' * 100}]\nignore: [{'*x,' * 200}]\n", 3, 9, "the file has more than 20,000 values"),
        ("version: 1\na: &a { b: { c: *a } }\n", 2, 4, "an alias is inside the value that it refers to"),
        ("&a\nversion: 1\nscopes: {x: *a}\n", 1, 1, "an alias is inside the value that it refers to"),
    ],
)
def test_a_limit_is_named(text: str, line: int, column: int, words: str) -> None:
    found = errors(text)
    assert [(where[0], where[1]) for where in found] == [(line, column)]
    assert words in found[0][2]


def test_at_a_limit_all_is_read() -> None:
    text = f"version: 1\nignore: [{','.join(MANY[:-1])}]\narchive: [{','.join(GLOBS[:-1])}]\nentry_point: {LONG[1:]}\n"
    config = load(PATH, text.encode())
    assert config.errors == ()
    assert (len(config.scopes[0].ignore), len(config.scopes[0].archive)) == (1000, 500)
    assert errors("version: 1\nscopes:\n" + "".join(f"  d{number}:\n" for number in range(9997))) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\0" * LARGEST, id="zeros"),
        pytest.param(b"a: &a {k: 1}\nb: &b {<<: [*a, *a]}\nscopes: {" + b"x: {<<: *b}, " * 2000 + b"}", id="merges"),
        pytest.param(b"x: &x [" + b"a," * 5000 + b"]\nscopes:\n" + b" ? a\n : {ignore: *x}\n" * 5000, id="aliases"),
        pytest.param(b"".join(b"k%d: 1\n" % number for number in range(100_000)), id="keys"),
        pytest.param(b"scopes:\n" + b"".join(b" a%d*: {}\n" % number for number in range(9000)), id="globs"),
        pytest.param(b"ignore:\n" + b"- '**/a*/**'\n" * 9000, id="one glob"),
        pytest.param(b"? " + b"entry_point" * 90_000 + b"\n: 1\n", id="a long key"),
        pytest.param(b"ignore: [&a '" + b"../" * 300 + b"'," + b"*a," * 19_000 + b"]", id="a long path"),
        *(pytest.param(token * (LARGEST // len(token)), id=repr(token)) for token in (b"[", b"- ", b"? ", b": ", b"&a ", b"!a ", b"'", b"\n", b" ", b"a\n", b"- a\n", b"---\n", b"{a: ", b"*a ", b"<<: ", b"a,", b"\xc3\xa9", b"\r")),
    ],
)  # fmt: skip
def test_a_hostile_file_takes_no_time(text: bytes) -> None:
    started = time.process_time()
    config = load(PATH, b"version: 1\n" + text[: LARGEST - 11])
    assert time.process_time() - started < 2
    assert len(config.errors) <= 101


@pytest.mark.parametrize("number", [99, 100, 101, 5000])
def test_the_first_hundred_mistakes_are_said(number: int) -> None:
    found = errors("version: 1\n" + "".join(f"entry_poin{each}: 1\n" for each in range(number)))
    assert len(found) == min(number, 101)
    assert ("this file has more than 100 errors" in found[-1][2]) is (number > 100)


SECRET = "correct horse battery staple " * 9
CUT = "`correct horse battery staple correct hor…`"


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("{0}", f"the file is text ({CUT})", "the file is text; it takes a mapping"),
        ("version: '{0}'", f"`version` is text ({CUT})", "`version` is text; write"),
        ("version: 7", "version `7` is unknown", "this version is unknown"),
        ("version: 1\n{0}: x", f"unknown key {CUT}", "unknown key; the file takes version"),
        ("version: 1\n? [x]\n: x", "unknown key `a list`", "unknown key; the file takes version"),
        ("version: 1\nversion: 1", "the key `version` is already given", "this key is already given in line 1"),
        ("version: 1\nentry_point: '/{0}'", "is `/correct horse battery staple correct ho…`, which is absolute", "is a path, which is absolute"),
        ("version: 1\nentry_point: 12345", '(`12345`); it takes a path; quote it: "12345"', "a number; it takes a path; quote it"),
        (f"version: 1\nentry_point: {'1' * 41}", f"(`{'1' * 40}…`); it takes a path; quote it", "a number; it takes a path; quote it"),
        ("version: 1\nentry_point: !x{1} y", f"of the type `!x{'z' * 38}…` (`y`)", "`entry_point` is of another type; it"),
        ("version: 1\nscopes: {{'{0}': 'a'}}", f"write {CUT}", "write `entry_point: …` below it"),
        ("version: 1\nscopes: {{'a': {{x: 1}}}}", "the scope `a` takes entry_point", "this scope takes entry_point"),
        ("version: 1\nscopes: {{a: , a/: }}", "the scope `a` is already", "this scope is already given in line 2"),
        ("version: 1\nprograms: {{a: 1}}", "the module of `a` is a number", "a program's module is a number; it"),
        ("version: 1\nallow: ['{0}']", "write `- path: correct horse battery staple cor…`", "write `- path: …`"),
        ("version: 1\nallow: [{{path: a, as: '{0}'}}]", "`as: correct horse battery staple correct…` is unknown", "`as` is unknown; it is one of"),
        ("version: 1\nallow: [{{path: a, until: '{0}'}}]", f"`until` is {CUT}; it takes a day", "`until` is something else; it takes a day"),
        ("version: 1\nallow: [{{path: a, until: [x]}}]", "`until` is a list; it takes a day", "`until` is a list; it takes a day"),
        ("version: *{1}", "this is not valid YAML: ", "this is not valid YAML"),
        ("version: @{1}", "this is not valid YAML: ", "this is not valid YAML"),
        ("{1}: \x07", "the character U+0007 is not allowed in YAML", "this character is not allowed in YAML"),
        ("version: 1\n<<: x", "this is text (`x`)", "`<<` merges mappings, but this is text"),
    ],
)  # fmt: skip
def test_little_of_a_value_is_quoted_and_nothing_of_a_foreign_file(text: str, shown: str, hidden: str) -> None:
    data = text.format(SECRET, "z" * 99).encode()
    own = [error.message for error in load(PATH, data).errors]
    foreign = load(PATH, data, quotes=False)
    assert any(shown in message for message in own), own
    assert any(error.message.startswith(hidden) or hidden in error.message for error in foreign.errors), foreign.errors
    assert not any("correct horse battery staple correct hors" in message or "z" * 41 in message for message in own)
    said = " ".join(error.message for error in foreign.errors)
    assert not re.search(r"horse|zz|12345|111|`x`|`a`|`y`|U\+", said), said
    assert foreign.scopes == ()


def test_a_foreign_file_without_a_mistake_is_a_configuration() -> None:
    assert load(PATH, FULL.encode(), quotes=False) == load(PATH, FULL.encode())


PIECES = (
    *(
        "version: 1\n",
        "entry_point:",
        " a.py\n",
        "scopes:\n",
        "  x:\n",
        "    ",
        "allow:\n",
        "until: 2026-01-01\n",
        "- ",
    ),
    *("&a ", "*a", "<<: ", "{", "}", "[", "]", ": ", "\t", "'", "|\n", "!!", "? ", "---\n"),
)


@settings(deadline=None)
@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode())))
def test_no_bytes_raise_and_every_error_has_a_place(data: bytes) -> None:
    for error in load(PATH, data).errors:
        assert error.location.line >= 1
        assert error.location.column >= 1
        assert error.message == " ".join(error.message.split())


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("docs/adr/**", "docs/adr/1.md", True),
        ("docs/adr/**", "docs/adr/old/1.md", True),
        ("docs/adr/**", "docs/adr", False),
        ("docs/", "docs/a/b.md", True),
        ("docs/", "docs", False),
        ("docs", "docs/a/b.md", True),
        ("docs", "docs2/a.md", False),
        ("*.md", "README.md", True),
        ("*.md", "docs/README.md", False),
        ("**/*.md", "README.md", True),
        ("**/*.md", "a/b/README.md", True),
        ("a/**/b.py", "a/b.py", True),
        ("a/**/b.py", "a/x/y/b.py", True),
        ("a/**/b.py", "a/x/y/c.py", False),
        ("main_*.py", "main_v2.py", True),
        ("main_?.py", "main_v2.py", False),
        ("main_[ab].py", "main_b.py", True),
        ("main_[!ab].py", "main_b.py", False),
        ("./main.py", "main.py", True),
        ("Main.py", "main.py", False),
        ("a.py", "aXpy", False),
        ("**", "x/y", True),
        ("services/*/docs", "services/a/docs/x.md", True),
        ("services/*/docs", "services/a/b/docs/x.md", False),
    ],
)
def test_glob_match(pattern: str, path: str, matches: bool) -> None:
    assert glob_match(pattern, path) is matches


def test_a_hostile_glob_takes_no_time() -> None:
    assert not glob_match("**/a/" * 200 + "b", "a/" * 200 + "c")
    assert not glob_match("*a" * 40 + "b", "a" * 400)


@pytest.mark.parametrize("path", ["docs", "docs/a", "docs/a/b.md", "a", "a/docs", "a/b/c", "x.md", "x/y/z"])
@pytest.mark.parametrize(
    "patterns", [[], ["docs"], ["docs/"], ["docs/a/**"], ["./a//b/"], ["a", "a/b"], ["**/docs", "x"], ["**"], ["."]]
)
def test_patterns_match_what_one_of_them_does(patterns: list[str], path: str) -> None:
    assert Patterns(patterns).match(path) is any(glob_match(pattern, path) for pattern in patterns)


@pytest.mark.parametrize(
    ("pattern", "directory", "matches"),
    [
        ("services/*", "services/a", True),
        ("services/*", "services", False),
        ("services/*", "services/a/b", False),
        ("services/**", "services/a/b", True),
        ("**/api", "api", True),
        ("**/api", "x/api/y", False),
    ],
)
def test_directory_match_is_exact(pattern: str, directory: str, matches: bool) -> None:
    assert directory_match(pattern, directory) is matches


def test_expand_prefers_the_more_exact_key() -> None:
    keys = ["**", "services/*", "services/a*", "services/api", "nowhere"]
    config = load(PATH, b"version: 1\nscopes:\n" + b"".join(b"  '%s': {}\n" % key.encode() for key in keys))
    found = expand(
        config, [".", "lib", "services", "services/api", "services/auth", "services/mail", "services/mail/x"]
    )
    assert [(root, settings.pattern) for root, settings in found] == [
        ("lib", "**"),
        ("nowhere", "nowhere"),
        ("services", "**"),
        ("services/api", "services/api"),
        ("services/auth", "services/a*"),
        ("services/mail", "services/*"),
        ("services/mail/x", "**"),
    ]


@pytest.mark.parametrize(
    ("root", "path", "joined"),
    [
        (".", "main.py", "main.py"),
        (".", ".", "."),
        ("a/b", "../main.py", "a/main.py"),
        ("a", "archive/", "a/archive/"),
        ("a", "./x//y", "a/x/y"),
    ],
)
def test_within(root: str, path: str, joined: str) -> None:
    assert within(root, path) == joined


def test_the_schema_knows_the_same_keys() -> None:
    schema = json.loads(files("flake8_single_entry").joinpath("schema.json").read_text("utf-8"))
    allowance = schema["$defs"]["allow"]["items"]["properties"]
    assert set(schema["properties"]) == set(TOP_KEYS)
    assert set(schema["$defs"]["scope"]["properties"]) == set(SCOPE_KEYS)
    assert set(allowance) == set(ALLOW_KEYS)
    assert set(allowance["as"]["enum"]) == set(ROLES)


def test_the_documentation_shows_valid_files(request: pytest.FixtureRequest) -> None:
    text = (request.config.rootpath / "docs" / "configuration.md").read_text("utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(shown) == 8
    assert [errors(example) for example in shown] == [[]] * 8
