"""Command lines in text that a program displays: printed lines, help text, exception messages, usage."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from flake8_single_entry.command import Context, mentions
from flake8_single_entry.conventions.messages import calls_previous_outdated
from flake8_single_entry.conventions.passages import retired_text
from flake8_single_entry.conventions.tables import word_set
from flake8_single_entry.model import Base, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.module import SURFACE, Module
from flake8_single_entry.readers.python.structure.survey import Block
from flake8_single_entry.readers.python.values.literals import read_literal

_SHOWING = word_set(
    "print pprint rprint echo secho style log debug info warning warn error critical exception success fatal exit "
    "error_exit abort code markdown caption fail skip Panel Markdown Text rule header print_info print_error "
    "print_success print_warning print_header print_step print_status cprint colored input sys_exit add_row"
)
_STREAMS = frozenset({"sys.stdout.write", "sys.stderr.write", "stdout.write", "stderr.write", "self.stdout.write"})
_TRIMMING = frozenset({"strip", "format", "dedent", "lstrip", "rstrip"})
_COMMAND_KEYS = frozenset({"command", "cmd", "run", "start", "usage", "run_command", "start_command"})
_HELP = frozenset({"epilog", "description", "help", "usage"})
_USAGE = re.compile(r"(?:^|_)(?:usage|help|epilog|banner|instructions|next_steps)(?:_|$)", re.IGNORECASE)
_COMMAND = re.compile(r"\.py\b|\b(?:uvicorn|gunicorn|hypercorn|python3? -m|streamlit|celery|flask)\b")
# Any file with an evaluated text that matches ``_COMMAND`` contains one of these, possibly in another string.
_TELLING = (".py", "python", "executable", "uvicorn", "gunicorn", "hypercorn", "streamlit", "celery", "flask")
_USAGE_LINE = re.compile(
    r"^[ \t]*(?:(?:Usage|Run|Example)s?:[ \t]*)?"
    r"((?:\$ +)?(?:python[\d.]*|uvicorn|gunicorn|streamlit|celery|uv run|poetry run)[ \t][^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_USAGE_SPAN = re.compile(
    r"(?P<mark>`{1,2}|(?<!\w)['\"])"
    r"(?P<command>(?:python3?|uvicorn|gunicorn|streamlit\s+run)[ \t][^`'\"\n]{1,200})(?P=mark)"
)


def read_mentions(module: Module) -> Iterator[Reference]:
    """Yield references in displayed text."""
    seen: set[ast.expr] = set()
    said: Iterable[Reference] = ()
    for node, block in _shown(module) if any(word in module.source.text for word in _TELLING) else ():
        value = module.folder.evaluate(node, block) if said else None
        if value is None or not calls_previous_outdated(value.text):
            yield from said
        said = ()
        if node in seen or not _may_hold_command(module, node, block):
            continue
        seen.add(node)
        value = module.folder.evaluate(node, block)
        if value is not None and not value.directory and _COMMAND.search(value.text):
            said = mentions(value.snippet, _context(module))
    yield from said
    yield from _usage(module)


def _may_hold_command(module: Module, node: ast.expr, block: Block) -> bool:
    """Return False if the literal parts of a text hold no command and its other parts are unknown."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(_COMMAND.search(node.value))
    if not isinstance(node, ast.JoinedStr):
        return True
    return any(
        _may_hold_command(module, part, block)
        if isinstance(part, ast.Constant)
        else isinstance(part, ast.FormattedValue) and module.folder.evaluate(part.value, block) is not None
        for part in node.values
    )


def _context(module: Module) -> Context:
    return Context(Base(RelativeTo.CALLER), SURFACE, created=module.created, via=Via.MENTION)


def _shown(module: Module) -> Iterator[tuple[ast.expr, Block]]:
    for call, block in module.survey.calls:
        name = module.name(call.func)
        if name.rpartition(".")[2] in _SHOWING or name in _STREAMS:
            for argument in call.args:
                yield from _texts(module, argument, block)
        for keyword in call.keywords:
            if keyword.arg in _HELP:
                yield from _texts(module, keyword.value, block)
    for node, block in module.survey.raises:
        if isinstance(node.exc, ast.Call):
            for argument in node.exc.args:
                yield from _texts(module, argument, block)
    for target, value, block, _ in module.survey.assigns:
        if _USAGE.search(target.rpartition(".")[2]):
            yield from _texts(module, value, block)
    for table, block in module.survey.collections:
        if isinstance(table, ast.Dict) and not module.is_test:
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in _COMMAND_KEYS:
                    yield from _texts(module, value, block)


def _texts(module: Module, node: ast.expr, block: Block) -> Iterator[tuple[ast.expr, Block]]:
    """Yield the strings that an argument displays: itself, the value of a name, the elements of a joined list."""
    node, block = module.folder.definition(node, block)
    if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
        yield node, block
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            if isinstance(item, ast.Constant | ast.JoinedStr):
                yield item, block
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _TRIMMING:
        inner = node.args[0] if node.func.attr == "dedent" and node.args else node.func.value
        if isinstance(inner, ast.Constant | ast.JoinedStr):
            yield inner, block


def _usage(module: Module) -> Iterator[Reference]:
    """Yield references in the usage of the module docstring: lines that hold only a command, and commands in marks."""
    tree = module.survey.module.scope.node
    first = tree.body[0] if tree.body else None
    if not isinstance(first, ast.Expr) or first not in module.survey.docstrings:
        return
    start, end = module.layout.start(first.value), module.layout.end(first.value)
    literal = read_literal(module.source, start, end)
    if literal is None:
        return
    text = literal.snippet.text
    for line in _USAGE_LINE.finditer(text):
        yield from mentions(literal.snippet.part(*line.span(1)), _context(module))
    for found in _USAGE_SPAN.finditer(text):
        sentence = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if not retired_text(sentence):
            yield from mentions(literal.snippet.part(*found.span("command")), _context(module))
