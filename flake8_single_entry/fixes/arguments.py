"""The arguments that follow a program in a command, and whether another program takes them too."""

from __future__ import annotations

import re

_END = re.compile(r"[;&|<>`\n\])}#]|\$\(")
_WORD = re.compile(r"[^\s,\"']+")
_JOINED = re.compile(r"\\\r?\n")
# A program that looks at its arguments, by whatever means: https://docs.python.org/3/library/sys.html#sys.argv
_READS = re.compile(r"\bsys\.argv\b|\bargparse\b|\bclick\b|\btyper\b|\bfire\.Fire\b|\bdocopt\b|\boptparse\b|\bgetopt\b")
_SERVERS = frozenset({"uvicorn", "flask"})
_SERVER_OPTIONS = frozenset({"--host", "--port", "--reload"})  # what development servers have in common


def arguments_after(text: str, end: int) -> tuple[str, ...]:
    """Return the words that follow an offset in a command line, or in a list of quoted words."""
    rest = _JOINED.sub(" ", text[end : end + 500])
    stop = _END.search(rest)
    words = tuple(_WORD.findall(rest[: stop.start()] if stop else rest))
    return words[1:] if words[:1] in (("\\",), ("-",)) else words


def reads_arguments(program: str) -> bool:
    """True if the text of a module shows that it looks at its arguments."""
    return bool(_READS.search(program))


def refused_argument(arguments: tuple[str, ...], program: str, through: str) -> str:
    """Return the first argument that a program does not take, or "".

    ``program`` is the text of its module, and ``through`` the launcher or the server that starts it, if any.
    """
    if through in _SERVERS:
        return next(
            (each for each in arguments if each.startswith("-") and each.partition("=")[0] not in _SERVER_OPTIONS), ""
        )
    reads = reads_arguments(program)
    for each in arguments:
        name = each.partition("=")[0]
        if each.startswith("--") and name not in program and name[2:].replace("-", "_") not in program:
            return each
        if not reads:
            return each
    return ""
