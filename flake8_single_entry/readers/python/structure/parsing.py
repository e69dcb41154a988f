"""``ast.parse`` for untrusted files: emits no warnings and returns errors as values."""

from __future__ import annotations

import ast
import re
import warnings

_DOTTED = re.compile(r"\w++(?:[ \t\f\\\n]*+\.[ \t\f\\\n]*+\w++)*+")
_MOST_PARTS = 1_000  # the parser takes a time quadratic in the parts of a dotted name
_LONGEST_LINE = 10_000
_MOST_CONTINUED = 100


def parse(text: str) -> ast.Module | SyntaxError | str:
    """Return the tree, the syntax error, or the reason why the parser gave up."""
    if _holds_long_name(text):
        return "a name in it is too long to be parsed"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are not reported
        try:
            return ast.parse(text)
        except SyntaxError as error:
            return error.with_traceback(None)  # the traceback would keep the variables of all frames alive
        except (RecursionError, MemoryError):
            return "it is nested too deeply to be parsed"
        except ValueError as error:
            return f"it cannot be parsed: {error}"


def _holds_long_name(text: str) -> bool:
    """Only a long line, or one that is continued many times, can hold one."""
    if text.count("\\\n") < _MOST_CONTINUED and max(map(len, text.split("\n"))) <= _LONGEST_LINE:
        return False
    return any(found[0].count(".") > _MOST_PARTS for found in _DOTTED.finditer(text))
