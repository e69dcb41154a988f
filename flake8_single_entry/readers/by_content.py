"""Files whose names say little, known by their content: scripts by ``#!``, Dockerfiles by FROM, settings by sections.

Sources: execve(2), "Interpreter scripts", and env(1), ``-S``; skarnet.org, "s6-rc" (run files), mise, "File Tasks", and
githooks(5), whose scripts have no ending; the Dockerfile reference, "FROM", which only ARG and comments may precede;
Supervisor, "Configuration File"; Circus, "Configuration"; uWSGI, "Configuring uWSGI"; PasteDeploy, "Config Format";
systemd.service(5).
"""

from __future__ import annotations

import re
from importlib import import_module

from flake8_single_entry.model import Facts
from flake8_single_entry.readers.declared.formats import DECLARATIONS
from flake8_single_entry.syntax.source import Source

_HEAD = 8_192  # bytes in which a Dockerfile has its first instruction
_SHEBANG = re.compile(rb"#![ \t]*([^\n]{1,400})")
_SHELL = re.compile(r"(?:ba|da|z|k|mk|a)?sh")
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*")
_MAKE = re.compile(r"g?make")
_BEFORE = frozenset(("env", "with-contenv", "busybox"))  # start the interpreter that follows
_RUNNING_PYTHON = frozenset(("uv", "pipx"))
_FROM = re.compile(
    rb"(?:[ \t\r]*(?:#[^\n]*|(?:ARG|arg)[ \t][^\n]*)?\n)*+"
    rb"[ \t]*(?:FROM|from)[ \t]+(?:--platform=\S+[ \t]+)?[^\s#]+(?:[ \t]+(?:AS|as)[ \t]+\S+)?[ \t\r]*\n"
)
_NAMES = "RUN COPY ADD CMD ENTRYPOINT WORKDIR ENV EXPOSE USER LABEL VOLUME HEALTHCHECK ONBUILD FROM MAINTAINER".split()
_INSTRUCTION = re.compile("|".join((*_NAMES, *map(str.lower, _NAMES))).join(("(?m:^[ \t]*)(?:", ")[ \t]")).encode())
_SECTIONS = {
    "supervisord": re.compile(rb"(?m)^\[(?:program|fcgi-program|eventlistener):[^\]\n]+\]"),
    "circus.ini": re.compile(rb"(?m)^\[watcher:[^\]\n]+\]"),
    "uwsgi": re.compile(rb"(?m)^\[uwsgi\]"),
    "paste": re.compile(rb"(?m)^\[(?:app|composite|composit|pipeline|filter-app):[^\]\n]+\]"),
    "systemd": re.compile(rb"(?m)^\[Service\]"),
}


def scan(data: bytes) -> bool:
    """True if the file is of a kind that is read, and could start a program of this repository."""
    found = _declared_name(data) or _kind(data)
    if not found:
        return False
    return found == "python" or bool(import_module(_module(found)).scan(data))


def read(source: Source) -> Facts:
    """Return the facts of a script, a Dockerfile or a file of settings. Other files have none."""
    data = source.data
    if name := _declared_name(data):
        from flake8_single_entry.readers.declared import read_as

        declaration = next(each for each in DECLARATIONS if each.name == name)
        return read_as(source, declaration)._replace(problems=())
    kind = _kind(data)
    if not kind:
        return Facts()
    facts: Facts = import_module(_module(kind)).read(source)
    # A file that cannot be read may be of another kind, and a module whose name has no ending cannot be imported.
    return facts._replace(problems=(), traits=None)


def _kind(data: bytes) -> str:
    """Return the module of the reader of a script or a Dockerfile, or ""."""
    if match := _SHEBANG.match(data):
        return _interpreter(match[1].decode("utf-8", "replace"))
    match = _FROM.match(data[:_HEAD])
    return "containers.dockerfile" if match and _INSTRUCTION.search(data, match.end()) else ""


def _interpreter(line: str) -> str:
    """Return the module of the reader for the interpreter in the first line of a script, or ""."""
    words = [word for word in line.split() if not word.startswith("-") and "=" not in word]
    names = [name for word in words if (name := word.rpartition("/")[2]) not in _BEFORE]
    first = names[0] if names else ""
    if _SHELL.fullmatch(first):
        return "scripts.shell"
    if _PYTHON.fullmatch(first) or (first in _RUNNING_PYTHON and "run" in names):
        return "python"
    if _MAKE.fullmatch(first):
        return "tasks.makefile"
    return "tasks.justfile" if first == "just" else ""


def _declared_name(data: bytes) -> str:
    """Return the name of the declaration of a file of settings, or ""."""
    if b"[" not in data or data.startswith(b"#!"):
        return ""
    return next((name for name, section in _SECTIONS.items() if section.search(data)), "")


def _module(name: str) -> str:
    return f"{__package__}.{'declared' if name in _SECTIONS else name}"
