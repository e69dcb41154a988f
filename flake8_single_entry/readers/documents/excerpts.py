"""Commands and imports in excerpts of configuration and code that a document shows, read line by line.

An excerpt is often part of a file that the reader is to write. It is never parsed as a whole, and unusual lines are
skipped.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_single_entry.command.cron_lines import command_span
from flake8_single_entry.readers.documents import code_blocks
from flake8_single_entry.readers.documents.blocks import Span


class Found(NamedTuple):
    """A command: ``words`` are the spans of an argument list, ``lines`` those of a shell text."""

    words: tuple[Span, ...] = ()
    lines: tuple[Span, ...] = ()


class Import(NamedTuple):
    """An import as the text of a reference, with the span of the module name."""

    text: str
    start: int
    end: int
    is_object: bool


_QUOTED = re.compile(r"\"([^\"\\\n]*)\"|'([^'\\\n]*)'")
_DOCKER_START = re.compile(r"\s*(?:CMD|ENTRYPOINT)\s+(?=\S)")
_UNIT_START = re.compile(r"\s*(?:ExecStart|command|exec)\s*=\s*[-@:+!]*")
_PROC_START = re.compile(r"\s*(?:web|worker|release|beat|clock|scheduler|bot|api|app)\s*:\s+(?=\S)")
_YAML_KEY = re.compile(
    r"(?P<indent>\s*)(?P<dash>-\s+)?(?P<key>command|entrypoint|run|entry|script|cmd|exec|start|startCommand|buildCommand"
    r"|dockerCommand)\s*:[ \t]*(?P<value>[^\n]*)$"
)
_YAML_ITEM = re.compile(r"\s*-\s+")
_JSON_COMMAND = re.compile(r"\"command\"\s*:\s*(\"(?:python3?|py|uv|uvx|poetry|uvicorn)(?:\.exe)?\")")
_JSON_ARGS = re.compile(r"\"args\"\s*:\s*\[")
_FROM = re.compile(r"\s*(?:>>>\s*)?from\s+(?P<module>[A-Za-z_][\w.]*)\s+import\s+(?P<names>\(?[\w ,*]+)")
_IMPORT = re.compile(r"\s*(?:>>>\s*)?import\s+(?P<module>[A-Za-z_][\w.]*)\s*(?:as\s+\w+\s*)?(?:#.*)?$")
_SERVE = re.compile(r"(?:uvicorn|hypercorn|granian)\.run\(\s*[\"']([\w.]+:[\w.]+)[\"']")


def docker_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield CMD and ENTRYPOINT, in exec form or shell form (https://docs.docker.com/reference/dockerfile/)."""
    for index, (start, end) in enumerate(lines):
        keyword = _DOCKER_START.match(text, start, end)
        if not keyword:
            continue
        spans = [(keyword.end(), end)]
        while text[spans[-1][0] : spans[-1][1]].rstrip().endswith("\\") and index + 1 < len(lines):
            index += 1
            spans.append(lines[index])
        yield Found(words=_items(text, spans)) if text[keyword.end()] == "[" else Found(lines=tuple(spans))


def unit_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield ``ExecStart=`` of systemd units and ``command=`` of supervisor programs."""
    yield from _after(_UNIT_START, text, lines)


def process_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield the processes of a Procfile."""
    yield from _after(_PROC_START, text, lines)


def timed_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield the commands of a crontab."""
    for start, end in lines:
        if span := command_span(text[start:end]):
            yield Found(lines=((start + span[0], start + span[1]),))


def _after(keyword: re.Pattern[str], text: str, lines: Sequence[Span]) -> Iterator[Found]:
    for start, end in lines:
        found = keyword.match(text, start, end)
        if found:
            yield Found(lines=((found.end(), end),))


def yaml_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield ``command``, ``run``, ``entrypoint`` and similar keys: plain and block scalars, flow and block lists."""
    for index, (start, end) in enumerate(lines):
        key = _YAML_KEY.match(text, start, end)
        if not key:
            continue
        value, begin = key["value"].strip(), key.start("value")
        column = len(key["indent"]) + len(key["dash"] or "")
        if value[:1] in ("|", ">"):
            yield Found(lines=tuple(_deeper(text, lines[index + 1 :], column)))
        elif value[:1] == "[":
            spans = [(begin, end)]
            while "]" not in text[spans[-1][0] : spans[-1][1]] and index + 1 < len(lines) and len(spans) < 30:
                index += 1
                spans.append(lines[index])
            yield Found(words=_items(text, spans))
        elif value and value[:1] not in "#{&*":
            yield Found(lines=(_unquoted(text, begin, end),))
        elif not value:
            items = [
                _unquoted(text, item.end(), stop)
                for first, stop in _deeper(text, lines[index + 1 :], column - 1)
                if (item := _YAML_ITEM.match(text, first, stop))
            ]
            if key["key"] in ("command", "entrypoint"):
                yield Found(words=tuple(items))
            else:
                yield from (Found(lines=(item,)) for item in items)


def _deeper(text: str, lines: Sequence[Span], column: int) -> Iterator[Span]:
    """Yield the lines that are indented deeper than a column, up to the first that is not."""
    for start, end in lines:
        line = text[start:end]
        content = line.lstrip()
        if content and len(line) - len(content) <= column:
            return
        yield start + len(line) - len(content), end


def _unquoted(text: str, start: int, end: int) -> Span:
    value = text[start:end]
    start += len(value) - len(value.lstrip())
    end -= len(value) - len(value.rstrip())
    if end - start > 1 and text[start] in "\"'":
        close = text.rfind(text[start], start + 1, end)
        if close > start:
            return start + 1, close
    return start, end


def _items(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of the quoted strings in a JSON array or YAML flow list."""
    return tuple(
        (found.start() + 1, found.end() - 1) for start, end in spans for found in _QUOTED.finditer(text, start, end)
    )


def json_commands(text: str, lines: Sequence[Span]) -> Iterator[Found]:
    """Yield ``"command": "python", "args": [...]``, the format of tool servers."""
    if not lines:
        return
    position, last = lines[0][0], lines[-1][1]
    while command := _JSON_COMMAND.search(text, position, last):
        position = command.end()
        args = _JSON_ARGS.search(text, position, min(position + 200, last))
        if args:
            close = text.find("]", args.end(), last)
            inner = _items(text, [(args.end(), close if close > 0 else last)])
            yield Found(words=((command.start(1) + 1, command.end(1) - 1), *inner))


_READERS: Mapping[str, Callable[[str, Sequence[Span]], Iterator[Found]]] = {
    **dict.fromkeys(code_blocks.DOCKERFILE, docker_commands),
    **dict.fromkeys(code_blocks.YAML, yaml_commands),
    **dict.fromkeys(code_blocks.UNITS, unit_commands),
    **dict.fromkeys(code_blocks.JSON, json_commands),
    **dict.fromkeys(code_blocks.PROCFILE, process_commands),
    **dict.fromkeys(code_blocks.CRONTAB, timed_commands),
}


def commands_of(language: str, text: str, lines: Sequence[Span]) -> Iterable[Found]:
    """Return the commands of an excerpt in a language, and none for a language that is not read."""
    reader = _READERS.get(language)
    return reader(text, lines) if reader else ()


def imports_of(text: str, lines: Sequence[Span]) -> Iterator[Import]:
    """Yield the imports and server calls of a Python excerpt, except imports of the standard library."""
    for start, end in lines:
        found = _FROM.match(text, start, end)
        if found:
            module = found["module"]
            names = [name.split()[0] for name in found["names"].strip(" (").split(",") if name.split()]
            if _is_ours(module):
                for name in names or ["*"]:
                    yield Import(f"{module}:{name}", found.start("module"), found.end("module"), True)
            continue
        found = _IMPORT.match(text, start, end)
        if found:
            if _is_ours(found["module"]):
                yield Import(found["module"], found.start("module"), found.end("module"), False)
            continue
        served = _SERVE.search(text, start, end)
        if served:
            yield Import(served[1], served.start(1), served.end(1), True)


def _is_ours(module: str) -> bool:
    """True if the module may belong to the project, i.e. is not in the standard library."""
    return module.partition(".")[0] not in sys.stdlib_module_names
