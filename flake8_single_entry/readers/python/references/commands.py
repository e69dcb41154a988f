"""Command lines in code: subprocess, os.system, os.exec*, asyncio, pexpect, nox, invoke, argv-like lists."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from flake8_single_entry.command import Context, Word, read_script, read_words
from flake8_single_entry.model import Base, Kind, Location, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.flow import readings
from flake8_single_entry.readers.python.references.module import SURFACE, Module
from flake8_single_entry.readers.python.references.starting_calls import (
    LISTED,
    MAINS,
    RUNNERS,
    SPAWNING,
    SPREAD,
    STARTING,
    is_starting,
)
from flake8_single_entry.readers.python.structure.survey import Block, argument, dotted
from flake8_single_entry.readers.python.values.value import UNKNOWN, Value
from flake8_single_entry.syntax.source import Snippet

_DIRECTORY_KEYS = frozenset({"cwd", "dir", "directory", "working_dir", "workdir", "working_directory"})


class _Argument(NamedTuple):
    """One word of an argv. ``base`` is what its path is relative to, if not the command's directory."""

    word: Word
    base: Base | None = None


class Starter:
    """Reader of the command lines of one module. ``consumed`` holds the lists that a call starts."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.consumed: set[int] = set()
        self.directories: dict[int, ast.expr] = {}

    def read(self) -> Iterator[Reference]:
        for call, block in self.module.survey.calls:
            if is_starting(self.module.name(call.func)):
                yield from readings(self.module, partial(self._call, call, block))
        if not self.module.is_test:
            self._note_directories()
            for node, block in self.module.survey.collections:
                if id(node) not in self.consumed and id(node) not in self.module.survey.compared:
                    yield from self._loose(node, block)

    def _note_directories(self) -> None:
        """Record the directory of a list in a dictionary: ``{"cmd": [...], "cwd": "api"}``."""
        for table, _ in self.module.survey.collections:
            if isinstance(table, ast.Dict):
                keys = [key.value if isinstance(key, ast.Constant) else None for key in table.keys]
                for name, value in zip(keys, table.values, strict=True):
                    if name in _DIRECTORY_KEYS:
                        self.directories.update((id(other), value) for other in table.values if other is not value)

    def _call(self, call: ast.Call, block: Block) -> Iterator[Reference]:
        name = self.module.name(call.func)
        if name in STARTING:
            command = argument(call, 0, STARTING[name])
            if command is not None:
                yield from self._start(command, block, self._directory(call, block))
        elif name in SPREAD:
            listed = ast.copy_location(ast.List(call.args[SPREAD[name] :], ast.Load()), call)
            yield from self._start(listed, block, self._directory(call, block))
        elif name in LISTED and len(call.args) > LISTED[name]:
            yield from self._start(call.args[LISTED[name]], block, self._directory(call, block))
        elif name in SPAWNING and call.args:
            words = argument(call, 1, "args")
            if isinstance(words, ast.List):
                yield from self._words([call.args[0], *words.elts], block, self._directory(call, block))
            else:
                yield from self._start(call.args[0], block, self._directory(call, block))
        elif name in MAINS and call.args:
            yield from self._start(call.args[0], block, self._directory(call, block))
        elif call.args:
            yield from self._session(call, block)

    def _session(self, call: ast.Call, block: Block) -> Iterator[Reference]:
        """Read ``session.run("python", "x.py")`` of nox and ``c.run("python x.py")`` of invoke."""
        first = self.module.folder.text(call.args[0], block) or ""
        base = self._directory(call, block)
        if " " in first:
            yield from self._start(call.args[0], block, base)
        elif first in RUNNERS:
            yield from self._words(call.args, block, base)

    def _directory(self, call: ast.Call, block: Block) -> Base:
        base = self.module.directory(call, block)
        given = argument(call, 99, "cwd")
        given, where = self.module.folder.definition(given, block) if given is not None else (None, block)
        if given is None or (isinstance(given, ast.Constant) and given.value is None):
            return base
        return self._entered(base, given, where)

    def _entered(self, base: Base, given: ast.expr, block: Block) -> Base:
        """Return the directory that an expression names. It is uncertain if only the name suggests the project."""
        value = self.module.folder.evaluate(given, block)
        if value is None:
            name = dotted(given).rpartition(".")[2].lower()
            rooted = any(word in name for word in ("root", "base", "project", "repo")) and not self.module.is_test
            return Base(RelativeTo.CALLER, certain=False) if rooted else Base(RelativeTo.UNKNOWN)
        return self.module.enter(base, value)

    def _context(self, base: Base) -> Context:
        """Return the context of a command: via RUN for the only program a call may start, CALL for one of several."""
        via = Via.CALL if self.module.folder.assumed else Via.RUN
        return Context(base, SURFACE, created=self.module.created, via=via, budget=self.module.source.budget)

    def _start(self, command: ast.expr, block: Block, base: Base) -> Iterator[Reference]:
        """Read a command that a call starts: a list of words, or text for the shell."""
        self.consumed.add(id(command))
        node, where = self.module.folder.definition(command, block)
        self.consumed.add(id(node))
        if base == Base(RelativeTo.CALLER):
            base = self.module.directory(node, where)  # the caller of a function may have changed the directory
        elements = self._elements(command, block)
        if elements is not None:
            yield from self._words([item for item, _ in elements], block, base, [place for _, place in elements])
            return
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
            inner = node.args[0] if dotted(node.func) == "shlex.split" and node.args else node.func.value
            node, where = self.module.folder.definition(inner, where)
        yield from self._script(node, where, block, base)

    def _script(self, node: ast.expr, where: Block, block: Block, base: Base) -> Iterator[Reference]:
        """Read text for the shell."""
        value = self.module.folder.evaluate(node, where)
        if value is not None and value.text and value.certain and not value.directory:
            yield from self._guarded(read_script(value.snippet, self._context(base)).references, block, where)

    def _elements(self, node: ast.expr, block: Block, depth: int = 0) -> list[tuple[ast.expr, Block]] | None:
        """Return the elements of a list that is written out, or None for another expression."""
        node, block = self.module.folder.definition(node, block)
        self.consumed.add(id(node))
        if isinstance(node, ast.Call) and dotted(node.func) in {"list", "tuple"} and len(node.args) == 1:
            return self._elements(node.args[0], block, depth + 1) if depth < 5 else None
        if isinstance(node, ast.List | ast.Tuple):
            found: list[tuple[ast.expr, Block]] = []
            for item in node.elts:
                inner = (
                    self._elements(item.value, block, depth + 1)
                    if isinstance(item, ast.Starred) and depth < 5
                    else None
                )
                found.extend(inner if inner is not None else [(item, block)])
            return found
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and depth < 5:
            left = self._elements(node.left, block, depth + 1)
            right = self._elements(node.right, block, depth + 1)
            return None if left is None else [*left, *(right if right is not None else [(node.right, block)])]
        return None

    def _loose(self, node: ast.expr, block: Block) -> Iterator[Reference]:
        """Read a list with the shape of an argv that no call is known to start."""
        if not isinstance(node, ast.List | ast.Tuple) or len(node.elts) < 2:
            return
        first = node.elts[0]
        if isinstance(first, ast.Constant):
            runner = first.value if isinstance(first.value, str) and first.value in RUNNERS else ""
        else:
            runner = "python" if self.module.name(first) == "sys.executable" else ""
        if runner:
            optioned = any(isinstance(item, ast.Constant) and str(item.value)[:1] == "-" for item in node.elts)
            base = self.module.directory(node, block)
            if id(node) in self.directories:
                base = self._entered(base, self.directories[id(node)], block)
            for reference in readings(self.module, partial(self._words, node.elts, block, base)):
                if _is_telling(reference, optioned):
                    yield reference

    def _words(
        self, nodes: Sequence[ast.expr], block: Block, base: Base, blocks: Sequence[Block] | None = None
    ) -> Iterator[Reference]:
        """Return the references of an argv."""
        if base.anchor is RelativeTo.UNKNOWN and not any(True for _ in nodes):
            return
        places = blocks or [block] * len(nodes)
        arguments = [self._argument(node, where, base) for node, where in zip(nodes, places, strict=True)]
        yield from self._guarded(self._read(arguments, base), block, *places)

    def _read(self, arguments: Sequence[_Argument], base: Base) -> list[Reference]:
        words = [item.word for item in arguments]
        anchored = [(item.word.location, item.base) for item in arguments if item.base is not None]
        found: list[Reference] = []
        for reference in read_words(words, self._context(base)).references:
            for location, own in anchored:
                if _within(reference.location, location):
                    reference = reference._replace(base=own._replace(search=reference.base.search))
            found.append(reference)
        return found

    def _guarded(self, references: Sequence[Reference], *blocks: Block) -> Iterator[Reference]:
        checked = {
            value.path.rpartition("/")[2]
            for block in dict.fromkeys(blocks)
            for outer in block.above()
            for node in outer.checked
            if (value := self.module.folder.evaluate(node, outer)) is not None
        }
        for reference in references:
            if reference.base.anchor is not RelativeTo.UNKNOWN:
                is_checked = reference.text.rpartition("/")[2] in checked
                yield reference._replace(guarded=True) if is_checked else reference

    def _argument(self, node: ast.expr, block: Block, base: Base) -> _Argument:
        value = self.module.folder.evaluate(node, block)
        location = self.module.layout.location(node)
        if value is None or (not value.certain and not value.is_path and not value.text) or not value.path:
            return _Argument(Word("\x03", location, known=False))
        if not value.known:
            return _Argument(Word(value.text.replace(UNKNOWN, "\x03"), location, known=False))
        return _argument_of(self.module, value, location, base)


def _argument_of(module: Module, value: Value, location: Location, base: Base) -> _Argument:
    snippet: Snippet = value.snippet
    if not value.text:
        anchor = value._replace(directory="")  # the word is the whole path below it
        return _Argument(Word(value.path, location), module.base_of(anchor, base))
    word = Word(value.text, snippet.location(0, len(value.text)), True, snippet)
    own = value.anchor is RelativeTo.FILE or value.directory or not value.certain
    return _Argument(word, module.base_of(value, base) if own else None)


def _is_telling(reference: Reference, optioned: bool) -> bool:
    """Return True if the form of a reference shows that its list is a command rather than a list of names."""
    if reference.kind is Kind.MODULE:
        return optioned
    return ":" in reference.text or reference.text.endswith((".py", ".pyw", ".sh"))


def _within(inner: Location, outer: Location) -> bool:
    start = (outer.line, outer.column) <= (inner.line, inner.column)
    return start and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
