"""The commands of ``tox.ini``, written for a shell.

Source: tox.wiki, "Configuration": "Conditional settings" (a line for some environments only), "commands" (``-`` ignores
a failure, ``!`` expects one), "Substitutions" (``{env_python}``, ``{posargs:default}``).
"""

from __future__ import annotations

import re

_CONDITION = re.compile(r"\s*[!\w{},.-]+:\s+")
_MARKS = re.compile(r"\s*[-!]+(?=\s*[\w{./])")
_PYTHON = re.compile(r"\{(?:envpython|env_python|basepython|base_python)\}")
_ARGUMENTS = re.compile(r"\{posargs:([^{}]*)\}")


def shell_text(line: str) -> str:
    """Return a command line as shell text in which every character keeps its offset."""
    if condition := _CONDITION.match(line):
        line = " " * condition.end() + line[condition.end() :]
    if marks := _MARKS.match(line):
        line = " " * marks.end() + line[marks.end() :] + " || true"
    line = _PYTHON.sub(lambda match: "python".ljust(len(match[0])), line)
    return _ARGUMENTS.sub(lambda match: f"{' ' * 9}{match[1]} ", line)
