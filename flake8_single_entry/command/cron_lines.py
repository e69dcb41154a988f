"""Lines of a crontab: five fields or ``@daily``, in system crontabs a user, and a command. Source: crontab(5)."""

from __future__ import annotations

import re

_FIELD = r"(?:[\d*][\d*,/-]*|[A-Za-z]{3}(?:[-,][A-Za-z]{3})*)"
_NAMED = r"@(?:reboot|(?:year|annual|month|week|dai|hour)ly|midnight|every(?:_\w+|[ \t]+\w+))"
_TIME = re.compile(rf"[ \t]*(?:{_NAMED}|{_FIELD}(?:[ \t]+{_FIELD}){{4}})[ \t]+")
_USER = re.compile(
    r"(?:root|www-data|nobody|ubuntu|app|\w+(?=[ \t]+(?:cd|/|python|\[|test|flock|nice|sh|bash|\.)))[ \t]+"
)
_PROGRAM = re.compile(r"(?:cd|python\S*|sh|bash|flock|nice|env|exec|test|timeout|uv|poetry)\b")
_INPUT = re.compile(r"(?<!\\)%")  # the text after it is the input of the command


def command_span(line: str) -> tuple[int, int] | None:
    """Return the span of the command in a line of a crontab, or None for another line."""
    time = _TIME.match(line)
    if time is None:
        return None
    begin = time.end()
    user = _USER.match(line, begin)
    if user and not _PROGRAM.match(line, begin):
        begin = user.end()
    end = _INPUT.search(line)
    return begin, end.start() if end and end.start() > begin else len(line)
