"""Paths of Python files that a module builds, opens or lists without a known call that starts them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_single_entry.conventions.placeholders import is_placeholder_in_code
from flake8_single_entry.model import Kind, Reference, RelativeTo, Via
from flake8_single_entry.readers.python.references.module import Module, is_temporary
from flake8_single_entry.readers.python.structure.survey import BindingKind, Block, Survey, dotted, qualified
from flake8_single_entry.readers.python.values.evaluate import Evaluator
from flake8_single_entry.readers.python.values.value import Value

_JOINING = frozenset({"os.path.join", "path.join", "pathlib.Path", "Path", "pathlib.PurePath"})
_OPENING = frozenset({"open", "io.open", "codecs.open", "os.path.exists", "os.path.isfile", "os.stat", "os.access"})
_ASKING = frozenset({"os.path.exists", "os.path.isfile"})
_STARTED = (".py", ".pyw", ".sh", ".yml", ".yaml", "Dockerfile")
_WRITING = frozenset({"write_text", "write_bytes", "touch"})
_PLAIN = re.compile(r"(?:\.{1,2}/)*(?:[\w@+-][\w.@+-]*/)*[\w+-][\w.+-]*\.pyw?")
_HOLDER = re.compile(
    r"(?:^|_|\b)(?:scripts?|files?|entry|entry_?points?|main|cmds?|commands?|programs?|modules?|paths?|file_?paths?)\d*$",
    re.IGNORECASE,
)
_NOT_OURS = re.compile(
    r"ignor|exclu|skip|delet|remov|obsolet|old|legacy|deprecat|output|generat|back_?up|archiv|templat|dest|target|tmp"
    r"|temp|mock|fake|dummy|sample|example|expected|pattern|suffix|ext|rename|mov|unused|clean|allow|forbid|deny|black"
    r"|optional|absent|garbage|trash|junk|clutter|purge|stale|redundant|duplicat",
    re.IGNORECASE,
)
_CONTENTS = frozenset({"content", "contents", "source", "code", "text"})
_ROOTED = re.compile(r"root|base|project|repo|here|this_?dir|script_?dir|src|backend|app_?dir", re.IGNORECASE)


def created_files(survey: Survey, folder: Evaluator) -> frozenset[str]:
    """Return the programs and settings that the module writes. References to them name no file of the repository."""
    found: set[str] = set()
    for call, block in survey.calls if any(end in folder.layout.source.text for end in _STARTED) else ():
        node: ast.expr | None = None
        if isinstance(call.func, ast.Attribute) and call.func.attr in _WRITING:
            node = call.func.value
        elif call.args and _writes(call):
            node = (
                call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "open" else call.args[0]
            )
            if qualified(survey, call.func) in _OPENING:
                node = call.args[0]
        elif len(call.args) > 1 and qualified(survey, call.func) in {"shutil.copy", "shutil.copy2", "shutil.copyfile"}:
            node = call.args[1]
        value = folder.evaluate(node, block) if node is not None else None
        if value is not None and value.known and value.text.endswith(_STARTED):
            found.add(value.path)
            found.add(value.text)
    return frozenset(found)


def _writes(call: ast.Call) -> bool:
    function = call.func
    last = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if last != "open" or not dotted(function):
        return False
    modes = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return any(
        isinstance(mode, ast.Constant) and isinstance(mode.value, str) and re.fullmatch(r"[wax]b?\+?t?", mode.value)
        for mode in modes
    )


def read_paths(module: Module) -> Iterator[Reference]:
    """Yield references to Python files by path: calls that join paths first, then named constants."""
    if ".py" not in module.source.text:
        return
    for join, block in module.survey.joins:
        yield from _built(module, join, block)
    for call, block in module.survey.calls:
        name = module.name(call.func)
        last = name.rpartition(".")[2]
        if name in _JOINING or last == "joinpath":
            yield from _built(module, call, block)
        elif name in _OPENING and call.args and not _writes(call):
            for found in _built(module, call.args[0], block, is_path=True):
                yield found._replace(guarded=True) if name in _ASKING else found
        for keyword in call.keywords:
            if keyword.arg and _HOLDER.search(keyword.arg) and not _NOT_OURS.search(keyword.arg):
                yield from _listed(module, keyword.value, block)
            elif keyword.arg == "default" and last in {"add_argument", "option", "argument", "Option", "Argument"}:
                yield from _listed(module, keyword.value, block, needs_directory=True)
    yield from _held(module)


def _held(module: Module) -> Iterator[Reference]:
    """Yield constants in dictionaries and lists whose key or variable name denotes scripts."""
    elsewhere = _joined_elsewhere(module)
    for target, value, block, _ in module.survey.assigns:
        name = target.rpartition(".")[2]
        if _HOLDER.search(name) and not _NOT_OURS.search(name) and id(value) not in elsewhere:
            yield from _listed(module, value, block)
    for node, block in module.survey.collections:
        if isinstance(node, ast.Dict) and not _holds_contents(node):
            for key, value in zip(node.keys, node.values, strict=True):
                name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
                if _HOLDER.search(name) and not _NOT_OURS.search(name):
                    yield from _listed(module, value, block)


def _joined_elsewhere(module: Module) -> set[int]:
    """Return the ids of the lists whose items the module joins to a directory that is not its own or the project's."""
    found: set[int] = set()
    for join, block in module.survey.joins:
        _note_joined(module, [join.left, join.right], block, found)
    for call, block in module.survey.calls:
        if module.name(call.func) in _JOINING:
            _note_joined(module, call.args, block, found)
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "joinpath":
            _note_joined(module, [call.func.value, *call.args], block, found)
    return found


def _note_joined(module: Module, parts: Sequence[ast.expr], block: Block, found: set[int]) -> None:
    if len(parts) < 2 or not isinstance(parts[-1], ast.Name):
        return
    binding = module.folder.binding(parts[-1], block)
    if binding is None or binding.means is not BindingKind.LOOP or binding.value is None:
        return
    directory = module.folder.evaluate(parts[0], block)
    if directory is None or not directory.known:
        is_ours = _ROOTED.search(dotted(parts[0])) is not None
    else:
        is_ours = directory.anchor is RelativeTo.FILE or directory.path in ("", ".")
    if not is_ours:
        found.add(id(module.folder.definition(binding.value, binding.block)[0]))


def _holds_contents(node: ast.Dict) -> bool:
    """Return True if a dictionary holds a file together with its contents, as test data does."""
    return any(isinstance(key, ast.Constant) and key.value in _CONTENTS for key in node.keys)


def _listed(module: Module, node: ast.expr, block: Block, needs_directory: bool = False) -> Iterator[Reference]:
    """Yield a constant, or the constants of a list, tuple or dictionary, that look like a relative path."""
    items: list[ast.expr] = [node]
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        items = [item for outer in node.elts for item in (outer.elts if isinstance(outer, ast.Tuple) else [outer])]
    elif isinstance(node, ast.Dict):
        items = [*node.values, *(key for key in node.keys if key is not None)]
    for item in items:
        text = item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else ""
        if text.endswith((".py", ".pyw")) and ("/" in text or not needs_directory):
            for found in _built(module, item, block, is_path=True):
                # A bare name does not show which directory the code reads.
                yield found if "/" in text else found._replace(base=found.base._replace(certain=False))


def _built(module: Module, node: ast.expr, block: Block, is_path: bool = False) -> Iterator[Reference]:
    """Yield a reference to the path that an expression builds, if it names a Python file of this project."""
    if module.is_test and not _is_anchored(module, node, block):
        return
    value = module.folder.evaluate(node, block)
    if value is not None and _may_depend(value):
        with module.folder.noting():
            module.folder.evaluate(node, block)
    if value is None or not value.known or not (is_path or value.is_path) or not _is_ours(module, value):
        return
    base = module.base_of(value, module.directory(node, block))
    if base.anchor is not RelativeTo.UNKNOWN:
        yield module.reference(value, Kind.PATH, base, Via.PATH, guarded=module.is_checked(value, block))


def _may_depend(value: Value) -> bool:
    """Return True if the directory before the path is all that is missing to resolve it in this project."""
    if value.certain or not value.known or is_temporary(value.hint) or _NOT_OURS.search(value.hint):
        return False
    return bool(_PLAIN.fullmatch(value.text))


def _is_anchored(module: Module, node: ast.expr, block: Block) -> bool:
    value = module.folder.evaluate(node, block)
    return value is not None and value.anchor is RelativeTo.FILE


def _is_ours(module: Module, value: Value) -> bool:
    text = value.text
    if not _PLAIN.fullmatch(text) or text.endswith("__init__.py") or {text, value.path} & module.created:
        return False
    if value.anchor is not RelativeTo.FILE and is_placeholder_in_code(text):
        return False
    if value.certain:
        return True
    if is_temporary(value.hint) or _NOT_OURS.search(value.hint):
        return False
    return "/" in value.path or bool(_ROOTED.search(value.hint))
