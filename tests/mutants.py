"""Tries the tests: one condition, comparison, constant or result of the package is changed, and some test must fail.

    python -m tests.mutants --count 20 --seed 1

Each mutant is made in a copy of the project. The projects run first, then the tests that are named after its module or
import it, then all unit tests (``--near`` leaves those out). One that no test notices survives, and is printed with its place: either the change makes no difference
to anybody, or a test is missing.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGE = "flake8_single_entry"
_COPIED = ("tests", "examples", "docs", "hooks", "benchmarks", PACKAGE)
_LIMIT = 900.0  # seconds for all tests; a mutant that takes longer has been noticed
_FIRST_LIMIT = 300.0

_OPERATORS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}


class Change(NamedTuple):
    """One change of a text: what stands between two offsets is replaced."""

    start: int
    end: int
    text: str

    def apply(self, source: str) -> str:
        return source[: self.start] + self.text + source[self.end :]


class Mutant(NamedTuple):
    """A module of the package, relative to the project, before and after a change."""

    path: str
    before: str
    after: str

    def diff(self) -> str:
        """The change as a unified diff."""
        before, after = (text.splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(difflib.unified_diff(before, after, self.path, self.path, n=2))


def changes(source: str) -> list[Change]:
    """All changes that are tried in a module, in the order of their places."""
    tree = ast.parse(source)
    finder = _Finder(source, tree)
    return sorted(set(finder.find(tree)))


class _Finder:
    """Finds what can be changed: not in annotations, docstrings or what only type checkers read."""

    def __init__(self, source: str, tree: ast.Module) -> None:
        self._source = source
        lines = source.encode().splitlines(keepends=True)
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line))
        self._data = source.encode()
        self._skipped = {id(inner) for node in ast.walk(tree) for outer in _untested(node) for inner in ast.walk(outer)}

    def find(self, tree: ast.Module) -> Iterator[Change]:
        for node in ast.walk(tree):
            if id(node) not in self._skipped:
                yield from self._changes_of(node)

    def _changes_of(self, node: ast.AST) -> Iterator[Change]:
        if isinstance(node, (ast.If, ast.While, ast.IfExp)):
            yield self._negated(node.test)
        elif isinstance(node, ast.comprehension):
            yield from (self._negated(test) for test in node.ifs)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield self._between(node.left, node.comparators[0], *_OPERATORS[type(node.ops[0])])
        elif isinstance(node, ast.BoolOp):
            old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            yield self._between(node.values[0], node.values[1], old, new)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self._replaced(node, f"bool({self._text(node.operand)})")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)) and _is_number(node.right):
            old, new = ("+", "-") if isinstance(node.op, ast.Add) else ("-", "+")
            yield self._between(node.left, node.right, old, new)
        elif isinstance(node, ast.Constant):
            yield from self._constant(node)
        elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            yield self._replaced(node.value, "None")

    def _constant(self, node: ast.Constant) -> Iterator[Change]:
        value = node.value
        if isinstance(value, bool):
            yield self._replaced(node, str(not value))
        elif isinstance(value, int):
            yield self._replaced(node, str(value + 1))
        elif isinstance(value, str) and value and self._text(node)[:1] in "'\"":
            yield self._replaced(node, repr(value + "X"))

    def _negated(self, test: ast.expr) -> Change:
        return self._replaced(test, f"(not ({self._text(test)}))")

    def _replaced(self, node: ast.expr, text: str) -> Change:
        return Change(*self._span(node), text)

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> Change:
        """Another operator between two operands."""
        start, end = self._span(left)[1], self._span(right)[0]
        return Change(start, end, self._source[start:end].replace(old, new, 1))

    def _text(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self._source[start:end]

    def _span(self, node: ast.expr) -> tuple[int, int]:
        """Offsets in characters; ``ast`` counts bytes."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        places = ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
        start, end = (len(self._data[: self._starts[line - 1] + column].decode()) for line, column in places)
        return start, end


def _untested(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node that no run reaches."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        yield node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from (part for part in (node.returns, *_annotations(node.args)) if part is not None)
    if isinstance(node, ast.AnnAssign):
        yield node.annotation
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
        if name in ("TYPE_CHECKING", "__all__"):
            yield node
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
        yield node.args[0]
    if isinstance(node, (ast.JoinedStr, ast.Assert)):
        yield node  # a piece of one has no place of its own before Python 3.12


def _annotations(arguments: ast.arguments) -> Iterator[ast.expr | None]:
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        yield argument.annotation


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """Some mutants, each of one change somewhere in the package."""
    chance = random.Random(seed)
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in sorted((ROOT / PACKAGE).rglob("*.py"))
    }
    places = [(path, change) for path, source in texts.items() for change in changes(source)]
    for path, change in chance.sample(places, count):
        yield Mutant(path, texts[path], change.apply(texts[path]))


class Copy:
    """A copy of the project, in which one mutant after the other is tried."""

    def __init__(self, place: Path) -> None:
        self.place = place
        tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
        for name in filter(None, tracked.decode("utf-8", "surrogateescape").split("\0")):
            if (ROOT / name).is_file():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, place / name, follow_symlinks=False)
        subprocess.run(["git", "init", "--quiet"], cwd=place, check=True)

    def survives(self, mutant: Mutant, *, near: bool) -> bool:
        """Does no test notice? With ``near``, only those are asked that are likely to."""
        path = self.place / mutant.path
        path.write_text(mutant.after, "utf-8")
        try:
            if not self._passes(["tests/test_projects.py", *self._named_after(mutant.path)], _FIRST_LIMIT):
                return False
            return near or self._passes(["tests/unit"], _LIMIT)
        finally:
            path.write_text(mutant.before, "utf-8")

    def _named_after(self, path: str) -> list[str]:
        """The tests of the module's directory, those that are named after it, and those that import it."""
        unit = self.place / "tests" / "unit"
        name, directory = Path(path).stem.strip("_"), unit / Path(path).parent.relative_to(PACKAGE)
        files = sorted(unit.rglob("test_*.py"))
        near = (file for file in files if file.parent == directory != unit or name in file.stem)
        importing = (file for file in files if f"import {name}" in file.read_text("utf-8"))
        return [str(file) for file in dict.fromkeys((*near, *importing))]

    def _passes(self, tests: list[str], seconds: float) -> bool:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self.place), "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(command, cwd=self.place, env=environment, capture_output=True, timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0


def main() -> int:
    """Run one command line. Survivors are for people to read: they do not make it fail."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Try the tests with changed code.")
    parser.add_argument("--count", type=int, default=10, help="how many mutants (default: 10)")
    parser.add_argument("--seed", type=int, default=0, help="another seed chooses other places (default: 0)")
    parser.add_argument("--list", action="store_true", help="show the mutants, and try none")
    parser.add_argument("--near", action="store_true", help="run only the tests that are likely to notice")
    arguments = parser.parse_args()
    survivors = 0
    with tempfile.TemporaryDirectory(prefix="single-entry-mutants-") as place:
        copy = None if arguments.list else Copy(Path(place))
        for number, mutant in enumerate(mutants(arguments.count, arguments.seed), 1):
            compile(mutant.after, mutant.path, "exec")
            started = time.monotonic()
            survives = copy is None or copy.survives(mutant, near=arguments.near)
            survivors += survives
            result = "survives" if survives else "killed"
            print(f"{number}/{arguments.count} {result} {time.monotonic() - started:.0f} s {mutant.path}", flush=True)
            if survives:
                print(mutant.diff(), flush=True)
    if not arguments.list:
        print(f"{arguments.count - survivors} of {arguments.count} killed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
