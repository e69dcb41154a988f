"""Code on a command line: the imports of ``python -c``, and the modules that it loads by name."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from flake8_single_entry.command.references import refer
from flake8_single_entry.command.state import InterpreterState, Tolerance
from flake8_single_entry.command.words import UNKNOWN, Word
from flake8_single_entry.conventions.module_names import is_module, is_object
from flake8_single_entry.model import Kind, Via

_PATHS_INSERT = re.compile(r"sys\.path\.(?:insert\(\s*\d+\s*,|append\()\s*(?:r?['\"]([^'\"]*)['\"])?")
_IMPORT = re.compile(
    r"(?:^|[;\n])[ \t]*(?:(?:try|if [^:;\n]*|with [^:;\n]*):[ \t]*)?"
    r"(?:from[ \t]+(?P<module>[\w.]+)[ \t]+import[ \t]+(?P<names>\(?[\w ,*]+)|import[ \t]+(?P<modules>[\w., ]+))"
)
_CALL = re.compile(r"\b(?:uvicorn\.run|import_module|run_module|run_path)\(\s*(['\"])(?P<text>[^'\"\n]+)\1")


def read(word: Word, state: InterpreterState) -> None:
    """Record the imports of ``python -c`` code, and the modules that it loads by name."""
    text = word.text
    if len(text) > 20_000:
        return
    guards = state.tolerated
    state.tolerated = Tolerance.REPLACED if "except" in text else guards
    search: list[str] = []
    for match in _PATHS_INSERT.finditer(text):
        search.append(match[1] if match[1] is not None else UNKNOWN)
    if UNKNOWN not in search:
        for match in _IMPORT.finditer(text):
            _imports(match, word, state, search)
        for match in _CALL.finditer(text):
            part = word.part(*match.span("text"))
            kind = Kind.OBJECT if is_object(part.text) else Kind.MODULE
            if kind is Kind.OBJECT or is_module(part.text):
                refer(state, part, kind, "python", Via.CALL, search)
    state.tolerated = guards


def _imports(match: re.Match[str], word: Word, state: InterpreterState, search: Sequence[str]) -> None:
    if match["module"] is not None:
        module = match["module"]
        place = word.part(*match.span("module"))
        for name in match["names"].strip("( ").split(","):
            plain = name.split(" as ")[0].strip()
            if _is_ours(module) and plain.isidentifier():
                text = f"{module}:{plain}"
                refer(state, place.renamed(text), Kind.OBJECT, "import", Via.CALL, search)
        return
    position = match.start("modules")
    for part in match["modules"].split(","):
        plain = part.split(" as ")[0].strip()
        start = position + (len(part) - len(part.lstrip()))
        if _is_ours(plain):
            refer(state, word.part(start, start + len(plain)), Kind.MODULE, "import", Via.CALL, search)
        position += len(part) + 1


def _is_ours(module: str) -> bool:
    return is_module(module) and module.partition(".")[0] not in sys.stdlib_module_names
