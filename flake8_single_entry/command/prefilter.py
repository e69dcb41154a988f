"""Prefilters on raw bytes: test whether a text can contain anything that the command parser acts on.

The first pattern begins with plain letters and shares their prefixes: with an anchor before each word, the search takes
seven times as long. Some of its words are therefore over-approximate.
"""

from __future__ import annotations

import re

_RUNS = re.compile(
    rb"\.(?:py\b|sh\b|bat\b|ps1\b|cmd\b|wsgi\b)|FLASK|PYTHON|a(?:ccelerate|rq\b)|b(?:entoml|joern|okeh)"
    rb"|c(?:elery|hainlit|ompose|overage)|d(?:a(?:gster|phne)|ebugpy|ocker|ramatiq)"
    rb"|f(?:a(?:st(?:api|stream)|ust)|lask|let\b)|g(?:radio|ranian|unicorn)|hu(?:ey|pper)|hypercorn|jurigged|kernprof"
    rb"|l(?:itestar|ocust|uigi)|m(?:a(?:ke\b|rimo)|e(?:mray|sop))|n(?:ameko|uitka)"
    rb"|p(?:anel\b|dm run|ex\b|odman|rocrastinate|y(?:installer|instrument|test)?(?=[. \t\"']|$)|ython)|quart"
    rb"|r(?:obyn|q worker)|s(?:anic|calene|erve\b|hi(?:ny|v\b)|olara|treamlit)|t(?:askiq|extual|orchrun)"
    rb"|u(?:v run|vicorn|wsgi)|viztracer|waitress"
)
_CHANGES = re.compile(
    rb"\b(?:c(?:d|hdir|p|lone|url|ookiecutter|opier|reate)|pushd|popd|e(?:val|xport)|m(?:kdir|v)|t(?:ouch|ee|ar)|ln|scp"
    rb"|rsync|in(?:stall|it)|w(?:get|orktree)|aria2c|unzip|n(?:ew|bconvert)|start(?:project|app)?|scaffold|degit"
    rb"|xargs|source|read|longer|deprecated|obsolete|outdated)\b|\bcreate-|#!"
)
_STATEFUL = re.compile(
    rb"[>=\[]|\(\)|\b(?:test|unset|function)\b"
    rb"|(?:^|[\n;&|({!`]|\b(?:then|do|else|if|exec|sudo|time|nohup)\b)[ \t]*\"?\$\{?\w"  # a command in a variable
)


def might_run(data: bytes) -> bool:
    """True if the bytes may contain a command line of interest. Over-approximate."""
    return _RUNS.search(data) is not None


def might_change(data: bytes) -> bool:
    """True if the text may change the state in which later texts are read."""
    return _STATEFUL.search(data) is not None or _CHANGES.search(data) is not None


def matters(data: bytes) -> list[int]:
    """Return the offsets of text that may refer to something, or change the directory or the files; ascending."""
    found = [match.start() for match in _RUNS.finditer(data)]
    return sorted([*found, *(match.start() for match in _CHANGES.finditer(data))])


def stateful(data: bytes) -> list[int]:
    """Return the offsets of text that may assign, test or define something; ascending."""
    return [match.end() - 1 for match in _STATEFUL.finditer(data)]
