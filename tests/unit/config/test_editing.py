"""Edits of the configuration as text: what people wrote stays, and the result says what was intended."""

from __future__ import annotations

from datetime import date

import pytest

from flake8_single_entry.config import load
from flake8_single_entry.config.editing import (
    CannotEditError,
    Entry,
    removals,
    with_allowance,
    with_entry_point,
    without_entries,
)
from flake8_single_entry.config.settings import FILE_NAME
from flake8_single_entry.model import Edit, Location

TOOL = Entry("tool.py", "tool")
FULL = Entry("tool.py", "wrapper", "settings for production", date(2027, 12, 31))
ADDED = (
    ("no file", None, ".", FULL, """\
version: 1
allow:
  - path: tool.py
    as: wrapper
    reason: settings for production
    until: 2027-12-31
"""),
    ("only comments", "# nothing yet", ".", TOOL, """\
# nothing yet
version: 1
allow:
  - path: tool.py
    as: tool
"""),
    ("after the entry point", """\
# The service.
version: 1   # the format
entry_point: "src/main.py"  # decided in March
# history
archive: archive/

strict: true
# the end
""", ".", TOOL, """\
# The service.
version: 1   # the format
entry_point: "src/main.py"  # decided in March
# history
archive: archive/
allow:
  - path: tool.py
    as: tool

strict: true
# the end
"""),
    ("at the end of the list", """\
version: 1
allow:  # others
- path: a.py   # first
  as: tool

# below
ignore: [docs]
""", ".", TOOL, """\
version: 1
allow:  # others
- path: a.py   # first
  as: tool
- path: tool.py
  as: tool

# below
ignore: [docs]
"""),
    ("the list is written like others", """\
version: 1
archive:
- old/
""", ".", TOOL, """\
version: 1
archive:
- old/
allow:
- path: tool.py
  as: tool
"""),
    ("wide dashes, flow entries", """\
version: 1
allow:
    -   { path: a.py, as: tool }
""", ".", TOOL, """\
version: 1
allow:
    -   { path: a.py, as: tool }
    -   { path: tool.py, as: tool }
"""),
    ("an indented block scalar at the end", """\
version: 1
allow:
  - path: a.py
    reason: |
      why

ignore: docs
""", ".", TOOL, """\
version: 1
allow:
  - path: a.py
    reason: |
      why
  - path: tool.py
    as: tool

ignore: docs
"""),
    ("flow list", "version: 1\nallow: [{path: a.py}, {path: 'b.py'}]  # c\n", ".", TOOL,
     "version: 1\nallow: [{path: a.py}, {path: 'b.py'}, { path: tool.py, as: tool }]  # c\n"),
    ("empty flow list", "version: 1\nallow: []\n", ".", TOOL, "version: 1\nallow: [{ path: tool.py, as: tool }]\n"),
    ("flow list on lines", """\
version: 1
allow: [
  {path: a.py},  # a
  {path: b.py}  # b
]
""", ".", TOOL, """\
version: 1
allow: [
  {path: a.py},  # a
  {path: b.py},  # b
  { path: tool.py, as: tool }
]
"""),
    ("flow list on lines, comma at the end", "version: 1\nallow: [\n  {path: a.py},  # a\n]\n", ".", TOOL,
     "version: 1\nallow: [\n  {path: a.py},  # a\n  { path: tool.py, as: tool },\n]\n"),
    ("flow file", "{version: 1, entry_point: main.py}", ".", TOOL,
     "{version: 1, entry_point: main.py, allow: [{ path: tool.py, as: tool }]}"),
    ("no final newline", "version: 1\nentry_point: main.py", ".", TOOL,
     "version: 1\nentry_point: main.py\nallow:\n  - path: tool.py\n    as: tool"),
    ("CRLF", "version: 1\r\nallow:\r\n  - path: a.py # a\r\nstrict: true\r\n", ".", TOOL,
     "version: 1\r\nallow:\r\n  - path: a.py # a\r\n  - path: tool.py\r\n    as: tool\r\nstrict: true\r\n"),
    ("lone CR", "version: 1\rentry_point: main.py\r", ".", TOOL,
     "version: 1\rentry_point: main.py\rallow:\r  - path: tool.py\r    as: tool\r"),
    ("byte order mark", "\ufeffversion: 1\n", ".", TOOL, "\ufeffversion: 1\nallow:\n  - path: tool.py\n    as: tool\n"),
    ("document marks", "---\nversion: 1\n...\n", ".", TOOL, "---\nversion: 1\nallow:\n  - path: tool.py\n    as: tool\n...\n"),
    ("wide characters", "version: 1\nentry_point: 'ä😀.py' # 😀\n", ".", TOOL,
     "version: 1\nentry_point: 'ä😀.py' # 😀\nallow:\n  - path: tool.py\n    as: tool\n"),
    ("a scope of a monorepo", """\
version: 1
scopes:
  api:  # the API
    entry_point: main.py  # api
  web: { entry_point: app.py }
""", "api", TOOL, """\
version: 1
scopes:
  api:  # the API
    entry_point: main.py  # api
    allow:
      - path: tool.py
        as: tool
  web: { entry_point: app.py }
"""),
    ("a scope in flow style", "version: 1\nscopes:\n  web: { entry_point: app.py }  # w\n", "web", TOOL,
     "version: 1\nscopes:\n  web: { entry_point: app.py, allow: [{ path: tool.py, as: tool }] }  # w\n"),
    ("an empty scope", "version: 1\nscopes:\n  api: {}\n  web:  # nothing\n", "web", TOOL,
     "version: 1\nscopes:\n  api: {}\n  web:  # nothing\n    allow:\n      - path: tool.py\n        as: tool\n"),
    ("an empty scope in braces", "version: 1\nscopes:\n  api: {}\n", "api", TOOL,
     "version: 1\nscopes:\n  api: { allow: [{ path: tool.py, as: tool }] }\n"),
    ("another scope", "version: 1\nscopes:\n  api:\n    entry_point: m.py\n\nfail_on: note\n", "web", TOOL,
     "version: 1\nscopes:\n  api:\n    entry_point: m.py\n  web:\n    allow:\n      - path: tool.py\n        as: tool\n"
     "\nfail_on: note\n"),
    ("before a glob that would hide it", """\
version: 1
allow:
  # helpers
  - path: '*.py'
    as: test
""", ".", TOOL, """\
version: 1
allow:
  - path: tool.py
    as: tool
  # helpers
  - path: '*.py'
    as: test
"""),
    ("before a glob in a flow list", "version: 1\nallow: [{path: '*.py'}]\n", ".", TOOL,
     "version: 1\nallow: [{ path: tool.py, as: tool }, {path: '*.py'}]\n"),
    ("changed, not doubled", """\
version: 1
allow:
  - as: "program"  # kind
    path: 'tool.py'
    reason: 'old'  # why
  - path: b.py
""", ".", FULL, """\
version: 1
allow:
  - as: "wrapper"  # kind
    path: 'tool.py'
    reason: 'settings for production'  # why
    until: 2027-12-31
  - path: b.py
"""),
    ("changed in flow style", "version: 1\nallow: [{path: tool.py}, {path: b.py}]\n", ".", FULL,
     "version: 1\nallow: [{path: tool.py, as: wrapper, reason: settings for production, until: 2027-12-31}, "
     "{path: b.py}]\n"),
    ("a reason that is not given stays", "version: 1\nallow:\n  - path: tool.py\n    reason: old\n", ".", TOOL,
     "version: 1\nallow:\n  - path: tool.py\n    as: tool\n    reason: old\n"),
    ("another day", "version: 1\nallow:\n- path: tool.py\n  as: wrapper\n  until: '2026-01-01'\n  reason: |\n    a\n    b\n", ".",
     FULL, "version: 1\nallow:\n- path: tool.py\n  as: wrapper\n  until: 2027-12-31\n  reason: settings for production\n"),
    ("nothing to change", "version: 1\nallow: [{path: 'tool.py', as: \"tool\"}]\n", ".", TOOL,
     "version: 1\nallow: [{path: 'tool.py', as: \"tool\"}]\n"),
    ("characters that are not printed", "version: 1\n", ".", Entry("x\n.py", "tool", "\x1b\u202e\U000e0001ü"),
     'version: 1\nallow:\n  - path: "x\\n.py"\n    as: tool\n    reason: "\\u001b\\u202e\\U000e0001ü"\n'),
    ("a block scalar at the end, without a line break", "version: 1\nallow:\n- path: a.py\n  reason: |\n    why", ".", TOOL,
     "version: 1\nallow:\n- path: a.py\n  reason: |\n    why\n- path: tool.py\n  as: tool"),
    ("special texts", "version: 1\n", ".", Entry("a: #b.py", "tool", 'no: "x" # y'),
     'version: 1\nallow:\n  - path: "a: #b.py"\n    as: tool\n    reason: "no: \\"x\\" # y"\n'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "scope", "entry", "after"),
    [row[1:] for row in ADDED],
    ids=[row[0] for row in ADDED],
)
def test_an_entry_is_added_or_changed(before: str | None, scope: str, entry: Entry, after: str) -> None:
    assert with_allowance(before, scope, entry) == after


@pytest.mark.parametrize(
    ("before", "entry", "reason"),
    [
        ("version: 1\nallow: &a\n  - path: a.py\nscopes:\n  x: { allow: *a }\n", TOOL, "cannot be edited safely"),
        ("version: 1\nallow:\n  - &a { path: tool.py }\nscopes:\n  x: { allow: [ *a ] }\n", TOOL, "another effect"),
        ("version: 1\n<<: { allow: [ { path: tool.py } ] }\n", TOOL, "cannot be edited safely"),
        ("version: 2\n", TOOL, ".single-entry.yaml:1:10: version `2` is unknown.*correct the file first"),
        ("version: [1\n", TOOL, "correct the file first"),
        ("version: 1\n", Entry("../x.py", "tool"), "would not be valid.*outside the repository"),
        ("version: 1\n", Entry("x.py", "tool", "x" * 1001), "would not be valid.*longer than"),
        ("version: 1\n", Entry("x.py", "tool", "\ud800"), "would not be valid"),
    ],
)
def test_what_cannot_be_edited_is_refused(before: str, entry: Entry, reason: str) -> None:
    with pytest.raises(CannotEditError, match=reason):
        with_allowance(before, ".", entry)


@pytest.mark.parametrize(
    ("before", "scope", "after"),
    [
        (None, ".", "version: 1\nentry_point: src/main.py\n"),
        ("# c\nversion: 1\nstrict: true\n", ".", "# c\nversion: 1\nentry_point: src/main.py\nstrict: true\n"),
        ("version: 1\nentry_point: 'a.py'  # c", ".", "version: 1\nentry_point: 'src/main.py'  # c"),
        ("version: 1\nscopes: { api: {entry_point: \"a.py\"} }\n", "api",
         "version: 1\nscopes: { api: {entry_point: \"src/main.py\"} }\n"),
        ("version: 1\nscopes:\n  .:\n    strict: true\n", ".",
         "version: 1\nscopes:\n  .:\n    strict: true\n    entry_point: src/main.py\n"),
        ("version: 1\nscopes: { api: }\n", "api", "version: 1\nscopes: { api: { entry_point: src/main.py }}\n"),
    ],
)  # fmt: skip
def test_an_entry_point_is_set(before: str | None, scope: str, after: str) -> None:
    assert with_entry_point(before, scope, "src/main.py") == after


def test_an_entry_point_beside_programs_is_refused() -> None:
    with pytest.raises(CannotEditError, match="exclude each other"):
        with_entry_point("version: 1\nprograms: { a: a.py }\n", ".", "main.py")


REMOVED = (
    ("a block entry with its comments", """\
version: 1
allow:
  - path: a.py  # stays

  # gone too
  - path: gone.py  # and this
    # inside
    as: tool
  # of b
  - path: b.py
""", """\
version: 1
allow:
  - path: a.py  # stays

  # of b
  - path: b.py
"""),
    ("the last of a list takes the key along", """\
# The head.
version: 1
entry_point: main.py # e

# Others:
allow:  # others
  - path: gone.py
    as: tool

# Documents:
ignore: [gone.py]
strict: true  # s
""", """\
# The head.
version: 1
entry_point: main.py # e


strict: true  # s
"""),
    ("all of a list", "version: 1\nallow:\n- path: gone.py\n- path: gone.py/**\nstrict: true\n", "version: 1\nstrict: true\n"),
    ("one path", "version: 1\nignore: gone.py # c\n", "version: 1\n"),
    ("flow list: first", "version: 1\nignore: [gone.py, a.py]\n", "version: 1\nignore: [a.py]\n"),
    ("flow list: middle", "version: 1\nignore: [a.py, gone.py, b.py] # c\n", "version: 1\nignore: [a.py, b.py] # c\n"),
    ("flow list: last", "version: 1\nignore: [a.py, gone.py, 'gone.py' ]\n", "version: 1\nignore: [a.py ]\n"),
    ("flow list on lines", "version: 1\nignore: [\n  a.py, # a\n  gone.py, # g\n  b.py, # b\n  gone.py # g\n]\n",
     "version: 1\nignore: [\n  a.py, # a\n  b.py, # b\n]\n"),
    ("flow entries", "version: 1\nallow: [{path: a.py}, {path: gone.py, as: tool}]\n", "version: 1\nallow: [{path: a.py}]\n"),
    ("flow mapping", "{version: 1, allow: [{path: gone.py}], strict: true}\n", "{version: 1, strict: true}\n"),
    ("a scope", "version: 1\nscopes:\n  api:\n    allow:\n      - path: gone.py\n  web: {ignore: gone.py}\n",
     "version: 1\nscopes:\n  api:\n  web: {}\n"),
    ("no final newline", "version: 1\nignore:\n  - a.py\n  - gone.py", "version: 1\nignore:\n  - a.py"),
    ("CRLF", "version: 1\r\nignore:\r\n  # g\r\n  - gone.py\r\n  - a.py # a\r\n", "version: 1\r\nignore:\r\n  - a.py # a\r\n"),
    ("no setting is left of the root", "version: 1\nallow:\n  - path: gone.py\n", "version: 1\n"),
    ("a block scalar", "version: 1\nallow:\n  - path: gone.py\n    reason: |\n      a\n      b\n\n  - path: a.py\n",
     "version: 1\nallow:\n\n  - path: a.py\n"),
)  # fmt: skip


def gone_in(text: str) -> set[Location]:
    config = load(FILE_NAME, text.encode())
    assert config.errors == ()
    entries = [(one.path, one.location) for scope in config.scopes for one in scope.allow]
    entries += [(one.text, one.location) for scope in config.scopes for one in scope.ignore]
    return {place for path, place in entries if path.startswith("gone.py")}


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in REMOVED], ids=[row[0] for row in REMOVED])
def test_entries_are_removed(before: str, after: str) -> None:
    assert without_entries(before, gone_in(before)) == after


def applied(text: str, edits: set[Edit]) -> str:
    """Apply edits by their lines and columns, as another program would."""
    lines = [*text.splitlines(keepends=True), ""]
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    for place, new in sorted(edits, reverse=True):
        start, end = starts[place.line - 1] + place.column - 1, starts[place.end_line - 1] + place.end_column - 1
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize(("before", "after"), [row[1:] for row in REMOVED], ids=[row[0] for row in REMOVED])
def test_edits_remove_the_entries_too(before: str, after: str) -> None:
    places = gone_in(before)
    edits = removals(before, places)
    assert edits.keys() == places
    assert applied(before, {edit for some in edits.values() for edit in some}) == after


def test_one_edit_alone_leaves_a_valid_file() -> None:
    text = "version: 1\nignore: [a.py, gone.py, b.py, gone.py]\nallow:\n- path: gone.py\n- path: a.py\n"
    for edits in removals(text, gone_in(text)).values():
        assert load(FILE_NAME, applied(text, set(edits)).encode()).errors == ()


@pytest.mark.parametrize(
    "text",
    [
        "version: 1\nignore: &a [gone.py]\nscopes:\n  x: { ignore: *a }\n",
        "version: 1\nallow:\n  - &a { path: gone.py }\n  - path: a.py\nscopes:\n  x: { allow: [ *a, { path: b.py } ] }\n",
        "version: 1\n<<: { ignore: [gone.py, a.py] }\n",
    ],
)
def test_entries_that_cannot_be_removed_safely_stay(text: str) -> None:
    assert removals(text, gone_in(text)) == {}
    with pytest.raises(CannotEditError, match="remove the entries yourself"):
        without_entries(text, gone_in(text))
